import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { caseRow, finds, forgesPage } from './heads.ts'
import { takesOnly } from './leaders.ts'
import { forges } from './tree.ts'

/** PRO-12: like cases go on as one, and two again; nobody loses an update, and nobody learns who the others are. */

let house: TestHouse
let handler: TelegramUser
let head: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['property-complaint'])
  handler = await member(house, 'handler', '钱经办')
  head = await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.restart()
  await house.stop()
})

const pick = /设备管理|設備管理|Equipment|^都没有|^就我|^都沒有|^Just|^No|^是另一件|^Another matter/
const at = (place: string, name: string) => ({ pick, typed: { 哪个小区: place, 哪個社區: place, 'Which estate': place, 怎么称呼您: name, 怎麼稱呼您: name, 'your name': name } })

async function taken(who: ChatPerson, story: string, place: string, name: string): Promise<string> {
  const { number } = await fileCase(who, story, at(place, name))
  await house.calm()
  await handler.tapsOld(offered([handler], number).offer, '受理')
  await house.calm()
  return number
}

/** The head joins the one to the other, by the suggestion. */
async function joined(number: string, main: string): Promise<void> {
  await opensMerge(number)
  await head.taps(`并到 ${main}`)
  await head.waitForNew('要写一句说明吗')
  await head.taps('跳过')
  await head.waitForNew('请看一遍')
  await head.taps('并案')
  await house.calm()
}

async function opensMerge(number: string): Promise<void> {
  await forges(house, head, number, 'look')
  await finds(house, head, '并案办理')
  await head.taps('并案办理')
  await head.waitForNew(/可能和下面的是同一件|没有找到/)
}

const open = (number: string): Promise<{ kind: string }[]> => house.query(`select d.kind from duties d join cases c on c.id = d.case_id where c.number = $1 and d.state = 'open'`, [number])

test('zh-CN and zh-TW, Telegram and LINE: joined by suggestion; both hear every step, neither reads the other; taken apart with everything', async () => {
  const first = onTelegram(house)
  const mei = await onLine(house, 'zh-TW')
  const main = await taken(first, '电梯坏了三天没人修，暗号蓝色河马。', '天安花园 5 栋', '林小满')
  const number = await taken(mei, '電梯又停了，我媽上不去，暗號紅色海豚。', '天安花园 5 栋', '陳美玲')
  await joined(number, main)
  expect(head.messages.some((message) => message.text.includes('已并案'))).toBe(true)
  expect(await caseRow(house, number)).toMatchObject({ stage: 'closed', outcome: 'merged' })
  expect(await open(number)).toEqual([])
  const told = await mei.waitFor(main)
  expect(told.text).toContain(number)
  const read = await handler.waitFor((message) => message.text.includes('紅色海豚') && message.text.includes('原话'))
  expect(read.text).toContain(main)

  // What the handler writes reaches both.
  await handler.tapsOld(read, '给当事人发消息')
  await handler.waitForNew('并进来 1 件')
  await handler.says('厂家明天上午来换主板，暗号绿色袋鼠。')
  await house.calm()
  await first.waitFor('绿色袋鼠')
  await mei.waitFor('绿色袋鼠')

  // Mei's own number still opens, shows how it goes, and takes what she adds.
  await mei.says('我的案件')
  await mei.waitForNew(number)
  await mei.taps(number)
  const card = await mei.waitForNew('併到')
  expect(card.text).toMatch(new RegExp(`${main}[\\s\\S]*绿色袋鼠`))
  await mei.taps('補充情況')
  await mei.waitForNew()
  await mei.says('明天我在家，暗號黃色長頸鹿。')
  await house.calm()
  expect(mei.messages.some(({ text }) => text.includes('這件事和另一件一起辦'))).toBe(true)
  const added = await handler.waitFor((message) => message.text.includes('黃色長頸鹿'))
  expect(added.text).toContain(main)

  // And in the main one she sends a picture.
  await first.says('我的事项')
  await first.waitForNew(main)
  await first.taps(main)
  await first.waitForNew((message) => message.text.includes('绿色袋鼠'))
  for (const message of first.messages) expect(message.text).not.toMatch(/紅色海豚|黃色長頸鹿|陳美玲/)
  for (const message of mei.messages) expect(message.text).not.toMatch(/蓝色河马|林小满/)

  // A week later it turns out to be another lift.
  await house.move(7 * 86_400_000)
  await forges(house, head, number, 'look')
  await head.taps('拆开单独办')
  await head.waitForNew('为什么拆开')
  await head.says('是另一部电梯。')
  await house.calm()
  await mei.waitFor('改為單獨辦理')
  expect(await caseRow(house, number)).toMatchObject({ stage: 'accepted', handler: '钱经办' })
  expect((await open(number)).length).toBeGreaterThan(0)
  await mei.says('我的案件')
  await mei.waitForNew(number)
  expect(mei.last().labels).not.toContain(main)
  await mei.taps(number)
  expect((await mei.waitForNew(number)).text).toMatch(/绿色袋鼠[\s\S]*黃色長頸鹿/)
})

