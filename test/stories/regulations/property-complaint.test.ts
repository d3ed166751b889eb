import { afterAll, beforeAll, expect, test } from 'vitest'
import { chased, filer, told } from './chased.ts'
import { openOffice, whoHeard, type Office } from './life.ts'

/** Property complaints from filing to callback: what customer, handler, head and leader read, and when. */

let office: Office
let files: ReturnType<typeof filer>
beforeAll(async () => {
  office = await openOffice({ takes: ['property-complaint', 'property-request'], staff: [['handler', '钱经办'], ['handler', '孙经办'], ['head', '李主任'], ['leader', '陈书记']] })
  files = filer(office, { kind: '物业投诉', name: '住户', answers: { 哪个小区: '和平里 3 号楼', 希望怎么解决: '修好', 怎么称呼您: '赵敏' }, number: /^C2[67]\d{5}$/ })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})
const lift = '小区的电梯坏了三天没人修。'

test('PRO-3 PRO-4 PRO-6: taken late, planned late, a small difference, a promised day for long work; overrun, it is major', async () => {
  const { number, name, who } = await files('2026-11-23 09:30', lift, /设备|^都没有|^就我/)
  const called = { [name]: '住户' }
  expect(chased(await office.until('2026-11-25 10:00'), number, called)).toEqual(['11-23 14:00 李主任 late 指派承办人', '11-23 14:00 陈书记 told 指派承办人', '11-25 09:00 李主任 late 受理'])
  await office.does('李主任', number, /^指派承办人/, /^钱经办/)
  await office.takes(number)
  expect(told(await office.lately(), name, '已受理')).toContain('第 1 天，共 5 天，12月2日周三到期')
  expect(chased(await office.until('2026-11-30 10:00'), number, called)).toEqual(['11-26 09:00 钱经办 soon 制定措施并征询意见', '11-30 09:00 李主任 told 制定措施并征询意见', '11-30 09:00 钱经办 late 制定措施并征询意见'])
  await office.does('钱经办', number, /^提出措施/, '换控制板。')
  expect(told(await office.lately(), name, '您看行吗')).toContain('换控制板')
  await office.taps(who, number, /^大体行/)
  expect(told(await office.lately(), '钱经办', '当事人的答复')).toContain('大体行')
  expect(chased(await office.until('2026-12-02 10:00'), number, called)).toEqual(['12-01 09:00 钱经办 soon 处理完毕', '12-02 09:00 李主任 told 修改措施再征询', '12-02 09:00 钱经办 late 修改措施再征询'])
  await office.does('钱经办', number, /^提出措施/, '明天换控制板，减免一月电梯费。')
  await office.taps(who, number, /^同意/)
  await office.does('钱经办', number, /^工程较长/, /^5 个工作日/, '控制板要定做。')
  expect(told(await office.lately(), name, '更长时间')).toMatch(/控制板要定做。[\s\S]*期限：12月9日周三/)
  expect(chased(await office.until('2026-12-11 10:00'), number, called)).toEqual([
    '12-08 09:00 钱经办 soon 处理完毕', '12-08 09:00 钱经办 soon 按措施执行', '12-10 09:00 住户 sorry', '12-10 09:00 李主任 told 处理完毕', '12-10 09:00 钱经办 late 处理完毕', '12-10 09:00 钱经办 late 按措施执行', '12-11 09:00 李主任 told 按措施执行',
  ])
  expect(await office.row(number)).toMatchObject({ level: 'major' })
})

