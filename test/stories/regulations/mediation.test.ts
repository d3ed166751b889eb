import { afterAll, beforeAll, expect, test } from 'vitest'
import { chased, filer, told } from './chased.ts'
import { openOffice, whoHeard, type Office } from './life.ts'

/** People's mediation from filing to callback and on to the dossier: what applicant, mediator, head and leader read, and when. */

let office: Office
let files: ReturnType<typeof filer>
beforeAll(async () => {
  office = await openOffice({ takes: ['mediation'], at: '2026-10-12 09:00', staff: [['mediator', '王调解'], ['mediator', '何调解'], ['head', '李主任'], ['leader', '陈书记']] })
  files = filer(office, { kind: '人民调解', name: '居民', answers: { 对方是谁: '301 住户', 联系上对方: '13900002222', 事情发生在哪里: '和平里 3 号楼', 怎么解决: '把水管修好', 怎么称呼您: '赵敏', 涉及多少钱: '800' }, number: /^M202[67]\d{4}$/ })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})
const story = '楼上邻居家的水管漏水，把我家天花板泡坏了。'

test('MED-1 MED-8 MED-17: two decline, the head is slow to assign it; held while the other side is away, shortened by the head; supervised, so the leader signs; one point, and somebody else mediates', async () => {
  const { number, name, who } = await files('2026-10-12 09:30', story, /邻里|^几个人/)
  for (const reason of [/^手上的事太多/, /^不是我的专长/]) {
    const asked = office.the(office.asked(number))
    await office.taps(asked, number, /^不能接/)
    await asked.waitFor((message) => message.labels.some((label) => reason.test(label)))
    await asked.taps(reason)
    await asked.waitFor('会请下一位同事')
    await office.lately()
  }
  expect(chased(await office.until('2026-10-12 15:05'), number)).toEqual(['10-12 15:00 李主任 late 指派承办人', '10-12 15:00 陈书记 told 指派承办人'])
  await office.does('李主任', number, /^指派承办人/, /^何调解/)
  const mediator = await office.takes(number)
  expect(mediator).toBe('何调解')
  await office.does(mediator, number, /^对方愿意调解/)
  await office.until('2026-10-14 10:00')
  await office.does(mediator, number, /^暂停办理/, '301 出差，二十一号回来。')
  expect(told(await office.lately(), name, '暂停办理')).toContain('301 出差')
  await office.until('2026-10-21 10:00')
  await office.does(mediator, number, /^恢复办理/)
  // Eight days that the pause touched are added to the month.
  expect(told(await office.lately(), name, '恢复办理')).toMatch(/11月20日周五到期[\s\S]*其中暂停 7 天，原因：301 出差/)
  await office.does('李主任', number, /^缩短期限/, /^两周内/)
  expect(told(await office.lately(), name, '尽快办完')).toContain('期限：11月4日周三')
  await office.does('陈书记', number, /^挂牌督办/, '办结前报我。', '11月30日')
  await office.until('2026-10-23 10:00')
  await office.closes(mediator, number, /^达成协议/, '水管已修。')
  expect(told(await office.lately(), name, '正在审签')).not.toContain('水管已修')
  expect(chased(await office.until('2026-10-29 10:00'), number)).toEqual(['10-26 09:00 陈书记 soon 审签答复', '10-28 09:00 陈书记 late 审签答复', '10-29 09:00 李主任 told 审签答复', '10-29 09:00 陈书记 late 审签答复'].sort())
  await office.does('陈书记', number, /^审签/, /^退回修改/, '写明赔多少。')
  expect(told(await office.lately(), mediator, '退回修改')).toContain('写明赔多少')
  expect(chased(await office.until('2026-11-04 10:00'), number, { [mediator]: '调解员', [name]: '居民' }).filter((line) => line.includes('退回'))).toEqual(['11-02 09:00 调解员 soon 按退回意见修改', '11-04 09:00 调解员 late 按退回意见修改'])
  await office.closes(mediator, number, /^达成协议/, '水管已修，赔八百元。')
  await office.does('陈书记', number, /^审签/, /^同意/)
  expect(told(await office.lately(), name, '已办结')).toContain('赔八百元')
  await office.until('2026-11-09 12:00')
  await office.taps(who, number, /^1 分/)
  expect(await office.row(number)).toMatchObject({ stage: 'assigned', reopened: 1, score: 1 })
  expect(told(await office.lately(), name, '很抱歉')).toContain('由另一位同事负责')
  // Nobody is asked over lunch.
  await office.until('2026-11-09 14:00')
  expect(office.asked(number)).not.toBe(mediator)
})

