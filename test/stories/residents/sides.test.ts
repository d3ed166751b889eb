import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { closes } from '../../staff.ts'

/** MED-6, MED-9, MED-13, MED-16: two people on two platforms, one case; what one tells the mediator never reaches the other. */

let house: TestHouse
let wang: TelegramUser
let head: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  wang = await member(house, 'mediator', '王调解')
  head = await member(house, 'head', '李主任')
})
beforeEach(() => house.atWork())
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  // Whatever residents have brought about keeps no house from starting.
  await house.restart()
  await house.stop()
})

const pick = /^人民调解|^人民調解|^People’s mediation|邻里|鄰里|^Neighbours|^就我|^几个人|^幾個人|^Just|^A few|^都没有|^都沒有/
const phones = { applicant: '13912345678', known: '13787654321', private: '13611112222' }

async function taps(who: ChatPerson, label: string | RegExp): Promise<ChatMessage> {
  await who.taps(label)
  await house.calm()
  return who.last()
}
async function says(who: ChatPerson, words: string): Promise<ChatMessage> {
  await who.says(words)
  await house.calm()
  return who.last()
}
/** Words that are shown once more before they go out. */
async function sends(who: ChatPerson, label: string | RegExp, words: string): Promise<void> {
  await taps(who, label)
  expect((await says(who, words)).text).toContain(words)
  await taps(who, /^(就这样发出|就這樣送出|Send as is)$/)
}
const heard = (who: ChatPerson): string => who.messages.filter(({ from }) => from === 'bot').map(({ text }) => text).join('\n')

/** Filed and taken; the mediator invites the other side and has the code. */
async function invited(applicant: ChatPerson, secret: string): Promise<{ number: string; code: string }> {
  const typed = { 对方是谁: '周启明', 對方是誰: '周啟明', 联系上对方: phones.known, 聯絡對方: phones.known, 怎么称呼您: '林小满', 怎麼稱呼您: '林小滿', 电话: phones.applicant, 電話: phones.applicant }
  const { number } = await fileCase(applicant, `楼上邻居家的水管漏水，找他三次都不肯修。${secret}`, { pick, typed })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  await sends(wang, '邀请对方', '关于水管漏水的事，想请双方坐下来谈谈。')
  expect((await wang.waitFor(/不要请申请人转交/)).text).toContain('也可以打电话问')
  const forward = await wang.waitFor(/CASE-[A-Z2-9]{13}/)
  expect(forward.text).toMatch(/^您好，有一件事请您参加调解[\s\S]*t\.me/)
  const [code = ''] = /CASE-[A-Z2-9]{13}/.exec(forward.text) ?? []
  return { number, code }
}

