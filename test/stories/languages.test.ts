import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { ChatPerson } from '../platforms/person.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase, walksTo } from '../resident.ts'
import { closes } from '../staff.ts'

/** The house speaks the resident's language from the first word to the callback, on either platform. */

const day = 86_400_000
const tongues = {
  'zh-CN': { telegram: 'zh-hans', story: '楼上邻居家的水管漏水，把我家客厅天花板泡坏了。', pick: /^人民调解/, greets: '来访', filed: '已登记。编号', taken: '会负责到底', closed: '您的事项已办结', point: '5 分 很满意', thanks: '评分 5 分已记录', foreign: /[記請這個們說時]|[a-z]{6,}/ },
  'zh-TW': { telegram: 'zh-hant', story: '樓上鄰居家的水管漏水，把我家客廳天花板泡壞了。', pick: /^調解/, greets: '來訪', filed: '已登記。編號', taken: '會負責到底', closed: '您的案件已結案', point: '5 分 很滿意', thanks: '評分 5 分已記錄', foreign: /[记请这个们说时]|[a-z]{6,}/ },
  en: { telegram: 'en', story: 'The pipe of my neighbour upstairs leaks and ruined the ceiling of my living room.', pick: /^Mediation/, greets: 'Hello', filed: 'It is registered', taken: 'will see it through', closed: 'Your case is closed', point: '5', thanks: 'Your score of 5', foreign: /[您请請调調办辦]/ },
} as const
type Tongue = keyof typeof tongues

let house: TestHouse
let mediator: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  mediator = await member(house, 'mediator', 'Wang')
})
beforeEach(() => house.atWork())
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  expect(house.line.violations).toEqual([])
  await house.stop()
})

describe.each(Object.keys(tongues) as Tongue[])('a whole case in %s', (tongue) => {
  const { telegram, story, pick, greets, filed, taken, closed, point, thanks, foreign } = tongues[tongue]
  const where: [string, () => Promise<ChatPerson>][] = [
    ['Telegram', async () => {
      const user = onTelegram(house, telegram)
      await user.start()
      await user.waitForNew()
      return user
    }],
    ['LINE', () => onLine(house, tongue)],
  ]

  test.each(where)('on %s', async (_platform, meet) => {
    const resident = await meet()
    expect(resident.last().text).toContain(greets)
    const typed = { 'other side': '4-301', name: '4-301', 'Where is it': 'No 3', 对方是谁: '4-301', 對方是誰: '4-301', like: 'OK 1' }
    const { number } = await fileCase(resident, story, { pick, typed })
    expect(resident.messages.some((message) => message.text.includes(filed))).toBe(true)
    await house.calm()
    await mediator.tapsOld(offered([mediator], number).offer, '受理')
    await house.calm()
    await resident.waitFor(taken)
    await closes(house, mediator, /^达成协议/, '1 2 3')
    await resident.waitFor(closed)
    await house.move(6 * day)
    await resident.waitFor((message) => message.labels.some((label) => label.startsWith(point)))
    await resident.taps(tongue === 'en' ? /^5/ : point)
    await resident.waitForNew(thanks)
    const said = resident.messages.map((message) => [message.text, ...message.labels].join('\n').replaceAll('和平街道', '').replaceAll('语言', '').replaceAll('Language', '').replaceAll(story, '').replaceAll('希望尽快修好并赔偿损失', ''))
    expect(said.filter((text) => foreign.test(text)).map((text) => `${foreign.exec(text)?.[0]}: ${text}`)).toEqual([])
  })
})

test.each([['zh-hans', '您好，这里是'], ['zh-CN', '您好，这里是'], ['zh-hant', '您好，這裡是'], ['zh-TW', '您好，這裡是'], ['en', 'Hello, this is'], ['en-GB', 'Hello, this is'], ['fr', '您好，这里是']])('Telegram says the person reads %s', async (code, words) => {
  const user = onTelegram(house, code)
  await user.start()
  expect((await user.waitForNew()).text).toContain(words)
})

test('the language is changed in the middle of a draft, and the draft goes on in it', async () => {
  const resident = onTelegram(house)
  await walksTo(resident, tongues['zh-CN'].story, /对方是谁/)
  await resident.says('语言')
  await resident.waitForNew('请选择语言')
  await resident.taps('English')
  const back = await resident.waitForNew('English from now on')
  expect(back.text).toContain('Who is on the other side')
  await resident.says('Mr Wang')
  await resident.waitForNew(/How can they be reached|Where is it/)
  await resident.says('/language')
  await resident.waitForNew()
  await resident.taps('繁體中文')
  expect((await resident.waitForNew()).text).toMatch(/怎麼能聯絡上|在哪裡/)
  await resident.says('cancel')
  expect((await resident.waitForNew()).labels).toContain('停止並刪除')
})

test('resident in English on LINE, mediator in Chinese on Telegram: each reads their own language, words go word for word', async () => {
  const resident = await onLine(house, 'en')
  const { number } = await fileCase(resident, tongues.en.story, { pick: /^Mediation/ })
  await house.calm()
  const { offer } = offered([mediator], number)
  expect(offer.text).toContain('类别：人民调解')
  expect(offer.text).toContain(tongues.en.story)
  await mediator.tapsOld(offer, '受理')
  await house.calm()
  await mediator.taps('给当事人发消息')
  await mediator.waitForNew()
  await mediator.says('Tomorrow at ten, 可以吗？')
  await house.calm()
  const told = await resident.waitFor('Tomorrow at ten, 可以吗？')
  expect(told.text).toContain('Wang writes:')
  await resident.tapsOld(told, 'Answer')
  await resident.waitForNew('Write your answer')
  await resident.says('Yes, I am at home.')
  await house.calm()
  expect((await mediator.waitFor('Yes, I am at home.')).text).toContain('当事人回复')
})
