import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, onTelegram, settled } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { officeFolder, ourRegulation, type OfficeFolder } from '../regulations/folder.ts'
import { fileCase } from '../resident.ts'

/** The monthly report of the property centre (PRO-11), told from the phones of its head and leader. */

const china = (time: string): number => Date.parse(`${time}+08:00`)
const complaint = '小区电梯坏了一个星期，物业一直没人来修，老人上不了楼。'

let folder: OfficeFolder
let house: TestHouse
let head: TelegramUser
let leader: TelegramUser
let handler: TelegramUser
beforeAll(async () => {
  // Everybody is asked by chat, nobody by a visit: the lot would decide what the figures are.
  folder = officeFolder()
  folder.write('property-complaint.yaml', ourRegulation('property-complaint').replace('share: 0.8', 'share: 0'))
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00', env: { REGULATIONS_DIR: folder.path } })
  handler = await member(house, 'handler', '王师傅')
  head = await member(house, 'head', '李主任')
  leader = await member(house, 'leader', '周书记')
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 40)).toEqual([])
  await house.stop()
  folder.remove()
})

const about = (who: TelegramUser, words: string | RegExp) => who.messages.filter((message) => message.text.match(words) !== null && !message.text.startsWith('早上好'))
/** Said of one round: the list of the morning names all that is owed. */
const said = (words: RegExp) => ({ text }: { text: string }): boolean => words.test(text) && !text.startsWith('早上好')
const rows = (kind: string) => house.query<{ state: string; period: string; late: boolean; words: Buffer | null; done_by: number | null }>(`select state, period, late, words, done_by from rounds where regulation = 'property-complaint' and kind = $1 order by period`, [kind])

test('PRO-11: on the 25th, when the office opens, the head has the figures of the month that ended the day before', async () => {
  const resident = onTelegram(house)
  const { number } = await settled(house, resident, [handler], complaint, { pick: /^物业投诉/, outcome: /^已处理/, answer: '电梯已经修好，今后有专人值守。' })
  await fileCase(onTelegram(house), complaint, { pick: /^物业投诉/ })
  await house.moveTo(china('2026-11-24T10:00:00'))
  const survey = await resident.waitFor((message) => message.text.includes(number) && message.labels.filter((label) => /^[1-5]/.test(label)).length >= 5)
  await resident.tapsOld(survey, /^4/)
  await house.calm()

  await house.moveTo(china('2026-11-25T08:59:30'))
  expect(about(head, '月度报告')).toEqual([])
  // Filed on the 25th: it belongs to the next month.
  await fileCase(onTelegram(house), complaint, { pick: /^物业投诉/ })
  await house.moveTo(china('2026-11-25T09:00:10'))
  const told = await head.waitFor(said(/月度报告/))
  expect(told.text).toContain('11月25日周三 17:30')
  expect(told.text).toMatch(/10月25日.*至.*11月24日/)
  expect(told.text).toMatch(/收件.*2/)
  expect(told.text).toMatch(/办结.*1/)
  expect(told.text).toMatch(/未办结.*1/)
  expect(told.text).toMatch(/4\.0 分（1 人打分）/)
  expect(about(leader, '月度报告')).toEqual([])
  // PRO-9: how the visits stand against the shares wanted, where there are any.
  expect(told.text).not.toContain('上门回访')
  expect((await head.waitFor(said(/物业需求 · 月度报告/))).text).toMatch(/上门回访：—\n上门回访（已表示满意的）：—/)
})

test('the report is typed in several messages, read over, kept sealed, and read by the leader with its figures', async () => {
  const told = about(head, /月度报告/).at(-1)
  if (!told) throw new Error('the head was told nothing')
  await head.tapsOld(told, '填写上报')
  await head.waitForNew(/请写下“物业投诉 · 月度报告”/)
  await head.says('本月电梯投诉两件。')
  await head.waitForNew(/记录前再看一眼[\s\S]*本月电梯投诉两件。/)
  await head.says('一件已修好，一件在办。')
  await head.waitForNew(/本月电梯投诉两件。\n一件已修好，一件在办。/)
  await head.taps('就这样发出')
  await head.waitForNew(/已记录.*月度报告/)
  const read = await leader.waitFor(said(/李主任已上报：物业投诉 · 月度报告/))
  expect(read.text).toContain('一件已修好，一件在办。')
  expect(read.text).toMatch(/收件.*2/)
  const [row] = await rows('report')
  expect(row).toMatchObject({ state: 'done', period: '2026-11-25', late: false })
  expect(row?.words?.toString('utf8')).not.toContain('电梯')
  expect(house.db.seal.open(row?.words ?? Buffer.alloc(0))).toBe('本月电梯投诉两件。\n一件已修好，一件在办。')

  // Pressed again, by either button: one outcome, and a word of who and when.
  for (const label of ['填写上报', '按此数据上报']) {
    await head.tapsOld(told, label)
    expect((await head.waitForNew()).text).toMatch(/已由李主任于 11月25日周三 09:\d\d 上报，以第一次为准/)
  }
  // A colleague with a copy of the button learns that it is not theirs.
  const stranger = await member(house, 'mediator', '赵调解')
  await stranger.tapsOld(told, '填写上报')
  expect((await stranger.waitForNew()).text).toContain('不由您负责')
  expect(await rows('report')).toEqual([row])
})

