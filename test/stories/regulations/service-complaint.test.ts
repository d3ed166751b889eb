import { afterAll, beforeAll, expect, test } from 'vitest'
import { chased, filer, told } from './chased.ts'
import { openOffice, whoHeard, type Office } from './life.ts'

/** Complaints about service, enquiries and suggestions, from filing to callback: what customer, desk, head and leader read, and when. */

let office: Office
let files: ReturnType<typeof filer>
beforeAll(async () => {
  office = await openOffice({ takes: ['service-complaint'], staff: [['handler', '钱经办'], ['handler', '孙经办'], ['head', '李主任'], ['leader', '陈书记']] })
  files = filer(office, { kind: '服务投诉', name: '客户', answers: { 哪个门店: '和平路营业厅', 希望我们怎么做: '给个说法', 怎么称呼您: '赵敏' }, number: /^V2[67]\d{5}$/ })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})

test('SVC-1 SVC-2 SVC-3 SVC-5: founded, in time: looked into, judged, put to the head, answered with a day, done, rated', async () => {
  const { number, who, name } = await files('2026-11-23 09:30', '营业厅的店员冲我翻白眼，还说爱办不办。', /态度|^第一次|^都没有/)
  const handler = await office.takes(number)
  expect(told(await office.lately(), name, '已受理')).toContain('第 1 天，共 2 天，11月25日周三到期')
  await office.does(handler, number, /^记录调查情况/, '调了监控，店员确实不耐烦。')
  // Nothing can be settled or called unfounded before it is judged.
  await office.does(handler, number, /^办结/)
  expect(office.the(handler).last().labels.filter((label) => label !== '算了')).toEqual(['转其他单位'])
  await office.does(handler, number, /^判定是否有效/, /^有效投诉/, '监控为证。')
  await office.lately()
  await office.does(handler, number, /^报部门负责人/, '店员小周不耐烦；小周；登门道歉；电话；当面。')
  const report = (await office.lately()).find(({ to }) => to === '李主任')
  expect(report?.text).toContain('店员小周不耐烦')
  expect(report?.labels).toEqual(expect.arrayContaining(['同意方案', '退回方案']))
  await office.does('李主任', number, /^退回方案/, '写明哪天去。')
  expect(told(await office.lately(), handler, '退回方案')).toContain('写明哪天去。')
  await office.does(handler, number, /^报部门负责人/, '明天上午店长带小周登门。')
  await office.does('李主任', number, /^同意方案/)
  await office.lately()
  await office.does(handler, number, /^答复客户/, /^3 个工作日内/, '店长明天上午登门道歉。')
  expect(told(await office.lately(), name, '答复您')).toMatch(/店长明天上午登门道歉。[\s\S]*期限：11月26日周四/)
  expect(chased(await office.until('2026-11-25 12:00'), number)).toEqual([`11-25 09:00 ${handler} soon 按答复办好`])
  await office.closes(handler, number, /^已处理/, '店长已登门道歉，小周已换岗。')
  expect(told(await office.lately(), name, '已办结')).toContain('店长已登门道歉')
  expect(whoHeard(await office.until('2026-11-26 18:00'), '您满意吗')).toEqual([`2026-11-26 12:00 ${name}`])
  await office.taps(who, number, /^5 分/)
  expect(await office.row(number)).toMatchObject({ stage: 'closed', outcome: 'settled', score: 5, reopened: 0 })
})

