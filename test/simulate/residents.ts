// Owns what residents, and whoever goes round, bring in: drafts as the talk would have made them.
import type { Answer } from '../../src/cases/case.ts'
import { emptyDraft, questionsOf } from '../../src/dialogue/steps.ts'
import type { Draft, House } from '../../src/dialogue/state.ts'
import type { Question } from '../../src/regulations/schema.ts'
import { dayOf } from '../../src/calendar/limit.ts'
import { zone } from './house.ts'

/** `about`: somebody on the staff whom it is about; `told`: how that comes out. */
export type Matter = { regulation: string; about: { name: string; told: 'other' | 'story' } | null; danger: boolean; place: string }

const stories = [
  '楼上漏水已经两个月，天花板都湿了，上门说了几次都不修。', '隔壁把杂物堆在过道里，老人出门都不方便。', '拖欠我三个月工资，一直说下个月给。', '买的冰箱用了一周就坏了，店家不给退。',
  '路灯坏了一个多月，晚上没法走。', '地界的石头被人挪了半米，谁也说不清。', '孩子在学校被同学欺负，老师说已经谈过话了。', '修房子的人收了钱不来干活。',
]

export function draftOf(house: House, matter: Matter, dice: () => number, now: number): Draft {
  const rules = house.regulations.find(({ id }) => id === matter.regulation)
  if (!rules) throw new Error(`no regulation ${matter.regulation}`)
  const story = pick(stories, dice)
  const draft: Draft = {
    ...emptyDraft(now), regulation: rules.id, category: pick(rules.categories, dice).id, evidenceDone: true, dangers: matter.danger ? ['violence'] : [],
    story: matter.about?.told === 'story' ? `${story}上次来的${matter.about.name}也没有管。` : story,
  }
  for (;;) {
    const next = questionsOf(draft, house).find(({ id }) => !draft.answers.some((each) => each.id === id) && !draft.skipped.includes(id))
    if (!next) return draft
    const answer = answerTo(next, matter, dice, now)
    if (answer === null) draft.skipped.push(next.id)
    else draft.answers.push(answer)
  }
}

function answerTo(question: Question, matter: Matter, dice: () => number, now: number): Answer | null {
  const { id, kind } = question
  const says = (text: string, value: Answer['value'] = null): Answer => ({ id, text, value })
  switch (kind) {
    case 'other-name': return says(matter.about?.told === 'other' ? matter.about.name : `周某${Math.floor(dice() * 900)}`)
    case 'own-name': return says(`某居民${Math.floor(dice() * 9000)}`)
    case 'own-phone': return says('13800000000')
    case 'place': return says(`${matter.place}${Math.floor(dice() * 400)}号`)
    case 'yes-no': return dice() < 0.95 ? says('否', 'no') : says('是', 'yes')
    case 'choice': {
      const choice = dice() < 0.88 ? question.choices?.[0] : pick(question.choices ?? [], dice)
      return choice === undefined ? null : says(choice, choice)
    }
    case 'money': return question.optional && dice() < 0.6 ? null : says('数额', Math.floor(dice() ** 3 * 120_000))
    case 'date': return says('上周', dayOf(zone, now - Math.ceil(dice() * 20) * 86_400_000))
    default: return question.optional ? null : says('希望尽快解决。')
  }
}

export function pick<T>(all: readonly T[], dice: () => number): T {
  const one = all[Math.floor(dice() * all.length)]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}
