import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callbackQuota } from '../../src/store/quota.ts'
import { invite } from '../../src/store/staff.ts'
import { oweReckoning } from '../../src/turns/caseTurns.ts'
import { openOffice, shown, whoHeard, type Office } from '../stories/regulations/life.ts'
import { withThoseAbove } from '../../src/turns/above.ts'
import { member, newCase, regulationOf } from './office.ts'

/** What the engine keeps of a case in the database, seen from the phones of those who are in it. */

const folder = mkdtempSync(join(tmpdir(), 'laifang-rules-'))
let it_: Office
beforeAll(async () => {
  const own = readFileSync(join(import.meta.dirname, '../../src/regulations/mediation.yaml'), 'utf8')
  // The second case of a person within a year is a major one; a dossier of its own series.
  const changed = own.replace('      - { happened: session.failed }', '      - { happened: session.failed }\n      - { filedAtLeast: 2 }').replace(/\ndossier: .*\n/, '\n') +
    '\ndossier: { rule: MED-14, when: [closed.agreement], series: yearly, format: "{yyyy}{serial:3}" }\n'
  writeFileSync(join(folder, 'mediation.yaml'), /^rules: .*MED-14/m.test(own) ? changed : changed.replace('MED-13,', 'MED-13, MED-14,'))
  it_ = await openOffice({ env: { REGULATIONS_DIR: folder } })
})
afterAll(async () => {
  expect(it_.house.telegram.violations).toEqual([])
  await it_.stop()
  rmSync(folder, { recursive: true })
})

const mediation = { pick: /^人民调解/ }
const one = async <T>(text: string, ...values: unknown[]): Promise<T> => (await it_.house.query(text, values))[0] as T

test('the agreement has a number of its own, read by both, kept with the case, and the next one the next', async () => {
  for (const [story, serial] of [['楼上漏水，把我家天花板泡坏了。', '001'], ['隔壁半夜放音乐，吵得睡不着。', '002']] as const) {
    const who = it_.meets(`resident ${serial}`)
    const number = await it_.files(who, story, mediation)
    const name = await it_.takes(number)
    await it_.closes(name, number, /^达成协议/, '三天内解决。')
    const said = await it_.lately()
    expect(whoHeard(said, `协议书、卷宗编号：2026${serial}`).map((each) => each.slice(17)).sort()).toEqual([name, `resident ${serial}`].sort())
    expect(await one('select dossier from cases where number = $1', number)).toEqual({ dossier: `2026${serial}` })
    expect((await it_.looks(name, number)).text).toContain(`2026${serial}`)
  }
  expect(await one("select last from series where key = 'dossier/1/mediation/2026'")).toEqual({ last: 2 })
})

test('who files again within a year is known to have; who comes for the first time is not', async () => {
  const [again, first] = [it_.meets('again'), it_.meets('first')]
  const level = async (number: string): Promise<unknown> => (await it_.row(number))['level']
  expect(await level(await it_.files(again, '楼上漏水，把我家天花板泡坏了。', mediation))).toBe('ordinary')
  expect(await level(await it_.files(first, '楼上漏水，把我家天花板泡坏了。', mediation))).toBe('ordinary')
  expect(await level(await it_.files(again, '隔壁半夜放音乐，吵得睡不着。', mediation))).toBe('major')
})

test('days of an office changed: a case reckons anew, its owner of nothing else hears, and a second run of the same change says nothing', async () => {
  const who = it_.meets('waiting')
  const number = await it_.files(who, '楼上漏水，把我家天花板泡坏了。', mediation)
  await it_.takes(number)
  const due = async (): Promise<string> => shown((await one<{ due_at: Date }>("select due_at from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'conclude'", number)).due_at.getTime())
  const before = await due()
  await it_.lately()
  const { id } = await one<{ id: string }>('select id from cases where number = $1', number)
  await it_.house.query("insert into calendar_days (region, day, working, name) values ('CN', $1, false, '') on conflict (region, day) do update set working = false", [before.slice(0, 10)])
  const reckons = (): Promise<void> => it_.house.db.prisma.$transaction((tx) => oweReckoning(it_.house.db, tx, [id], 'change 1', it_.house.now()))
  await reckons()
  const said = await it_.lately()
  expect(await due() > before).toBe(true)
  expect(said.map(({ to }) => to)).toEqual(['waiting'])
  expect(said[0]?.text).toContain('节假日安排已公布或有变动')
  await reckons()
  expect(await it_.lately()).toEqual([])
})

