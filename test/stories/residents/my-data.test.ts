import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wipeOver } from '../../../src/jobs/tidy.ts'
import { makeLog } from '../../../src/log.ts'
import { loadAllRegulations } from '../../../src/rules.ts'
import { emptyMessages } from '../../../src/store/forgetting.ts'
import { emptyErased } from '../../../src/store/retention.ts'
import { tablesWith } from '../../everything.ts'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, onLine, onTelegram, settled } from '../../people.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase, toReview, walksTo } from '../../resident.ts'

/** What is kept about somebody, a copy of it, consent withdrawn, erasure and its lawful exceptions; and the end of keeping. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修，暗号蓝色河马。'
const day = 86_400_000

let house: TestHouse
let wang: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  wang = await member(house, 'mediator', '王调解')
  await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  await house.stop()
})

const pick = /^是另一件新的事|^人民调解|^否$/

test('what is kept and until when, a copy as a file with every word of theirs, a number corrected', async () => {
  const lin = onTelegram(house)
  const { number } = await settled(house, lin, [wang], story, { pick, answer: '三天内修好，暗号绿色袋鼠。' })
  await lin.says('我的资料')
  const page = await lin.waitForNew('保存的您的资料')
  expect(page.text).toMatch(/姓名：李梅；电话：13800138000/)
  expect(page.text).toMatch(new RegExp(`${number}.*已办结：保存到 2036年11月23日`))
  expect(page.text).toMatch(/2026年11月23日 同意/)

  await lin.taps('给我一份副本')
  const sent = await lin.waitForNew((message) => message.text.includes('全部资料'))
  await house.calm()
  const file = lin.messages.findLast((message) => message.kind === 'document')?.file
  const copy = file?.bytes.toString('utf8') ?? ''
  expect(sent.labels).toContain('改电话')
  for (const own of [story, '绿色袋鼠', number, '李梅', '王调解受理']) expect(copy).toContain(own)

  await lin.taps('改电话')
  await lin.waitForNew('正确的电话')
  await lin.says('12')
  await lin.waitForNew('没有认出电话号码')
  await lin.says('139 1111 2222')
  await lin.waitForNew('已更正')
  await lin.says('我的资料')
  await lin.waitForNew('电话：13911112222')
})

test('consent withdrawn: the draft goes, nothing new without a new yes, no survey; the open case goes on', async () => {
  const he = onTelegram(house)
  const { number } = await fileCase(he, story, { pick })
  await house.calm()
  await walksTo(he, '另外还有一件事：楼下占用消防通道，天天堵着门。', /哪一类|最接近/, { pick: /^是另一件新的事/ })
  await he.says('我的资料')
  await he.waitForNew('还没提交')
  await he.taps('撤回同意')
  await he.waitForNew('确定撤回吗')
  await he.taps('确定撤回同意')
  await he.waitForNew('已撤回同意')
  await he.says('反映问题')
  await he.waitForNew((message) => message.labels.includes('同意，继续'))
  await he.taps('不同意')
  await he.waitForNew()
  await wang.tapsOld(wang.messages.findLast((message) => message.labels.includes('受理') && message.text.includes(number)) ?? wang.last(), '受理')
  await house.calm()
  await he.waitFor(`${number}`)
  expect(he.messages.some((message) => message.text.includes('王调解已受理'))).toBe(true)
  await wang.taps(/^办结/)
  await wang.waitForNew((message) => message.labels.some((label) => label.startsWith('达成协议')))
  await wang.taps(/^达成协议/)
  await wang.waitForNew()
  await wang.says('修好了。')
  await wang.waitForNew('修好了')
  await wang.taps(/^就这样发出/)
  await house.calm()
  const seen = he.messages.length
  await house.move(10 * day)
  expect(he.messages.slice(seen).map((message) => message.text).join('\n')).not.toContain('您满意吗')
  await he.says('我的资料')
  expect((await he.waitForNew('保存的您的资料')).text).toContain('姓名：李梅')
})

test('consent withdrawn with nothing under way: name and number go too, and are not asked for', async () => {
  const yu = onTelegram(house)
  await settled(house, yu, [wang], '楼下半夜放音乐，劝了也不听，睡不着觉。', { pick, answer: '十点后不再放。' })
  await yu.says('我的资料')
  await yu.waitForNew('姓名：李梅')
  await yu.taps('撤回同意')
  await yu.waitForNew('确定撤回吗')
  await yu.taps('确定撤回同意')
  expect((await yu.waitForNew('已撤回同意')).labels).not.toContain('改姓名')
  await yu.says('我的资料')
  const page = await yu.waitForNew('姓名：（无）；电话：（无）')
  expect(page.labels).not.toContain('改电话')
})

test('in English on LINE: erased where nothing must be kept, not a word is left, and the next hello is a stranger’s', async () => {
  const kim = await onLine(house, 'en')
  await toReview(kim, 'My neighbour upstairs floods my kitchen every week, PLANTED otter.', { pick: /mediation|^No$/i, typed: { name: 'PLANTED Kim', phone: '15512345678' } })
  await kim.sendsPhoto()
  await kim.waitForNew()
  await kim.says('my data')
  await kim.waitForNew('What 和平街道 keeps about you')
  await kim.taps('Correct name')
  await kim.waitForNew()
  await kim.says('PLANTED Kim Minji')
  await kim.waitForNew('Corrected')
  await kim.taps('Delete my data')
  expect((await kim.waitForNew('cannot be undone')).text).toMatch(/goes at once/)
  await kim.taps('Back')
  await kim.waitForNew('What would you like to do')
  await kim.taps('Delete my data')
  await kim.waitForNew('cannot be undone')
  expect((await tablesWith(house.db, 'PLANTED')).length).toBeGreaterThan(0)
  await kim.taps('Yes, delete it now')
  await kim.waitForNew('Your data is deleted')
  await house.calm()
  await emptyErased(house.db, () => false)
  expect(await tablesWith(house.db, 'PLANTED')).toEqual([])
  expect(await house.query(`select count(*)::int as n from attachments where case_id is null`)).toEqual([{ n: 0 }])
  const people = await house.query<{ n: number }>(`select count(*)::int as n from people where erased_at is not null`)
  expect(people).toEqual([{ n: 1 }])

  await kim.says('hello')
  await kim.waitForNew()
  // LINE tells nobody's language: the house speaks its own until they choose.
  await kim.says('my data')
  expect((await kim.waitForNew('保存的您的资料')).text).toMatch(/姓名：（无）；电话：（无）/)
})

test('with a closed case: the law keeps it until its day, without the chat; then it is wiped, with proof', async () => {
  const mei = onTelegram(house)
  const { number } = await settled(house, mei, [wang], '隔壁半夜装修，暗号 PLANTED2 刺猬，劝了也不听。', { pick, answer: '十点后不再施工。' })
  await mei.sendsPhoto()
  await mei.waitForNew()
  await mei.says('删除我的资料')
  await mei.waitForNew('保存的您的资料')
  await mei.taps('删除我的资料')
  const told = await mei.waitForNew('删除后无法恢复')
  expect(told.text).toMatch(new RegExp(`依法必须保留[\\s\\S]*${number}.*保存到 2036年12月`))
  await mei.taps('确定，现在删除')
  await mei.waitForNew('您的资料已删除')
  await mei.says('我的事项')
  expect((await mei.waitForNew(/还没有提交过事项/)).text).not.toContain(number)
  await emptyErased(house.db, () => false)
  const readers = await house.query<{ n: number }>(`select count(*)::int as n from deliveries d join people p on p.id = d.person_id where p.erased_at is not null and length(d.message) > 0 and d.next_at is null and d.state <> 'sent'`)
  expect(readers).toEqual([{ n: 0 }])
  expect(await tablesWith(house.db, 'PLANTED2')).toEqual(['cases', 'deliveries'])

  const rules = await loadAllRegulations(undefined)
  const wiped = (now: number): Promise<void> => wipeOver(house.db, rules, now, () => false, makeLog('silent'))
  const later = (years: number): number => Date.UTC(2026 + years, 11, 31)
  await wiped(later(9))
  expect(await tablesWith(house.db, 'PLANTED2')).toContain('cases')
  // With something still to be done nothing is wiped.
  await wiped(later(11))
  expect(await tablesWith(house.db, 'PLANTED2')).toContain('cases')
  await house.query(`update duties set state = 'done', next_at = null where state = 'open'`)
  await wiped(later(11))
  await emptyMessages(house.db, later(11), () => false)
  expect(await tablesWith(house.db, 'PLANTED2')).toEqual([])
  for (const marker of ['蓝色河马', '李梅', '绿色袋鼠', '修好了']) expect([marker, await tablesWith(house.db, marker, ['conversations', 'people'])]).toEqual([marker, []])
  const [proof] = await house.query<{ key: string; value: { cases: number; files: number } }>(`select key, value from settings where key like 'wiped:%'`)
  expect(proof).toEqual({ key: `wiped:${new Date(later(11)).toISOString().slice(0, 10)}:mediation`, value: { cases: 4, files: expect.any(Number) as number } })
  expect(await house.query(`select count(*)::int as n, count(outcome)::int as ended from cases where number = $1`, [number])).toEqual([{ n: 1, ended: 1 }])
  await house.calm()
  expect(readdirSync(join(house.dataDir, 'files')).length).toBe(await kept())
})

async function kept(): Promise<number> {
  return (await house.query<{ n: number }>(`select count(*)::int as n from attachments where state = 'kept'`))[0]?.n ?? -1
}

test('whoever is on the staff is asked to leave the staff first', async () => {
  await wang.says('我的资料')
  await wang.waitForNew('保存的您的资料')
  await wang.taps('删除我的资料')
  expect((await wang.waitForNew('您是工作人员')).labels).not.toContain('确定，现在删除')
})