test('MED-6 MED-11 MED-12 MED-14 MED-15 MED-16 MED-18 MED-19 MED-21: asked, investigated, failed, discussed, agreed; numbered, filed with its class, performed after a month and guidance', async () => {
  const { number, name, who } = await files('2026-11-23 09:30', story, /邻里|^几个人/)
  const mediator = await office.takes(number)
  const called = { [mediator]: '调解员', [name]: '居民' }
  expect(told(await office.lately(), name, '已受理')).toContain('第 1 天，共 30 天，12月23日周三到期')
  await office.does(mediator, number, /^对方愿意调解/)
  expect(whoHeard(await office.lately(), '对方愿意调解。')).toEqual([`2026-11-23 09:30 ${name}`])
  await office.does(mediator, number, /^记调查/, /^有两位以上/, '看了 301 的水管，确在漏水。', '301 住户、物业和居委会两位在场。')
  await office.does(mediator, number, /^记调解会/, /^没谈成/, '双方和居委会主任', '要一千二。', '只肯出五百。', '赔多少谈不拢。', /^跳过$/, /^就这样发出$/)
  expect(await office.row(number)).toMatchObject({ level: 'major' })
  await office.lately()
  expect(chased(await office.until('2026-12-08 18:00'), number, called)).toEqual([
    '11-27 09:00 调解员 soon 再约一次或结束（第二次没谈成一般结束）', '12-01 09:00 李主任 told 再约一次或结束（第二次没谈成一般结束）', '12-01 09:00 调解员 late 再约一次或结束（第二次没谈成一般结束）',
    '12-03 09:00 李主任 soon 集体讨论', '12-04 09:00 李主任 told 再约一次或结束（第二次没谈成一般结束）', '12-04 09:00 陈书记 told 再约一次或结束（第二次没谈成一般结束）', '12-08 09:00 李主任 late 集体讨论', '12-08 09:00 陈书记 told 集体讨论',
  ])
  await office.does('李主任', number, /^记集体讨论/, '李主任、王调解、何调解', '何调解主张先赔。', '先修后赔。')
  // Whom they asked and who was there, what both sides said, who thought what: on the record of the case (MED-11, MED-12, MED-19), and not told to the applicant.
  const record = await office.reads('李主任', number)
  for (const line of ['记调查', '在场人员：301 住户、物业和居委会两位在场', '没谈成', '对方陈述：只肯出五百', '争议焦点：赔多少谈不拢', '记集体讨论', '各人意见：何调解主张先赔', '讨论结论：先修后赔']) expect(record.text).toContain(line)
  expect((await office.lately()).filter(({ to }) => to === name)).toEqual([])
  await office.does(mediator, number, /^记调解会/, /^谈成了/, '双方', '赔八百可以。', '同意赔八百。', '什么时候修。', '三天内修好，赔八百。')
  await office.lately()
  expect(chased(await office.until('2026-12-11 18:00'), number, called)).toEqual(['12-10 09:00 调解员 soon 及时销案'])
  await office.closes(mediator, number, /^达成协议/, '三天内修好水管，赔八百元。')
  // The agreement has a number of its own (MED-14).
  expect(told(await office.lately(), name, '已办结')).toMatch(/三天内修好水管，赔八百元。[\s\S]*协议书、卷宗编号：2026002/)
  const after = await office.until('2026-12-28 10:00')
  expect(whoHeard(after, '您满意吗')).toEqual([`2026-12-14 17:30 ${name}`])
  await office.taps(who, number, /^5 分/)
  expect(chased(after, number, called)).toEqual(['12-23 09:00 李主任 soon 归档并定难易等次', '12-28 09:00 李主任 late 归档并定难易等次', '12-28 09:00 陈书记 told 归档并定难易等次'])
  await office.does('李主任', number, /^归档/, /^疑难/)
  const card = (await office.looks('李主任', number)).text
  expect([...card.matchAll(/(?:✓|还缺：)\s*(\S+)/g)].map(([line]) => line)).toEqual(['✓ 卷宗封面', '✓ 卷内目录', '✓ 调解申请书', '✓ 受理调解登记表', '✓ 调查笔录和证据', '✓ 调解笔录', '✓ 调解协议书', '✓ 回访记录', '✓ 备考表'])
  expect(card).toContain('归档定等次（疑难）')
  // A month later: is it kept? It is not; the applicant learns what can be done, and it is asked about until it is done.
  expect(chased(await office.until('2027-01-18 18:00'), number, called)).toEqual([
    '01-06 09:00 调解员 soon 回访，防止反复', '01-06 09:00 调解员 soon 问协议履行了没有', '01-12 09:00 李主任 told 问协议履行了没有', '01-12 09:00 调解员 late 回访，防止反复', '01-12 09:00 调解员 late 问协议履行了没有',
    '01-15 09:00 李主任 told 回访，防止反复', '01-15 09:00 李主任 told 问协议履行了没有', '01-15 09:00 陈书记 told 问协议履行了没有',
  ])
  await office.does(mediator, number, /^登记履行情况/, /^没有履行/, '水管修了，钱没给。')
  expect(chased(await office.until('2027-01-27 18:00'), number, called)).toEqual(['01-20 09:00 调解员 soon 指导司法确认、支付令或起诉', '01-22 09:00 李主任 told 指导司法确认、支付令或起诉', '01-22 09:00 调解员 late 指导司法确认、支付令或起诉', '01-27 09:00 李主任 told 指导司法确认、支付令或起诉', '01-27 09:00 陈书记 told 指导司法确认、支付令或起诉'])
  await office.does(mediator, number, /^指导下一步/, '可以到法院申请支付令，带上协议书。')
  expect(told(await office.lately(), name, '没有履行协议')).toContain('申请支付令')
  expect(chased(await office.until('2027-02-15 18:00'), number, called)).toEqual(['02-15 09:00 调解员 soon 问协议履行了没有'])
  await office.does(mediator, number, /^登记履行情况/, /^已履行/, '钱已付清。')
  // A case that was hard is visited again a month apart, three times (MED-16).
  await office.does(mediator, number, /^登记回访/, '两家已来往。')
  expect(chased(await office.until('2027-03-15 10:00'), number, called)).toEqual(['03-10 09:00 调解员 soon 回访，防止反复'])
})

