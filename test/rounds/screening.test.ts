import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase } from '../resident.ts'
import { officeFolder, ourRegulation, withRound, type OfficeFolder } from '../regulations/folder.ts'

/** Weekly rounds that each informant reports, with findings or without (SCR-1, SCR-2), under an office's own regulation. */

const china = (time: string): number => Date.parse(`${time}+08:00`)

let folder: OfficeFolder
let house: TestHouse
let head: TelegramUser
let leader: TelegramUser
let informants: TelegramUser[]
beforeAll(async () => {
  folder = officeFolder()
  folder.write('mediation.yaml', withRound(ourRegulation('mediation'), '{ id: weekly, rule: MED-1, begins: monday, who: informant, limit: 2 working-days, warn: 1 working-day, each: true, ladder: [{ tell: [head] }, { after: 1 working-day, tell: [head, leader] }] }'))
  for (const [language, words] of Object.entries({ 'zh-CN': '每周走访', 'zh-TW': '每週訪視', en: 'Weekly visits' })) folder.write(`locales/${language}/mediation.json`, JSON.stringify({ round: { weekly: words } }))
  house = await openHouse({ at: '2026-11-20T10:00:00+08:00', env: { REGULATIONS_DIR: folder.path } })
  await house.query(`update offices set areas = '{河东村,河西村}'`)
  await house.restart()
  head = await member(house, 'head', '李主任')
  leader = await member(house, 'leader', '周书记')
  informants = [await member(house, 'informant', '甲组长'), await member(house, 'informant', '乙组长'), await member(house, 'informant', '丙组长')]
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 40)).toEqual([])
  await house.stop()
  folder.remove()
})

/** The list of the morning names all that is owed; here it is about what is said of one round. */
const heard = (who: TelegramUser, words: RegExp): string[] => who.messages.map(({ text }) => text).filter((text) => words.test(text) && !text.startsWith('早上好'))
/** Said of one round: the list of the morning names all that is owed. */
const said = (words: RegExp) => ({ text }: { text: string }): boolean => words.test(text) && !text.startsWith('早上好')
const rows = () => house.query<{ period: string; state: string; late: boolean; told: boolean }>(`select r.period, r.state, r.late, r.words is not null as told from rounds r join staff s on s.id = r.staff_id where r.kind = 'weekly' order by r.period, s.id`)

test('SCR-1 SCR-2: each is asked on Monday; one found nothing, one tells what they found, and the head reads only that', async () => {
  await house.moveTo(china('2026-11-23T09:00:10'))
  const [first, second, third] = informants as [TelegramUser, TelegramUser, TelegramUser]
  for (const each of informants) expect((await each.waitFor(said(/每周走访/))).text).toContain('请在 11月25日周三 17:30 前上报')
  expect([...heard(head, /每周走访/), ...heard(leader, /每周走访/)]).toEqual([])

  // Two taps of an impatient thumb are one report.
  const asked = await first.waitFor(said(/每周走访/))
  await Promise.all([first.tapsOld(asked, '零报告'), first.tapsOld(asked, '零报告')])
  await first.waitFor(said(/已记为零报告.*每周走访/))
  await house.calm()
  expect(heard(first, /已记为零报告.*每周走访/)).toHaveLength(1)
  expect(heard(first, /每周走访已由甲组长于/)).toHaveLength(1)
  // What one has reported the others still owe.
  await second.tapsOld(await second.waitFor(said(/每周走访/)), '填写上报')
  await second.waitForNew(/请写下/)
  await second.says('三组两户因宅基地边界争执，已劝开。')
  await second.waitForNew(/记录前再看一眼/)
  await second.taps('就这样发出')
  await second.waitForNew(/已记录/)
  await head.waitFor(said(/乙组长已上报.*每周走访[\s\S]*宅基地边界/))
  expect(heard(head, /已上报.*每周走访/)).toHaveLength(1)
  expect(await rows()).toEqual([
    { period: '2026-11-23', state: 'done', late: false, told: false }, { period: '2026-11-23', state: 'done', late: false, told: true }, { period: '2026-11-23', state: 'open', late: false, told: false },
  ])
  expect(heard(third, /每周走访/)).toHaveLength(1)
})

