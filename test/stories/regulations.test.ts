import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { ChatPerson } from '../platforms/person.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase } from '../resident.ts'
import { closes } from '../staff.ts'

/** A whole case under each regulation, with the steps that only that one has. */

const hour = 3_600_000
const day = 24 * hour

let house: TestHouse
let handler: TelegramUser
let head: TelegramUser
let leader: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  handler = await member(house, 'handler', '钱经办')
  head = await member(house, 'head', '李主任')
  leader = await member(house, 'leader', '陈书记')
})
beforeEach(() => house.atWork())
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  // What the timer says out of hours waits for the morning; nothing else may still be owed.
  expect(await house.query(`select state, reason from deliveries where state = 'failed' or (state = 'owed' and next_at <= $1)`, [new Date(house.now())])).toEqual([])
  await house.stop()
})

async function taken(number: string): Promise<void> {
  await house.calm()
  await handler.tapsOld(offered([handler], number).offer, '受理')
  await house.calm()
}

/** A step that takes words, from the card of the case: the words are shown once more before they go out. */
async function takesStep(who: TelegramUser, label: string, said: string, choice?: RegExp): Promise<void> {
  await who.taps(label)
  if (choice) {
    await who.waitForNew((message) => message.labels.some((each) => choice.test(each)))
    await who.taps(choice)
  }
  await who.waitForNew()
  await who.says(said)
  const shown = await who.waitForNew((message) => message.labels.includes('就这样发出') || message.text.includes('已记录'))
  if (shown.labels.includes('就这样发出')) await who.taps('就这样发出')
  await house.calm()
}

async function looks(who: TelegramUser, number: string): Promise<void> {
  await who.says('我的待办')
  await who.waitForNew(number)
  await who.taps(number)
  await who.waitForNew((message) => message.text.startsWith('状态：'))
}

async function rates(resident: ChatPerson, number: string, label: RegExp): Promise<void> {
  await resident.waitFor((message) => message.text.includes(number) && message.labels.some((each) => label.test(each)))
  await resident.taps(label)
  await house.calm()
}

test('letters and visits: numbered and entered (PET-1), the leader instructs (PET-3), the handler answers, the leader signs, the petitioner gets the answer (PET-6)', async () => {
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, '村干部吃拿卡要，补贴一直不发，我要信访。', { pick: /^信访|^否$/, typed: { 姓名: '李梅' } })
  expect(number).toMatch(/^X2026/)
  await taken(number)
  await looks(leader, number)
  await takesStep(leader, '阅批', '请钱经办三天内核实。')
  expect((await handler.waitFor('请钱经办三天内核实')).text).toContain(number)
  await handler.taps('查看')
  await handler.waitForNew((message) => message.labels.includes('办结'))
  await closes(house, handler, /^已解决/, '补贴明天补发，经办人已批评教育。')
  await resident.waitFor('正在审签')
  expect(resident.messages.some((message) => message.text.includes('补贴明天补发'))).toBe(false)
  const sign = await leader.waitFor('补贴明天补发')
  await leader.tapsOld(sign, '审签')
  await leader.waitForNew((message) => message.labels.includes('同意'))
  await leader.taps('同意')
  await house.calm()
  expect((await resident.waitFor('补贴明天补发')).text).toContain('已解决')
  await house.move(5 * day)
  await rates(resident, number, /^5 分/)
  expect(await house.query('select stage, outcome, score from cases where number = $1', [number])).toEqual([{ stage: 'closed', outcome: 'settled', score: 5 }])
})

test('letters and visits: the leader sends the answer back, and only the better one goes out', async () => {
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, '路灯坏了两个月，反映过没人管，信访。', { pick: /^信访|^否$/ })
  await taken(number)
  // An explanation needs the rule it goes by (PET-12).
  await takesStep(handler, '讲清依据，给出建议', '路灯归供电所管，您也可以打 95598。')
  expect((await resident.waitFor('95598')).text).toContain('有关规定和建议')
  await handler.taps('查看')
  await handler.waitForNew((message) => message.labels.includes('办结'))
  await closes(house, handler, /^已依规解释说明/, '知道了。')
  const sign = await leader.waitFor((message) => message.text.includes(number) && message.labels.includes('审签'))
  await leader.tapsOld(sign, '审签')
  await leader.waitForNew()
  await leader.taps('退回修改')
  await leader.waitForNew()
  await leader.says('请写明哪天修好。')
  await house.calm()
  await handler.waitFor('请写明哪天修好')
  await closes(house, handler, /^已解决/, '路灯本周五前修好。')
  await leader.tapsOld(await leader.waitFor('路灯本周五前修好'), '审签')
  await leader.waitForNew()
  await leader.taps('同意')
  await house.calm()
  await resident.waitFor('路灯本周五前修好')
  expect(resident.messages.some((message) => message.text.includes('知道了。'))).toBe(false)
})

