import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase, toReview, walksTo } from '../../resident.ts'
import { acts, filesAs } from './ways.ts'

/** PET-7: staff see a code name; questions, answers and the result arrive; who it is, they tell themselves or nobody does. */

const petition = /^信访|^信訪|^Letters and visits|干部作风|幹部作風|^Officials|^是另一件新的事/

/** With a name: the question whether to stay nameless is answered with no. */
const named = new RegExp(`${petition.source}|^No$`)

let house: TestHouse
let handler: TelegramUser
let leader: TelegramUser
let head: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  handler = await member(house, 'handler', '钱经办')
  leader = await member(house, 'leader', '梁书记')
  head = await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  await house.stop()
})

const story = '村里卖沙子的钱从来不公布，账本在书记的小舅子手里。'

async function takes(number: string): Promise<void> {
  await house.calm()
  await handler.tapsOld(offered([handler], number).offer, '受理')
  await house.calm()
}

const readByStaff = (): string => [handler, leader, head].flatMap((each) => each.messages.map(({ text }) => text)).join('\n')

test('PET-7: under a code name nobody is asked who they are; a question and its answer go both ways; the result arrives', async () => {
  const who = onTelegram(house)
  await fileCase(onTelegram(house), story, { pick: petition })
  const { number } = await filesAs(who, /^用代号，不留姓名$/, story, { pick: petition })
  expect(who.messages.some(({ text }) => /怎么称呼您|您的电话|不留姓名提出/.test(text))).toBe(false)
  await takes(number)
  const code = /([A-Z2-9]{4})（代号，可在聊天里联系）/.exec((await handler.waitFor((message) => message.text.includes(number) && message.text.includes('代号'))).text)?.[1]
  expect(code).toMatch(/^[A-Z2-9]{4}$/)

  await acts(handler, number, '给当事人发消息', '原样送达')
  await handler.says('哪一年的沙子？')
  await house.calm()
  await who.waitFor('哪一年的沙子')
  await who.taps('回复')
  await who.waitForNew()
  await who.says('前年和去年的。')
  await handler.waitFor('前年和去年的')

  await acts(handler, number, '办结', '结果是哪一种')
  await handler.taps('已解决')
  await handler.waitForNew()
  await handler.says('账目已在公示栏公布。')
  await handler.waitForNew('账目已在公示栏公布')
  await handler.taps('就这样发出')
  await house.calm()
  await leader.taps('审签')
  await leader.waitForNew((message) => message.labels.includes('同意'))
  await leader.taps('同意')
  await house.calm()
  await who.waitFor('账目已在公示栏公布')
})

test('PET-7: whoever files so is known from before and stays unknown; then shows their name by themselves, and a phone', async () => {
  const who = await onLine(house, 'en')
  const first = await fileCase(who, 'The village clerk never answers my letters about the road.', { pick: named, typed: { 'What is your name': 'Violet Ames', phone: '13911112222' } })
  await takes(first.number)
  expect(readByStaff()).toContain('Violet Ames')
  const before = handler.messages.length
  const beforeHead = head.messages.length
  await who.says('/file')
  await who.waitForNew()
  await who.taps('Other ways to file')
  await who.waitForNew('staff see only a code name')
  await who.taps('Under a code name')
  await who.waitForNew()
  const { number } = await fileCase(who, 'The money from the sand pit is kept by the secretary, and they threaten to beat whoever asks.', { pick: petition })
  await takes(number)
  const since = (): string => [...handler.messages.slice(before), ...head.messages.slice(beforeHead)].map(({ text }) => text).join('\n')
  expect(since()).toContain('threaten to beat')
  expect(since()).not.toMatch(/Violet|1391111/)

  // Danger told of later reaches the head at once, and still without a name.
  await who.says('/mycases')
  await who.waitForNew(number)
  await who.taps(number)
  await who.waitForNew('only your code name')
  await who.taps('Add something')
  await who.waitForNew()
  await who.says('They stand at my door and threaten to kill me.')
  await who.waitForNew('call the police')
  await house.calm()
  await head.waitFor('threaten to kill me')
  expect(since()).not.toMatch(/Violet|1391111/)

  await who.says('/mycases')
  await who.waitForNew(number)
  await who.taps(number)
  await who.waitForNew('only your code name')
  await who.taps('Show my name')
  await who.waitForNew('Please write your name')
  await who.says('Violet Ames')
  await who.waitForNew('cannot be hidden again')
  await house.calm()
  expect(since()).not.toContain('Violet')
  await who.taps('Yes, tell them')
  await house.calm()
  await handler.waitFor(/公开了姓名：Violet Ames/)
  await who.taps('Leave my phone')
  await who.waitForNew('phone number')
  await who.says('call me')
  await who.waitForNew('does not look like a phone number')
  await who.taps('Leave my phone')
  await who.waitForNew('phone number')
  await who.says('13911112222')
  await house.calm()
  await handler.waitFor('反映人留下了电话：13911112222')
})

test('the way can be chosen at the question for a name and on the review card; one that does not fit the kind is asked anew', async () => {
  const who = onTelegram(house, 'en')
  await walkTo(who)
  await who.taps('Use a code name')
  await who.waitForNew('Who files this matter?')
  await who.taps('Under a code name')
  await who.waitForNew((message) => !message.labels.includes('Use a code name'))
  const review = await toReview(who, 'Number 3, Well Lane', { pick: petition })
  expect(review.text).toMatch(/Who files: Under a code name/)
  await who.taps(/Kind/)
  await who.waitForNew()
  await who.taps(/None of these/)
  await who.waitForNew()
  await who.taps(/Labour/)
  await who.waitForNew()
  await who.taps('Pay')
  const asked = await who.waitForNew('cannot be filed this way')
  expect(asked.labels).not.toContain('Under a code name')
  await who.taps('Myself')
  await who.waitForNew()
})

/** As far as the question whether to give a name. */
async function walkTo(who: ChatPerson): Promise<void> {
  await walksTo(who, 'The village head never opens the books of the village.', /rather not give your name/, { pick: petition })
}