test('SVC-1 SVC-2 SVC-3 SVC-5: every warning and every rung, when nobody does anything; then unfounded, explained with further ways', async () => {
  const { number, name } = await files('2026-12-07 09:30', '卡里每个月还在往外划钱，多扣了我三笔。', /收费|^第一次|^都没有/)
  // The desk is silent: after two colleagues the head is asked.
  const silent = await office.until('2026-12-07 11:30')
  expect(whoHeard(silent, '没有人接')).toEqual(['2026-12-07 10:00 李主任'])
  expect(chased(silent, number)).toEqual([
    '12-07 10:00 李主任 late 半小时内接下', '12-07 11:00 李主任 late 指派承办人', '12-07 11:00 李主任 late 半小时内接下', '12-07 11:00 陈书记 told 半小时内接下', '12-07 11:00 陈书记 told 指派承办人',
  ].sort())
  await office.does('李主任', number, /^指派承办人/, /^孙经办/)
  const handler = await office.takes(number)
  expect(chased(await office.until('2026-12-11 12:00'), number)).toEqual([
    `12-08 09:00 ${handler} soon 答复客户`, `12-08 15:30 ${handler} soon 调查情况`,
    `12-09 09:00 ${handler} late 调查情况`, '12-09 09:00 李主任 told 调查情况',
    '12-10 09:00 李主任 told 调查情况', '12-10 09:00 陈书记 told 调查情况', `12-10 09:00 ${handler} late 答复客户`, '12-10 09:00 李主任 told 答复客户', `12-10 09:00 ${name} sorry`,
    '12-11 09:00 李主任 told 答复客户', '12-11 09:00 陈书记 told 答复客户',
  ].sort())
  await office.does(handler, number, /^记录调查情况/, '三笔都是客户自己订的会员。')
  expect(chased(await office.until('2026-12-16 10:00'), number)).toEqual([`12-15 09:00 ${handler} late 判定投诉是否有效`, '12-15 09:00 李主任 told 判定投诉是否有效', '12-16 09:00 李主任 told 判定投诉是否有效', '12-16 09:00 陈书记 told 判定投诉是否有效'].sort())
  await office.does(handler, number, /^判定是否有效/, /^无效投诉/, '有订购短信。')
  await office.does(handler, number, /^办结/)
  expect(office.the(handler).last().labels).not.toContain('已处理')
  await office.closes(handler, number, /^经核实不属于我们的过失/, '这三笔是您五月订的视频会员，回复 TD 就能停。')
  expect(told(await office.lately(), name, '已办结')).toMatch(/您五月订的视频会员[\s\S]*总部客户服务部门[\s\S]*12315/)
})

test('SVC-3: the report, the plan and its revision are chased too, and what was promised', async () => {
  const { number, name } = await files('2027-01-11 09:30', '轮毂上多了一道划痕，说不是他们弄的，售后不认。', /售后|^第一次|^不影响安全|^都没有/)
  const handler = await office.takes(number)
  await office.does(handler, number, /^记录调查情况/, '入场照片没有划痕。')
  await office.does(handler, number, /^判定是否有效/, /^有效投诉/, '照片为证。')
  await office.does(handler, number, /^答复客户/, /^10 个工作日内/, '换一只轮毂，等配件。')
  expect(told(await office.lately(), name, '答复您')).toContain('期限：1月25日周一')
  expect(chased(await office.until('2027-01-14 10:00'), number)).toEqual([`01-13 09:00 ${handler} late 报部门负责人`, '01-13 09:00 李主任 told 报部门负责人', '01-14 09:00 李主任 told 报部门负责人', '01-14 09:00 陈书记 told 报部门负责人'].sort())
  await office.does(handler, number, /^报部门负责人/, '换轮毂，费用由车间承担。')
  expect(chased(await office.until('2027-01-19 10:00'), number)).toEqual(['01-15 15:30 李主任 soon 审定处理方案', '01-18 09:00 李主任 late 审定处理方案', '01-18 09:00 陈书记 told 审定处理方案', '01-19 09:00 李主任 late 审定处理方案', '01-19 09:00 陈书记 told 审定处理方案'].sort())
  await office.does('李主任', number, /^退回方案/, '谁赔、哪天装？')
  expect(chased(await office.until('2027-01-22 10:00'), number)).toEqual([`01-21 09:00 ${handler} late 修改处理方案`, '01-21 09:00 李主任 told 修改处理方案', `01-22 09:00 ${handler} soon 按答复办好`, '01-22 09:00 李主任 told 修改处理方案', '01-22 09:00 陈书记 told 修改处理方案'].sort())
  await office.does(handler, number, /^报部门负责人/, '车间主任老郑，二十五日装。')
  await office.does('李主任', number, /^同意方案/)
  expect(chased(await office.until('2027-01-28 10:00'), number)).toEqual([`01-26 09:00 ${handler} late 按答复办好`, '01-26 09:00 李主任 told 按答复办好', `01-26 09:00 ${name} sorry`, '01-28 09:00 李主任 told 按答复办好', '01-28 09:00 陈书记 told 按答复办好'].sort())
  // Money is given out with the head's word.
  await office.closes(handler, number, /^已补偿/, '轮毂已换，送一次保养。')
  expect(told(await office.lately(), name, '正在审签')).not.toContain('轮毂已换')
  await office.does('李主任', number, /^审签/, /^同意/)
  expect(told(await office.lately(), name, '已办结')).toContain('轮毂已换')
})

