import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { colleague, forges, handsOf, linesOf, saysIn, type Hands } from './hands.ts'
import { caseRow, forgesPage } from './heads.ts'
import { atDesk, filed, like, looks, owes, read, tongues } from './passing.ts'

/** ADM-3, PET-2: a case goes to a colleague once both have agreed; until then it stays where it is, with all that is owed. */

describe.each(Object.entries(tongues))('%s', (_name, tongue) => {
  const { language } = tongue
  const say = saysIn(language)
  let house: TestHouse
  let hands: Hands
  let wang: ChatPerson
  let sun: ChatPerson
  let head: ChatPerson
  let resident: ChatPerson
  let number = ''
  beforeAll(async () => {
    house = await openHouse({ env: { DEFAULT_LANGUAGE: language } })
    hands = handsOf(house)
    wang = await colleague(house, tongue.first, 'mediator', 'Wang', language)
    head = await colleague(house, 'telegram', 'head', 'Li', language)
    ;({ who: resident, number } = await filed(house, tongue, tongue.second))
    await hands.taps(wang, say('case:action.take'))
    sun = await colleague(house, tongue.second, 'mediator', 'Sun', language)
  })
  beforeEach(() => house.atWork())
  afterAll(async () => {
    expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
    await house.stop()
  })

  async function asks(from: ChatPerson, to: RegExp, why: string): Promise<void> {
    await hands.opens(from, number, say('case:action.hand-over'))
    expect(from.last().text).toContain(say('case:ask.hand-over'))
    // Nobody is asked to take what they have.
    expect(from.last().labels.some((label) => label.startsWith(from === wang ? 'Wang' : 'Sun'))).toBe(false)
    await hands.taps(from, to)
    await hands.says(from, why)
  }

  test('the colleague reads the facts and cannot take it: it stays, and the giver hears why', async () => {
    await asks(wang, /^Sun\b/, 'I am on a course; the pipe has been looked at.')
    const offer = await sun.waitFor(/on a course/)
    expect(offer.text).toContain(tongue.story)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Wang', stage: 'accepted' })
    expect(await owes(house, number)).toContain('answer-handover:Sun')
    // Looking at it tells the head that it is to change hands, and tells the colleague no more than the offer did.
    expect((await looks(house, sun, language, number)).text).not.toContain('13800138000')
    await hands.taps(sun, say('case:action.decline-over'))
    await hands.says(sun, 'Too much in hand this week.')
    expect(read(wang, 'Too much in hand this week.')).toHaveLength(1)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Wang' })
    expect(await owes(house, number)).not.toContain('answer-handover:Sun')
    expect(read(resident, /Sun/)).toEqual([])
  })

  test('taken, by somebody who taps twice: it is theirs once; the resident hears who, the giver that it is gone', async () => {
    await asks(wang, /^Sun\b/, 'From next week.')
    await hands.twice(sun, say('case:action.take-over'))
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Sun', stage: 'accepted' })
    expect(await linesOf(house, number, 'handed-over')).toBe(1)
    expect(read(resident, /Sun/)).toHaveLength(1)
    expect(read(wang, say('case:told.passed-on'))).toHaveLength(1)
    expect(read(sun, say('case:refused.yours-already'))).toHaveLength(1)
    expect(await owes(house, number)).not.toContain('answer-handover:Sun')
  })

  test('no answer for a working day: it stays where it is, and giver and head hear of it', async () => {
    await asks(sun, /^Wang\b/, 'I am away from Friday.')
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Sun' })
    await house.move(7 * 86_400_000)
    await house.atWork()
    expect(read(sun, /Wang/).length).toBeGreaterThan(0)
    expect(await linesOf(house, number, 'handover-silent')).toBe(1)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Sun' })
    expect(read(head, /Wang[\s\S]*Sun|Sun[\s\S]*Wang/).length).toBeGreaterThan(0)
    // Back after a week, the button still hangs there; what became of it is said.
    const late = wang.messages.findLast(({ labels }) => labels.includes(say('case:action.take-over')))
    expect(late).toBeDefined()
    await hands.taps(wang, say('case:action.take-over'))
    expect(read(wang, say('talk:case.none'))).toHaveLength(1)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Sun' })
  })

  test('whoever has no part in it hands nothing over, takes nothing and keeps nothing', async () => {
    const stranger = onTelegram(house, language === 'en' ? 'en' : 'zh-hans')
    await stranger.says('/start')
    await stranger.waitForNew()
    const zhou = await colleague(house, 'telegram', 'mediator', 'Zhou', language) as TelegramUser
    for (const who of [stranger, zhou, head as TelegramUser]) {
      for (const act of ['hand-over', 'take-over', 'keep-it', 'decline-over']) {
        await forges(house, who, number, act, act === 'hand-over' ? '1' : null)
        if (who !== head) expect(read(who, tongue.story)).toEqual([])
      }
    }
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Sun' })
    expect(await linesOf(house, number, 'handover-asked')).toBe(3)
    expect((await forgesPage(stranger, 'handover', 'all', '1')).text).toContain(say('talk:not-staff'))
  })

  test('all at once: one list with numbers and kinds, one answer, and each resident hears it', async () => {
    // Whoever came last handles other kinds.
    await house.query(`update staff set kinds = '{petition}' where name = 'Zhou'`)
    const second = await filed(house, tongue, 'telegram')
    const taker = [wang, sun].find((each) => read(each, second.number).length > 0) as ChatPerson
    await hands.taps(taker, say('case:action.take'))
    if (taker === wang) {
      await hands.opens(wang, second.number, say('case:action.hand-over'))
      await hands.taps(wang, /^Sun\b/)
      await hands.says(wang, 'Both belong together.')
      await hands.taps(sun, say('case:action.take-over'))
    }
    const before = wang.messages.length
    await atDesk(house, sun, language, 'desk:handover.menu')
    await hands.taps(sun, like(language, 'desk:handover.all'))
    await hands.taps(sun, /^Wang\b/)
    await hands.taps(sun, say('talk:button.skip'))
    await hands.taps(sun, say('talk:button.send-so'))
    const asked = await wang.waitFor((message) => message.labels.includes(say('desk:handover.take')))
    for (const each of [number, second.number]) expect(asked.text).toContain(each)
    expect(asked.text).not.toContain(tongue.story)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Sun' })
    // Asked again meanwhile: one answer is waited for.
    await atDesk(house, sun, language, 'desk:handover.menu')
    expect(sun.last().labels).toContain(say('desk:handover.cancel'))
    await hands.twice(wang, say('desk:handover.take'))
    for (const each of [number, second.number]) expect(await caseRow(house, each)).toMatchObject({ handler: 'Wang' })
    const told = wang.messages.slice(before).filter(({ text }) => text.includes(number) && text.includes(second.number))
    expect(told.length).toBeLessThanOrEqual(2)
    expect(read(wang, say('desk:handover.refused.over'))).toHaveLength(1)
    expect(read(second.who, /Wang/).length).toBeGreaterThan(0)
    expect(read(sun, like(language, 'desk:handover.taken'))).toHaveLength(1)
  })
})
