import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onTelegram } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase } from '../resident.ts'
import { closes } from '../staff.ts'

/** How a case comes to somebody and is worked, told from the phones of staff and resident. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const minute = 60_000
const hour = 60 * minute
const china = (time: string): number => Date.parse(`${time}+08:00`)

let house: TestHouse
let wang: TelegramUser
let zhao: TelegramUser
let head: TelegramUser
const staff = (): TelegramUser[] => [wang, zhao]
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  wang = await member(house, 'mediator', '王调解')
  zhao = await member(house, 'mediator', '赵调解')
  head = await member(house, 'head', '李主任')
})
beforeEach(async () => { await house.query('update staff set capacity = 20, away_from = null, languages = $1', [[]]) })
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  await house.stop()
})

async function filed(): Promise<{ resident: TelegramUser; number: string; first: TelegramUser; other: TelegramUser }> {
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, story)
  await house.calm()
  const { who } = offered(staff(), number)
  return { resident, number, first: who, other: who === wang ? zhao : wang }
}

async function accepted(): ReturnType<typeof filed> {
  const told = await filed()
  await told.first.tapsOld(offered([told.first], told.number).offer, '受理')
  await house.calm()
  return told
}

const heard = (who: TelegramUser, number: string, words: string | RegExp): boolean => who.messages.some((message) => message.text.includes(number) && message.text.match(words) !== null)

test('“the assignee is silent and nobody else gets it”: after the set working minutes the next is asked, then the head', async () => {
  await house.moveTo(china('2026-11-27T17:00:00'))
  const { number, first, other, resident } = await filed()
  expect(offered([first], number).offer.text).toMatch(/11月30日周一 09:30/)
  await house.moveTo(china('2026-11-28T12:00:00'))
  expect(heard(other, number, '想请您受理')).toBe(false)
  await house.moveTo(china('2026-11-30T09:31:00'))
  expect(heard(other, number, '')).toBe(true)
  expect(heard(first, number, '已转给其他同事')).toBe(true)
  await first.tapsOld(offered([first], number).offer, '受理')
  await house.calm()
  // Monday's list of the morning may come beside it.
  expect(first.messages.filter(({ text }) => !text.startsWith('早上好')).at(-1)?.text).toContain('已转给其他同事')
  await house.moveTo(china('2026-11-30T10:32:00'))
  const told = await head.waitFor((message) => message.text.includes(number) && message.text.includes('没有人接'))
  expect(told.text).toMatch(/王调解：.*没有回应/)
  await head.tapsOld(told, /^王调解/)
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  expect((await resident.waitFor('王调解已受理')).text).toContain(number)
})

test('“all are offline and the case is in limbo”: when nobody fits, the head hears at once, with the reasons, and assigns', async () => {
  await house.query(`update staff set capacity = 0 where name = '王调解'`)
  await house.query(`update staff set away_from = $1 where name = '赵调解'`, [new Date(house.now() - hour)])
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, story)
  await house.calm()
  const told = await head.waitFor((message) => message.text.includes(number))
  expect(told.text).toMatch(/王调解：.*已满额/)
  expect(told.text).toMatch(/赵调解：.*不在岗/)
  await head.tapsOld(told, /^赵调解/)
  await house.calm()
  await zhao.tapsOld(offered([zhao], number).offer, '受理')
  await house.calm()
  await resident.waitFor('赵调解已受理')
})

test('declined with a reason, recused with a reason: the next is asked, and whoever stood aside never gets it', async () => {
  const { number, first, other } = await filed()
  await first.tapsOld(offered([first], number).offer, '不能接')
  await first.waitForNew('为什么不能接')
  await first.taps('其他原因')
  await first.waitForNew()
  await first.says('明天起休假。')
  await house.calm()
  const { offer } = offered([other], number)
  await other.tapsOld(offer, '申请回避')
  await other.waitForNew('因为什么需要回避')
  await other.taps('与当事人有亲属关系')
  await house.calm()
  const told = await head.waitFor((message) => message.text.includes(number) && message.text.includes('没有人接'))
  const [declined, recused] = first === wang ? ['王调解', '赵调解'] : ['赵调解', '王调解']
  expect(told.labels.some((label) => label.startsWith(recused))).toBe(false)
  expect(told.labels.some((label) => label.startsWith(declined))).toBe(true)
  await head.tapsOld(told, '查看')
  const card = await head.waitForNew((message) => message.text.includes('回避'))
  expect(card.text).toContain(`${declined}不能接：明天起休假。`)
  expect(card.text).toContain(`${recused}回避：与当事人有亲属关系`)
})

test('“reminder at midnight”: warnings and escalations come in working hours only', async () => {
  const { number, first } = await accepted()
  const when: number[] = []
  const stop = house.telegram.onMessage((message) => {
    if ([wang.id, zhao.id, head.id].includes(message.chatId) && message.from === 'bot' && message.text.includes(number)) when.push(house.now())
  })
  const end = house.now() + 9 * 24 * hour
  while (house.now() < end) await house.move(3 * hour)
  stop()
  expect(when.length).toBeGreaterThan(1)
  for (const at of when) {
    const local = new Date(at + 8 * hour)
    expect([1, 2, 3, 4, 5], local.toISOString()).toContain(local.getUTCDay())
    expect(local.getUTCHours(), local.toISOString()).toBeGreaterThanOrEqual(9)
    expect(local.getUTCHours(), local.toISOString()).toBeLessThan(18)
  }
  expect(heard(first, number, /快到期|已超期/)).toBe(true)
  expect(heard(head, number, /请过问|已超期/)).toBe(true)
}, 60_000)

test('on hold with a reason: the resident reads it, the clock stands still, and it goes on after', async () => {
  const { number, first, resident } = await accepted()
  await first.taps('暂停办理')
  await first.waitForNew()
  await first.says('等鉴定结果，大约一周。')
  await house.calm()
  expect((await resident.waitFor('需要先暂停办理')).text).toContain('等鉴定结果')
  await house.move(5 * 24 * hour)
  await resident.says('我的事项')
  await resident.waitForNew(number)
  await resident.taps(number)
  expect((await resident.waitForNew('暂停')).text).toMatch(/暂停计时（停在第 \d+ 天），原因：等鉴定结果/)
  const due = async () => (await house.query<{ due_at: Date }>(`select due_at from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'conclude'`, [number]))[0]?.due_at.getTime() ?? 0
  const before = await due()
  await first.says('我的待办')
  await first.waitForNew(number)
  await first.taps(number)
  await first.waitForNew((message) => message.labels.includes('恢复办理'))
  await first.taps('恢复办理')
  await house.calm()
  await resident.waitFor('已恢复办理')
  // Five days later, less the weekend by which the old day had been put off.
  expect(await due()).toBeGreaterThan(before + 2 * 24 * hour)
})

test('what the resident adds, words and pictures, reaches the one who holds the case; a withdrawal ends it', async () => {
  const { number, first, resident } = await accepted()
  await resident.says('我的事项')
  await resident.waitForNew(number)
  await resident.taps(number)
  await resident.waitForNew('正在办理')
  await resident.taps('补充情况')
  await resident.waitForNew('要补充的内容')
  await resident.sendsPhoto()
  await resident.waitForNew('材料收到了')
  await house.calm()
  await first.waitFor((message) => message.kind === 'photo')
  await resident.says('这是今天早上拍的。')
  await house.calm()
  expect((await first.waitFor('这是今天早上拍的')).text).toContain(number)

  await resident.says('我的事项')
  await resident.waitForNew(number)
  await resident.taps(number)
  await resident.waitForNew('正在办理')
  await resident.taps('撤回')
  await resident.waitForNew('是您自己的意思吗')
  await resident.taps('是我自己的意思')
  await resident.waitForNew('请写下原因')
  await resident.says('邻居今天修好了。')
  // The words alone end nothing: they are asked for a clear yes.
  await resident.waitForNew('确定要撤回吗')
  await house.calm()
  expect(await house.query('select stage from cases where number = $1', [number])).not.toEqual([{ stage: 'closed' }])
  await resident.taps('确定撤回')
  await house.calm()
  expect((await first.waitFor('当事人撤回')).text).toContain('邻居今天修好了')
  expect(await house.query('select stage, outcome from cases where number = $1', [number])).toEqual([{ stage: 'closed', outcome: 'withdrawn' }])
})

test('“closing without an answer to the resident” is not possible', async () => {
  const { number, first, resident } = await accepted()
  await first.taps('办结')
  await first.waitForNew()
  await first.taps(/^达成协议/)
  await first.waitForNew()
  await first.says('\u200b \n')
  await first.waitForNew('没有看到文字')
  expect(await house.query('select stage from cases where number = $1', [number])).toEqual([{ stage: 'accepted' }])
  await first.taps('算了')
  await first.waitForNew()
  await closes(house, first, /^达成协议/, '邻居今天修好了水管。')
  await resident.waitFor('邻居今天修好了水管')
})
