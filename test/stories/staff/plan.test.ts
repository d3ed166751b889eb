import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { callbackQuota } from '../../../src/store/quota.ts'
import { openHouse, type TestHouse } from '../../house.ts'
import { onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { colleague, forges, handsOf, linesOf, saysIn, type Hands } from './hands.ts'

/** A plan and the customer's word on it (PRO-4, PRO-5), and the visit afterwards, proven by the customer alone (PRO-9): from four phones. */

const hour = 3_600_000
const tongues = {
  'in Chinese, the customer on LINE': {
    language: 'zh-CN', customer: 'line', handler: 'telegram', head: 'line', lift: '小区的电梯坏了三天没人修，物业态度还差。', complaint: /^物业投诉|设备|^都没有|^就我/, lease: '想把房子租出去，请物业帮忙找租客。', request: /^物业诉求|^物业需求|租/, agrees: true,
    typed: { 哪个小区: '和平里 3 号楼', 怎么解决: '修好', 怎么称呼: '赵敏' },
  },
  'in English, the customer on Telegram': {
    language: 'en', customer: 'telegram', handler: 'line', head: 'telegram', lift: 'The lift in our building has been broken for three days and the staff were rude.', complaint: /^Property complaint|Equipment|^Neither|^Only/, lease: 'I want to let my flat, please help me find a tenant.', request: /^Property request|Letting/, agrees: false,
    typed: { 'Which estate': 'Peace Gardens 3', 'What would you like': 'Repair it', 'your name': 'Zhao' },
  },
} as const

describe.each(Object.entries(tongues))('%s', (_where, { language, customer: customerOn, handler: handlerOn, head: headOn, lift, complaint, lease, request, agrees, typed }) => {
  const say = saysIn(language)
  let house: TestHouse
  let hands: Hands
  let handler: ChatPerson
  let head: ChatPerson
  let leader: TelegramUser
  let customer: ChatPerson
  let number = ''
  let start = 0
  beforeAll(async () => {
    house = await openHouse({ at: '2026-11-23T09:30:00+08:00', env: { DEFAULT_LANGUAGE: language } })
    await house.query(`update offices set regulations = '{property-complaint,property-request}'`)
    await house.restart()
    start = house.now()
    hands = handsOf(house)
    handler = await colleague(house, handlerOn, 'handler', 'Qian', language)
    head = await colleague(house, headOn, 'head', 'Li', language)
    leader = await colleague(house, 'telegram', 'leader', 'Chen', language) as TelegramUser
    customer = customerOn === 'line' ? await onLine(house, language) : onTelegram(house, language)
  }, 60_000)
  beforeEach(() => house.atWork())
  afterAll(async () => {
    expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
    await house.stop()
  })
  const complaintSays = (key: string): string => say(`property-complaint:${key}`)
  const level = async (): Promise<string> => (await house.query<{ level: string }>('select level from cases where number = $1', [number]))[0]?.level ?? ''
  const quota = () => house.db.prisma.$transaction((tx) => callbackQuota(tx, 1, start, house.now() + 1))
  /** An act of words, looked at once more where they go out. */
  async function writes(who: ChatPerson, act: string, words: string): Promise<void> {
    await hands.opens(who, number, act)
    await hands.says(who, words)
    if (who.last().labels.includes(say('talk:button.send-so'))) await hands.taps(who, say('talk:button.send-so'))
  }
  /** Hours go by, each with what is due in it, until somebody reads these words. */
  async function until(who: ChatPerson, words: string, most = 30): Promise<void> {
    for (let n = 0; n < most && !who.messages.some(({ text }) => text.includes(number) && text.includes(words)); n++) await house.move(hour)
    expect(who.messages.some(({ text }) => text.includes(number) && text.includes(words))).toBe(true)
  }

  test('PRO-4: a plan, mostly all right: changed and asked again; too far apart: it goes up', async () => {
    number = (await fileCase(customer, lift, { pick: complaint, typed })).number
    await house.calm()
    await hands.taps(handler, say('case:action.take'))
    await writes(handler, complaintSays('step.propose'), '下周修。')
    const asked = await customer.waitFor((message) => message.text.includes('下周修。'))
    expect(asked.labels).toEqual(expect.arrayContaining(['agree', 'small', 'large'].map((each) => complaintSays(`choice.propose.${each}`))))
    await hands.twice(customer, complaintSays('choice.propose.small'))
    expect(await linesOf(house, number, 'answered')).toBe(1)
    await hands.taps(customer, say('case:action.reply'))
    await hands.says(customer, '后天以前修。')
    expect(handler.messages.some(({ text }) => text.includes('后天以前修。'))).toBe(true)
    // The answer came with the way to plan anew.
    expect(handler.messages.findLast(({ labels }) => labels.includes(say('case:action.message')))?.labels.length).toBeGreaterThan(1)
    await writes(handler, complaintSays('step.propose'), '五天后修。')
    await customer.waitFor((message) => message.text.includes('五天后修。'))
    await hands.taps(customer, complaintSays('choice.propose.large'))
    expect(await level()).toBe('major')
  })

  test('PRO-5: drafted, sent back, reviewed, the customer asked, a second review', async () => {
    await writes(head, complaintSays('step.draft'), '换控制板。')
    await hands.taps(leader, complaintSays('step.return-draft'))
    await hands.says(leader, '写日期。')
    await until(head, '写日期。', 1)
    await writes(head, complaintSays('step.draft'), '周五换控制板。')
    await hands.taps(leader, complaintSays('step.pass-review'))
    // Whoever has it is told, with the way to ask the customer.
    await hands.taps(handler, complaintSays('step.propose-reviewed'))
    await hands.says(handler, '周五换控制板，减免电梯费。')
    await hands.taps(handler, say('talk:button.send-so'))
    await hands.taps(customer, complaintSays('choice.propose-reviewed.small'))
    await writes(head, complaintSays('step.draft'), '周四换控制板。')
    await hands.taps(leader, complaintSays('step.pass-review'))
    await hands.taps(handler, complaintSays('step.propose-reviewed'))
    await hands.says(handler, '周四换控制板，减免电梯费。')
    await hands.taps(handler, say('talk:button.send-so'))
    await customer.waitFor((message) => message.text.includes('周四换控制板'))
    await hands.taps(customer, complaintSays(agrees ? 'choice.propose-reviewed.agree' : 'choice.propose-reviewed.large'))
    expect(await linesOf(house, number, 'answered')).toBe(4)
  })

  test('PRO-5: agreed, it is carried out and closed; still too far apart, outside ways are advised with the leader’s word', async () => {
    await hands.opens(handler, number, say('case:action.close'))
    await hands.taps(handler, complaintSays(agrees ? 'outcome.resolved' : 'outcome.outside'))
    await hands.says(handler, agrees ? '电梯修好了。' : '您可以申请仲裁。')
    await hands.taps(handler, say('talk:button.send-so'))
    if (!agrees) {
      await hands.taps(leader, say('case:action.sign-off'))
      await hands.taps(leader, say('case:choice.sign-yes'))
      await customer.waitFor((message) => message.text.includes('您可以申请仲裁。') && message.text.includes(complaintSays('ways.arbitration')))
    }
    expect((await house.query<{ stage: string }>('select stage from cases where number = $1', [number]))[0]?.stage).toBe('closed')
  })

  test('PRO-8 PRO-9: drawn, done, and proven by the customer’s tap alone; a second tap changes nothing', async () => {
    await until(leader, say('case:told.visit'))
    await hands.opens(leader, number, say('case:action.visited'))
    await hands.taps(leader, say('case:survey.point.4'))
    await hands.says(leader, '客户说还可以。')
    expect(await quota()).toMatchObject([{ drawn: 1, visited: 0, unproven: 1 }])
    const yes = say('case:choice.yes')
    await customer.waitFor((message) => message.text.includes('Chen') && message.labels.includes(yes))
    await hands.twice(customer, yes)
    expect(await quota()).toMatchObject([{ drawn: 1, visited: 1, unproven: 0 }])
    expect(await linesOf(house, number, 'contact-yes')).toBe(1)
  })

  test('PRO-4 PRO-9: a request that cannot be met is said plainly; a visit that never was does not count, and others look into it', async () => {
    number = (await fileCase(customer, lease, { pick: request, typed })).number
    await house.calm()
    await hands.taps(handler, say('case:action.take'))
    await writes(handler, say('property-request:step.propose'), '贴一张告示。')
    await customer.waitFor((message) => message.text.includes('贴一张告示。'))
    await hands.taps(customer, say('property-request:choice.propose.large'))
    await hands.opens(handler, number, say('case:action.close'))
    await hands.taps(handler, say('property-request:outcome.cannot'))
    await hands.says(handler, '我们不做租赁。')
    await hands.taps(handler, say('talk:button.send-so'))
    await customer.waitFor((message) => message.text.includes('我们不做租赁。'))
    await until(head, say('case:told.visit'), 80)
    await house.atWork()
    await hands.opens(head, number, say('case:action.visited'))
    await hands.taps(head, say('case:survey.point.5'))
    await hands.says(head, '客户很满意。')
    const no = say('case:choice.no')
    await customer.waitFor((message) => message.text.includes(number) && message.text.includes('Li') && message.labels.includes(no))
    await hands.taps(customer, no)
    const asked = await customer.waitFor((message) => message.labels.includes(say('case:survey.point.1')))
    expect(asked.text).toContain(number)
    expect((await quota()).find(({ regulation }) => regulation === 'property-request')).toMatchObject({ visited: 0, unproven: 0, answered: 0 })
    // Whoever wrote it down is not the one who looks into it.
    expect(leader.messages.some(({ text, labels }) => text.includes(number) && labels.includes(say('case:action.check-contact')))).toBe(true)
    expect(head.messages.some(({ text, labels }) => text.includes(number) && labels.includes(say('case:action.check-contact')))).toBe(false)
    await hands.taps(customer, say('case:survey.point.3'))
    expect((await quota()).find(({ regulation }) => regulation === 'property-request')).toMatchObject({ answered: 1 })
  })

  test('what is not theirs to do is refused', async () => {
    const stranger = await colleague(house, 'telegram', 'handler', 'Sun', language) as TelegramUser
    for (const [action, choice] of [['propose', null], ['pass-review', null], ['visited', '5']] as const) expect((await forges(house, stranger, number, action, choice)).text, action).toContain(say('talk:case.none'))
    expect((await forges(house, leader, number, 'propose')).text).toContain(say('case:refused.not-yours'))
  })
})
