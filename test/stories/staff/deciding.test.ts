import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { closes } from '../../staff.ts'
import { caseRow, reads } from './heads.ts'
import { joinsAs, takesOnly } from './leaders.ts'
import { forges } from './tree.ts'

/** MED-4, MED-7, MED-10: all that waits for the word of the head stands on one page, each with its buttons; a refusal goes out only once it is signed. */

let house: TestHouse
let wang: TelegramUser
let he: TelegramUser
let head: LineUser
let smith: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['mediation'])
  wang = await member(house, 'mediator', '王调解')
  he = await member(house, 'mediator', '何调解')
  head = await joinsAs(house, await onLine(house), 'head', '李主任')
  smith = await joinsAs(house, onTelegram(house, 'en'), 'head', 'Smith')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.restart()
  await house.stop()
})

const pick = /^人民调解|邻里|^不匿名|^否|^就我|^是另一件新的事/
const mediators = () => [wang, he]

async function filed(who: ChatPerson): Promise<string> {
  const { number } = await fileCase(who, '楼上邻居家的水管漏水，找他三次都不肯修。', { pick, typed: { 对方: `赵强${Math.random()}` } })
  await house.calm()
  return number
}

/** Refused before anybody took it, by whoever was asked. */
async function refused(number: string, why: string): Promise<TelegramUser> {
  const { who, offer } = offered(mediators(), number)
  await who.tapsOld(offer, '受理')
  await house.calm()
  await forges(house, who, number, 'look')
  await closes(house, who, /^不予受理/, why)
  return who
}

test('zh-CN, LINE and Telegram: a refusal waits for the head, who reads its reasons, sends it back once, and then signs it', async () => {
  const li = onTelegram(house)
  const number = await filed(li)
  const who = await refused(number, '这是行政处罚，不属于调解范围。')
  await li.waitFor('正在审签')
  expect(li.messages.some((message) => message.text.includes('行政处罚'))).toBe(false)
  const page = await reads(house, head, '待决定')
  expect(page.text).toMatch(new RegExp(`1 件等您决定[\\s\\S]*${number}[\\s\\S]*拟办：不予受理`))
  await head.taps(`${number} 审签`)
  expect((await head.waitForNew('同意这样答复当事人吗')).text).toContain('这是行政处罚')
  await head.taps('退回修改')
  await head.waitForNew()
  await head.says('请写明向哪里申请复议。')
  await house.calm()
  await who.waitFor('请写明向哪里申请复议')
  expect((await reads(house, head, '待决定')).text).toContain('没有等您决定的事')

  await forges(house, who, number, 'look')
  await closes(house, who, /^不予受理/, '这是行政处罚，请向区政府申请复议。')
  await reads(house, head, '待决定')
  await head.taps(`${number} 审签`)
  await head.waitForNew('同意这样答复当事人吗')
  const asked = head.last()
  await head.taps('同意')
  await house.calm()
  await li.waitFor(/不予受理[\s\S]*区政府申请复议/)
  expect(await caseRow(house, number)).toMatchObject({ stage: 'closed', outcome: 'refused' })
  // Pressed twice: it is decided already, and says so.
  await head.tapsOld(asked, '同意')
  await house.calm()
  expect(head.last().text).toMatch(/已经办结|没有等待审签|已办结/)
})

test('en: a recusal and a refusal beside each other, most pressing first; a mediator decides neither', async () => {
  const mei = await onLine(house)
  const number = await filed(onTelegram(house))
  const { who, offer } = offered(mediators(), number)
  await who.tapsOld(offer, '受理')
  await house.calm()
  await forges(house, who, number, 'recusal-asked')
  await who.says('当事人说我是对方表弟。')
  await house.calm()
  const other = await filed(mei)
  await refused(other, '这是行政处罚，不属于调解范围。')
  const page = await reads(house, smith, 'To decide', 'My desk')
  expect(page.text).toMatch(new RegExp(`2 wait for your decision[\\s\\S]*${number}[\\s\\S]*${other}`))
  expect((await reads(house, smith, 'To assign', 'My desk')).text).toMatch(new RegExp(`${number}.*another mediator was asked for`))
  await reads(house, smith, 'To decide', 'My desk')
  const decide = smith.last().labels.find((label) => label.startsWith(number) && label !== number) ?? ''
  await smith.taps(decide)
  await smith.waitForNew()
  await smith.taps(/^(Granted|Agreed|Yes|Another)/)
  await smith.waitForNew()
  await smith.says('They are cousins.')
  await house.calm()
  await smith.taps(/^Send as is/).catch(() => undefined)
  await house.calm()
  expect(await house.query(`select d.state from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'decide-recusal'`, [number])).toEqual([{ state: 'done' }])
  for (const act of ['decide-recusal', 'sign-off']) {
    await forges(house, who, number, 'look')
    expect((await forges(house, who, number, act)).text, act).toMatch(/不由您处理|没有等待审签|还不到这一步/)
  }
})

test('a week later what was not decided is still there, and said to be late', async () => {
  await house.move(7 * 86_400_000)
  expect((await reads(house, head, '待决定')).text).toMatch(/1 件等您决定[\s\S]*已过期限/)
})
