import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { closes } from '../../staff.ts'
import { forgesPage } from './heads.ts'
import { joinsAs, takesOnly } from './leaders.ts'
import { does, fills, heard, linked, openDuties, opens, referral } from './linked.ts'

/** MED-22, LAB-6: a court entrusts us with a case; it gets its letter by itself, and an entrusted one comes back at once when it fails. */

let house: TestHouse
let wang: TelegramUser
let head: LineUser
let court: LineUser
let police: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['mediation', 'labour'])
  wang = await member(house, 'mediator', '王调解')
  head = await joinsAs(house, await onLine(house), 'head', '李主任')
  court = await onLine(house)
  police = onTelegram(house, 'en')
  await linked(house, head, court, '法院（诉调对接）', '区人民法院', '吴法官')
  await linked(house, head, police, '公安（公调对接）', '和平派出所', 'Officer Zhou')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

/** The court registers a case; returned: its number with us. */
async function registers(kind: string, own: string, answers: { category: string; way: string; consent: string; day?: string }): Promise<string> {
  await opens(house, court, '与中心往来')
  await court.taps('转来一件')
  await house.calm()
  await court.taps(kind)
  const done = await fills(house, court, [`=${answers.category}`, `=${answers.way}`, own, '林晓', '13700001111', '赵强', '13900002222', '河东路3号', '双方为排水沟争吵，诉到法院：紫色刺猬。', `=${answers.consent}`, answers.day ?? '2026-12-11'])
  return /中心编号：(\S+?)，/.exec(done.text)?.[1] ?? ''
}

test('MED-22, LAB-6: before a lawsuit: registered, offered with the court’s number and day, settled; the letter goes by itself', async () => {
  const number = await registers('人民调解', '(2026)民诉前12号', { category: '邻里', way: '诉前', consent: '双方都同意' })
  expect(number).not.toBe('')
  const offer = wang.last()
  expect(offer.text).toMatch(/区人民法院，\(2026\)民诉前12号（诉前），12月11日/)
  expect(offer.text).not.toContain('13700001111')
  expect(heard(police)).not.toContain('紫色刺猬')
  await wang.taps('受理')
  await house.calm()
  expect(wang.last().text).toMatch(/13700001111/)
  expect((await openDuties(house, number)).find(({ kind }) => kind === 'answer-body')).toMatchObject({ owner: 'handler', who: '王调解' })

  // The same number once more is refused, with where it is.
  await opens(house, court, '与中心往来')
  expect(court.last().text).toContain(number)
  await court.taps('转来一件')
  await house.calm()
  await court.taps('人民调解')
  const again = await fills(house, court, ['=邻里', '=诉前', '(2026)民诉前12号', '林晓', '13700001111', '赵强', '13900002222', '河东路3号', '同一件。', '=还没问', '2026-12-11'])
  expect(again.text).toContain('已经登记过了')

  // Whoever is named comes in by a code and reads it in their own chat.
  await does(house, wang, '给本人新代码')
  await house.calm()
  const [code = ''] = /CASE-[A-Z2-9]{13}/.exec((await wang.waitFor(/CASE-/)).text) ?? []
  const lin = onTelegram(house, 'en')
  await lin.says(code)
  await lin.waitForNew((message) => message.labels.length > 0)
  await lin.taps(lin.last().labels[0] ?? '')
  await house.calm()

  // A week later the court looks: it reads how far it is, not what the sides say.
  await house.move(7 * 86_400_000)
  await opens(house, court, '与中心往来')
  await court.taps(number)
  await house.calm()
  expect(court.last().text).toMatch(/贵方编号\(2026\)民诉前12号（诉前）[\s\S]*我们在办/)

  await wang.taps(number)
  await house.calm()
  await closes(house, wang, /^达成协议/, '双方约定共同清沟，十二月五日前完成。')
  expect(court.last().text).toMatch(/回函：贵方\(2026\)民诉前12号，结果：调解成功，已办结[\s\S]*共同清沟/)
  expect(heard(lin)).toContain('共同清沟')
  expect(await referral(house, number)).toMatchObject({ direction: 'in', kind: 'before-suit', state: 'answered', outcome: 'settled' })
  expect((await openDuties(house, number)).map(({ kind }) => kind)).not.toContain('answer-body')
})

test('LAB-6, MED-22: entrusted: it failed, and goes back at once with the reason; nothing holds it up, also when pressed twice', async () => {
  const number = await registers('人民调解', '(2026)委调3号', { category: '邻里', way: '委托调解', consent: '双方都同意' })
  await wang.taps('受理')
  await house.calm()
  await does(house, wang, '退回来函单位')
  await wang.taps('多次调解不成')
  await wang.waitForNew()
  await wang.says('两次调解，赔偿数额差距太大：蓝色鳄鱼。')
  await wang.waitForNew()
  await wang.taps('就这样发出')
  await house.calm()
  expect(heard(court)).toMatch(/回函：贵方\(2026\)委调3号，结果：退回委托方[\s\S]*蓝色鳄鱼/)
  expect(heard(court)).toContain('退回原因：多次调解不成')
  expect(await referral(house, number)).toMatchObject({ state: 'answered', outcome: 'returned' })
  expect((await house.query<{ stage: string; outcome: string }>('select stage, outcome from cases where number = $1', [number]))[0]).toEqual({ stage: 'closed', outcome: 'failed' })
  const letters = court.messages.filter(({ text }) => text.includes('退回委托方')).length
  await wang.taps('退回来函单位')
  await house.calm()
  expect(court.messages.filter(({ text }) => text.includes('退回委托方')).length).toBe(letters)
})

test('LAB-6: entrusted under the labour rules: both unwilling, and it goes back by itself at that moment', async () => {
  const number = await registers('劳动争议', '(2026)委调9号', { category: '劳动报酬', way: '委托调解', consent: '还没问' })
  await wang.taps('受理')
  await house.calm()
  const kinds = (await openDuties(house, number)).map(({ kind }) => kind)
  expect(kinds).toEqual(expect.arrayContaining(['record-consent', 'answer-body']))
  await does(house, wang, '记录双方意愿')
  await wang.taps(/都不/)
  await wang.waitForNew()
  await wang.says('双方都说要等判决。')
  await wang.waitForNew()
  await wang.taps('就这样发出')
  await house.calm()
  expect((await house.query<{ stage: string; outcome: string }>('select stage, outcome from cases where number = $1', [number]))[0]).toEqual({ stage: 'closed', outcome: 'returned-to-court' })
  expect(heard(court)).toMatch(/\(2026\)委调9号，结果：退回委托方/)
})

test('who may not: somebody of no body, a mediator, another body; a day that is over', async () => {
  expect((await forgesPage(wang, 'referin', 'file', 'mediation')).text).toContain('这一页不归您的岗位')
  const company = await member(house, 'liaison', '企业信息员')
  expect((await forgesPage(company, 'referin', 'file', 'mediation')).text).toContain('还没有登记为哪个单位的联络员')
  expect((await forgesPage(police, 'referin', 'show')).text).not.toContain('民诉前')
  expect((await forgesPage(police, 'bodystat', 'show', '1')).text).not.toContain('区人民法院')
})
