import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actionsFor } from '../../src/cases/actions.ts'
import { partyOf } from '../../src/cases/access.ts'
import { residentActionsFor } from '../../src/cases/offered/residents.ts'
import { caseList, moreCard, residentCard } from '../../src/cases/views.ts'
import { residentPast } from '../../src/cases/telling/past.ts'
import type { Message } from '../../src/dialogue/message.ts'
import type { Known } from '../../src/dialogue/state.ts'
import { questionsOf } from '../../src/dialogue/steps.ts'
import { applicant, everybody, life, type Life } from '../cases/office.ts'
import { person, speaker, type Person } from './person.ts'

/**
 * The whole conversation, a case with both sides and its mediator in it: whatever anybody taps, says, sends or turns back
 * to in whatever order, nothing throws, there is always a way on and a way home, and no answer changes that was not touched.
 */

const other = '00000000-0000-8000-8000-0000000000ff'

type World = { it: Life; people: Person[]; inbox: Map<Person, Message[]> }

function world(): World {
  const it = life('mediation', '2026-11-23 09:30', {}, everybody, false)
  it.does({ type: 'filed' })
  if (it.case.stage.at === 'assigned') it.staffDoes(it.case.stage.to, 'take')
  it.staffDoes(it.case.handlerId ?? 0, 'invite', { words: '想请双方坐下来谈谈。' })
  const respondent = it.case.parties.find(({ role }) => role === 'respondent')
  it.does({ type: 'joined', purpose: 'respond', party: respondent?.id ?? null, person: other, choice: 'yes', channel: 'line' })
  const seen = (id: string) => (): Partial<Known> => {
    const acts = residentActionsFor(it.case, it.world(), id)
    const { id: caseId, number, regulation } = it.case
    const open = it.case.stage.at === 'closed' ? [] : [{ caseId, number }]
    return {
      mine: { message: caseList([it.case]), open }, alike: [{ caseId, number, line: { kind: { say: '邻里' }, filedAt: it.now, stage: { say: '办理中' }, people: 2 } }],
      case: { caseId, number, regulation, mine: { acts, card: residentCard(it.case, it.world(), it.history, partyOf(it.case, id)), more: moreCard(it.case, acts), past: residentPast(it.case, it.history, partyOf(it.case, id)) }, staff: null },
      ticket: { end: 'found', purpose: 'follow', text: [{ say: '关注' }], why: null },
    }
  }
  const people = [applicant, other].map((id, n) => {
    const one = person(seen(id), n === 0 ? 'zh-CN' : 'en')
    one.speaking = { ...one.speaking, id }
    return one
  })
  return { it, people, inbox: new Map(people.map((each) => [each, []])) }
}

/** What the shell would do: the case hears of it, and its people read what they are told. */
function carryOut({ it, people, inbox }: World, me: Person): void {
  for (const effect of me.effects) if (effect.do === 'case' && effect.caseId === it.case.id) it.attempts(effect.event)
  me.effects = []
  for (const { to, message } of it.last) {
    const [mine, theirs] = people as [Person, Person]
    const readers = to === 'resident' ? [mine] : to === 'other side' ? [theirs] : people.filter((each) => to === `party ${partyOf(it.case, each.speaking.id)?.id ?? ''}`)
    for (const each of readers) inbox.get(each)?.push(message)
  }
  it.last = []
}

const words = ['邻居漏水很久了，没人管。', '三天内修好，赔八百元。', '老王', '13800138000', '2000', '昨天', '和平路3号', '5']
const commands = ['取消', '返回', '跳过', '人工', '语言', '帮助', '我的资料', '我的事项', '首页', 'help', 'English', 'CASE-ABCDEFGHJKMNP', '是', '12月3日 14:30', '\u202e\u0000', '😀', 'x'.repeat(5000)]
const act = fc.record({
  who: fc.nat(1),
  what: fc.oneof(
    // Mostly what lies nearest is pressed, as people do; sometimes anything at all.
    { weight: 10, arbitrary: fc.nat(2).map((tap) => ({ tap })) },
    { weight: 5, arbitrary: fc.nat(60).map((tap) => ({ tap })) },
    { weight: 2, arbitrary: fc.nat(400).map((old) => ({ old })) },
    { weight: 6, arbitrary: fc.constantFrom(...words).map((say) => ({ say })) },
    { weight: 1, arbitrary: fc.constantFrom(...commands).map((say) => ({ say })) },
    { weight: 1, arbitrary: fc.constantFrom('sticker', 'file', 'location', 'wait', 'start', 'edited', 'unsent').map((other) => ({ other })) },
    { weight: 2, arbitrary: fc.nat(400).map((staff) => ({ staff })) },
  ),
})

function does(me: Person, what: { tap: number } | { old: number } | { say: string } | { other: string }, near: readonly string[], seen: readonly string[]): void {
  if ('tap' in what) return me.does({ kind: 'press', press: near[what.tap % Math.max(1, near.length)] ?? 'nonsense' })
  if ('old' in what) return me.does({ kind: 'press', press: seen[what.old % Math.max(1, seen.length)] ?? 'h:home' })
  if ('say' in what) return me.says(what.say, `m${seen.length}`)
  switch (what.other) {
    case 'file': return me.does({ kind: 'file', file: { kind: 'picture', ref: 'r' } })
    case 'location': return me.does({ kind: 'location', lat: 31.2, lon: 121.5 })
    case 'wait': return me.wait(86_400_000)
    case 'start': return me.does({ kind: 'start', payload: '' })
    case 'edited': return me.does({ kind: 'edited', messageId: 'm3', text: '改了' })
    case 'unsent': return me.does({ kind: 'unsent', messageId: 'm3' })
    default: return me.does({ kind: 'sticker' })
  }
}

