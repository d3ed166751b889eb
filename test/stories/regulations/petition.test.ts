import { afterAll, beforeAll, expect, test } from 'vitest'
import { chased, filer, told } from './chased.ts'
import { openOffice, whoHeard, type Office } from './life.ts'

/** Letters and visits from filing to callback: what petitioner, handler, head and leader read, and when. */

let office: Office
let files: ReturnType<typeof filer>
beforeAll(async () => {
  office = await openOffice({ takes: ['petition'], staff: [['handler', '钱经办'], ['handler', '孙经办'], ['head', '李主任'], ['leader', '陈书记']] })
  files = filer(office, { kind: '信访', name: '来访人', answers: { 怎么称呼您: '赵敏', 住址或单位: '和平里 3 号', 事情发生在哪里: '和平里', 反映的是哪个: '村委会', 希望我们做什么: '把路修好' }, number: /^X202[67]\d{4}$/ })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})
const road = '村口修路修了一半就停了，坑洼没人管，反映给政府。'

test('PET-1 PET-3 PET-4 PET-5 PET-6: instructed late, taken late, extended before the limit, overrun and explained, sent back, signed, filed away, rated', async () => {
  const { number, name, who, said } = await files('2026-11-23 09:30', road, /水电|^否|^第一次|^就我/)
  const called = { [name]: '来访人' }
  expect(told(said, name, '已登记')).toContain('最晚 11月26日周四 会有消息')
  // Nobody takes it, nobody instructs: three days for the one, three working days for the other.
  expect(chased(await office.until('2026-11-30 16:00'), number, called)).toEqual([
    '11-23 17:00 李主任 late 指派承办人', '11-23 17:00 陈书记 told 指派承办人', '11-25 09:00 李主任 soon 受理或转送', '11-25 09:00 陈书记 soon 阅批并写明意见',
    '11-27 09:00 李主任 late 受理或转送', '11-27 09:00 李主任 told 阅批并写明意见', '11-27 09:00 来访人 sorry', '11-27 09:00 陈书记 late 阅批并写明意见',
    '11-30 09:00 李主任 late 受理或转送', '11-30 09:00 李主任 told 阅批并写明意见', '11-30 09:00 陈书记 late 阅批并写明意见', '11-30 09:00 陈书记 told 受理或转送',
  ])
  await office.does('李主任', number, /^指派承办人/, /^钱经办/)
  await office.takes(number)
  expect(told(await office.lately(), name, '已受理')).toContain('钱经办已受理您的事项，会负责到底')
  await office.does('陈书记', number, /^阅批/, '请钱经办五天内办好。')
  expect(whoHeard(await office.lately(), /陈书记：阅批[\s\S]*五天内办好/)).toEqual(['2026-11-30 16:00 钱经办'])
  expect(chased(await office.until('2026-12-04 10:00'), number, called)).toEqual(['12-04 09:00 钱经办 soon 办结'])
  // Before the limit is over, with a reason: three more days from the limit (PET-5).
  await office.does('钱经办', number, /^中途报告/, /^再给 3 天/, '沥青周一到。')
  const interim = await office.lately()
  expect(told(interim, name, '沥青周一到')).toContain('期限：12月10日周四')
  // Whoever set the limit reads it too; once more is theirs to give.
  for (const who of ['李主任', '陈书记']) expect(told(interim, who, '沥青周一到')).toMatch(/中途报告[\s\S]*期限：12月10日周四/)
  expect((await office.looks('陈书记', number)).labels.filter((label) => /延期/.test(label))).toEqual([])
  expect(chased(await office.until('2026-12-17 10:00'), number, called)).toEqual([
    '12-08 09:00 钱经办 soon 办结', '12-11 09:00 李主任 told 办结', '12-11 09:00 来访人 sorry', '12-11 09:00 钱经办 late 办结', '12-14 09:00 李主任 told 办结', '12-14 09:00 钱经办 late 办结', '12-14 09:00 陈书记 told 办结',
    '12-15 09:00 李主任 told 写明超期原因', '12-15 09:00 李主任 told 办结', '12-15 09:00 钱经办 late 写明超期原因', '12-15 09:00 钱经办 late 办结', '12-15 09:00 陈书记 told 办结', '12-17 09:00 李主任 told 写明超期原因', '12-17 09:00 陈书记 told 写明超期原因',
  ])
  await office.does('钱经办', number, /^说明超期原因/, '下雨停工，周五修好。')
  const late = await office.lately()
  expect(told(late, name, '超期的原因')).toContain('周五修好')
  expect(told(late, '陈书记', '周五修好')).toContain('说明超期原因')
  await office.closes('钱经办', number, /^已解决/, '路已修好。')
  expect(told(await office.lately(), name, '正在审签')).not.toContain('路已修好')
  expect(chased(await office.until('2026-12-23 10:00'), number, called)).toEqual(['12-18 09:00 陈书记 soon 审签答复', '12-22 09:00 陈书记 late 审签答复', '12-23 09:00 李主任 told 审签答复', '12-23 09:00 陈书记 late 审签答复'])
  await office.does('陈书记', number, /^审签/, /^退回修改/, '写明验收人。')
  expect(chased(await office.until('2026-12-29 10:00'), number, called)).toEqual(['12-24 09:00 钱经办 soon 按退回意见修改', '12-28 09:00 钱经办 late 按退回意见修改', '12-29 09:00 李主任 told 按退回意见修改'])
  await office.closes('钱经办', number, /^已解决/, '路已修好，村民代表验收。')
  await office.does('陈书记', number, /^审签/, /^同意/)
  expect(told(await office.lately(), name, '已办结')).toMatch(/村民代表验收。[\s\S]*30 天内向上一级机关申请复查/)
  const after = await office.until('2027-01-08 18:00')
  expect(chased(after, number, called)).toEqual(['01-04 09:00 钱经办 soon 立卷归档', '01-06 09:00 钱经办 late 立卷归档', '01-08 09:00 李主任 told 立卷归档'])
  expect(whoHeard(after, '您满意吗')).toEqual([`2026-12-30 17:30 ${name}`])
  await office.taps(who, number, /^5 分/)
  await office.does('钱经办', number, /^已归档/)
  expect(await office.row(number)).toMatchObject({ stage: 'closed', outcome: 'settled', score: 5 })
})