test('how the callbacks stand can be asked at any time', async () => {
  const start = it_.house.now()
  for (const n of [1, 2]) {
    const number = await it_.files(it_.meets(`complaint ${n}`), '小区的电梯坏了三天没人修，物业态度还差。', { pick: /^物业投诉/ })
    await it_.closes(await it_.takes(number), number, /^已处理/, '电梯已修好。')
    if (n === 2) continue
    await it_.until(shown(it_.house.now() + 25 * 3_600_000))
    await it_.does('李主任', number, /^登记上门回访$/, /^5 分/, '很满意。')
    // Until whoever was visited has said so, it is no visit.
    const before = await it_.house.db.prisma.$transaction((tx) => callbackQuota(tx, 1, start, it_.house.now() + 1))
    expect(before).toMatchObject([{ asked: 1, visited: 0, unproven: 1 }])
    await it_.taps(it_.the(`complaint ${n}`), number, /^是$/)
  }
  await it_.until(shown(it_.house.now() + 25 * 3_600_000))
  const quota = await it_.house.db.prisma.$transaction((tx) => callbackQuota(tx, 1, start, it_.house.now() + 1))
  expect(quota).toEqual([{ regulation: 'property-complaint', group: 'rest', asked: 2, drawn: 2, visited: 1, unproven: 0, called: 0, answered: 1 }])
})

test('a petition that names the head and the leader reaches the office above, and only that', async () => {
  const { db } = it_.house
  const above = await db.prisma.office.create({ data: { name: '区综治中心' } })
  await db.prisma.office.updateMany({ where: { id: { not: above.id } }, data: { parentId: above.id } })
  const chief = it_.meets('区书记')
  await chief.says(await invite(db, 'leader', above.id, it_.house.now(), { name: '区书记' }))
  await chief.waitForNew(/欢迎/)
  await it_.lately()
  const number = await it_.files(it_.meets('petitioner'), '我要举报李主任和陈书记收钱不办事，信访。', { pick: /^信访|^是$/ })
  await it_.until(shown(it_.house.now() + 6 * 24 * 3_600_000))
  expect(await one("select s.name from duties d join cases c on c.id = d.case_id join staff s on s.id = d.staff_id where c.number = $1 and d.kind = 'instruct'", number)).toEqual({ name: '区书记' })
  expect(it_.the('区书记').messages.some(({ text }) => text.includes(number) && text.includes('已超期'))).toBe(true)
  for (const name of ['李主任', '陈书记']) expect(it_.the(name).messages.some(({ text }) => text.includes(number))).toBe(false)
  await it_.does('区书记', number, /^阅批$/, '请纪检核实。')
  expect(await one("select count(*)::int from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'instruct' and d.state = 'done'", number)).toEqual({ count: 1 })
})

test('an office where only mediators work: what is said of the handling has somebody above to hear it', async () => {
  const { db } = it_.house
  const alone = await db.prisma.office.create({ data: { name: '小站', parentId: (await db.prisma.office.findFirstOrThrow({ where: { name: '区综治中心' } })).id } })
  const mediator = member(90_001, 'mediator', { officeId: alone.id })
  const staff = await db.prisma.$transaction((tx) => withThoseAbove(tx, newCase('mediation', { officeId: alone.id, handlerId: mediator.id }), regulationOf('mediation'), [mediator]))
  expect(staff.map(({ name }) => name)).toEqual(['mediator-90001', '区书记'])
})
