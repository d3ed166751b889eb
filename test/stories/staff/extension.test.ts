import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { colleague, forges, handsOf, linesOf, saysIn, type Hands } from './hands.ts'

/** More time, from three phones: asked for before the limit is over, decided by somebody else, told by itself (MED-8, INS-2). */

const day = 86_400_000
const tongues = {
  'in Chinese, the mediator on LINE': { language: 'zh-CN', mediator: 'line', head: 'telegram', resident: 'telegram', pick: /^劳动争议/, story: '厂里拖欠我两个月工资，天天推脱。', typed: { 和哪个单位: '宏达电子厂', 哪天起的: '2026-11-10', 哪天知道: '2026-11-10' }, week: '7天', limit: '12月8日周二', later: '12月15日周二' },
  'in English, the mediator on Telegram': { language: 'en', mediator: 'telegram', head: 'line', resident: 'line', pick: /^Labour/, story: 'My factory has not paid my wages for two months and puts me off every day.', typed: { 'Which employer': 'Hongda', 'Since when': '2026-11-10', 'When did you': '2026-11-10' }, week: '7 days', limit: 'Tue, December 8', later: 'Tue, December 15' },
} as const

describe.each(Object.entries(tongues))('%s', (_where, { language, mediator: mediatorOn, head: headOn, resident: residentOn, pick, story, typed, week, limit, later }) => {
  const say = saysIn(language)
  const why = '会计下周才回来。'
  let house: TestHouse
  let hands: Hands
  let mediator: ChatPerson
  let head: ChatPerson
  let leader: TelegramUser
  let resident: ChatPerson
  let number = ''
  beforeAll(async () => {
    house = await openHouse({ at: '2026-11-23T09:30:00+08:00', publicUrl: 'https://office.example', env: { DEFAULT_LANGUAGE: language } })
    await house.query(`update offices set regulations = '{labour}'`)
    await house.restart()
    // The house has told LINE where it says it is; here it is found on loopback.
    house.line.setWebhook(`${house.url}/webhooks/line`)
    hands = handsOf(house)
    mediator = await colleague(house, mediatorOn, 'mediator', 'Wang', language)
    head = await colleague(house, headOn, 'head', 'Li', language)
    leader = await colleague(house, 'telegram', 'leader', 'Chen', language) as TelegramUser
    resident = residentOn === 'line' ? await onLine(house, language) : onTelegram(house, language)
    number = (await fileCase(resident, story, { pick, typed })).number
    await house.calm()
    await hands.taps(mediator, say('case:action.take'))
    await hands.opens(mediator, number, say('labour:step.willing'))
  })
  beforeEach(() => house.atWork())
  afterAll(async () => {
    expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
    await house.restart()
    await house.stop()
  })
  const heard = (who: ChatPerson, words: string): boolean => who.messages.some(({ text }) => text.includes(words))
  const dueOn = async (): Promise<string> => (await house.query<{ at: Date }>(`select due_at as at from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'conclude'`, [number]))[0]?.at.toISOString().slice(0, 10) ?? ''

  test('asked with how much and why; the head refuses, and only whoever asked hears it', async () => {
    expect((await hands.opens(mediator, number, say('case:action.extend'))).text).toContain(limit)
    await hands.taps(mediator, week)
    const whole = await hands.says(mediator, why)
    expect(whole.text).toContain(why)
    await hands.twice(mediator, say('talk:button.send-so'))
    expect(await linesOf(house, number, 'extension-asked')).toBe(1)
    const asked = await head.waitFor((message) => message.text.includes(why))
    expect(asked.labels).toEqual([say('case:choice.extension-yes'), say('case:choice.extension-no'), say('case:action.look')])
    expect(heard(resident, why)).toBe(false)
    await hands.taps(head, say('case:choice.extension-no'))
    await hands.says(head, '会计明天就来。')
    expect(heard(mediator, '会计明天就来。')).toBe(true)
    expect(heard(resident, '会计明天就来。')).toBe(false)
    expect(await dueOn()).toBe('2026-12-08')
  })

  test('after a week, asked again, with the reason spoken; granted by two taps that count once; the resident reads the new day', async () => {
    await house.move(7 * day)
    await house.atWork()
    await hands.opens(mediator, number, say('case:action.extend'))
    await hands.taps(mediator, week)
    await hands.speaks(mediator)
    await hands.taps(mediator, say('talk:button.send-so'))
    // The old message with a yes and a no still answers what is asked now, and the leader is told whose it is.
    expect((await forges(house, leader, number, 'decide-extension', 'yes')).text).toContain('Li')
    await hands.twice(head, say('case:choice.extension-yes'))
    expect(await linesOf(house, number, 'extended')).toBe(1)
    const told = await resident.waitFor((message) => message.text.includes(later))
    expect(told.text).toContain(say('case:extension.spoken'))
    expect(heard(mediator, later)).toBe(true)
    expect(await dueOn()).toBe('2026-12-15')
  })

  test('a third time is no more to be had; word in between is', async () => {
    await hands.opens(mediator, number, say('case:action.look'))
    expect(mediator.last().labels).not.toContain(say('case:action.extend'))
    await hands.opens(mediator, number, say('case:action.interim'))
    await hands.says(mediator, '账已对了一半。')
    await hands.taps(mediator, say('talk:button.send-so'))
    expect(heard(resident, '账已对了一半。')).toBe(true)
    expect(heard(head, '账已对了一半。')).toBe(true)
  })

  test('nobody but whoever holds it asks, nobody but whoever is above decides', async () => {
    const stranger = await colleague(house, 'telegram', 'mediator', 'He', language) as TelegramUser
    for (const [action, choice] of [['extend', null], ['decide-extension', 'yes'], ['interim', null]] as const) expect((await forges(house, stranger, number, action, choice)).text, action).toContain(say('talk:case.none'))
    expect((await forges(house, leader, number, 'extend')).text).toContain(say('case:refused.not-yours'))
    expect((await forges(house, leader, number, 'decide-extension', 'yes')).text).toContain(say('case:refused.extension-decided'))
  })
})
