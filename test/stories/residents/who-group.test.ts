import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { acts, codeOf, filesAs, uses } from './ways.ts'

/** LAB-4, PRO-12: several with the same cause join one case by a code. They see how many they are and nobody's name. */

let house: TestHouse
let mediator: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  mediator = await member(house, 'mediator', '王调解')
  await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  // Whatever residents have brought about keeps no house from starting.
  await house.restart()
  await house.stop()
})

const pick = /^劳动争议|^勞動爭議|^Labour|工资|薪資|^Pay|^是另一件新的事/

async function founded(founder: ChatPerson, way: RegExp): Promise<{ number: string; code: string }> {
  const { number } = await filesAs(founder, way, '厂里三个月没发工资，大家都一样。', { pick, typed: { 怎么称呼: '顾阿海', 怎麼稱呼: '顧阿海', 电话: '13955556666', 電話: '13955556666' } })
  await house.calm()
  const code = await codeOf(founder)
  await mediator.tapsOld(offered([mediator], number).offer, '受理')
  await house.calm()
  return { number, code }
}

async function looks(who: ChatPerson, number: string, list: string, words: RegExp | string): Promise<string> {
  await who.says(list)
  await who.waitForNew(number)
  await who.taps(number)
  return (await who.waitForNew(words)).text
}

async function opens(who: ChatPerson, number: string, list: string, label: string | RegExp): Promise<void> {
  await looks(who, number, list, number)
  await who.taps(label)
  await who.waitForNew()
}

test('LAB-4: a group joins by code on both messengers, chooses who speaks, and reads every answer at the same minute', async () => {
  const [hai, mei, bo, stranger] = [onTelegram(house), await onLine(house, 'zh-TW'), onTelegram(house, 'en'), onTelegram(house)]
  const { number, code } = await founded(hai, /^和大家一起$/)
  expect(hai.messages.some(({ kind }) => kind === 'photo')).toBe(true)
  await uses(mei, code, '加入')
  await house.calm()
  expect((await mei.waitFor('您已加入')).text).toContain('現在共 2 人')
  await uses(bo, code, 'Join')
  await house.calm()
  await bo.waitFor('you are 3 people now')
  await mediator.waitFor('共同提出的人数现在是 3')
  await mei.says(code)
  await mei.waitForNew('已經在這件事裡')
  await mediator.says(code)
  await mediator.waitForNew('这件事由您办理')

  await opens(mei, number, '我的案件', '我來當代表')
  await mei.says('阿美')
  await mei.waitForNew('用這個名字')
  await mei.taps('是，讓大家選')
  await house.calm()
  await bo.waitFor('阿美 would speak for you all')
  await bo.taps('Choose who speaks')
  await bo.waitForNew('Up to three')
  await bo.taps('阿美')
  await house.calm()
  await bo.waitFor('You chose: 阿美')
  await mei.waitFor('大家選您當代表')
  await mediator.waitFor('大家选出的代表：阿美')
  expect(await looks(hai, number, '我的事项', '共同提出的人数：3')).toContain('代表：阿美')

  await acts(mediator, number, '给当事人发消息', '原样送达')
  await mediator.says('厂里答应月底发。')
  await house.calm()
  const heard = [hai, mei, bo].map((each) => each.messages.findLast(({ text }) => text.includes('厂里答应月底发'))?.sentAt ?? 0)
  expect(Math.max(...heard) - Math.min(...heard)).toBeLessThan(60_000)

  // What one of them tells the office, and who they are, the others never read.
  await bo.taps('Answer')
  await bo.waitForNew()
  await bo.says('My locker number is 4711.')
  await mediator.waitFor('4711')
  await house.calm()
  for (const each of [hai, mei]) {
    await looks(each, number, each === hai ? '我的事项' : '我的案件', number)
    expect(each.messages.map(({ text }) => text).join()).not.toContain('4711')
  }
  for (const each of [mei, bo]) expect(each.messages.map(({ text }) => text).join()).not.toMatch(/顾阿海|1395555/)
  expect(stranger.messages).toEqual([])
  expect((await house.cases()).length).toBe(1)
})

test('PRO-12: whoever founded it leaves with one tap and a yes; the case goes on with the others, and hears them no more', async () => {
  const [founder, anna, otto] = [await onLine(house, 'en'), onTelegram(house, 'en'), onTelegram(house)]
  const { number, code } = await founded(founder, /^Together with others$/)
  await uses(anna, code, 'Join')
  await uses(otto, code, '加入')
  await house.calm()
  await opens(founder, number, '/mycases', 'More')
  await founder.taps('Leave')
  await founder.waitForNew('You will hear no more')
  await founder.taps('Yes, leave')
  await house.calm()
  await founder.waitFor('You have left')
  await anna.waitFor('For now you speak for the others')
  await founder.says('/mycases')
  expect((await founder.waitForNew()).text).not.toContain(number)

  await acts(mediator, number, '给当事人发消息', '原样送达')
  await mediator.says('下周三见面。')
  await house.calm()
  await otto.waitFor('下周三见面')
  await anna.waitFor('下周三见面')
  expect(founder.messages.some(({ text }) => text.includes('下周三见面'))).toBe(false)
  expect(await looks(anna, number, '/mycases', 'People in this matter: 2')).toContain('until then the founder speaks')
  // The code can be shown again, and is the same.
  await anna.taps('Invite others')
  await house.calm()
  expect(await codeOf(anna)).toBe(code)
})