test('SVC-1 SVC-4: three visits unresolved, at night: head and leader are woken at once and half an hour later; raised to A-grade when the media come', async () => {
  const { number, said } = await files('2027-02-22 22:00', '同一个毛病送修四回了，回回说好。', /售后|^三次以上|^不影响安全|^都没有/)
  expect(await office.row(number)).toMatchObject({ level: 'major' })
  expect(whoHeard(said, '请立即关注')).toEqual(['2027-02-22 22:00 李主任', '2027-02-22 22:00 陈书记'])
  expect(chased(await office.until('2027-02-22 23:59'), number)).toEqual(['02-22 22:30 李主任 late 立即接下重大投诉', '02-22 22:30 陈书记 told 立即接下重大投诉', '02-22 23:00 李主任 late 立即接下重大投诉', '02-22 23:00 陈书记 told 立即接下重大投诉'].sort())
  const morning = await office.until('2027-02-24 10:00')
  expect(chased(morning, number).filter((line) => line.endsWith('亲自负责重大投诉'))).toEqual(['02-23 13:30 李主任 soon 亲自负责重大投诉', '02-23 14:30 李主任 late 亲自负责重大投诉', '02-23 14:30 陈书记 told 亲自负责重大投诉', '02-24 10:00 李主任 late 亲自负责重大投诉', '02-24 10:00 陈书记 told 亲自负责重大投诉'].sort())
  await office.does('李主任', number, /^负责处理/, '老郑今天把车拉回来，明天给客户答复。')
  await office.does('李主任', number, /^受理/)
  await office.lately()
  await office.does('李主任', number, /^提高级别/, /^媒体介入/, '客户叫了电视台。')
  expect(await office.row(number)).toMatchObject({ level: 'a-grade' })
  expect(whoHeard(await office.lately(), '升级为：A 级投诉')).toContain('2027-02-24 10:00 陈书记')
})

test('SVC-4: the third complaint of one customer within a year is major, whatever it is about', async () => {
  const first = await files('2027-03-01 09:30', '等了一上午没人理。', /等候|^第一次|^都没有/)
  expect(await office.row(first.number)).toMatchObject({ level: 'ordinary' })
  const second = await files('2027-03-01 09:40', '又让我白跑，排队三个钟头。', /等候|^第一次|^都没有/, { again: first.name })
  expect(await office.row(second.number)).toMatchObject({ level: 'ordinary' })
  const third = await files('2027-03-01 09:50', '你们还是一直拖延，排队没人管。', /等候|^第一次|^都没有/, { again: first.name })
  expect(await office.row(third.number)).toMatchObject({ level: 'major' })
  expect(whoHeard(third.said, '请立即关注')).toEqual(['2027-03-01 09:50 李主任', '2027-03-01 09:50 陈书记'])
})

test('SVC-2: an enquiry is answered within 24 hours, or the head hears of it and the customer is told', async () => {
  const { number, name, said } = await files('2027-03-15 10:00', '请问净水器换滤芯周末有人上门吗？', /咨询/)
  expect(told(said, name, '已登记')).toContain('最晚 3月16日周二 会有消息')
  const handler = await office.takes(number)
  expect(told(await office.lately(), name, '已受理')).toContain('最晚 3月16日周二 10:00 有结果')
  expect(chased(await office.until('2027-03-18 10:00'), number)).toEqual([`03-16 09:00 ${handler} soon 24 小时内答复咨询`, `03-16 10:00 ${handler} late 24 小时内答复咨询`, '03-16 10:00 李主任 told 24 小时内答复咨询', `03-16 10:00 ${name} sorry`, '03-18 09:00 李主任 told 24 小时内答复咨询', '03-18 09:00 陈书记 told 24 小时内答复咨询'].sort())
  // An enquiry is neither valid nor invalid: it is answered.
  await office.closes(handler, number, /^已答复/, '周六有人，打这个电话约。')
  expect(told(await office.lately(), name, '已办结')).toContain('周六有人')
})

