import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'

/** Somebody would rather speak than write: what they say is kept, and a person listens to it. */

let house: TestHouse
let wang: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  wang = await member(house, 'mediator', '王调解')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const voicesOf = (who: TelegramUser): number => who.messages.filter((each) => each.from === 'bot' && each.kind === 'voice').length
const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'

async function spoken(person: ChatPerson, heard: RegExp, agree: string, allSaid: string): Promise<void> {
  await person.sendsVoice()
  await person.waitForNew(heard)
  await person.taps(agree)
  await person.waitForNew((message: ChatMessage) => message.labels.includes(allSaid))
  await person.taps(allSaid)
  await person.waitForNew()
}

test('on Telegram a matter told by voice alone is filed, and whoever is asked to take it gets the recording', async () => {
  const li = onTelegram(house)
  await spoken(li, /语音收到了，工作人员会听/, '同意，继续', '语音已经说清楚了')
  const before = voicesOf(wang)
  await fileCase(li, '漏水', { pick: /邻里|邻居/ })
  await house.calm()
  expect(voicesOf(wang)).toBe(before + 1)
  expect((await house.cases()).at(-1)?.story).toContain('请听录音')
})

test('on LINE too, in English', async () => {
  const mei = await onLine(house, 'en')
  await spoken(mei, /a person will listen to it/, 'Agree and go on', 'My voice says it all')
  const before = voicesOf(wang)
  await fileCase(mei, 'water leak', { pick: /[Nn]eighbour/ })
  await house.calm()
  expect(voicesOf(wang)).toBe(before + 1)
})

test.each(['Telegram', 'LINE'])('on %s what is added by voice comes with the message that tells of it, and stays with the case', async (where) => {
  const resident = where === 'LINE' ? await onLine(house) : onTelegram(house)
  const { number } = await fileCase(resident, story)
  await house.calm()
  const { who, offer } = offered([wang], number)
  await who.tapsOld(offer, '受理')
  await house.calm()
  const before = voicesOf(who)
  await resident.sendsVoice()
  await resident.waitForNew(/工作人员会听/)
  await resident.taps(new RegExp(number))
  await resident.waitForNew(number)
  await house.calm()
  expect(voicesOf(who)).toBe(before + 1)
  expect(who.messages.findLast((each) => each.text.includes(number))?.text).toMatch(/附件 1 份/)
  const [kept] = await house.query<{ state: string; mime: string }>('select a.state, a.mime from attachments a join cases c on c.id = a.case_id where c.number = $1', [number])
  expect(kept).toEqual({ state: 'kept', mime: expect.stringMatching(/^audio\//) as unknown })
})

test('an answer to the mediator may be spoken', async () => {
  const li = onTelegram(house)
  const { number } = await fileCase(li, story)
  await house.calm()
  const { who, offer } = offered([wang], number)
  await who.tapsOld(offer, '受理')
  await house.calm()
  await who.taps('给当事人发消息')
  await who.waitForNew()
  await who.says('请问漏水从哪天开始？')
  await who.waitForNew()
  if (who.last().labels.includes('就这样发出')) await who.taps('就这样发出')
  await house.calm()
  await li.taps(/^(回复|答复)/)
  await li.waitForNew()
  const before = voicesOf(who)
  await li.sendsVoice()
  await li.waitForNew(/工作人员会听/)
  await house.calm()
  expect(voicesOf(who)).toBe(before + 1)
})

test.each(['Telegram', 'LINE'])('on %s whoever asks for a person may speak: the officer on duty hears it', async (where) => {
  const resident = where === 'LINE' ? await onLine(house) : onTelegram(house)
  await resident.says('人工')
  await resident.waitForNew()
  const before = voicesOf(wang)
  await resident.sendsVoice()
  await resident.waitForNew(/语音收到了[\s\S]*值班人员/)
  await house.calm()
  expect(voicesOf(wang)).toBe(before + 1)
  expect(wang.last().labels).toContain('回复')
})