test('SCR-2: only the silent one is reminded and chased; the head and then the leader learn who is missing', async () => {
  const [first, second, third] = informants as [TelegramUser, TelegramUser, TelegramUser]
  await house.moveTo(china('2026-11-24T09:00:10'))
  await third.waitFor(said(/快到期了：.*每周走访/))
  await house.moveTo(china('2026-11-26T09:00:10'))
  await third.waitFor(said(/已超期：.*每周走访/))
  expect((await head.waitFor(said(/请督促.*每周走访/))).text).toContain('未报：丙组长')
  await house.moveTo(china('2026-11-27T09:00:10'))
  expect((await leader.waitFor(said(/请督促.*每周走访/))).text).toContain('未报：丙组长')
  for (const each of [first, second]) expect(heard(each, /(快到期了|已超期).*每周走访/)).toEqual([])
})

test('SCR-6: on the first of the month the head has the sheet of the meeting: by place, category, state, who is responsible', async () => {
  await fileCase(informants[0] as TelegramUser, '河东村两家因为宅基地界线多次争吵，劝了几次都没有用。', { pick: /^(排查预警|土地房屋矛盾|都不是，看全部)/, typed: { 哪: '河东村三组' } })
  await house.moveTo(china('2026-11-30T09:00:10'))
  await house.moveTo(china('2026-12-01T09:00:10'))
  const sheet = await head.waitFor(said(/每月排查分析会/))
  expect(sheet.text).toMatch(/11月1日周日至11月30日周一的数据/)
  for (const line of ['收件：1', '未办结：1', '按类别：土地房屋矛盾（1）', '按地点：河东村（1）', '责任人：']) expect(sheet.text).toContain(line)
  expect(sheet.labels).toEqual(['填写上报', '按此数据上报'])
})

test('the next Monday asks anew, and asks no more for the week that was missed; many who are silent are one message', async () => {
  for (const each of informants) await each.waitFor(said(/每周走访：请在 12月2日周三 17:30 前上报/))
  expect((await rows()).map(({ period, state }) => `${period} ${state}`)).toEqual([
    '2026-11-23 done', '2026-11-23 done', '2026-11-23 missed', '2026-11-30 open', '2026-11-30 open', '2026-11-30 open',
  ])
  await house.moveTo(china('2026-12-03T09:00:10'))
  const told = await head.waitFor(said(/每周走访（12月2日周三 17:30 到期[\s\S]*未报/))
  for (const name of ['甲组长', '乙组长', '丙组长']) expect(told.text).toContain(name)
  expect(heard(head, /每周走访（12月2日周三 17:30 到期/)).toHaveLength(1)
})

test('after three weeks in which the house stood still: this week is asked for, nobody is flooded', async () => {
  await house.house.stop()
  const before = informants.map((each) => heard(each, /每周走访/).length)
  house.skip(china('2026-12-22T11:00:00') - house.now())
  await house.restart()
  await house.calm()
  for (const [n, each] of informants.entries()) {
    const told = await each.waitFor(said(/每周走访：请在 12月23日周三 17:30 前上报/))
    expect(told.text).toContain('此前有 2 期未能提醒')
    // Beside it the week they had not reported before, once each.
    expect(heard(each, /每周走访/).length - (before[n] ?? 0)).toBeLessThanOrEqual(2)
  }
  const states = (await rows()).map(({ period, state }) => `${period} ${state}`)
  expect(states.filter((each) => each === '2026-12-07 missed' || each === '2026-12-14 missed')).toHaveLength(6)
  expect(states.filter((each) => each === '2026-12-21 open')).toHaveLength(3)
})

test('who has left owes nothing any more, and their button opens nothing', async () => {
  const [first] = informants as [TelegramUser]
  const asked = await first.waitFor(said(/每周走访：请在 12月23日/))
  await house.query(`update staff set left_at = now() where name = '甲组长'`)
  await first.tapsOld(asked, '零报告')
  expect((await first.waitForNew()).text).toContain('不由您负责')
  await house.moveTo(china('2026-12-24T09:00:10'))
  await head.waitFor(said(/每周走访（12月23日周三 17:30 到期[\s\S]*未报/))
  expect(heard(head, /每周走访（12月23日周三 17:30 到期/).join()).not.toContain('甲组长')
  expect((await rows()).filter(({ period }) => period === '2026-12-21').map(({ state }) => state)).toEqual(['cancelled', 'open', 'open'])
})
