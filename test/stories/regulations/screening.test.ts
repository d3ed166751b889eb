import { afterAll, beforeAll, expect, test } from 'vitest'
import { chased, filer, told } from './chased.ts'
import { china, openOffice, whoHeard, type Office } from './life.ts'

/** Screening: what informants find and report, how it ends, and the rounds that are owed whether anything is found or not. */

let office: Office
let files: ReturnType<typeof filer>
beforeAll(async () => {
  office = await openOffice({ takes: ['screening', 'mediation'], staff: [['informant', '周网格'], ['informant', '吴网格'], ['mediator', '王调解'], ['mediator', '何调解'], ['head', '李主任'], ['leader', '陈书记']] })
  files = filer(office, { kind: '排查预警', name: '居民', answers: { 在哪里: '河东村三组', 涉及谁: '老周和老吴' }, number: /^S202[67]\d{4}$/ })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})
const ditch = '走访发现两户不和，为水沟又吵起来了。'

test('SCR-1 SCR-2: every grid worker is asked each week; nothing found is reported too, and who is silent is chased', async () => {
  await office.house.moveTo(china('2026-11-27 18:00'))
  await office.lately()
  const asked = await office.until('2026-11-30 10:00')
  expect(whoHeard(asked, /本周排查（没有发现也要报）：请在 12月4日周五 17:30 前上报/)).toEqual(['2026-11-30 09:00 吴网格', '2026-11-30 09:00 周网格'])
  await office.taps(office.the('周网格'), '12月4日周五', /^零报告/)
  await office.the('周网格').waitForNew('已记为零报告')
  const said = (await office.until('2026-12-08 10:00')).filter(({ text }) => text.includes('本周排查') && text.includes('12月4日') && !text.startsWith('早上好'))
  expect(whoHeard(said, '快到期了')).toEqual(['2026-12-03 09:00 吴网格'])
  expect(whoHeard(said, '已超期')).toEqual(['2026-12-07 09:00 吴网格'])
  expect(whoHeard(said, '请督促')).toEqual(['2026-12-07 09:00 李主任', '2026-12-08 09:00 李主任', '2026-12-08 09:00 陈书记'])
  expect(said.find(({ to, text }) => to === '陈书记' && text.includes('请督促'))?.text).toContain('未报：吴网格')
})

test('SCR-1 SCR-3 SCR-5: a grid worker’s finding, looked at late: yellow, then orange; it goes on as a case of mediation under its number', async () => {
  const { number } = await files('2027-01-11 10:30', ditch, /邻里家庭|^不到五人|^都没有|^第一次/, { again: '周网格' })
  expect(await office.row(number)).toMatchObject({ regulation: 'screening', level: 'blue' })
  const mediator = await office.takes(number)
  const called = { [mediator]: '调解员' }
  await office.lately()
  expect(chased(await office.until('2027-01-18 10:00'), number, called)).toEqual(['01-13 09:00 调解员 soon 上门了解情况', '01-15 09:00 李主任 told 上门了解情况', '01-15 09:00 调解员 late 上门了解情况', '01-18 09:00 李主任 told 上门了解情况', '01-18 09:00 陈书记 told 上门了解情况'])
  expect(await office.row(number)).toMatchObject({ level: 'yellow' })
  await office.does(mediator, number, /^记录到场/, '两家都在气头上，已劝住。')
  expect(whoHeard(await office.lately(), '已劝住')).toContain('2027-01-18 10:00 李主任')
  expect(chased(await office.until('2027-01-28 10:00'), number, called)).toEqual([
    '01-21 09:00 调解员 soon 立案调解、移交或销账', '01-26 09:00 李主任 told 立案调解、移交或销账', '01-26 09:00 调解员 late 立案调解、移交或销账',
    '01-27 15:30 陈书记 soon 定一名领导、一个班子、一套方案、一个期限', '01-28 09:00 李主任 told 定一名领导、一个班子、一套方案、一个期限', '01-28 09:00 李主任 told 立案调解、移交或销账', '01-28 09:00 陈书记 late 定一名领导、一个班子、一套方案、一个期限', '01-28 09:00 陈书记 told 立案调解、移交或销账',
  ])
  expect(await office.row(number)).toMatchObject({ level: 'orange' })
  await office.does(mediator, number, /^转为调解案件/, /^邻里/)
  expect(told(await office.lately(), '周网格', '编号不变')).toContain('人民调解 · 邻里')
  expect(await office.row(number)).toMatchObject({ regulation: 'mediation', category: 'neighbour' })
  await office.closes(mediator, number, /^达成协议/, '水沟两家共用。')
  expect(told(await office.lately(), '周网格', '已办结')).toMatch(/水沟两家共用。[\s\S]*卷宗编号：2027001/)
  // The finder is no customer of the mediation: nobody is asked (SCR-5).
  expect(whoHeard(await office.until('2027-02-02 10:00'), '您满意吗')).toEqual([])
})

