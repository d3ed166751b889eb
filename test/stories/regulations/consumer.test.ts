import { afterAll, beforeAll, expect, test } from 'vitest'
import { china, openOffice, whoHeard, type Office } from './life.ts'

/** Consumers' complaints, in the Chinese of Taiwan: mediated with the business, or sent on and chased. 2026-11-23 is a Monday. */

let office: Office
beforeAll(async () => {
  office = await openOffice({ takes: ['consumer'], language: 'zh-TW', staff: [['handler', '林承辦'], ['handler', '許承辦'], ['head', '張主任'], ['leader', '黃處長']] })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})

const answers = { 是哪個商家: '樂活健身房', 商家在哪裡: '中山路 12 號', 商家的電話: '02-2345-6789', 買的是什麼: '兩年會員卡', 哪一天買的: '2026-08-01', 花了多少錢: '18000', 希望商家怎麼做: '退還剩下的錢', 怎麼稱呼您: '陳怡君' }
let buyers = 0

async function files(moment: string, typed: Record<string, string> = {}) {
  await office.house.moveTo(china(moment))
  await office.lately()
  const name = `買家${++buyers}`
  const who = office.meets(name)
  const number = await office.files(who, '健身房辦了兩年卡，才三個月就關門了，不給退費。', { pick: /^消費申訴.*預付卡/, typed: { ...answers, ...typed } })
  expect(number).toMatch(/^F202[67]\d{4}$/)
  await office.lately()
  return { number, name, who }
}

const toldTo = async (name: string): Promise<string> => (await office.lately()).filter(({ to }) => to === name).map(({ text }) => text).join('\n')

test('CSM-1: everything the registration form asks for is asked, and stands on the card of whoever takes it', async () => {
  const { number } = await files('2026-11-23 09:30')
  const handler = await office.takes(number)
  const card = office.the(handler).last().text
  for (const words of ['商家地址：中山路 12 號', '02-2345-6789', '商品或服務：兩年會員卡', '消費日期：2026-08-01', '金額：18000', '訴求：退還剩下的錢', '對方：樂活健身房', '陳怡君', '13800138000', '才三個月就關門了']) expect(card).toContain(words)
})

test('CSM-2: sent on with a day for the reply; the consumer reads where, whom and which phone; the reply is chased, then passed on', async () => {
  const { number, name, who } = await files('2026-11-30 09:30')
  const handler = office.asked(number)
  // Straight from the offer: who sends it on has taken it.
  await office.takes(number)
  await office.lately()
  await office.does(handler, number, /^轉送權責單位/, /^一週內答覆/, '市府消保官，承辦人吳先生，電話 02-2720-8889。')
  expect(await toldTo(name)).toMatch(/轉送給權責單位[\s\S]*一週內答覆[\s\S]*市府消保官，承辦人吳先生，電話 02-2720-8889[\s\S]*期限：12月7日週一/)
  const waiting = await office.until('2026-12-11 18:00')
  expect(whoHeard(waiting, '催要受轉送單位的答覆')).toEqual([`2026-12-04 09:00 ${handler}`, `2026-12-08 09:00 ${handler}`, '2026-12-09 09:00 張主任', '2026-12-11 09:00 張主任', '2026-12-11 09:00 黃處長'].sort())
  expect(whoHeard(waiting, '很抱歉')).toEqual([`2026-12-08 09:00 ${name}`])
  expect(await office.row(number)).toMatchObject({ level: 'major' })
  await office.does(handler, number, /^催辦，另約日期/, /^再給三天/, '吳先生說本週四前回覆。')
  expect(await toldTo(name)).toMatch(/對方另約了答覆日期[\s\S]*再給三天[\s\S]*吳先生說/)
  // Nothing is dealt with there before they have answered.
  await office.does(handler, number, /^結案/)
  expect(office.the(handler).last().labels).toContain('調解不成立')
  expect(office.the(handler).last().labels).not.toContain('受轉送單位已處理')
  await office.does(handler, number, /^登記對方答覆/, '業者同意退一萬二，十二月二十日前匯款。')
  expect(await toldTo(name)).toMatch(/收到了對方單位的答覆[\s\S]*退一萬二/)
  expect(whoHeard(await office.until('2026-12-15 12:00'), '轉告答覆並結案')).toEqual([`2026-12-14 09:00 ${handler}`])
  await office.closes(handler, number, /^受轉送單位已處理/, '消保官已處理，業者十二月二十日前退一萬二。')
  expect(await toldTo(name)).toMatch(/受轉送單位已處理[\s\S]*消費者保護團體/)
  await office.until('2026-12-18 12:00')
  await office.taps(who, number, /^4 分/)
  expect(await office.row(number)).toMatchObject({ stage: 'closed', outcome: 'answered-there', score: 4 })
})