test('two heads press at the same moment: one reports, the other hears of it', async () => {
  const deputy = await member(house, 'head', '陈副主任')
  await house.moveTo(china('2026-11-26T09:00:10'))
  const [mine, theirs] = await Promise.all([head, deputy].map((who) => who.waitFor(said(/月度汇总/))))
  if (!mine || !theirs) throw new Error('not told')
  await Promise.all([head.tapsOld(mine, '按此数据上报'), deputy.tapsOld(theirs, '按此数据上报')])
  const answers = await Promise.all([head, deputy].map((who) => who.waitFor(said(/(已按现有数据上报|已由.*上报，以第一次为准)/))))
  await house.calm()
  const all = [head, deputy].flatMap((who) => about(who, /月度汇总/)).map(({ text }) => text)
  expect(answers).toHaveLength(2)
  expect(all.filter((text) => text.includes('已按现有数据上报'))).toHaveLength(1)
  expect(all.filter((text) => text.includes('已由'))).toHaveLength(1)
  expect(await rows('summary')).toMatchObject([{ state: 'done', words: null }])
  await house.query(`update staff set left_at = now() where name = '陈副主任'`)
})

test('who is silent is reminded, told that it is overdue, and then the leader is; in working hours, each once, over a restart', async () => {
  // Of Saturday the 28th: begins on Monday the 30th, due on the 5th, which is a Saturday: on Monday the 7th.
  await house.moveTo(china('2026-11-30T09:00:10'))
  await head.waitFor(said(/总部统计报表：请在 12月7日周一 17:30 前上报/))
  await head.says('待办')
  const list = await head.waitForNew(/总部统计报表/)
  expect(list.text).toMatch(/物业投诉 · 总部统计报表，12月7日周一 17:30 前/)
  await head.taps(`上报第 ${/(\d+)\. 物业投诉 · 总部统计报表/.exec(list.text)?.[1]} 项`)
  await head.waitForNew(/还没有上报，12月7日周一 17:30 到期/)

  await house.restart()
  await house.moveTo(china('2026-12-04T08:59:00'))
  expect(about(head, /快到期了.*总部统计报表/)).toEqual([])
  await house.moveTo(china('2026-12-04T09:00:10'))
  await head.waitFor(said(/快到期了：物业投诉 · 总部统计报表/))
  await house.restart()
  await house.moveTo(china('2026-12-07T20:00:00'))
  expect(about(head, /已超期.*总部统计报表/)).toEqual([])
  await house.moveTo(china('2026-12-08T09:00:10'))
  const overdue = await head.waitFor(said(/已超期：物业投诉 · 总部统计报表/))
  expect(about(leader, /总部统计报表/)).toEqual([])
  await house.moveTo(china('2026-12-08T20:00:00'))
  expect(about(leader, /总部统计报表/)).toEqual([])
  await house.moveTo(china('2026-12-09T09:00:10'))
  expect((await leader.waitFor(said(/请督促：物业投诉 · 总部统计报表/))).text).toContain('未报：主任')
  await house.restart()
  await house.calm()
  expect(about(head, /总部统计报表：请在/)).toHaveLength(1)
  expect(about(head, /快到期了.*总部统计报表/)).toHaveLength(1)
  expect(about(leader, /总部统计报表/)).toHaveLength(1)

  // Late, but reported: the button on the oldest message is as good as any.
  await head.tapsOld(overdue, '按此数据上报')
  await head.waitFor(said(/已按现有数据上报，辛苦了：物业投诉 · 总部统计报表/))
  await leader.waitFor(said(/李主任已上报：物业投诉 · 总部统计报表/))
  expect(await rows('statistics')).toMatchObject([{ state: 'done', period: '2026-11-28', late: true }])
  await head.says('待办')
  expect((await head.waitForNew(/待办/)).text).not.toContain('总部统计报表')
})

test('PET-11: on the first the head was asked for the month of petitions that had ended', async () => {
  const [told] = about(head, /信访.*月报.*请在 12月8日周二 17:30 前上报/)
  expect(told?.text).toMatch(/11月1日周日至11月30日周一的数据[\s\S]*收件：0[\s\S]*按期率：—/)
  expect(await house.query(`select period, state, rule from rounds where regulation = 'petition'`)).toEqual([{ period: '2026-12-01', state: 'open', rule: 'PET-11' }])
})