test('PET-4 PET-12: urgent: three days from the instruction; without basis in law: answered with the rule and advice, never without; two points, somebody else', async () => {
  const { number, name, who } = await files('2027-03-01 09:30', '自来水天天没有水，老人孩子没法过。', /水电|^第一次|^就我/, { typed: { 您想匿名: '否', 事情紧急: '是' } })
  expect(await office.row(number)).toMatchObject({ level: 'urgent' })
  const handler = await office.takes(number)
  await office.does('陈书记', number, /^阅批/, '三天内给说法。')
  await office.lately()
  expect(chased(await office.until('2027-03-12 10:00'), number, { [name]: '来访人', [handler]: '经办' })).toEqual([
    '03-03 09:00 经办 soon 急件办结', '03-05 09:00 李主任 told 急件办结', '03-05 09:00 来访人 sorry', '03-05 09:00 经办 late 急件办结', '03-08 09:00 李主任 told 急件办结', '03-08 09:00 经办 late 急件办结', '03-08 09:00 陈书记 told 急件办结',
    '03-09 09:00 李主任 told 写明超期原因', '03-09 09:00 李主任 told 急件办结', '03-09 09:00 经办 late 写明超期原因', '03-09 09:00 经办 late 急件办结', '03-09 09:00 陈书记 told 急件办结', '03-11 09:00 李主任 told 写明超期原因', '03-11 09:00 陈书记 told 写明超期原因',
  ])
  // Too late to ask for more time; and no explanation without the rule it goes by.
  expect((await office.looks(handler, number)).labels).toContain('讲清依据，给出建议')
  await office.does(handler, number, /^办结/)
  expect(office.the(handler).last().labels).not.toContain('已依规解释说明')
  await office.does(handler, number, /^讲清依据/, '表后管归用户，按供水条例第二十条；可以申请免费上门检修，电话 96116。')
  expect(told(await office.lately(), name, '有关规定和建议')).toContain('96116')
  await office.closes(handler, number, /^已依规解释说明/, '表后管由用户维修，已帮您约好检修。')
  await office.does('陈书记', number, /^审签/, /^同意/)
  expect(told(await office.lately(), name, '已办结')).toMatch(/已帮您约好检修[\s\S]*申请复查[\s\S]*法院/)
  await office.until('2027-03-16 14:00')
  await office.taps(who, number, /^2 分/)
  expect(await office.row(number)).toMatchObject({ stage: 'assigned', reopened: 1 })
  expect(office.asked(number)).not.toBe(handler)
  // The leader reads it anew.
  expect(chased(await office.until('2027-03-18 10:00'), number).filter((line) => line.includes('阅批'))).toEqual(['03-18 09:00 陈书记 soon 阅批并写明意见'])
})