/** The mediator does something that is offered to them, with words where it takes some. */
function staffDoes({ it }: World, n: number): void {
  const member = everybody.find(({ id }) => id === it.case.handlerId) ?? everybody[0]
  if (!member) return
  const actions = actionsFor(it.case, it.world(), member)
  const action = actions[n % Math.max(1, actions.length)]
  if (!action || action.form) return
  const choice = action.choices[n % Math.max(1, action.choices.length)]
  it.attempts({ type: 'staff', staff: member.id, action: action.id, words: '请看一下。', ...(choice ? { choice: choice.id } : {}) })
}

/** Every word is said in the reader's language, every button has a label and room, and no key or gap shows. */
function readable(message: Message, language: string): void {
  const spoken = speaker.speak(message, language)
  expect(spoken.paragraphs.length + spoken.card.length).toBeGreaterThan(0)
  for (const button of spoken.buttons.flat()) {
    expect(button.label.trim()).not.toBe('')
    expect(Buffer.byteLength(button.press)).toBeLessThanOrEqual(64)
    expect(button.press).toMatch(/^[\x21-\x7e]+$/)
  }
  expect(JSON.stringify(spoken)).not.toMatch(/(talk|case|mediation|petition|property-\w+):[a-z]|\{\{/)
}

/** The place a draft is at is the only one whose answer an act may change; what no longer applies may fall away. */
function untouched(me: Person, before: Person['state'], wasEdited: boolean): void {
  const [old, now] = [before.draft, me.state.draft]
  if (!old || !now || old.startedAt !== now.startedAt || wasEdited) return
  const asked = new Set(questionsOf(now, houseOf).map(({ id }) => id))
  // Back after a day, what was typed meanwhile answers the question they had left.
  const place = before.at.at === 'return' ? before.at.back : before.at
  const touched = place.at === 'question' ? place.id : null
  for (const answer of old.answers) {
    const after = now.answers.find(({ id }) => id === answer.id)
    if (answer.id !== touched && after) expect(after, `${answer.id} while at ${JSON.stringify(before.at)}`).toEqual(answer)
    if (answer.id !== touched && !after && old.regulation === now.regulation && old.category === now.category) expect(asked.has(answer.id), `${answer.id} was lost`).toBe(false)
  }
}
const houseOf = { regulations: [...(await import('./person.ts')).regulations] } as never

test('whatever its people do in any order: it never throws, always has a way on and a way home, and leaves untouched answers alone', () => {
  const been = new Set<string>()
  fc.assert(fc.property(fc.array(act, { minLength: 1, maxLength: 320, size: 'max' }), (acts) => {
    const all = world()
    for (const each of all.people) each.does({ kind: 'start', payload: '' })
    const seen = new Map<Person, string[]>(all.people.map((each) => [each, []]))
    for (const { who, what } of acts) {
      const me = all.people[who] as Person
      if ('staff' in what) {
        staffDoes(all, what.staff)
        carryOut(all, me)
        continue
      }
      const inbox = all.inbox.get(me) ?? []
      const near = [me.last, ...inbox.slice(-2)].flatMap((message) => [...(message?.buttons ?? []).flat(), ...(message?.card ?? []).flatMap(({ change }) => change ?? [])]).map(({ press }) => press)
      seen.get(me)?.push(...near)
      const before = structuredClone(me.state)
      all.it.now = Math.max(all.it.now, me.now)
      me.now = all.it.now
      does(me, what, near, seen.get(me) ?? [])
      untouched(me, before, 'other' in what)
      been.add(me.state.at.at)
      for (const effect of me.effects) been.add(effect.do === 'case' && effect.event.type === 'resident' ? effect.event.action : effect.do)
      carryOut(all, me)
      if (me.last) readable(me.last, me.speaking.language)
      for (const message of inbox.slice(-1)) readable(message, me.speaking.language)
      // There is a way on: a button, or a place where words are waited for.
      expect(me.labels().length > 0 || me.last?.as === 'note' || (me.last?.card ?? []).length > 0, JSON.stringify(me.state.at)).toBe(true)
    }
    for (const me of all.people) {
      me.does({ kind: 'press', press: 'h:home' })
      expect(['home', 'return'], JSON.stringify(me.state.at)).toContain(me.state.at.at)
      expect(me.labels().length).toBeGreaterThan(0)
    }
  }), { numRuns: 200, seed: Number(process.env['WALK_SEED'] ?? 20_261_122) })
  // The walk was one: it filed, offered, answered, turned back, and was lost in every room of the house.
  expect([...been]).toEqual(expect.arrayContaining(['review', 'file', 'alike', 'question', 'evidence', 'cancel', 'return', 'write', 'offer', 'counter-offer', 'speak', 'withdraw', 'urge', 'complain', 'ticket', 'redeem', 'erase', 'language', 'who']))
}, 120_000)
