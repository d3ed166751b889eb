import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase, toReview, walksTo } from '../../resident.ts'
import { closes } from '../../staff.ts'
import { filesAs } from './ways.ts'

/** PRO-12: whoever is about to report what is being handled already is told so, and nobody learns who reported it. */

const pick = /^是另一件新的事|设备管理|設備管理|Equipment|^都没有|^就我|^都沒有|^Just|^No/
const lift = '电梯坏了三天没人修，老人上不去，暗号蓝色河马。'
const send = /^(确认提交|確認送出|Send it)$/

let house: TestHouse
let handler: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  handler = await member(house, 'handler', '钱经办')
  await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  // Whatever residents have brought about keeps no house from starting.
  await house.restart()
  await house.stop()
})

const at = (place: string, more: Record<string, string> = {}) => ({ pick, typed: { 哪个小区: place, 哪個社區: place, 'Which estate': place, ...more } })

async function reported(place: string): Promise<{ who: TelegramUser; number: string }> {
  const who = onTelegram(house)
  const { number } = await fileCase(who, lift, at(place, { 怎么称呼您: '林小满' }))
  await house.calm()
  return { who, number }
}

async function sends(who: ChatPerson, story: string, place: string): Promise<string> {
  await toReview(who, story, at(place))
  await who.taps(send)
  return (await who.waitForNew()).text
}

test('the neighbour follows instead of filing again: staff read their words, the first reporter never does', async () => {
  const first = await reported('天安花园 5 栋')
  const mei = await onLine(house, 'zh-TW')
  const shown = await sends(mei, '我們這棟電梯又壞了，我媽膝蓋不好，暗號紅色海豚。', '天安花園５棟 1203')
  expect(shown).toMatch(/您說的地點附近.*11月23日.*反映的人數：1/)
  expect(shown).not.toMatch(new RegExp(`蓝色河马|林小满|1380013|${first.number}|李梅`))

  await mei.taps('第 1 件相同，關注它')
  await house.calm()
  expect((await mei.waitFor('已關注')).text).toContain(first.number)
  const read = await handler.waitFor((message) => message.text.includes('红色海豚') || message.text.includes('紅色海豚'))
  expect(read.text).toMatch(/现在共 2 人/)
  expect((await house.cases()).length).toBe(1)

  await handler.tapsOld(offered([handler], first.number).offer, '受理')
  await house.calm()
  await mei.waitFor('已有人受理')
  expect((await handler.waitFor((message) => message.text.includes('共 2 人反映同一情况'))).text).toContain(first.number)

  await mei.says('我的案件')
  await mei.waitForNew(first.number)
  await mei.taps(first.number)
  expect((await mei.waitForNew('您關注著這件事')).text).not.toMatch(/蓝色河马|林小满|电梯坏了三天/)

  await closes(house, handler, /^(?!撤|不).*/, '电梯主板今天换好了，暗号绿色袋鼠。')
  await mei.waitFor('已經結案')
  for (const message of mei.messages) expect(message.text).not.toMatch(/绿色袋鼠|蓝色河马|林小满/)
  for (const message of first.who.messages) expect(message.text).not.toContain('海豚')
})

test('in English on Telegram: another matter is filed as ever, and who follows can stop', async () => {
  const first = await reported('和平里 3 号楼')
  const amy = onTelegram(house, 'en')
  expect(await sends(amy, 'The elevator in our block stopped again, secret word yellow zebra.', '和平里3号楼')).toMatch(/Near the place you named/)
  await amy.taps('Back')
  await amy.waitForNew((message) => message.labels.some((label) => send.test(label)))
  await amy.taps(send)
  await amy.waitForNew(/Near the place/)
  await amy.taps(/Follow no/)
  await house.calm()
  await amy.says('my cases')
  await amy.waitForNew(first.number)
  await amy.taps(first.number)
  await amy.waitForNew('You follow this case')
  await amy.taps('Stop following')
  await amy.waitForNew('you hear no more')
  await handler.tapsOld(offered([handler], first.number).offer, '受理')
  await house.calm()
  expect(amy.messages.some((message) => message.text.includes('Somebody has taken on'))).toBe(false)

  const ben = onTelegram(house, 'en')
  await sends(ben, 'The elevator in our block stopped and the doors squeeze people.', '和平里3号楼')
  await ben.taps('Another matter: send')
  await ben.waitForNew(/Tracking code/)
})

