import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { acts, codeOf, filesAs, uses } from './ways.ts'

/** PET-9: somebody files for somebody else, who confirms it by a code; both see how it goes. */

let house: TestHouse
let handler: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  handler = await member(house, 'handler', '钱经办')
  await member(house, 'leader', '梁书记')
  await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  await house.stop()
})

const story = '村里的低保名单没有周奶奶，她七十九岁一个人住。'

async function filed(proxy: ChatPerson, way: RegExp, name: string): Promise<{ number: string; code: string; ticket: string }> {
  const { number, code } = await filesAs(proxy, way, story, { pick: /^信访|^信訪|^Letters and visits|干部作风|幹部作風|^Officials/, typed: { 替谁办: name, 'For whom': name } })
  await house.calm()
  const ticket = await codeOf(proxy)
  await handler.tapsOld(offered([handler], number).offer, '受理')
  await house.calm()
  return { number, code, ticket }
}

async function writes(number: string, words: string): Promise<void> {
  await acts(handler, number, '给当事人发消息', '原样送达')
  await handler.says(words)
  await house.calm()
}

test('PET-9: a neighbour files for an old woman; she says yes on LINE; both read every answer', async () => {
  const [neighbour, granny] = [onTelegram(house), await onLine(house, 'zh-TW')]
  const { number, ticket } = await filed(neighbour, /^替别人代办$/, '周秀英')
  expect((await neighbour.waitFor(ticket)).text).toMatch(/请把这个代码转给 周秀英/)
  await handler.waitFor('本人尚未确认')

  await granny.says(ticket)
  expect((await granny.waitForNew('要代 周秀英')).text).toContain(number)
  await granny.taps('同意代辦')
  await house.calm()
  expect((await granny.waitFor('已記錄您同意')).text).toContain(number)
  await neighbour.waitFor('周秀英 已同意由您代办')
  await handler.waitFor('周秀英 已确认同意代办')

  await writes(number, '名单下周重新评议。')
  for (const each of [neighbour, granny]) await each.waitFor('名单下周重新评议')
  await granny.says('我的案件')
  await granny.waitForNew(number)
  await granny.taps(number)
  expect((await granny.waitForNew('同意代辦（LINE）')).text).toMatch(/11月23日.*周秀英 同意代辦（LINE）/)

  // The code was good for one: whoever finds it later gets nowhere.
  const finder = onTelegram(house)
  await finder.says(ticket)
  await finder.waitForNew('已经用过')
})

test('PET-9: the code is not for whoever got it: nothing changes; a no ends the proxy, and she comes in by a code of the office', async () => {
  const [neighbour, wrong, granny] = [await onLine(house, 'en'), onTelegram(house), onTelegram(house, 'zh-hans')]
  const { number, code, ticket } = await filed(neighbour, /^For someone else$/, '吴桂兰')
  const reply = neighbour.messages.findLast((message) => message.labels.includes('Add something'))
  await uses(wrong, ticket, '这不是给我的')
  await wrong.waitForNew('什么也没有改变')
  await uses(wrong, ticket, '我不同意')
  await house.calm()
  await wrong.waitFor('已记录')
  await neighbour.waitFor('does not want you to act')
  await handler.waitFor('核实')
  await wrong.says('我的事项')
  expect((await wrong.waitForNew()).text).not.toContain(number)

  expect(reply).toBeDefined()
  await neighbour.taps('Add something')
  await neighbour.waitForNew('No such case')
  await neighbour.says('/mycases')
  expect((await neighbour.waitForNew('not filed anything')).text).not.toContain(number)
  await neighbour.says(`/track`)
  await neighbour.waitForNew()
  await neighbour.says(`${number} ${code}`)
  await neighbour.waitForNew('not right')

  await handler.says('我的事项')
  await handler.waitForNew()
  const asked = handler.messages.findLast((message) => message.text.includes(number) && message.labels.includes('查看'))
  await handler.tapsOld(asked as never, '查看')
  await handler.waitForNew((message) => message.labels.includes('给本人新代码'))
  await handler.taps('给本人新代码')
  await house.calm()
  await uses(granny, await codeOf(handler), '转到这里')
  await house.calm()
  await handler.waitFor('吴桂兰 已用代码进入')
  await granny.says('我的事项')
  await granny.waitForNew(number)
  await granny.taps(number)
  await granny.waitForNew((message) => message.labels.includes('撤回'))
})

test('PET-9: a new code ends the old one; the proxy and whoever handles it cannot use it; consent by word of mouth is written down', async () => {
  const neighbour = onTelegram(house)
  const { number, ticket } = await filed(neighbour, /^替别人代办$/, '郑大爷')
  await neighbour.says(ticket)
  await neighbour.waitForNew('要由您代办的那个人自己用')
  await handler.says(ticket)
  await handler.waitForNew('这件事由您办理')

  await neighbour.says('我的事项')
  await neighbour.waitForNew(number)
  await neighbour.taps(number)
  await neighbour.waitForNew('还没有确认同意代办')
  await neighbour.taps('给本人发新代码')
  await house.calm()
  const fresh = await codeOf(neighbour)
  expect(fresh).not.toBe(ticket)
  const [old, him] = [onTelegram(house), onTelegram(house)]
  await old.says(ticket)
  await old.waitForNew('已经过期')

  await acts(handler, number, '记录本人口头同意', '怎么同意的')
  await handler.says('今天上午在他家当面说的。')
  await handler.waitForNew('已记录本人同意')
  await house.calm()
  await neighbour.waitFor('钱经办 已记录本人口头同意')
  await uses(him, fresh, '同意代办')
  await house.calm()
  await him.waitFor('已记录您同意')
})