test('SVC-2: a suggestion gets a promised day, and by then word whether it is adopted', async () => {
  const { number, name, who } = await files('2027-04-12 10:00', '建议大厅里放几把椅子。', /建议/)
  const handler = await office.takes(number)
  expect(chased(await office.until('2027-04-19 10:00'), number)).toEqual([`04-13 09:00 ${handler} soon 告诉客户哪天答复建议`, `04-15 09:00 ${handler} late 告诉客户哪天答复建议`, '04-15 09:00 李主任 told 告诉客户哪天答复建议', '04-19 09:00 李主任 told 告诉客户哪天答复建议', '04-19 09:00 陈书记 told 告诉客户哪天答复建议'].sort())
  await office.does(handler, number, /^约定答复日期/, /^5 个工作日内/)
  expect(told(await office.lately(), name, '谢谢您的建议')).toMatch(/是否采纳[\s\S]*期限：4月26日周一/)
  expect(chased(await office.until('2027-04-29 10:00'), number)).toEqual([`04-22 09:00 ${handler} soon 告诉客户建议是否采纳`, `04-27 09:00 ${handler} late 告诉客户建议是否采纳`, '04-27 09:00 李主任 told 告诉客户建议是否采纳', `04-27 09:00 ${name} sorry`, '04-29 09:00 李主任 told 告诉客户建议是否采纳', '04-29 09:00 陈书记 told 告诉客户建议是否采纳'].sort())
  await office.closes(handler, number, /^建议已采纳/, '椅子已经买了，下周摆好。')
  expect(told(await office.lately(), name, '建议已采纳')).toContain('椅子已经买了')
  // One point: somebody else goes on with it, and the answer is owed anew.
  await office.until('2027-04-30 14:00')
  await office.taps(who, number, /^1 分/)
  expect(await office.row(number)).toMatchObject({ stage: 'assigned', reopened: 1, score: 1 })
  expect(office.asked(number)).not.toBe(handler)
})

test('SVC-2: given to a colleague: the day that was promised stands, and no other is asked for', async () => {
  const { number } = await files('2027-05-10 10:00', '建议门口装个坡道。', /建议/)
  const handler = await office.takes(number)
  await office.until('2027-05-14 10:00')
  await office.does(handler, number, /^约定答复日期/, /^一个月内/)
  await office.does('李主任', number, /^指派承办人/, new RegExp(`^${handler === '钱经办' ? '孙经办' : '钱经办'}`))
  expect(await office.takes(number)).not.toBe(handler)
  await office.lately()
  expect(chased(await office.until('2027-05-20 10:00'), number)).toEqual([])
})

test('SVC-1 SVC-2: handed on before anybody took it, and withdrawn: nothing is owed any more, nobody is asked', async () => {
  const handedOn = await files('2027-05-24 09:30', '你们泄露了我的电话，要投诉。', /其他|^第一次|^不影响安全|^都没有/)
  const asked = office.asked(handedOn.number)
  await office.closes(asked, handedOn.number, /^转其他单位/, '这是通信公司的事，已转给他们，电话 10015。')
  expect(told(await office.lately(), handedOn.name, '已办结')).toContain('已转给他们')
  const withdrawn = await files('2027-05-24 10:00', '客服电话打不通，催了几次。', /等候|^第一次|^都没有/)
  await withdrawn.who.says('我的事项')
  await withdrawn.who.waitForNew(withdrawn.number)
  await withdrawn.who.taps(withdrawn.number)
  await withdrawn.who.waitForNew((message) => message.labels.includes('撤回'))
  await withdrawn.who.taps('撤回')
  await withdrawn.who.waitForNew('是您自己的意思吗')
  await withdrawn.who.taps('是我自己的意思')
  await withdrawn.who.waitForNew('请写下原因')
  await withdrawn.who.says('他们刚打来电话，说清楚了。')
  await withdrawn.who.waitForNew('确定要撤回吗')
  await withdrawn.who.taps('确定撤回')
  const said = await office.until('2027-06-04 18:00')
  expect(await office.row(withdrawn.number)).toMatchObject({ stage: 'closed', outcome: 'withdrawn' })
  expect(chased(said, withdrawn.number)).toEqual([])
  expect(whoHeard(said, '您满意吗')).toEqual([])
})
