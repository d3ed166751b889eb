import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member } from '../people.ts'
import type { TelegramMessage, TelegramUser } from '../platforms/telegram.ts'
import { officeFolder, ourRegulation, withRound, type OfficeFolder } from '../regulations/folder.ts'

/** Who owes what, where the office has only just begun, its days change, and what is reported cannot wait. */

const china = (time: string): number => Date.parse(`${time}+08:00`)

let folder: OfficeFolder
let house: TestHouse
let head: TelegramUser
beforeAll(async () => {
  folder = officeFolder()
  folder.write('mediation.yaml', withRound(ourRegulation('mediation'), '{ id: weekly, rule: MED-1, begins: thursday, who: handler, limit: 2 working-days, ladder: [{ tell: [head] }] }'))
  for (const [language, words] of Object.entries({ 'zh-CN': '每周小结', 'zh-TW': '每週小結', en: 'Weekly notes' })) folder.write(`locales/${language}/mediation.json`, JSON.stringify({ round: { weekly: words } }))
  house = await openHouse({ at: '2026-12-01T08:50:00+08:00', env: { REGULATIONS_DIR: folder.path } })
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 40)).toEqual([])
  await house.stop()
  folder.remove()
})

const about = (who: TelegramUser, words: RegExp): TelegramMessage[] => who.messages.filter(({ text }) => words.test(text))
const row = async (regulation: string, kind: string) => (await house.query<{ state: string; owner: string; late: boolean }>('select state, owner, late from rounds where regulation = $1 and kind = $2', [regulation, kind]))[0]
async function duties(who: TelegramUser): Promise<string> {
  await who.says('待办')
  return (await who.waitForNew(/待办/)).text
}

test('an office that begins at ten owes the report that fell due to be asked for at nine: its head is told the next morning, and chased', async () => {
  await house.moveTo(china('2026-12-01T09:00:10'))
  expect(await row('petition', 'monthly')).toEqual({ state: 'open', owner: 'head', late: false })
  await house.moveTo(china('2026-12-01T10:00:00'))
  head = await member(house, 'head', '李主任')
  expect(await duties(head)).toMatch(/信访.*月报.*12月8日周二 17:30 前/)
  expect(about(head, /月报.*请在/)).toEqual([])
  await house.moveTo(china('2026-12-02T09:00:10'))
  expect((await head.waitFor(/月报.*请在 12月8日周二 17:30 前上报/)).text).toMatch(/11月1日周日至11月30日周一的数据/)
})

test('the list shows what may be reported, and nothing else', async () => {
  const [all, other] = [await member(house, 'handler', '王经办'), await member(house, 'handler', '赵经办')]
  await house.query(`update staff set kinds = '{petition/land}' where name = '赵经办'`)
  await house.moveTo(china('2026-12-03T09:00:10'))
  await all.waitFor(/每周小结/)
  expect(await duties(all)).toContain('每周小结')
  expect(await duties(other)).not.toContain('每周小结')
})

test('a day off that is announced moves what the list shows, and who reports by then is not late', async () => {
  expect(await duties(head)).toMatch(/月报.*12月8日周二 17:30 前/)
  await house.query(`insert into calendar_days (region, day, working, name) values ('CN', '2026-12-07', false, '')`)
  await house.restart()
  const list = await duties(head)
  expect(list).toMatch(/月报.*12月9日周三 17:30 前/)
  await house.query(`update rounds set next_at = null where kind = 'monthly'`)
  await house.moveTo(china('2026-12-09T11:00:00'))
  const asked = about(head, /月报.*请在 12月8日/).at(-1)
  if (!asked) throw new Error('never asked')
  await head.tapsOld(asked, '按此数据上报')
  await head.waitFor(/已按现有数据上报.*月报/)
  expect(await row('petition', 'monthly')).toEqual({ state: 'done', owner: 'head', late: false })
})

test('SCR-4: danger in a weekly report reaches the head at once, at night too; its writer reads whom to call and what to do', async () => {
  const informant = await member(house, 'informant', '甲组长')
  await house.moveTo(china('2026-12-14T09:00:10'))
  const asked = await informant.waitFor((message) => message.labels.includes('零报告'))
  await house.moveTo(china('2026-12-14T23:10:00'))
  await informant.tapsOld(asked, '填写上报')
  await informant.waitForNew(/请写下/)
  await informant.says('五组张某拿刀要砍人。')
  const answer = await informant.waitForNew(/报警：110/)
  expect(answer.text).toMatch(/另外登记为一件事项[\s\S]*报警：110[\s\S]*记录前再看一眼/)
  await house.calm()
  const alert = await head.waitFor(/有人提到危险（暴力）/)
  expect(alert.text).toMatch(/五组张某拿刀要砍人。[\s\S]*甲组长/)
  expect(alert.labels).toContain('回复')

  await informant.taps('就这样发出')
  const done = await informant.waitForNew(/已记录/)
  await house.calm()
  expect((await head.waitFor(/甲组长已上报/)).text).toMatch(/^⚠️ 上报中提到危险（暴力）[\s\S]*五组张某拿刀要砍人。/)
  expect(house.now()).toBeLessThan(china('2026-12-15T00:00:00'))
  await informant.tapsOld(done, '登记这件事')
  await informant.waitForNew(/最接近的是哪一项/)
  await informant.taps('治安隐患')
  await informant.waitForNew()
  await informant.taps('不到五人')
  await informant.waitForNew()
  await informant.taps('动手或带凶器')
  // What was written need not be told again.
  expect((await informant.waitForNew((message) => message.labels.includes('确认提交'))).text).toContain('五组张某拿刀要砍人。')
})
