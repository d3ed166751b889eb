import { afterAll, beforeAll, expect, test } from 'vitest'
import { china, openOffice, whoHeard, type Office } from './life.ts'

/** Labour disputes from filing to callback: what worker, mediators, head and leader read, and when. Monday 23 November 2026 is the first day. */

let office: Office
beforeAll(async () => {
  office = await openOffice({ takes: ['labour'], staff: [['mediator', '王调解'], ['mediator', '何调解'], ['head', '李主任'], ['leader', '陈书记']] })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})

const answers = { 和哪个单位: '宏达电子厂', 哪天起的: '2026-11-10', 哪天知道: '2026-11-10', 涉及多少钱: '9000', 希望怎么解决: '把工资结清', 怎么称呼您: '周强' }
let worker = 0

/** Every story begins on a Monday morning of its own, so that none hears of another. */
async function files(moment: string, more: { story?: string; pick?: RegExp; typed?: Record<string, string> } = {}) {
  await office.house.moveTo(china(moment))
  await office.lately()
  const name = `工人${++worker}`
  const who = office.meets(name)
  const number = await office.files(who, more.story ?? '厂里拖欠我两个月工资，天天推脱。', { pick: more.pick ?? /^劳动争议/, typed: { ...answers, ...more.typed } })
  expect(number).toMatch(/^L202[67]\d{4}$/)
  await office.lately()
  return { number, name, who }
}

test('LAB-1 LAB-3 LAB-4 LAB-6: three workers, asked, one session, the agreement checked, closed, rated', async () => {
  const { number, name, who } = await files('2026-11-23 09:30', { typed: { 情况一样: '三人以上' } })
  expect(await office.row(number)).toMatchObject({ regulation: 'labour', category: 'pay', level: 'collective' })
  const mediator = await office.takes(number)
  const [accepted] = (await office.lately()).filter(({ to }) => to === name)
  expect(accepted?.text).toMatch(/已受理您的事项[\s\S]*第 1 天，共 15 天，12月8日周二到期/)
  // The employer is asked within three working days; the mediator is reminded of it a working day before.
  expect(whoHeard(await office.until('2026-11-25 10:00'), '征求单位是否愿意调解')).toEqual([`2026-11-25 09:00 ${mediator}`])
  await office.does(mediator, number, /^单位愿意调解/)
  expect(whoHeard(await office.lately(), '单位愿意调解。')).toEqual([`2026-11-25 10:00 ${name}`])
  await office.does(mediator, number, /^记调查笔录/, /^不足两位/, '问了车间组长和会计，确认欠两个月。', '三名工人签字。', '厂里没有别人愿意到场。')
  await office.does(mediator, number, /^记调解会/, /^没谈成/, '双方', '要现钱。', '缺钱。', '何时付。', '厂里说月底才有钱，约周五再谈。')
  await office.does(mediator, number, /^记调解会/, /^谈成了/, '双方', '要现钱。', '缺钱。', '何时付。', '厂里十二月五日前一次付清，三人签字。')
  // The agreement cannot be the outcome before the head has looked at it.
  await office.does(mediator, number, /^办结/)
  expect(office.the(mediator).last().labels).toEqual(expect.arrayContaining(['调解不成', '移送其他部门']))
  expect(office.the(mediator).last().labels).not.toContain('达成协议')
  await office.does('李主任', number, /^核对协议/, /^没有问题/)
  expect((await office.lately()).filter(({ to, text }) => to === mediator && text.includes('李主任：核对协议')).map(({ text }) => text).join()).toContain('没有问题，可以确认')
  // Met again after the check: what was agreed then is looked at again.
  await office.does(mediator, number, /^记调解会/, /^没谈成/, '双方', '要现钱。', '缺钱。', '何时付。', '厂里想分两次付，三人不肯。')
  await office.does(mediator, number, /^办结/)
  expect(office.the(mediator).last().labels).not.toContain('达成协议')
  await office.does(mediator, number, /^记调解会/, /^谈成了/, '双方', '要现钱。', '缺钱。', '何时付。', '还是一次付清，三人签字。')
  await office.does('李主任', number, /^核对协议/, /^没有问题/)
  await office.closes(mediator, number, /^达成协议/, '厂里十二月五日前把九千块一次付清。')
  const [closed] = (await office.lately()).filter(({ to, text }) => to === name && text.includes('已办结'))
  expect(closed?.text).toContain('达成协议')
  expect(closed?.text).not.toContain('仲裁')
  // Two days later, in the daytime, the worker is asked; a case of several is visited again month after month.
  const asked = await office.until('2026-11-28 12:00')
  expect(whoHeard(asked, '您满意吗')).toEqual([`2026-11-27 17:30 ${name}`])
  await office.taps(who, number, /^5 分/)
  expect(whoHeard(await office.until('2026-12-31 12:00'), '回访，防止反复')).toEqual([`2026-12-22 09:00 ${mediator}`, `2026-12-28 09:00 ${mediator}`, `2026-12-31 09:00 李主任`])
  expect(await office.row(number)).toMatchObject({ stage: 'closed', outcome: 'agreement', score: 5 })
})