test('MED-6 MED-8 MED-20: nobody does anything for ten weeks: every warning and rung; analysed month by month; unwilling, told in writing, failed', async () => {
  const { number, name } = await files('2027-05-10 09:30', story, /邻里|^几个人/)
  const mediator = await office.takes(number)
  await office.lately()
  const called = { [mediator]: '调解员', [name]: '居民' }
  expect(chased(await office.until('2027-07-06 18:00'), number, called)).toEqual([
    '05-12 09:00 调解员 soon 征求对方是否愿意调解', '05-14 09:00 调解员 late 征求对方是否愿意调解', '05-17 09:00 李主任 told 征求对方是否愿意调解', '06-03 09:00 调解员 soon 完成调解', '06-07 09:00 调解员 soon 每月分析未结案件',
    '06-11 09:00 居民 sorry', '06-11 09:00 李主任 told 完成调解', '06-11 09:00 李主任 told 每月分析未结案件', '06-11 09:00 调解员 late 完成调解', '06-11 09:00 调解员 late 每月分析未结案件',
    '06-16 09:00 李主任 told 完成调解', '06-16 09:00 李主任 told 每月分析未结案件', '06-16 09:00 陈书记 told 完成调解', '06-16 09:00 陈书记 told 每月分析未结案件',
    '06-28 09:00 李主任 soon 集体讨论', '07-01 09:00 李主任 late 集体讨论', '07-01 09:00 陈书记 told 集体讨论', '07-06 09:00 李主任 late 集体讨论', '07-06 09:00 陈书记 told 集体讨论',
  ])
  // Past its month without an end, it is major (MED-8), and each analysis brings the next (MED-20).
  expect(await office.row(number)).toMatchObject({ level: 'major' })
  await office.does(mediator, number, /^记每月分析/, '对方躲着不见，下周请村里出面。')
  await office.does('李主任', number, /^记集体讨论/, '请村支书一起上门。')
  expect(chased(await office.until('2027-08-09 10:00'), number, called)).toEqual(['08-03 09:00 调解员 soon 每月分析未结案件', '08-09 09:00 李主任 told 每月分析未结案件', '08-09 09:00 调解员 late 每月分析未结案件'])
  await office.does(mediator, number, /^对方不愿调解/, '说没空。')
  expect(told(await office.lately(), name, '不愿意调解')).toMatch(/说没空。[\s\S]*人民法院/)
  expect(chased(await office.until('2027-08-13 10:00'), number, called).filter((line) => line.includes('不愿'))).toEqual(['08-11 09:00 调解员 soon 对方不愿调解：办结，或说明下一步', '08-13 09:00 李主任 told 对方不愿调解：办结，或说明下一步', '08-13 09:00 调解员 late 对方不愿调解：办结，或说明下一步'])
  await office.closes(mediator, number, /^调解不成/, '对方不愿意，您可以起诉。')
  expect(told(await office.lately(), name, '已办结')).toMatch(/仲裁[\s\S]*人民法院[\s\S]*行政部门/)
  expect(told(await office.lately(), name, '卷宗编号')).toContain('nothing')
})