test('SCR-3 SCR-4 SCR-5: a mass incident ahead, at night: red; leader and head at once; one leader, team, plan, deadline; written off with the leader’s word', async () => {
  const { number, said } = await files('2027-03-01 22:00', '有人串联组织上访，已经报名八十多个。', /群体性|^三十人以上|^都没有|^第一次/, { again: '吴网格' })
  expect(await office.row(number)).toMatchObject({ level: 'red' })
  expect(whoHeard(said, '请立即关注')).toEqual(['2027-03-01 22:00 李主任', '2027-03-01 22:00 陈书记'])
  expect(chased(await office.until('2027-03-03 10:00'), number)).toEqual([
    '03-01 23:00 李主任 told 红色预警：立即批示', '03-01 23:00 陈书记 late 红色预警：立即批示', '03-02 00:00 李主任 late 红色预警：马上到场', '03-02 00:00 李主任 told 红色预警：立即批示', '03-02 00:00 陈书记 late 红色预警：立即批示',
    '03-02 01:00 李主任 late 红色预警：马上到场', '03-02 01:00 陈书记 told 红色预警：马上到场', '03-02 15:30 陈书记 soon 定一名领导、一个班子、一套方案、一个期限', '03-02 16:30 李主任 late 指派承办人', '03-02 16:30 陈书记 told 指派承办人',
    '03-02 17:30 李主任 told 定一名领导、一个班子、一套方案、一个期限', '03-02 17:30 陈书记 late 定一名领导、一个班子、一套方案、一个期限', '03-03 09:00 李主任 soon 上门了解情况',
  ])
  await office.does('陈书记', number, /^批示/, '王调解马上去。')
  await office.does('陈书记', number, /^定方案和期限/, /^3 个工作日/, '陈书记', '王调解、何调解', '先谈代表。')
  const plan = (await office.lately()).filter(({ to, text }) => to === '李主任' && text.includes('先谈代表'))
  expect(plan.map(({ text }) => text)).toEqual([expect.stringMatching(/定方案和期限[\s\S]*3 个工作日[\s\S]*包案领导：陈书记[\s\S]*工作班子：王调解、何调解[\s\S]*期限：3月8日周一/)])
  await office.does('李主任', number, /^指派承办人/, /^王调解/)
  await office.takes(number)
  await office.lately()
  expect(chased(await office.until('2027-03-09 12:00'), number).filter((line) => line.endsWith('按方案化解'))).toEqual(['03-05 09:00 王调解 soon 按方案化解', '03-08 17:30 李主任 told 按方案化解', '03-08 17:30 王调解 late 按方案化解'])
  await office.does('王调解', number, /^记录到场/, '代表答应不去。')
  await office.closes('王调解', number, /^已化解，销账/, '已与售楼部谈妥，业主群已散。')
  expect(told(await office.lately(), '吴网格', '正在审签')).not.toContain('谈妥')
  await office.does('陈书记', number, /^审签/, /^同意/)
  expect(told(await office.lately(), '吴网格', '已办结')).toContain('已与售楼部谈妥')
  // The finder is no customer.
  expect(whoHeard(await office.until('2027-03-16 12:00'), '您满意吗')).toEqual([])
})

test('SCR-1 SCR-4 SCR-5: residents are not offered it; one found already is merged, another referred', async () => {
  const resident = office.meets('居民')
  await expect(files('2027-04-12 10:00', ditch, /邻里家庭|^不到五人/, { again: '居民' })).rejects.toThrow(/filed as [^S]/)
  expect(resident.messages.flatMap(({ labels }) => labels).some((label) => label.includes('排查'))).toBe(false)
  const again = await files('2027-04-12 10:30', ditch, /邻里家庭|^不到五人|^都没有|^第一次/, { again: '吴网格' })
  await office.closes(office.asked(again.number), again.number, /^已有上报，合并/, '与一月那件是同一件事。')
  expect(told(await office.lately(), '吴网格', '已办结')).toContain('同一件事')
  const wire = await files('2027-04-12 11:00', '巡查发现安全隐患，老楼飞线充电。', /安全隐患|^不到五人|^都没有|^第一次/, { again: '周网格' })
  const mediator = await office.takes(wire.number)
  await office.closes(mediator, wire.number, /^已移交有关部门/, '已移交消防救援站，今天拆线。')
  expect(told(await office.lately(), '周网格', '已办结')).toContain('今天拆线')
  expect(chased(await office.until('2027-04-20 10:00'), wire.number)).toEqual([])
})