test('letters and visits without a name: no name on any card, and no answer of substance to nobody', async () => {
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, '村干部贪污低保补贴，我要举报。', { pick: /^信访|^是$/ })
  await taken(number)
  const card = handler.messages.findLast((message) => message.text.includes(number))
  expect(card?.text).not.toMatch(/李梅|13800138000/)
  expect(card?.text).toContain('不愿透露姓名')
  await closes(house, handler, /^经查未能证实/, '内部结论，不给匿名人。')
  await leader.tapsOld(await leader.waitFor('内部结论'), '审签')
  await leader.waitForNew()
  await leader.taps('同意')
  await house.calm()
  await resident.waitFor('您反映的事项在我们这里已经结束')
  expect(resident.messages.some((message) => message.text.includes('内部结论'))).toBe(false)
})

test('property complaint: a plan is proposed, the customer agrees with one tap, it is carried out (PRO-4), and somebody goes and asks', async () => {
  // A Monday: within twenty-four hours of the closing somebody is at work to go there.
  await house.moveTo(Date.parse('2026-11-30T10:00:00+08:00'))
  const resident = await onLine(house)
  const { number } = await fileCase(resident, '小区的电梯坏了三天没人修，物业态度还差。', { pick: /^物业投诉/ })
  expect(number).toMatch(/^C2[67]/)
  await taken(number)
  await takesStep(handler, '提出措施，征询意见', '明天上午换电梯控制板。')
  const asked = await resident.waitFor('明天上午换电梯控制板')
  const answer = asked.labels.find((label) => /同意/.test(label)) ?? ''
  await resident.tapsOld(asked, answer)
  await resident.waitForNew('您的答复已记下')
  await house.calm()
  await handler.waitFor('当事人的答复')
  await resident.tapsOld(asked, answer)
  await resident.waitForNew('已经答复过了')
  await handler.taps('查看')
  await handler.waitForNew((message) => message.labels.includes('办结'))
  await closes(house, handler, /^已处理/, '电梯已修好，物业经理已道歉。')
  await house.move(6 * hour)
  await resident.waitFor((message) => message.text.includes(number) && message.text.includes('上门'))
  expect(resident.messages.some((message) => message.text.includes(number) && message.labels.includes('5 分 很满意'))).toBe(false)
  const visit = await head.waitFor((message) => message.text.includes(number) && message.labels.includes('登记上门回访'))
  await head.tapsOld(visit, '登记上门回访')
  await head.waitForNew((message) => message.labels.includes('4 分 满意'))
  await head.taps('4 分 满意')
  await head.waitForNew()
  await head.says('电梯好用了，希望以后快一点。')
  await house.calm()
  await head.waitFor('回访已登记')
  expect(await house.query('select mode, state, score from surveys v where case_id = (select id from cases where number = $1)', [number])).toEqual([{ mode: 'in-person', state: 'scored', score: 4 }])
  expect(await house.query('select outcome, score from cases where number = $1', [number])).toEqual([{ outcome: 'resolved', score: 4 }])
})

test('property complaint over 2 000 yuan: major from the start (PRO-3), drafted by the head, reviewed by the leader (PRO-5)', async () => {
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, '物业的水泵漏水泡坏了我家车，电梯也坏了。', { pick: /^物业投诉/, typed: { 涉及多少钱: '1.5万' } })
  await taken(number)
  expect(await house.query('select level from cases where number = $1', [number])).toEqual([{ level: 'major' }])
  await looks(head, number)
  await takesStep(head, '拟定升级措施', '由物业全额赔偿修车费。')
  await looks(leader, number)
  await leader.taps('评审通过')
  await house.calm()
  await looks(handler, number)
  await takesStep(handler, '评审后征询客户', '物业全额赔偿修车费，一周内到账。')
  const asked = await resident.waitFor('一周内到账')
  await resident.tapsOld(asked, asked.labels.find((label) => /同意/.test(label)) ?? '')
  await house.calm()
  await looks(handler, number)
  await closes(house, handler, /^已补偿/, '修车费已到账。')
  await head.tapsOld(await head.waitFor('修车费已到账'), '审签')
  await head.waitForNew()
  await head.taps('同意')
  await house.calm()
  await resident.waitFor('修车费已到账')
})

test('property request: the customer confirms that it is well done, and a complaint in disguise becomes one', async () => {
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, '请帮忙报修，楼道灯坏了，麻烦物业。', { pick: /^物业需求/ })
  expect(number).toMatch(/^R2[67]/)
  await taken(number)
  await takesStep(handler, '请客户确认', '灯已换好，请看看。')
  const asked = await resident.waitFor('灯已换好')
  await resident.tapsOld(asked, asked.labels.find((label) => /满意/.test(label)) ?? asked.labels[0] ?? '')
  await house.calm()
  await looks(handler, number)
  await closes(house, handler, /^已办好/, '楼道灯已换好。')

  const second = onTelegram(house)
  const filed = await fileCase(second, '请问物业几点上班，打电话没人接，咨询一下。', { pick: /^物业需求/ })
  await taken(filed.number)
  await handler.taps('改为物业投诉')
  await handler.waitForNew((message) => message.labels.some((label) => /综合服务|服务/.test(label)))
  await handler.taps(/服务/)
  await house.calm()
  expect((await second.waitFor('编号不变')).text).toContain(filed.number)
  expect(await house.query('select regulation from cases where number = $1', [filed.number])).toEqual([{ regulation: 'property-complaint' }])
})
