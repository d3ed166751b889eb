import { afterAll, beforeAll, expect, test } from 'vitest'
import { chased, filer, told } from './chased.ts'
import { openOffice, whoHeard, type Office } from './life.ts'

/** Property requests from filing to callback: what customer, handler, head and leader read, and when. */

let office: Office
let files: ReturnType<typeof filer>
beforeAll(async () => {
  office = await openOffice({ takes: ['property-complaint', 'property-request'], staff: [['handler', '钱经办'], ['handler', '孙经办'], ['head', '李主任'], ['leader', '陈书记']] })
  files = filer(office, { kind: '物业需求', name: '住户', answers: { 哪个小区: '和平里 3 号楼', 希望我们做什么: '换灯', 需要什么: '换灯', 怎么称呼您: '赵敏' }, number: /^R2[67]\d{5}$/ })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})
const lamp = '请帮忙报修，楼道灯坏了，麻烦物业。'

test('PRO-4 PRO-6 PRO-7 PRO-13: overrun, a small difference, not quite well done, made good; visited or asked, filed with its final cause', async () => {
  const { number, name, who } = await files('2026-11-23 09:30', lamp, /基础/)
  const handler = await office.takes(number)
  const called = { [name]: '住户', [handler]: '经办' }
  expect(told(await office.lately(), name, '已受理')).toContain('第 1 天，共 5 天，11月30日周一到期')
  expect(chased(await office.until('2026-12-04 10:00'), number, called)).toEqual(['11-27 09:00 经办 soon 处理完毕', '12-01 09:00 住户 sorry', '12-01 09:00 李主任 told 处理完毕', '12-01 09:00 经办 late 处理完毕', '12-03 09:00 李主任 told 处理完毕', '12-03 09:00 陈书记 told 处理完毕'])
  expect(await office.row(number)).toMatchObject({ level: 'pressing' })
  await office.does(handler, number, /^提出/, '下周换。')
  await office.taps(who, number, /^大体/)
  await office.lately()
  expect(chased(await office.until('2026-12-08 10:00'), number, called)).toEqual(['12-08 09:00 李主任 told 修改措施再征询', '12-08 09:00 经办 late 修改措施再征询'])
  await office.does(handler, number, /^请客户确认/, '灯已换好。')
  expect(told(await office.lately(), name, '您满意吗')).toContain('灯已换好')
  await office.taps(who, number, /^还不太满意/)
  await office.lately()
  expect(chased(await office.until('2026-12-11 10:00'), number, called)).toEqual(['12-09 09:00 经办 soon 补好客户不满意的地方', '12-11 09:00 李主任 told 补好客户不满意的地方', '12-11 09:00 经办 late 补好客户不满意的地方'])
  await office.closes(handler, number, /^已办好/, '灯已换好，重新装了灯罩。')
  expect(told(await office.lately(), name, '已办结')).toContain('重新装了灯罩')
  const after = await office.until('2026-12-31 18:00')
  // Within 72 hours; the first in four out of five is a visit, which nobody made: then by chat, within the hours all the same.
  expect(whoHeard(after, '抽中上门回访')).toEqual(['2026-12-14 09:00 李主任'])
  expect(whoHeard(after, '您满意吗')).toEqual([`2026-12-14 10:00 ${name}`])
  expect(chased(after, number, called)).toEqual(['12-14 10:00 李主任 late 上门回访', '12-23 09:00 经办 soon 归入一户一档', '12-28 09:00 经办 late 归入一户一档', '12-30 09:00 李主任 told 归入一户一档'])
  await office.does(handler, number, /^归档/, /^基础服务/)
  await office.taps(who, number, /^4 分/)
  expect(await office.row(number)).toMatchObject({ stage: 'closed', outcome: 'done', score: 4 })
})

test('PRO-4: too far apart: told plainly that it cannot be provided, or the head hears of it', async () => {
  const { number, name, who } = await files('2027-03-01 09:30', '想请人上门服务洗空调。', /特约/)
  const handler = await office.takes(number)
  await office.does(handler, number, /^提出/, '三百元，下月。')
  await office.taps(who, number, /^差得/)
  await office.lately()
  expect(chased(await office.until('2027-03-04 10:00'), number, { [handler]: '经办' })).toEqual(['03-02 09:00 经办 soon 明确告知无法提供', '03-04 09:00 李主任 told 明确告知无法提供', '03-04 09:00 经办 late 明确告知无法提供'])
  await office.closes(handler, number, /^无法提供/, '我们没有这项服务，可以找街上的小李家电。')
  expect(told(await office.lately(), name, '已办结')).toMatch(/小李家电[\s\S]*业主委员会/)
})

test('PRO-1 PRO-12: a complaint in disguise goes on as one, under its number, its clock running; settled, one point, a remedy', async () => {
  const { number, name, who } = await files('2027-04-12 09:30', '请问物业几点上班，打电话没人接，咨询一下。', /咨询/)
  const first = await office.takes(number)
  await office.lately()
  await office.until('2027-04-14 10:00')
  await office.does(first, number, /^改为物业投诉/, /^综合服务/)
  // Two of its five working days are over already.
  expect(told(await office.lately(), name, '编号不变')).toMatch(/物业投诉 · 综合服务[\s\S]*第 2 天，共 5 天，4月19日周一到期/)
  expect(await office.row(number)).toMatchObject({ regulation: 'property-complaint', category: 'service' })
  await office.does(first, number, /^提出措施/, '电话改为两人轮值。')
  await office.taps(who, number, /^同意/)
  await office.closes(first, number, /^已处理/, '电话已有人轮值。')
  const asked = await office.until('2027-04-15 18:00')
  if (whoHeard(asked, '抽中上门回访').length > 0) await office.does('李主任', number, /^登记上门回访/, /^1 分/, '还是没人接。')
  else await office.taps(who, number, /^1 分/)
  // Nobody is asked in the evening.
  await office.until('2027-04-16 09:05')
  expect(await office.row(number)).toMatchObject({ stage: 'assigned', reopened: 1, score: 1 })
  expect(office.asked(number)).not.toBe(first)
})

test('PRO-12: two of one customer have a number each; what two told is filed as one, by its final cause', async () => {
  const one = await files('2027-05-10 09:30', lamp, /基础/)
  const other = await files('2027-05-10 09:40', '想请人上门服务洗空调。', /是另一件新的事|特约/, { again: one.name })
  expect(other.number).not.toBe(one.number)
  const neighbour = await files('2027-05-10 10:00', lamp, /基础/)
  const taken: Record<string, string> = {}
  for (const { number } of [one, neighbour]) {
    const handler = await office.takes(number)
    taken[number] = handler
    await office.closes(handler, number, /^已办好/, '灯已换好。')
  }
  await office.does(taken[one.number] ?? '', one.number, /^归档/, /^开发商相关/)
  await office.does(taken[neighbour.number] ?? '', neighbour.number, /^归档/, /^与另一件/)
  expect((await office.looks(taken[one.number] ?? '', one.number)).text).toContain('归档（开发商相关）')
  expect((await office.looks(taken[neighbour.number] ?? '', neighbour.number)).text).toContain('归档（与另一件是同一件事，不重复计）')
})