test('LAB-2 LAB-3 LAB-5: applied for too late, nobody decides: everybody is told in turn, and the worker learns the last day for arbitration', async () => {
  await office.house.moveTo(china('2027-01-04 09:30'))
  const late = { 哪天起的: '2026-11-20', 哪天知道: '2026-11-25' }
  const card = await office.reviews(office.meets('看一眼'), '老板把我辞退了，没有补偿。', { pick: /^劳动争议/, typed: { ...answers, ...late } })
  expect(card.text).toMatch(/30 天的申请期限在 2026年12月25日 已过。您仍然可以提交，由负责人决定是否受理/)
  expect(card.text).toMatch(/最晚 2027年5月20日 前要申请仲裁/)
  expect(card.text).toContain('您可以要求换人，口头说一声就行')
  const { number, name } = await files('2027-01-04 10:00', { typed: late })
  const mediator = await office.takes(number)
  await office.lately()
  const said = await office.until('2027-01-26 18:00')
  expect(whoHeard(said, '决定超过 30 天的申请是否受理')).toEqual(['2027-01-06 09:00 李主任', '2027-01-08 09:00 李主任', '2027-01-11 09:00 李主任', '2027-01-11 09:00 陈书记'])
  expect(whoHeard(said, '征求单位是否愿意调解')).toEqual([`2027-01-06 09:00 ${mediator}`, `2027-01-08 09:00 ${mediator}`, '2027-01-11 09:00 李主任'])
  expect(whoHeard(said, '完成调解')).toEqual([`2027-01-14 09:00 ${mediator}`, `2027-01-20 09:00 ${mediator}`, '2027-01-20 09:00 李主任', '2027-01-25 09:00 李主任', '2027-01-25 09:00 陈书记'].sort())
  expect(whoHeard(said, '我们晚了，很抱歉')).toEqual([`2027-01-20 09:00 ${name}`])
  await office.does('李主任', number, /^超过 30 天，同意受理/, '您当时住院，情有可原。')
  expect((await office.lately()).find(({ to }) => to === name)?.text).toMatch(/超过了 30 天，李主任决定仍然受理[\s\S]*情有可原/)
  await office.does(mediator, number, /^单位不愿调解/, '公司说该给的都给了，不谈。')
  expect((await office.lately()).find(({ to }) => to === name)?.text).toContain('公司说该给的都给了')
  // The applicant has that in writing; how it goes on is said within three working days, or the head asks why not.
  expect(whoHeard(await office.until('2027-02-01 10:00'), '单位不愿调解：办结，或说明下一步')).toEqual([`2027-01-28 09:00 ${mediator}`, '2027-02-01 09:00 李主任', `2027-02-01 09:00 ${mediator}`].sort())
  await office.closes(mediator, number, /^调解不成/, '公司不愿意调解，建议您尽快申请仲裁。')
  const closed = (await office.lately()).find(({ to, text }) => to === name && text.includes('已办结'))?.text
  expect(closed).toMatch(/没有谈成的话，最晚 2027年5月20日 前要申请仲裁/)
  expect(closed).toMatch(/劳动人事争议仲裁委员会[\s\S]*劳动保障监察[\s\S]*人民法院/)
})