test('Telegram in Chinese and LINE in English: invited, willing, each in a room of their own, an offer countered and accepted, both asked at the end', async () => {
  const lin = onTelegram(house)
  const zhou = await onLine(house, 'en')
  const { number, code } = await invited(lin, '暗号蓝色河马')

  const first = await says(zhou, code)
  expect(first.text).toMatch(/voluntary[\s\S]*关于水管漏水的事[\s\S]*Your rights/)
  const asked = await taps(zhou, 'I have read it')
  expect(asked.text).toMatch(/王调解 leads[\s\S]*Yes and no are both fine/)
  expect(asked.labels.slice(0, 3)).toEqual(['I am willing', 'I am not willing', 'Talk first'])
  expect(wang.last().text).toContain('对方已经凭邀请加入')
  await taps(zhou, 'Talk first')
  expect(wang.last().text).toContain('对方想先和您谈谈')
  await taps(zhou, 'Answer')
  await says(zhou, `Between us: golden pangolin, call me at ${phones.private}.`)
  expect(wang.last().text).toContain('golden pangolin')
  await taps(wang, '给对方发消息')
  await says(wang, '紫色鹦鹉的事我记下了。')
  expect(zhou.last().text).toContain('紫色鹦鹉')
  await zhou.taps('View case')
  await house.calm()
  await taps(zhou, 'Take part?')
  await taps(zhou, 'I am willing')
  expect(lin.last().text).toContain('对方愿意调解')
  expect(wang.last().text).toContain('对方答复：愿意调解')

  await taps(lin, '补充情况')
  await says(lin, '只对调解员说：绿色刺猬。')
  await taps(lin, '查看')
  expect((await taps(lin, '对双方说')).text).toContain('看不到您的姓名和联系方式')
  await says(lin, '我只想把天花板修好。')
  await taps(lin, '就这样发出')
  expect(zhou.last().text).toMatch(/The applicant says:\s+我只想把天花板修好。/)
  await taps(lin, '查看')
  await sends(lin, '提出方案', '三天内修好，赔八百。')
  expect(zhou.last().text).toMatch(/The applicant makes offer 1:\s+三天内修好，赔八百。[\s\S]*It is up to you/)
  await sends(zhou, 'Counter-offer', 'Fixed within a week, 500 paid.')
  expect(lin.last().text).toMatch(/被申请人一方提出方案 2：\s+Fixed within a week, 500 paid\./)
  const answered = await taps(lin, '接受方案')
  expect(answered.text).toContain('双方都接受了方案 2')
  expect(zhou.last().text).toContain('Both sides accept offer 2')
  expect(wang.last().text).toContain('请据此写协议')

  const card = wang.messages.findLast((message) => message.text.includes(number) && message.labels.includes('查看'))
  await wang.tapsOld(card as never, '查看')
  await house.calm()
  await closes(house, wang, /^达成协议/, '一周内修好，付 500 元。')
  for (const who of [lin, zhou] as ChatPerson[]) expect(who.last().text).toContain('一周内修好，付 500 元。')
  await house.moveTo(Date.parse('2026-11-27T12:00:00+08:00'))
  expect(lin.last().text).toContain('您满意吗')
  expect(zhou.last().text).toContain('How satisfied are you with how it was led?')
  await taps(zhou, '1 very dissatisfied')
  await says(zhou, 'Nobody let me finish: crimson otter.')
  await house.atWork()
  expect(heard(head)).toMatch(/被申请人回访打了 1 分[\s\S]*crimson otter/)
  expect((await house.cases()).find((each) => each.number === number)).toMatchObject({ stage: 'closed', score: null })
  await taps(lin, /^5 分/)
  expect((await house.cases()).find((each) => each.number === number)).toMatchObject({ stage: 'closed', score: 5 })

  for (const secret of ['golden pangolin', '紫色鹦鹉', phones.private, 'crimson otter']) expect(heard(lin), secret).not.toContain(secret)
  for (const secret of ['蓝色河马', '绿色刺猬', phones.applicant, '林小满']) expect(heard(zhou), secret).not.toContain(secret)
  for (const secret of ['crimson otter', '打了 1 分', '5 分']) expect(heard(wang), secret).not.toContain(secret)
})

test('LINE in Traditional Chinese and Telegram in English: one code for one person, never for the mediator; unwilling, gone, another mediator asked of the head', async () => {
  const lin = await onLine(house, 'zh-TW')
  const zhou = onTelegram(house, 'en')
  const { number, code } = await invited(lin, '暗號藍色河馬')
  // Invited once more: the code before is over.
  const card = wang.messages.findLast((message) => message.text.includes(number) && message.labels.includes('查看'))
  await wang.tapsOld(card as never, '查看')
  await house.calm()
  await sends(wang, '邀请对方', '再请您一次。')
  const [second = ''] = /CASE-[A-Z2-9]{13}/.exec((await wang.waitFor(/CASE-/)).text) ?? []
  expect(second).not.toBe(code)
  expect((await says(zhou, code)).text).toContain('no longer good')
  expect((await says(wang, second)).text).toContain('请先申请回避')
  expect((await says(lin, second)).text).toContain('這個邀請是給另一方的')
  await says(zhou, second)
  await taps(zhou, 'I have read it')
  const stranger = onTelegram(house, 'en')
  expect((await says(stranger, second)).text).toContain('used already')

  await taps(zhou, 'I am not willing')
  expect(lin.last().text).toMatch(/對方不願意調解[\s\S]*還可以/)
  expect(zhou.last().text).toContain('not be held against you')
  await taps(zhou, 'View case')
  await taps(zhou, 'More')
  await taps(zhou, 'Change my mind')
  await taps(zhou, 'I am willing')
  expect(lin.last().text).toContain('對方願意調解')
  await taps(zhou, 'View case')
  await taps(zhou, 'More')
  await taps(zhou, 'Another mediator')
  await says(zhou, 'She is a cousin of theirs: silver badger.')
  expect(head.last().text).toMatch(/被申请人一方要求换调解员（现为王调解）[\s\S]*silver badger/)
  await taps(head, '决定是否回避')
  await taps(head, '不需要回避')
  await says(head, '查过了，不是亲属。')
  await taps(head, '就这样发出')
  expect(heard(zhou)).toContain('查过了，不是亲属。')
  await taps(zhou, 'View case')
  await taps(zhou, 'More')
  await taps(zhou, 'End my part')
  expect((await taps(zhou, 'Yes, end my part')).text).toContain('You have ended your part')
  expect(lin.last().text).toContain('對方退出了調解')
  expect(wang.last().text).toContain('对方退出了调解')
  expect(heard(wang)).not.toContain('silver badger')
  expect(heard(lin)).not.toMatch(/silver badger|查过了/)
  expect(heard(stranger)).not.toMatch(/水管|再请您/)
})
