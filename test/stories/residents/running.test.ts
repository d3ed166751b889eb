import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'

/** What a resident does with a case while it runs: ask, urge, correct, withdraw, take it to another app. */

const hour = 3_600_000
const tongues = {
  'on Telegram, in Chinese': {
    open: () => Promise.resolve(onTelegram(house)), story: '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。', pick: /^人民调解/,
    mine: '我的事项', look: '查看', urge: '催一催', urged: /已经替您催王调解[\s\S]*最晚 11月24日/, again: '已经催过', answered: /王调解[\s\S]*今天下午上门/,
    more: '更多', correct: '更正信息', name: /称呼|姓名/, noted: /已更正[\s\S]*李梅花/, typed: '李梅花',
    withdraw: '撤回', own: '是您自己的意思吗', pressed: '有人要我撤回', safe: /没有撤回[\s\S]*李主任会和您谈/,
    move: '换到别的聊天', code: /想在别的聊天里继续/, here: '现在就在这里继续', old: /换到别的聊天继续办/, notMe: '不是我操作的',
  },
  'on LINE, in English': {
    open: () => onLine(house, 'en'), story: 'The pipe of my neighbour upstairs leaks and has ruined the ceiling of my living room.', pick: /^Mediation/,
    mine: 'My cases', look: 'View case', urge: 'Ask for news', urged: /王调解 has been asked for news[\s\S]*due by .*24/, again: 'has been urged already', answered: /王调解[\s\S]*今天下午上门/,
    more: 'More', correct: 'Correct a fact', name: /name/i, noted: /Corrected[\s\S]*Li Meihua/, typed: 'Li Meihua',
    withdraw: 'Withdraw', own: 'is it your own wish', pressed: 'Somebody pressed me', safe: /Nothing is withdrawn[\s\S]*李主任 will speak to you/,
    move: 'Move to another app', code: /To go on with this case in another chat/, here: 'goes on in this chat now', old: /goes on in another chat/, notMe: 'That was not me',
  },
} as const

let house: TestHouse
let wang: TelegramUser
let head: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  wang = await member(house, 'mediator', '王调解')
  head = await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  // Whatever residents have brought about keeps no house from starting.
  await house.restart()
  await house.stop()
})