test('MED-1 MED-4 MED-7: nobody takes it: the head is asked, five working days to decide; refused with reasons', async () => {
  const { number, name } = await files('2027-09-06 09:30', story, /邻里|^几个人/)
  expect(chased(await office.until('2027-09-16 18:00'), number, { [name]: '居民' })).toEqual([
    '09-06 17:00 李主任 late 指派承办人', '09-06 17:00 陈书记 told 指派承办人', '09-09 09:00 李主任 soon 决定是否受理', '09-14 09:00 居民 sorry', '09-14 09:00 李主任 late 决定是否受理', '09-15 09:00 李主任 late 决定是否受理', '09-15 09:00 陈书记 told 决定是否受理',
  ])
  await office.closes('李主任', number, /^不予受理/, '这是行政处罚，可以向区政府申请复议。')
  expect(told(await office.lately(), name, '已办结')).toMatch(/不予受理[\s\S]*申请复议/)
  expect(whoHeard(await office.until('2027-09-24 18:00'), '您满意吗')).toEqual([])
})

test('MED-3 MED-10: a knife at night: two hours to be there; the applicant asks for another mediator, the head decides and somebody else goes on', async () => {
  const { number, name, said } = await files('2027-10-11 22:00', '邻居两家为过道打架，他拿刀要砍人。', /邻里|^几个人/)
  expect(whoHeard(said, '请立即关注')).toEqual(['2027-10-11 22:00 李主任', '2027-10-11 22:00 陈书记'])
  const mediator = await office.takes(number)
  const other = mediator === '王调解' ? '何调解' : '王调解'
  await office.lately()
  const called = { [mediator]: '调解员', [name]: '居民' }
  expect(chased(await office.until('2027-10-12 12:00'), number, called)).toEqual(['10-12 00:00 李主任 told 马上到场，先行调解', '10-12 00:00 调解员 late 马上到场，先行调解', '10-12 01:00 李主任 told 马上到场，先行调解', '10-12 01:00 陈书记 told 马上到场，先行调解'])
  await office.does(mediator, number, /^已先行调解/, '派出所已收刀，双方答应改日谈。')
  await office.does(mediator, number, /^当事人要求回避/, '赵敏说调解员是对方表弟。')
  expect(whoHeard(await office.lately(), '对方表弟')).toContain('2027-10-12 12:00 李主任')
  expect(chased(await office.until('2027-10-15 12:00'), number, called).filter((line) => line.includes('回避'))).toEqual(['10-13 15:30 李主任 soon 决定是否回避', '10-13 17:30 李主任 late 决定是否回避', '10-13 17:30 陈书记 told 决定是否回避', '10-14 17:30 李主任 late 决定是否回避', '10-14 17:30 陈书记 told 决定是否回避'])
  await office.does('李主任', number, /^决定是否回避/, /^同意回避/, '确是亲戚，换人。')
  expect(told(await office.lately(), name, '更换调解员')).toMatch(/同意回避[\s\S]*确是亲戚/)
  expect(chased(await office.until('2027-10-15 18:00'), number, called)).toEqual(['10-15 16:30 李主任 soon 改派调解员', '10-15 17:30 李主任 late 改派调解员', '10-15 17:30 陈书记 told 改派调解员'])
  await office.does('李主任', number, /^指派承办人/, new RegExp(`^${other}`))
  expect(await office.takes(number)).toBe(other)
  expect(told(await office.lately(), name, '现在由')).toContain(other)
})