test('en: by number; a number there is not, a closed one, and whoever is no head are refused with what to do', async () => {
  const ann = onTelegram(house, 'en')
  const ben = onTelegram(house, 'en')
  const main = await taken(ann, 'The elevator stopped between floors again, secret yellow zebra.', '和平里 3 号楼', 'Ann')
  const number = await taken(ben, 'The lift doors squeeze people, secret pink panther.', '丽景苑 2 栋', 'Ben')
  await opensMerge(number)
  await head.taps('按编号')
  await head.waitForNew('请写编号')
  await head.says('X99999999')
  await head.waitForNew('请看一遍')
  await head.taps('并案')
  await head.waitForNew('没有找到这个编号')
  await opensMerge(number)
  await head.taps('按编号')
  await head.waitForNew('请写编号')
  await head.says(main)
  await head.waitForNew('请看一遍')
  await head.taps('并案')
  await house.calm()
  await ben.waitFor(/go on together/)
  expect(await caseRow(house, number)).toMatchObject({ stage: 'closed', outcome: 'merged' })
  const { id } = await caseRow(house, number)
  expect((await forgesPage(handler, 'merge', 'show', id)).text).toContain('不归您的岗位')
  expect((await forges(house, handler, number, 'message')).text).toContain(`并到 ${main}`)
  expect((await forges(house, handler, number, 'unmerge')).text).toMatch(/不由您处理/)

  // Whoever filed the main one takes it back: Ben's goes on by itself.
  await ann.says('my cases')
  await ann.waitForNew(main)
  await ann.taps(main)
  await ann.waitForNew((message) => message.labels.includes('Withdraw'))
  await ann.taps('Withdraw')
  await ann.waitForNew()
  await ann.taps('It is my own wish')
  await ann.waitForNew()
  await ann.says('It works again.')
  await ann.waitForNew()
  await ann.taps(/Yes, withdraw/)
  await house.calm()
  await ben.waitFor(/handled by itself/)
  expect(await caseRow(house, number)).toMatchObject({ stage: 'accepted' })
  expect((await open(number)).length).toBeGreaterThan(0)
})

test('en: whoever wants no more of a case that goes on in another withdraws from their own number, and the main one goes on', async () => {
  const [cat, dan] = [onTelegram(house, 'en'), onTelegram(house, 'en')]
  const main = await taken(cat, 'The lift is stuck on the ground floor, secret silver swan.', '望江楼 1 栋', 'Cat')
  const number = await taken(dan, 'The lift smells of burning, secret brown bear.', '望江楼 1 栋', 'Dan')
  await joined(number, main)
  await dan.waitFor(/go on together/)
  await dan.says('my cases')
  await dan.waitForNew(number)
  await dan.taps(number)
  await dan.waitForNew((message) => message.labels.includes('Withdraw'))
  await dan.taps('Withdraw')
  await dan.waitForNew()
  await dan.taps('It is my own wish')
  await dan.waitForNew()
  await dan.says('They mended it.')
  await dan.waitForNew()
  await dan.taps(/Yes, withdraw/)
  await house.calm()
  expect(await caseRow(house, number)).toMatchObject({ stage: 'closed', outcome: 'withdrawn' })
  expect(await caseRow(house, main)).toMatchObject({ stage: 'accepted' })
  await forges(house, handler, main, 'message')
  await handler.says('The motor comes tomorrow, secret grey goose.')
  await house.calm()
  await cat.waitFor('grey goose')
  for (const message of dan.messages) expect(message.text).not.toContain('grey goose')
})