describe.each(Object.entries(tongues))('%s', (_where, words) => {
  let li: ChatPerson
  let number = ''
  beforeEach(async () => {
    li = await words.open()
    number = (await fileCase(li, words.story, { pick: words.pick })).number
    await house.calm()
    await wang.tapsOld(offered([wang], number).offer, '受理')
    await house.calm()
  })
  const heard = (who: TelegramUser, said: string | RegExp): boolean => who.messages.some(({ text }) => text.includes(number) && text.match(said) !== null)
  async function looks(at = li): Promise<string> {
    await at.says(words.mine)
    await at.waitForNew(number)
    await at.taps(number)
    return (await at.waitForNew((message: ChatMessage) => message.labels.includes(words.more))).text
  }

  test('asks how it stands, urges it once a day, and is answered', async () => {
    expect(await looks()).toMatch(/王调解/)
    await li.taps(words.urge)
    await house.calm()
    expect((await li.waitForNew(words.urged)).text).toContain(number)
    expect(heard(wang, '催办')).toBe(true)
    expect(heard(head, '应由王调解回话')).toBe(true)
    const card = wang.messages.findLast(({ text, labels }) => text.includes(number) && text.includes('催办') && labels.includes('给当事人发消息'))
    await li.says(words.mine)
    await li.waitForNew(number)
    await li.taps(number)
    await li.waitForNew((message) => message.labels.includes(words.more))
    expect(li.last().labels).not.toContain(words.urge)
    await wang.tapsOld(card as never, '给当事人发消息')
    await wang.waitForNew()
    await wang.says('今天下午上门。')
    await house.calm()
    await li.waitFor(words.answered)
    expect(await house.query(`select d.state from duties d join cases c on c.id = d.case_id where c.number = $1 and kind = 'answer-urge'`, [number])).toEqual([{ state: 'done' }])
  })

  test('corrects their name: the mediator reads what it was and what it is', async () => {
    await looks()
    await li.taps(words.more)
    await li.waitForNew((message) => message.labels.includes(words.correct))
    await li.taps(words.correct)
    const asked = await li.waitForNew((message) => message.labels.some((label) => words.name.test(label)))
    await li.taps(asked.labels.find((label) => words.name.test(label)) ?? '')
    await li.waitForNew()
    await li.says(words.typed)
    await house.calm()
    await li.waitForNew(words.noted)
    expect(heard(wang, new RegExp(`更正了[\\s\\S]*现在是“${words.typed}”`))).toBe(true)
  })

  test('was pressed to withdraw: the case goes on, the head hears, the mediator hears nothing', async () => {
    await looks()
    const before = wang.messages.length
    await li.taps(words.withdraw)
    await li.waitForNew(words.own)
    await li.taps(words.pressed)
    await house.calm()
    await li.waitForNew(words.safe)
    expect(wang.messages).toHaveLength(before)
    const told = await head.waitFor((message) => message.text.includes(number) && message.text.includes('请保密'))
    await head.tapsOld(told, '私下回复')
    await head.waitForNew()
    await head.says('我今天下午给您打电话。')
    await head.waitForNew('我今天下午给您打电话')
    await head.taps('就这样发出')
    await house.calm()
    await li.waitFor('我今天下午给您打电话')
    // What the head wrote did not come to the mediator either.
    expect(wang.messages).toHaveLength(before)
    expect(await house.query('select stage from cases where number = $1', [number])).toEqual([{ stage: 'accepted' }])
  })

  test('takes it to the other app by a code that works once; the old chat is told', async () => {
    await looks()
    await li.taps(words.more)
    await li.waitForNew((message) => message.labels.includes(words.move))
    await li.taps(words.move)
    await house.calm()
    const told = await li.waitForNew(words.code)
    const code = /CASE-[A-Z2-9]{13}/.exec(told.text)?.[0] ?? ''
    const there = _where.includes('LINE') ? onTelegram(house) : await onLine(house, 'zh-TW')
    await there.says(code)
    const asked = await there.waitForNew(number)
    await there.taps(asked.labels[0] ?? '')
    await house.calm()
    expect((await there.waitFor(words.here)).text).toContain(number)
    expect(await looks(there)).toContain('王调解')
    const gone = await li.waitFor(words.old)
    expect(gone.labels).toContain(words.notMe)
    // The old chat shows it no more, and the code is used up.
    await li.says(words.mine)
    await li.waitForNew()
    expect(li.last().text).not.toContain(number)
    const third = onTelegram(house, 'en')
    await third.says(code)
    await third.waitForNew('has been used already')
    await house.move(hour)
  })
})

test('a code of all matters takes them all along, with the name and the language', async () => {
  const li = onTelegram(house, 'en')
  const first = await fileCase(li, 'The pipe of my neighbour upstairs leaks and has ruined my ceiling.', { pick: /^Mediation/ })
  const second = await fileCase(li, 'My neighbour lets his dog bark all night long and does not care.', { pick: /^Mediation/ })
  await house.calm()
  await li.says('My cases')
  await li.waitForNew(second.number)
  await li.taps('Move to another app')
  await house.calm()
  const code = /CASE-[A-Z2-9]{13}/.exec((await li.waitForNew(/all your matters/)).text)?.[0] ?? ''
  const there = await onLine(house, 'zh-CN')
  await there.says(code)
  await there.waitForNew('全部事项')
  await there.taps('转到这里')
  await house.calm()
  await there.says('My cases')
  const list = await there.waitForNew(first.number)
  expect(list.text).toContain(second.number)
  expect(list.text).toContain('Your cases')
})
