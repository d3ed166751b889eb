import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { staff, WrongOption } from '../../../src/commands/office/staff.ts'
import { openHouse, type TestHouse } from '../../house.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import { joins } from '../../staff.ts'
import { onTelegram } from '../../people.ts'
import { colleague, handsOf, linesOf, saysIn, type Hands } from './hands.ts'
import { caseRow, forgesPage } from './heads.ts'
import type { TelegramMessage, TelegramUser } from '../../platforms/telegram.ts'
import { atDesk, filed, like, owes, read, tongues } from './passing.ts'

/** ADM-3: whoever leaves hands over first; nothing is ever without an owner. */

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

  const idOf = async (name: string): Promise<number> => (await house.query<{ id: number }>('select id from staff where name = $1 and left_at is null', [name]))[0]?.id ?? 0

  test('a wrong invitation is undone at once; with a case in hand the same button asks who takes it', async () => {
    const wrong = onTelegram(house, language === 'en' ? 'en' : 'zh-hans')
    await joins(house, wrong, 'mediator')
    await hands.twice(wrong, say('talk:button.leave-staff'))
    expect(read(wrong, say('talk:join.left'))).toHaveLength(1)
    const welcome = wang.messages.find(({ labels }) => labels.includes(say('talk:button.leave-staff')))
    expect(welcome).toBeDefined()
    if (welcome) await (wang as TelegramUser).tapsOld(welcome as TelegramMessage, say('talk:button.leave-staff'))
    await house.calm()
    expect(read(wang, like(language, 'desk:handover.refused.held'))).toHaveLength(1)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Wang' })
  })

  test('a colleague is asked; until they take all nobody has left; declined, everything stays', async () => {
    await hands.taps(wang, say('desk:handover.to'))
    await hands.taps(wang, /^Sun\b/)
    await hands.says(wang, 'I am moving to another town.')
    await hands.taps(wang, say('talk:button.send-so'))
    expect((await sun.waitFor('I am moving')).text).toContain(number)
    expect(await idOf('Wang')).toBeGreaterThan(0)
    await hands.taps(sun, say('desk:handover.decline'))
    expect(read(wang, like(language, 'desk:handover.told-declined'))).toHaveLength(1)
    expect(await idOf('Wang')).toBeGreaterThan(0)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Wang' })
  })

  test('taken: one message for the successor, the resident hears who, duties and offers have new owners, the head is told', async () => {
    const { number: offered } = await filed(house, tongue, 'telegram')
    // On offer to whoever goes: it goes on to the next.
    const id = (await house.query<{ id: string }>('select id::text from cases where number = $1', [offered]))[0]?.id
    expect(id).toBeDefined()
    await atDesk(house, wang, language, 'desk:handover.menu')
    await hands.taps(wang, like(language, 'desk:handover.leave'))
    await hands.taps(wang, /^Sun\b/)
    await hands.taps(wang, say('talk:button.skip'))
    await hands.taps(wang, say('talk:button.send-so'))
    await hands.twice(sun, say('desk:handover.take'))
    expect(await idOf('Wang')).toBe(0)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Sun' })
    expect(read(wang, like(language, 'desk:handover.taken-leaving'))).toHaveLength(1)
    expect(read(resident, /Sun/)).toHaveLength(1)
    expect(read(head, like(language, 'desk:handover.left-to'))).toHaveLength(1)
    expect(await linesOf(house, number, 'handed-over')).toBe(1)
    for (const each of [number, offered]) expect((await owes(house, each)).join(' ')).not.toContain('Wang')
    // Whoever has left opens nothing by an old button, also a week later.
    await house.move(7 * 86_400_000)
    await wang.taps(say('case:action.message'))
    await house.calm()
    expect(read(wang, say('talk:case.none')).length).toBeGreaterThan(0)
  })

  test('without anybody to take it the head has it at once; so from the command line', async () => {
    await atDesk(house, sun, language, 'desk:handover.menu')
    await hands.taps(sun, like(language, 'desk:handover.leave'))
    await hands.taps(sun, like(language, 'desk:handover.to-head'))
    await hands.taps(sun, say('talk:button.skip'))
    await hands.taps(sun, say('talk:button.send-so'))
    expect(await idOf('Sun')).toBe(0)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Li' })
    expect(read(head, like(language, 'desk:handover.yours')).length).toBeGreaterThan(0)

    const zhou = await colleague(house, 'telegram', 'mediator', 'Zhou', language)
    const other = await filed(house, tongue, tongue.second)
    await hands.taps(zhou, say('case:action.take'))
    expect(await caseRow(house, other.number)).toMatchObject({ handler: 'Zhou' })
    expect(await staff(house.db, ['--id', String(await idOf('Zhou')), '--leave'], undefined)).toEqual([])
    await house.calm()
    await house.calm()
    expect(await caseRow(house, other.number)).toMatchObject({ handler: 'Li' })
    expect(read(other.who, /Li/).length).toBeGreaterThan(0)
  })

  test('the last head cannot go without a successor; nobody makes another leave who is not over them', async () => {
    await atDesk(house, head, language, 'desk:handover.menu')
    await hands.taps(head, like(language, 'desk:handover.leave'))
    expect(head.last().text).toContain(say('desk:handover.refused.last'))
    await expect(staff(house.db, ['--id', String(await idOf('Li')), '--leave'], undefined)).rejects.toThrow(WrongOption)
    const chen = await colleague(house, 'telegram', 'mediator', 'Chen', language) as TelegramUser
    expect((await forgesPage(chen, 'staff', 'end', String(await idOf('Li')))).text).toContain(say('desk:refused.role'))
    expect((await forgesPage(chen, 'handover', 'leave', String(await idOf('Li')))).text).toContain(say('talk:stale'))
    expect(await idOf('Li')).toBeGreaterThan(0)
  })
})
