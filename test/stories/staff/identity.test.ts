import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { colleague, forges, handsOf, linesOf, saysIn, type Hands } from './hands.ts'
import { atDesk, like, owes, read } from './passing.ts'

/** PET-7: who filed under a code name is known to nobody; in need the leader decides, a custodian by name looks once, and whoever filed hears of it. */

const tongues = {
  'in Chinese': { language: 'zh-CN', on: 'telegram', filer: 'line', name: '方静', named: /^信访|干部作风|^不|^否|^直接|^是另一件新的事/, kind: /^信访|干部作风|^是另一件新的事/, hidden: /^用代号，不留姓名$/, story: '村里卖沙子的钱从来不公布，账本在书记的小舅子手里。', typed: { 称呼: '方静', 电话: '13911112222' } },
  'in English': { language: 'en', on: 'line', filer: 'telegram', name: 'Violet Ames', named: /^Letters and visits|^Officials|^No$|^Another matter/, kind: /^Letters and visits|^Officials|^Another matter/, hidden: /^Under a code name/, story: 'The money from the sand pit is kept by the secretary of the village.', typed: { 'your name': 'Violet Ames', phone: '13911112222' } },
} as const

describe.each(Object.entries(tongues))('%s', (_name, tongue) => {
  const { language, name } = tongue
  const say = saysIn(language)
  let house: TestHouse
  let hands: Hands
  let handler: ChatPerson
  let leader: ChatPerson
  let keeper: ChatPerson
  let filer: ChatPerson
  let number = ''
  beforeAll(async () => {
    house = await openHouse({ env: { DEFAULT_LANGUAGE: language } })
    hands = handsOf(house)
    handler = await colleague(house, tongue.on, 'handler', 'Qian', language)
    leader = await colleague(house, 'telegram', 'leader', 'Liang', language)
    filer = tongue.filer === 'line' ? await onLine(house, language) : onTelegram(house, 'en')
    // Known by name from a matter of before.
    const first = await fileCase(filer, language === 'en' ? 'The village clerk never answers my letters about the road.' : '村里的办事员从来不回我关于修路的信。', { pick: tongue.named, typed: tongue.typed })
    expect(first.number).not.toBe('')
    await house.calm()
    await hands.taps(handler, say('case:action.take'))
    await filer.says('/file')
    await filer.waitForNew((message) => message.labels.some((label) => /^(代办、匿名或集体|Other ways to file)$/.test(label)))
    await filer.taps(/^(代办、匿名或集体|Other ways to file)$/)
    await filer.waitForNew((message) => message.labels.some((label) => tongue.hidden.test(label)))
    await filer.taps(tongue.hidden)
    await filer.waitForNew()
    ;({ number } = await fileCase(filer, tongue.story, { pick: tongue.kind }))
    await house.calm()
    await hands.taps(handler, say('case:action.take'))
    keeper = await colleague(house, 'telegram', 'handler', 'Kong', language)
  })
  beforeEach(() => house.atWork())
  afterAll(async () => {
    expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
    await house.stop()
  })

  /** What the colleagues have read of the case under the code name. */
  const hasRead = (who: ChatPerson): boolean => who.messages.some(({ text }) => text.includes(number) && text.includes(name))

  test('asked with a reason, owed by the leader; without a custodian it cannot be granted yet', async () => {
    await hands.opens(handler, number, say('case:action.ask-identity'))
    await hands.says(handler, language === 'en' ? 'The police need to reach a witness.' : '公安需要联系证人。')
    await hands.taps(handler, say('talk:button.send-so'))
    expect(await owes(house, number)).toContain('decide-identity:leader')
    await hands.taps(leader, say('case:action.decide-identity'))
    await hands.taps(leader, say('case:choice.identity-yes'))
    expect(read(leader, say('case:refused.no-custodian')).length).toBe(1)
    expect(await linesOf(house, number, 'identity-granted')).toBe(0)
    // Asked again meanwhile: it is with the leader already.
    const refused = await forgesAny(handler, 'ask-identity')
    if (refused) expect(refused).toContain(say('case:refused.identity-asked'))
  })

  test('the leader names a custodian in chat and grants it: the button comes to the custodian alone', async () => {
    await atDesk(house, leader, language, 'desk:staff.menu')
    // Nobody names themselves.
    expect((await hands.taps(leader, /^Liang/)).labels).not.toContain(say('desk:staff.custody'))
    await atDesk(house, leader, language, 'desk:staff.menu')
    await hands.taps(leader, /^Kong/)
    await hands.twice(leader, say('desk:staff.custody'))
    expect(read(leader, like(language, 'desk:staff.custody-so'))).toHaveLength(1)
    expect(read(keeper, like(language, 'desk:staff.custodian-no-more'))).toHaveLength(0)
    expect(read(keeper, like(language, 'desk:staff.custodian-now'))).toHaveLength(1)
    await forges(house, leader as TelegramUser, number, 'decide-identity', 'yes')
    expect(await linesOf(house, number, 'identity-granted')).toBe(1)
    expect(read(keeper, number).some(({ labels }) => labels.includes(say('case:action.open-identity')))).toBe(true)
    expect(read(handler, /Kong/).length).toBe(1)
    expect(handler.messages.some(({ text, labels }) => text.includes(number) && labels.includes(say('case:action.open-identity')))).toBe(false)
    expect([handler, leader, keeper].some(hasRead)).toBe(false)
  })

  test('one look, for the custodian alone; the leader and whoever filed hear of it; a second tap shows nothing', async () => {
    await hands.twice(keeper, say('case:action.open-identity'))
    const shown = read(keeper, name)
    expect(shown).toHaveLength(1)
    expect(shown[0]?.text).toContain('13911112222')
    expect(read(keeper, say('case:refused.identity-opened')).length + read(keeper, say('talk:case.none')).length).toBeGreaterThan(0)
    expect(await linesOf(house, number, 'identity-opened')).toBe(1)
    expect(read(leader, like(language, 'case:told.identity-opened'))).toHaveLength(1)
    const told = read(filer, say('case:told.identity-opened-yours'))
    expect(told).toHaveLength(1)
    expect(told[0]?.text).not.toMatch(/Kong|Liang|Qian/)
    expect([handler, leader].some(hasRead)).toBe(false)
    expect(house.logged.join('\n')).not.toMatch(/13911112222|Violet|方静/)
  })

  test('after a day it is closed; refused is told with the reason; nobody without the right asks, decides or opens', async () => {
    await house.move(2 * 86_400_000)
    await house.atWork()
    const zhou = await colleague(house, 'telegram', 'handler', 'Zhou', language) as TelegramUser
    for (const act of ['ask-identity', 'decide-identity', 'open-identity']) {
      const answer = await forges(house, zhou, number, act, act === 'decide-identity' ? 'yes' : null)
      expect(answer.text).not.toContain(tongue.story)
    }
    await forges(house, keeper as TelegramUser, number, 'open-identity')
    expect(await linesOf(house, number, 'identity-opened')).toBe(1)
    await hands.opens(handler, number, say('case:action.ask-identity'))
    await hands.says(handler, language === 'en' ? 'To send a form.' : '寄一张表。')
    await hands.taps(handler, say('talk:button.send-so'))
    await hands.taps(leader, say('case:action.decide-identity'))
    await hands.taps(leader, say('case:choice.identity-no'))
    await hands.says(leader, language === 'en' ? 'Send it in the chat.' : '在聊天里发就行。')
    expect(read(handler, language === 'en' ? 'Send it in the chat.' : '在聊天里发就行。').length).toBeGreaterThan(0)
    expect(await owes(house, number)).not.toContain('decide-identity:leader')
  })

  async function forgesAny(who: ChatPerson, act: string): Promise<string | null> {
    if (!('tapsOld' in who) || tongue.on !== 'telegram') return null
    return (await forges(house, who as TelegramUser, number, act)).text
  }
})