test('MED-6 MED-13 CSM-1: mediated here: the business is asked, one session, agreed, and a low score opens it again', async () => {
  const { number, name, who } = await files('2026-12-21 09:30', { 花了多少錢: '3000' })
  const handler = await office.takes(number)
  await office.lately()
  expect(whoHeard(await office.until('2026-12-25 10:00'), '問商家是否願意調解')).toEqual([`2026-12-23 09:00 ${handler}`, `2026-12-25 09:00 ${handler}`])
  await office.does(handler, number, /^商家願意調解/)
  expect(await toldTo(name)).toContain('商家願意調解')
  await office.does(handler, number, /^記調解/, /^談成了/, '業者願退一半，買家接受。')
  await office.closes(handler, number, /^達成協議/, '業者退一千五，三天內匯款。')
  expect(await toldTo(name)).toMatch(/已結案：達成協議[\s\S]*退一千五/)
  expect(whoHeard(await office.until('2026-12-29 12:00'), '您滿意嗎')).toEqual([`2026-12-28 17:30 ${name}`])
  await office.taps(who, number, /^1 分/)
  expect(await toldTo(name)).toContain('由另一位同事負責')
  // Nobody is asked over lunch.
  await office.until('2026-12-29 14:00')
  expect(office.asked(number)).not.toBe(handler)
  await office.takes(number)
  expect(await office.row(number)).toMatchObject({ stage: 'accepted', reopened: 1 })
})

test('MED-9: rights and duties are read before it is sent', async () => {
  const card = await office.reviews(office.meets('看一眼'), '健身房辦了兩年卡，才三個月就關門了，不給退費。', { pick: /^消費申訴.*預付卡/, typed: answers })
  expect(card.text).toMatch(/可以要求換一位調解員[\s\S]*不要讓衝突升高/)
})

test('MED-6 MED-8: the business declines: the consumer reads it; left lying for a month, head and leader step in', async () => {
  const { number, name } = await files('2027-03-01 09:30', { 花了多少錢: '30000' })
  expect(await office.row(number)).toMatchObject({ level: 'major' })
  const handler = await office.takes(number)
  await office.does(handler, number, /^商家不願調解/, '業者說合約寫明不退。')
  expect(await toldTo(name)).toMatch(/商家不願意調解[\s\S]*合約寫明不退/)
  const said = await office.until('2027-04-08 18:00')
  expect(whoHeard(said, '商家不願調解：結案，或說明下一步')).toEqual([`2027-03-03 09:00 ${handler}`, `2027-03-05 09:00 ${handler}`, '2027-03-05 09:00 張主任'].sort())
  expect(whoHeard(said, '完成調解')).toEqual([`2027-03-25 09:00 ${handler}`, `2027-04-02 09:00 ${handler}`, '2027-04-02 09:00 張主任', '2027-04-07 09:00 張主任', '2027-04-07 09:00 黃處長'].sort())
  expect(whoHeard(said, '很抱歉')).toEqual([`2027-04-02 09:00 ${name}`])
  await office.closes(handler, number, /^調解不成立/, '業者不願退，您可以再向消保官申訴或提告。')
  expect(await toldTo(name)).toMatch(/調解不成立[\s\S]*消保官[\s\S]*法院/)
})

test('MED-4 MED-7 MED-9: refused with the reason before anybody takes it; lying too long; withdrawn, and nobody asks about it', async () => {
  const { number, name } = await files('2027-05-03 09:30')
  await office.closes(office.asked(number), number, /^不予受理/, '這是公司之間的買賣，不屬於消費申訴。')
  await office.does('張主任', number, /^簽核/, /^同意/)
  expect(await toldTo(name)).toMatch(/不予受理[\s\S]*公司之間的買賣[\s\S]*法院/)
  const other = await files('2027-05-10 09:30')
  const said = await office.until('2027-05-18 16:00')
  expect(whoHeard(said, '決定受理、不受理或轉送')).toEqual(['2027-05-13 09:00 張主任', '2027-05-18 09:00 張主任'])
  expect(whoHeard(said, '很抱歉')).toEqual([`2027-05-18 09:00 ${other.name}`])
  await office.does(other.name, other.number, /^撤回/, /^是我自己的意思/, '店家已經退錢了。', /^是，撤回|^確定撤回/)
  expect(await toldTo(other.name)).toContain('消費者撤回')
  const after = await office.until('2027-05-28 18:00')
  expect(after.filter(({ text }) => text.includes(number) || text.includes(other.number))).toEqual([])
})
