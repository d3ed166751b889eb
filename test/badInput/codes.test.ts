import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { ChatMessage, ChatPerson } from '../platforms/person.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase } from '../resident.ts'

/** Codes in hands they were not meant for, too late, or twice: a clear word, nothing told, nothing lost. */

const day = 86_400_000
const secret = '暗号蓝色河马'
let house: TestHouse
let wang: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  wang = await member(house, 'mediator', '王调解')
  await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const pick = /^人民调解|^人民調解|^People’s mediation|邻里|鄰里|^Neighbours|^就我|^几个人|^Just|^都没有/
const person = async (where: string): Promise<ChatPerson> => (where === 'LINE' ? onLine(house) : onTelegram(house))

async function says(who: ChatPerson, words: string): Promise<ChatMessage> {
  await who.says(words)
  await house.calm()
  return who.last()
}

/** A case in mediation, with a code for the other side. */
async function invitation(): Promise<{ applicant: TelegramUser; number: string; code: string }> {
  // Nobody on the staff is written to more than so often within an hour.
  await house.move(61 * 60_000)
  await house.atWork()
  const applicant = onTelegram(house)
  const { number } = await fileCase(applicant, `楼上邻居家的水管漏水，找他三次都不肯修。${secret}`, { pick, typed: { 怎么称呼您: '林小满' } })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  await wang.taps('邀请对方')
  await wang.waitForNew()
  await wang.says('关于水管的事，想请双方谈谈。')
  await wang.waitForNew()
  await wang.taps('就这样发出')
  const { text } = await wang.waitForNew(/CASE-[A-Z2-9]{13}/)
  return { applicant, number, code: /CASE-[A-Z2-9]{13}/.exec(text)?.[0] ?? '' }
}
const sides = async (number: string): Promise<{ role: string; here: boolean }[]> => house.query('select p.role, p.person_id is not null as here from parties p join cases c on c.id = p.case_id where c.number = $1 order by p.role', [number])
const heard = (who: ChatPerson): string => who.messages.filter(({ from }) => from === 'bot').map(({ text }) => text).join('\n')

test('somebody else’s code: the applicant cannot answer for the other side, and it stays good for them', async () => {
  const { applicant, number, code } = await invitation()
  expect((await says(applicant, code)).text).toContain('这个邀请是给另一方的')
  const other = await person('LINE')
  expect((await says(other, code)).labels).toContain('看清楚了，继续')
  expect((await sides(number)).some(({ role, here }) => role === 'respondent' && here)).toBe(false)
})

test('a right code at hand does not make guessing others any faster', async () => {
  const { applicant, code } = await invitation()
  for (let n = 0; n < 4; n++) await says(applicant, `CASE-${'ABCDEFGHJKLMN'.slice(n)}${'2345'.slice(0, n)}`)
  expect((await says(applicant, code)).text).toContain('这个邀请是给另一方的')
  await says(applicant, 'CASE-ZZZZZZZZZZZZZ')
  expect((await says(applicant, code)).text).toContain('试错')
})

test('a respondent who is also the mediator is asked to step back first', async () => {
  const { number, code } = await invitation()
  expect((await says(wang, code)).text).toContain('请先申请回避')
  expect((await sides(number)).some(({ role, here }) => role === 'respondent' && here)).toBe(false)
})

test.each(['Telegram', 'LINE'])('on %s two people answer one invitation at the same moment: one is in, the other is told, and learns nothing', async (where) => {
  const { number, code } = await invitation()
  const both = [await person(where), await person(where)]
  for (const each of both) expect((await says(each, code)).labels).toContain('看清楚了，继续')
  await Promise.all(both.map((each) => each.taps('看清楚了，继续')))
  await house.calm()
  const late = both.filter((each) => /已经(有人)?用过/.test(heard(each)))
  expect(late).toHaveLength(1)
  expect((await sides(number)).filter(({ role, here }) => role === 'respondent' && here)).toHaveLength(1)
  await late[0]?.says('/mycases')
  await house.calm()
  expect(late[0]?.last().text).not.toContain(number)
  expect(heard(late[0] as ChatPerson)).not.toMatch(new RegExp(`${secret}|林小满|13800138000`))
  await expect(late[0]?.waitFor(/大家好|王调解/, 100)).rejects.toThrow()
})

test.each(['Telegram', 'LINE'])('on %s a code used already, by whoever used it and by somebody else', async (where) => {
  const { number, code } = await invitation()
  const zhou = await person(where)
  await says(zhou, code)
  await zhou.taps('看清楚了，继续')
  await house.calm()
  expect((await says(zhou, code)).text).toContain('您已经在这件事里了')
  const stranger = await person(where)
  const told = (await says(stranger, code)).text
  expect(told).toContain('已经用过了')
  expect(told).not.toContain(number)
})

test('guessing is slow: after a few wrong codes one has to wait, and a right one waits too', async () => {
  const { code } = await invitation()
  const guesser = onTelegram(house)
  for (let n = 0; n < 8; n++) await says(guesser, `CASE-${'ABCDEFGH'[n]}BCDEFGHJKLMN`)
  expect(guesser.last().text).toContain('试错的次数多了')
  expect((await says(guesser, code)).text).toContain('试错的次数多了')
})

test.each(['Telegram', 'LINE'])('on %s an expired code: said so, whatever was being written stays', async (where) => {
  const { code } = await invitation()
  await house.move(15 * day)
  const zhou = await person(where)
  await zhou.says('我家门口的路灯坏了两个星期，晚上很黑，老人摔了。')
  await zhou.waitForNew(/同意/)
  const told = await says(zhou, code)
  expect(told.text).toContain('已经过期')
  expect(told.labels).toContain('同意，继续')
})

test('a staff code used twice, and one that never was: no role, no office, nothing told', async () => {
  const code = await house.invite('mediator')
  const [first, second] = [onTelegram(house), onTelegram(house)]
  await first.start(code)
  await first.waitForNew(/欢迎/)
  for (const wrong of [code, 'JOIN-AAAAAAAAAAAAA']) {
    await second.says(wrong)
    expect((await second.waitForNew()).text).toMatch(/不认识|没有|用过|过期|无效/)
  }
  await second.says('我的待办')
  await house.calm()
  expect(second.last().labels).not.toContain('我的待办')
})