test('PRO-5 PRO-7 PRO-8 PRO-9 PRO-13: far apart: drafted, sent back, drafted again, reviewed, still far apart; outside ways, a visit; filed with its final cause', async () => {
  const { number, name, who } = await files('2027-03-01 09:30', lift, /设备|^都没有|^就我/)
  const handler = await office.takes(number)
  const called = { [name]: '住户', [handler]: '经办' }
  await office.does(handler, number, /^提出措施/, '下个月修。')
  await office.taps(who, number, /^差得太远/)
  expect(await office.row(number)).toMatchObject({ level: 'major' })
  expect(whoHeard(await office.lately(), '升级为：重大投诉')).toContain('2027-03-01 09:30 李主任')
  expect(chased(await office.until('2027-03-08 10:00'), number, called)).toEqual(['03-03 09:00 李主任 soon 拟定升级处理措施', '03-05 09:00 李主任 late 拟定升级处理措施', '03-05 09:00 陈书记 told 拟定升级处理措施'])
  await office.does('李主任', number, /^拟定升级/, '先借临时梯。')
  // The leader reads the draft at once, with what they have to say to it.
  const draft = (await office.lately()).find(({ to }) => to === '陈书记')
  expect(draft?.text).toContain('先借临时梯')
  expect(draft?.labels).toEqual(expect.arrayContaining(['评审通过', '评审退回']))
  expect(chased(await office.until('2027-03-12 10:00'), number, called)).toEqual(['03-09 09:00 陈书记 soon 内部评审', '03-11 09:00 李主任 told 内部评审', '03-11 09:00 陈书记 late 内部评审'])
  await office.does('陈书记', number, /^评审退回/, '写日期。')
  expect(whoHeard(await office.lately(), '写日期')).toContain('2027-03-12 10:00 李主任')
  expect(chased(await office.until('2027-03-17 10:00'), number, called)).toEqual(['03-15 09:00 李主任 soon 重拟措施，二次评审', '03-17 09:00 李主任 late 重拟措施，二次评审', '03-17 09:00 经办 soon 升级投诉处理完毕', '03-17 09:00 陈书记 told 重拟措施，二次评审'])
  await office.does('李主任', number, /^拟定升级/, '周五前修。')
  await office.does('陈书记', number, /^评审通过/)
  await office.lately()
  expect(chased(await office.until('2027-03-19 10:00'), number, called)).toEqual(['03-19 09:00 李主任 told 征询客户意见', '03-19 09:00 经办 late 征询客户意见'])
  await office.does(handler, number, /^评审后征询/, '周五前修，减免电梯费。')
  expect(told(await office.lately(), name, '经过评审')).toContain('减免电梯费')
  await office.taps(who, number, /^差得太远/)
  await office.lately()
  expect(chased(await office.until('2027-03-30 10:00'), number, called)).toEqual([
    '03-22 09:00 经办 soon 建议外部仲裁并办结', '03-23 09:00 住户 sorry', '03-23 09:00 李主任 told 升级投诉处理完毕', '03-23 09:00 经办 late 升级投诉处理完毕', '03-24 09:00 李主任 told 建议外部仲裁并办结', '03-24 09:00 经办 late 建议外部仲裁并办结', '03-24 09:00 陈书记 told 建议外部仲裁并办结',
    '03-25 09:00 李主任 told 升级投诉处理完毕', '03-25 09:00 陈书记 told 升级投诉处理完毕',
  ])
  await office.closes(handler, number, /^建议外部/, '您可以申请仲裁。')
  await office.does('陈书记', number, /^审签/, /^同意/)
  expect(told(await office.lately(), name, '已办结')).toMatch(/您可以申请仲裁。[\s\S]*法院[\s\S]*主管部门/)
  // Within 24 hours, in person, an escalated one by those above the centre; nobody goes, so it is asked in the chat.
  const after = await office.until('2027-04-16 18:00')
  expect(whoHeard(after, '抽中上门回访')).toEqual(['2027-03-30 14:00 陈书记'])
  expect(told(after, '陈书记', '抽中上门回访')).toContain('请问到：服务质量、处理效果、不足之处和您的建议')
  expect(whoHeard(after, '您满意吗')).toEqual([`2027-03-31 10:00 ${name}`])
  expect(chased(after, number, called)).toEqual(['03-31 10:00 陈书记 late 上门回访', '04-09 09:00 经办 soon 归入一户一档', '04-14 09:00 经办 late 归入一户一档', '04-16 09:00 李主任 told 归入一户一档'])
  await office.does(handler, number, /^归档/, /^设备管理/)
  expect((await office.looks(handler, number)).text).toContain('归档（设备管理）')
})

test('PRO-7 PRO-10: settled in time, asked within a day; one point: somebody else, a remedy with a person and a day, cause and prevention', async () => {
  const { number, name, who } = await files('2027-05-10 09:30', '保洁不打扫，楼道脏，垃圾没清。', /环境|^都没有|^就我/)
  const first = await office.takes(number)
  await office.does(first, number, /^提出措施/, '今天清完，每天两次。')
  await office.taps(who, number, /^同意/)
  await office.closes(first, number, /^已处理/, '楼道已清，换了保洁员。')
  const asked = await office.until('2027-05-11 18:00')
  const visit = whoHeard(asked, '抽中上门回访').length > 0
  if (visit) await office.does('李主任', number, /^登记上门回访/, /^1 分/, '第二天又脏了。')
  else await office.taps(who, number, /^1 分/)
  // Nobody is asked in the evening.
  await office.until('2027-05-12 09:05')
  expect(await office.row(number)).toMatchObject({ stage: 'assigned', reopened: 1, score: 1 })
  const second = await office.takes(number)
  expect(second).not.toBe(first)
  const called = { [name]: '住户', [second]: '新经办', [first]: '原经办' }
  await office.lately()
  expect(chased(await office.until('2027-05-13 10:00'), number, called).filter((line) => line.includes('补救'))).toEqual(['05-13 09:00 李主任 late 定补救措施、人和时间', '05-13 09:00 陈书记 told 定补救措施、人和时间'])
  await office.does('李主任', number, /^定补救措施/, /^3 个工作日内/, '孙组长每天拍照上传。')
  expect(told(await office.lately(), name, '这样补救')).toMatch(/孙组长每天拍照上传。[\s\S]*期限：5月18日周二/)
  expect(chased(await office.until('2027-05-27 10:00'), number, called).filter((line) => /补救|原因/.test(line))).toEqual(['05-17 09:00 新经办 soon 完成补救', '05-19 09:00 李主任 told 完成补救', '05-19 09:00 新经办 late 完成补救', '05-21 09:00 新经办 soon 分析原因，记录预防措施', '05-26 09:00 李主任 told 分析原因，记录预防措施', '05-26 09:00 新经办 late 分析原因，记录预防措施'].sort())
  await office.does(second, number, /^记录原因和预防/, '保洁员一人管四栋。', '加派一人。')
  await office.closes(second, number, /^已处理/, '加派一人，连续两周合格。')
  expect(told(await office.lately(), name, '已办结')).toContain('加派一人')
})