test('PET-3 PET-10: many people, at night: leader and head know at once and are asked again after one hour and three', async () => {
  const { number, said } = await files('2027-04-12 22:00', '征地补偿不到位，政府征了地，很多人要一起反映。', /征地|^否|^第一次|^很多人/)
  expect(await office.row(number)).toMatchObject({ level: 'important' })
  expect(whoHeard(said, '请立即关注')).toEqual(['2027-04-12 22:00 李主任', '2027-04-12 22:00 陈书记'])
  expect(chased(await office.until('2027-04-13 08:00'), number)).toEqual(['04-12 23:00 李主任 told 立即阅批', '04-12 23:00 陈书记 late 立即阅批', '04-13 01:00 李主任 told 立即阅批', '04-13 01:00 陈书记 late 立即阅批'])
})

test('PET-10: told for the third time it reaches the leader at night; another is found to be out of order, marked so, and the leader reads why', async () => {
  const { said } = await files('2027-04-19 22:00', '村口路灯坏了，还是没人修，反映给政府。', /水电|^否|^反映过多次|^就我/)
  expect(whoHeard(said, '请立即关注')).toEqual(['2027-04-19 22:00 李主任', '2027-04-19 22:00 陈书记'])
  const { number, name } = await files('2027-04-20 09:30', road, /水电|^否|^第一次|^就我/)
  const handler = await office.takes(number)
  await office.does('陈书记', number, /^阅批/, '请尽快核实。')
  await office.lately()
  await office.does(handler, number, /^列为重要信访/, /^越级/, '已买票去省里。')
  const heard = await office.lately()
  for (const who of ['李主任', '陈书记']) expect(told(heard, who, '已买票去省里')).toMatch(/列为重要信访\n+越级/)
  expect(heard.find(({ to, text }) => to === '陈书记' && text.includes('已买票去省里'))?.labels).toContain('阅批')
  expect(whoHeard(heard, '越级').filter((line) => line.includes(name))).toEqual([])
  expect(chased(await office.until('2027-04-20 10:31'), number)).toEqual(['04-20 10:30 李主任 told 立即阅批', '04-20 10:30 陈书记 late 立即阅批'])
})

test('PET-2 PET-4: outside the office’s competence: passed on by whoever had it first, who says where it is now; the leader still reads it', async () => {
  const { number, name } = await files('2027-05-10 09:30', '派出所一直不立案，反映一下。', /公安|^否|^第一次|^就我/)
  const first = office.asked(number)
  await office.closes(first, number, /^已转有权处理的部门/, '归区公安分局信访科王科长管，电话 2345678，已转过去。')
  expect(told(await office.lately(), name, '已办结')).toContain('王科长')
  expect(chased(await office.until('2027-05-14 10:00'), number, { [first]: '经办' })).toEqual(['05-12 09:00 陈书记 soon 阅批并写明意见', '05-14 09:00 经办 soon 立卷归档', '05-14 09:00 李主任 told 阅批并写明意见', '05-14 09:00 陈书记 late 阅批并写明意见'].sort())
})