test('LAB-3: nobody takes it: after two colleagues the head is asked, the five days are warned of, and a refusal says why and where to go', async () => {
  const { number, name } = await files('2027-02-22 09:30')
  const said = await office.until('2027-03-02 18:00')
  expect(whoHeard(said, '想请您受理')).toHaveLength(1)
  expect(whoHeard(said, '没有人接')).toEqual(['2027-02-22 11:30 李主任'])
  expect(whoHeard(said, '指派承办人”，期限')).toEqual(['2027-02-22 17:00 陈书记'])
  expect(whoHeard(said, '决定是否受理')).toEqual(['2027-02-25 09:00 李主任', '2027-03-02 09:00 李主任'])
  expect(said.find(({ text }) => text.includes('决定是否受理'))?.labels).toContain('办结')
  expect(whoHeard(said, '我们晚了')).toEqual([`2027-03-02 09:00 ${name}`])
  await office.does('李主任', number, /^办结/)
  expect(office.the('李主任').last().labels.filter((label) => label !== '算了')).toEqual(['不予受理', '移送其他部门'])
  await office.closes('李主任', number, /^不予受理/, '您是承包人，不属于劳动争议。')
  expect((await office.lately()).find(({ to, text }) => to === name && text.includes('已办结'))?.text).toMatch(/不予受理[\s\S]*您是承包人[\s\S]*2027年5月10日 前要申请仲裁[\s\S]*申请仲裁/)
  expect(whoHeard(await office.until('2027-03-08 18:00'), '您满意吗')).toEqual([])
})

test('LAB-6: entrusted by a court, both unwilling: returned at once, or head and leader hear of it', async () => {
  const { number, name } = await files('2027-03-15 09:30')
  const mediator = await office.takes(number)
  await office.does(mediator, number, /^登记为法院委托/, '和平区法院（2027）和民初 12 号')
  expect(whoHeard(await office.until('2027-03-17 10:00'), '记录双方是否同意委托调解')).toEqual([`2027-03-17 09:00 ${mediator}`])
  await office.does(mediator, number, /^记录双方意愿/, /^双方都不愿意/, '三月十七日双方都说等判决。')
  expect((await office.lately()).find(({ to }) => to === name)?.text).toMatch(/双方对调解的意愿[\s\S]*双方都不愿意[\s\S]*等判决/)
  const said = await office.until('2027-03-19 18:00')
  expect(whoHeard(said, '立即退回法院')).toEqual([`2027-03-17 13:30 ${mediator}`, '2027-03-17 15:30 李主任', `2027-03-17 15:30 ${mediator}`, '2027-03-18 09:00 李主任', '2027-03-18 09:00 陈书记'].sort())
  await office.closes(mediator, number, /^退回法院/, '双方都不愿调解，案卷已退回法院，请等法院通知。')
  expect((await office.lately()).find(({ to, text }) => to === name && text.includes('已办结'))?.text).toContain('退回法院')
  expect(whoHeard(await office.until('2027-03-24 18:00'), '您满意吗')).toEqual([])
})

test('LAB-6: entrusted by a court, and the employer declines when asked: the same, within four working hours', async () => {
  const { number } = await files('2027-03-25 09:30')
  const mediator = await office.takes(number)
  await office.does(mediator, number, /^登记为法院委托/, '和平区法院（2027）和民初 15 号')
  await office.does(mediator, number, /^单位不愿调解/, '公司只要判决。')
  const said = await office.until('2027-03-25 16:00')
  expect(whoHeard(said, '立即退回法院')).toEqual([`2027-03-25 11:30 ${mediator}`, '2027-03-25 15:00 李主任', `2027-03-25 15:00 ${mediator}`].sort())
})