test('one’s own like case: what was written and sent goes to it, and nothing is lost', async () => {
  const { who, number } = await reported('丽景苑 2 栋')
  await walksTo(who, '电梯坏了，又把人关在里面，响声很大。', /照片|材料/, at('丽景苑 2 栋'))
  await who.sendsPhoto()
  await who.waitForNew()
  await who.taps(/发完了|没有，继续/)
  await who.waitForNew((message) => message.labels.some((label) => send.test(label)))
  await who.taps(send)
  expect((await who.waitForNew('您自己的')).text).toContain(number)
  await who.taps(`补充到 ${number}`)
  await house.calm()
  await who.waitFor(`已补充到 ${number}`)
  const read = await handler.waitFor((message) => message.text.includes('又把人关在里面'))
  expect(read.text).toContain('丽景苑 2 栋')
  expect(await house.query(`select count(*)::int as n from attachments a join cases c on c.id = a.case_id where c.number = $1`, [number])).toEqual([{ n: 1 }])
})

test('a place corrected later: found where it is, and no more where it was not', async () => {
  const first = await reported('锦绣城 7 栋')
  await first.who.says('我的事项')
  await first.who.waitForNew(first.number)
  await first.who.taps(first.number)
  await first.who.waitForNew((message) => message.labels.includes('更多'))
  await first.who.taps('更多')
  await first.who.waitForNew((message) => message.labels.includes('更正信息'))
  await first.who.taps('更正信息')
  await first.who.waitForNew((message) => message.labels.includes('地点'))
  await first.who.taps('地点')
  await first.who.waitForNew()
  await first.who.says('锦绣城 9 栋')
  await first.who.waitForNew(/已更正/)
  await house.calm()
  expect(await sends(onTelegram(house), lift, '锦绣城 9 栋')).toMatch(/您说的地点附近/)
  expect(await sends(onTelegram(house), lift, '锦绣城 7 栋')).toContain('查询码')
})

test('a stranger in a mediation next door, a nameless one and a sealed kind are told of nothing', async () => {
  const quarrel = '楼上邻居家的水管漏水，找他三次都不肯修。'
  const named = (name: string) => ({ pick: /^人民调解|^不匿名|^否/, typed: { 对方: name, 地: '幸福路 8 号' } })
  await fileCase(onTelegram(house), quarrel, named('赵强'))
  const other = onTelegram(house)
  await toReview(other, quarrel, named('孙丽'))
  await other.taps(send)
  expect((await other.waitForNew()).text).toContain('查询码')
  const hashes = await house.query<{ keys: number; readable: boolean }>(`select cardinality(place_keys) as keys, place_keys::text ~ '花园|和平|丽景' as readable from cases where regulation = 'property-complaint'`)
  expect(hashes.every(({ keys, readable }) => keys > 0 && !readable)).toBe(true)
  expect(await house.query(`select distinct cardinality(place_keys) as keys from cases where regulation <> 'property-complaint'`)).toEqual([{ keys: 0 }])
})

test('what somebody tells for themselves never goes into the case of whom they act for (PET-9)', async () => {
  const proxy = onTelegram(house)
  await filesAs(proxy, /^替别人代办$/, lift, at('和谐家园 4 栋', { 替谁办: '周秀英', 怎么称呼您: '林小满' }))
  await house.calm()
  expect(await sends(proxy, lift, '和谐家园 4 栋')).not.toContain('您自己的')
})
