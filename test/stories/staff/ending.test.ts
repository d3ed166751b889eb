import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { shortId } from '../../../src/ids.ts'
import { openHouse, type TestHouse } from '../../house.ts'
import { onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { colleague, handsOf, saysIn, type Hands } from './hands.ts'
import { caseRow, forgesPage } from './heads.ts'
import { atDesk, like, read } from './passing.ts'

/** ADM-3, PET-7: whom a case speaks of never gets it with a colleague's others; a post ends by whoever ends it; an office is never without a head. */

const say = saysIn('zh-CN')
const told = (who: ChatPerson, key: string) => read(who, like('zh-CN', key))
let house: TestHouse
let hands: Hands
let qian: TelegramUser
let kong: ChatPerson
let zhou: ChatPerson
let head: TelegramUser
/** About 孔明亮, and about the road. */
let accused = ''
let road = ''
beforeAll(async () => {
  house = await openHouse()
  hands = handsOf(house)
  qian = await colleague(house, 'telegram', 'handler', '钱进') as TelegramUser
  head = await colleague(house, 'telegram', 'head', '李主任') as TelegramUser
  accused = await petition(onTelegram(house, 'zh-hans'), '孔明亮收了沙场老板的钱，账本从来不公布。')
  road = await petition(await onLine(house, 'zh-CN'), '村里的办事员从来不回我关于修路的信。')
  kong = await colleague(house, 'line', 'handler', '孔明亮')
  zhou = await colleague(house, 'line', 'handler', '周全')
}, 60_000)
beforeEach(() => house.atWork())
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

async function petition(who: ChatPerson, story: string): Promise<string> {
  const { number } = await fileCase(who, story, { pick: /^信访|干部作风|^不|^否|^直接|^是另一件新的事/, typed: { 称呼: '方静', 电话: '13911112222' } })
  await house.calm()
  await hands.taps(qian, say('case:action.take'))
  return number
}

const idOf = async (name: string): Promise<number> => (await house.query<{ id: number }>('select id from staff where name = $1 and left_at is null', [name]))[0]?.id ?? 0

async function handsAll(from: ChatPerson, act: string, to: RegExp): Promise<void> {
  await atDesk(house, from, 'zh-CN', 'desk:handover.menu')
  await hands.taps(from, like('zh-CN', act))
  await sends(from, to)
}

async function sends(from: ChatPerson, to: RegExp): Promise<void> {
  await hands.taps(from, to)
  await hands.taps(from, say('talk:button.skip'))
  await hands.taps(from, say('talk:button.send-so'))
}

async function ends(to: RegExp): Promise<void> {
  await forgesPage(head, 'staff', 'end', String(await idOf('钱进')))
  await sends(head, to)
}

test('PET-7: of all cases, the one that speaks of the colleague stays, and no list or number tells of it', async () => {
  await handsAll(qian, 'desk:handover.all', /^孔明亮/)
  expect(qian.last().text).toContain('1件不能交给孔明亮，仍由钱进负责')
  const asked = await kong.waitFor((message) => message.labels.includes(say('desk:handover.take')))
  expect(asked.text).toContain(road)
  expect(asked.text).toMatch(/（1件）|1件/)
  expect(asked.text).not.toContain('2件')
  expect((await atDesk(house, kong, 'zh-CN', 'desk:handover.menu')).text).not.toContain('2')
  await hands.taps(kong, say('desk:handover.take'))
  expect(await caseRow(house, road)).toMatchObject({ handler: '孔明亮' })
  expect(await caseRow(house, accused)).toMatchObject({ handler: '钱进' })
  await handsAll(qian, 'desk:handover.all', /^孔明亮/)
  expect(qian.last().text).toContain('这些不能交给孔明亮')
  expect(kong.messages.some(({ text }) => text.includes(accused) || text.includes('干部作风'))).toBe(false)
})

test('what went another way meanwhile is not taken: both hear that nothing is left', async () => {
  await handsAll(kong, 'desk:handover.all', /^周全/)
  await hands.taps(kong, road)
  await hands.opens(kong, road, say('case:action.hand-over'))
  await hands.taps(kong, /^钱进/)
  await hands.says(kong, '这件先交回给您。')
  await hands.taps(qian, say('case:action.take-over'))
  expect(await caseRow(house, road)).toMatchObject({ handler: '钱进' })
  await hands.taps(zhou, say('desk:handover.take'))
  expect(told(zhou, 'desk:handover.nothing-left')).toHaveLength(1)
  expect(told(zhou, 'desk:handover.yours')).toEqual([])
  expect(told(kong, 'desk:handover.told-nothing-left')).toHaveLength(1)
})

test('whoever ends a post hears what becomes of it and may take it back; whoever has the post may not', async () => {
  await ends(/^周全/)
  await hands.taps(zhou, say('desk:handover.decline'))
  expect(told(head, 'desk:handover.ending-declined')).toHaveLength(1)
  expect(told(qian, 'desk:handover.told-declined')).toEqual([])

  await ends(/^周全/)
  const [open] = await house.query<{ id: string }>(`select id::text from handovers where state = 'asked'`)
  expect((await forgesPage(qian, 'handover', 'cancel', shortId(open?.id ?? ''))).text).toContain('已请周全接手')
  expect((await atDesk(house, qian, 'zh-CN', 'desk:handover.menu')).labels).not.toContain(say('desk:handover.cancel'))
  expect(await house.query(`select id from handovers where state = 'asked'`)).toHaveLength(1)
  await forgesPage(head, 'staff', 'end', String(await idOf('钱进')))
  expect(head.last().text).toContain(say('desk:handover.refused.waits-end'))
  await forgesPage(head, 'staff', 'show', `m${await idOf('钱进')}`)
  await hands.taps(head, say('desk:handover.cancel'))
  expect(told(qian, 'desk:handover.ending-off')).toHaveLength(1)
  expect(told(zhou, 'desk:handover.told-cancelled')).toHaveLength(1)

  await ends(/^周全/)
  await house.move(7 * 86_400_000)
  await house.atWork()
  expect(told(head, 'desk:handover.ending-silent')).toHaveLength(1)
  expect(told(qian, 'desk:handover.silent')).toEqual([])

  await ends(/^周全/)
  await hands.taps(zhou, say('desk:handover.take'))
  expect(await idOf('钱进')).toBe(0)
  expect(await caseRow(house, accused)).toMatchObject({ handler: '周全' })
  expect(told(head, 'desk:handover.left-to')).toHaveLength(1)
})

test('two heads would leave: the second goes only when there is a successor, and until then the handover stands', async () => {
  await handsAll(zhou, 'desk:handover.all', /^李主任/)
  await hands.taps(head, say('desk:handover.take'))
  const bo = await colleague(house, 'line', 'head', '薄主任')
  await handsAll(head, 'desk:handover.leave', /^周全/)
  await atDesk(house, bo, 'zh-CN', 'desk:handover.menu')
  await hands.taps(bo, like('zh-CN', 'desk:handover.leave'))
  await hands.taps(bo, say('desk:handover.leave-yes'))
  expect(await idOf('薄主任')).toBe(0)
  await hands.taps(zhou, say('desk:handover.take'))
  expect(told(zhou, 'desk:handover.refused.last-other')).toHaveLength(1)
  expect(told(head, 'desk:handover.refused.last')).toHaveLength(1)
  expect(await idOf('李主任')).toBeGreaterThan(0)
  await colleague(house, 'telegram', 'head', '新主任')
  await hands.taps(zhou, say('desk:handover.take'))
  expect(await idOf('李主任')).toBe(0)
  expect(await caseRow(house, road)).toMatchObject({ handler: '周全' })
})