test('LAB-6 LAB-5: an agreement that harms a third person is not confirmed, and the time for arbitration is told', async () => {
  const { number, name } = await files('2027-03-29 09:30', { typed: { 哪天起的: '2027-03-20', 哪天知道: '2027-03-20' } })
  const mediator = await office.takes(number)
  await office.does(mediator, number, /^登记为法院委托/, '和平区法院（2027）和民初 19 号')
  await office.does(mediator, number, /^记录双方意愿/, /^双方都同意/, '三月二十九日签字。')
  await office.does(mediator, number, /^记调解会/, /^谈成了/, '双方', '要现钱。', '缺钱。', '拿什么付。', '约定用别人的工程款抵工资。')
  expect(whoHeard(await office.lately(), /记调解会|谈成了/)).toContain('2027-03-29 09:30 李主任')
  expect(whoHeard(await office.until('2027-04-02 10:00'), '核对协议能否确认')).toEqual(['2027-03-30 09:00 李主任', '2027-04-01 09:00 李主任', '2027-04-02 09:00 李主任', '2027-04-02 09:00 陈书记'])
  await office.does('李主任', number, /^核对协议/, /^损害他人合法权益/)
  await office.does(mediator, number, /^办结/)
  expect(office.the(mediator).last().labels).toContain('协议不予确认')
  expect(office.the(mediator).last().labels).not.toContain('达成协议')
  await office.closes(mediator, number, /^协议不予确认/, '协议用了第三人的钱，不能确认，法院继续审理。')
  expect((await office.lately()).find(({ to, text }) => to === name && text.includes('已办结'))?.text).toMatch(/协议不予确认[\s\S]*2027年9月20日 前要申请仲裁/)
})

test('LAB-7: the worker asks for another mediator; the head decides within a working day and somebody else goes on', async () => {
  const { number, name } = await files('2027-04-12 09:30')
  const mediator = await office.takes(number)
  const other = mediator === '王调解' ? '何调解' : '王调解'
  await office.does(mediator, number, /^当事人要求回避/, '周强说：你和老板是同学，我要换人。')
  expect(whoHeard(await office.lately(), '你和老板是同学')).toContain('2027-04-12 09:30 李主任')
  expect(whoHeard(await office.until('2027-04-14 10:00'), '决定是否回避')).toEqual(['2027-04-14 09:00 李主任', '2027-04-14 09:00 陈书记'])
  await office.does('李主任', number, /^决定回避/, /^同意回避/, '确是同学，换人办理。')
  expect((await office.lately()).find(({ to }) => to === name)?.text).toMatch(/李主任答复您换调解员的要求[\s\S]*同意回避，换人[\s\S]*确是同学/)
  expect(whoHeard(await office.until('2027-04-14 16:00'), '改派调解员')).toEqual(['2027-04-14 15:30 李主任', '2027-04-14 15:30 陈书记'])
  await office.does('李主任', number, /^指派承办人/, new RegExp(`^${other}`))
  expect(await office.takes(number)).toBe(other)
  const said = await office.lately()
  expect(said.find(({ to }) => to === name)?.text).toContain(`现在由${other}承办`)
  expect(whoHeard(said, '这件事已转给其他同事')).toEqual([`2027-04-14 16:00 ${mediator}`])
})

test('LAB-4 LAB-1: a dozen workers at night: head and leader are woken, and two hours later asked why nobody has spoken with them', async () => {
  const { number, name } = await files('2027-05-10 22:00', { story: '我们十二个人的血汗钱被包工头拖了大半年，明天要去堵门。', typed: { 情况一样: '十人以上' } })
  const woken = office.the('陈书记').messages.filter((message) => message.text.includes(number) && message.text.includes('紧急'))
  expect(woken).toHaveLength(1)
  expect(await office.row(number)).toMatchObject({ level: 'urgent' })
  const mediator = await office.takes(number)
  expect(whoHeard(await office.until('2027-05-11 02:00'), '马上联系劳动者')).toEqual([`2027-05-11 00:00 ${mediator}`, '2027-05-11 00:00 李主任', '2027-05-11 01:00 李主任', '2027-05-11 01:00 陈书记'].sort())
  await office.does(mediator, number, /^给当事人发消息/, '我明早八点到工地，请大家先别堵门。')
  expect((await office.lately()).find(({ to }) => to === name)?.text).toContain('我明早八点到工地')
  expect(whoHeard(await office.until('2027-05-11 12:00'), '马上联系劳动者')).toEqual([])
})

test('LAB-4: nobody takes it at night: the two hours run all the same, and the head hears of it', async () => {
  await files('2027-05-24 22:00', { typed: { 情况一样: '十人以上' } })
  const said = await office.until('2027-05-25 02:00')
  expect(whoHeard(said, '马上联系劳动者')).toEqual(['2027-05-25 00:00 李主任', '2027-05-25 01:00 李主任', '2027-05-25 01:00 陈书记'])
  expect(said.find(({ text }) => text.includes('马上联系劳动者'))?.labels).toContain('受理')
})

test('LAB-3 LAB-5: both sides want more time before the fifteen days are over; a low score opens it again with somebody else', async () => {
  const { number, name, who } = await files('2027-06-07 09:30', { typed: { 哪天起的: '2027-06-01', 哪天知道: '2027-06-01' } })
  const mediator = await office.takes(number)
  await office.does(mediator, number, /^单位愿意调解/)
  await office.lately()
  expect(whoHeard(await office.until('2027-06-17 10:00'), '完成调解')).toEqual([`2027-06-17 09:00 ${mediator}`])
  await office.does(mediator, number, /^申请延期/, /^7天/, '双方都愿意等会计回来对账。')
  await office.does('李主任', number, /^答复延期/, /^同意/)
  expect((await office.lately()).find(({ to }) => to === name)?.text).toMatch(/新的期限：6月29日周二[\s\S]*等会计回来对账/)
  await office.does(mediator, number, /^记调解会/, /^多次没谈成/, '双方', '要一万。', '给五千。', '差五千谈不拢。', /^跳过$/, /^就这样发出$/)
  await office.closes(mediator, number, /^调解不成/, '差得太多，没谈成。')
  expect((await office.lately()).find(({ to, text }) => to === name && text.includes('已办结'))?.text).toContain('最晚 2027年12月1日 前要申请仲裁')
  await office.until('2027-06-19 18:00')
  await office.until('2027-06-22 16:00')
  await office.taps(who, number, /^1 分/)
  const said = await office.lately()
  expect(said.filter(({ to }) => to === name).map(({ text }) => text).join()).toContain('由另一位同事负责')
  expect(whoHeard(said, '重新办理：')).toEqual(['2027-06-22 16:00 李主任'])
  expect(office.asked(number)).not.toBe(mediator)
  await office.takes(number)
  expect(await office.row(number)).toMatchObject({ stage: 'accepted', reopened: 1 })
  expect(whoHeard(await office.until('2027-06-25 10:00'), '征求单位是否愿意调解')).toHaveLength(1)
})

test('MED-8: however often both sides want more time, the month ends it: head and leader are told', async () => {
  const { number } = await files('2027-08-02 09:30', { typed: { 哪天起的: '2027-08-01', 哪天知道: '2027-08-01' } })
  const mediator = await office.takes(number)
  await office.does(mediator, number, /^单位愿意调解/)
  for (const why of ['等会计回来对账。', '账还没对完。']) {
    await office.does(mediator, number, /^申请延期/, /^15天/, why)
    await office.does('李主任', number, /^答复延期/, /^同意/)
    await office.until('2027-08-20 10:00')
  }
  const said = await office.until('2027-09-06 18:00')
  expect(whoHeard(said, '“完成调解”')).toEqual(['2027-09-03 09:00 李主任'])
})
