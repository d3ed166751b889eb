import { afterAll, beforeAll, expect, test } from 'vitest'
import { china, openOffice, whoHeard, type Office } from './life.ts'

/** Reports that an employer does not pay into social insurance, in English: from the five days for filing to the ninety for concluding. */

let office: Office
beforeAll(async () => {
  office = await openOffice({ takes: ['social-insurance'], language: 'en', at: '2026-03-02 09:30', staff: [['handler', 'Anna'], ['handler', 'Ben'], ['head', 'Helen'], ['leader', 'Luke']] })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})

const answers = { 'Which employer': 'Hongda Electronics', 'Where is the employer': '12 East Road', 'What do you really earn': '12000', 'Since when': '2025-10-01', 'What is your name': 'Zhou Qiang', 'phone number': '13800138000' }
let writers = 0

async function files(moment: string, more: { story?: string; pick?: RegExp; typed?: Record<string, string> } = {}) {
  await office.house.moveTo(china(moment))
  await office.lately()
  const name = `writer ${++writers}`
  const who = office.meets(name)
  const number = await office.files(who, more.story ?? 'They declare a lower wage than they pay, and our contributions go by the lowest base.', { pick: more.pick ?? /^Social insurance|^No$/, typed: { ...answers, ...more.typed } })
  expect(number).toMatch(/^N2026\d{4}$/)
  await office.lately()
  return { number, name, who }
}

/** Words said to one person, in order. */
const toldTo = async (name: string): Promise<string> => (await office.lately()).filter(({ to }) => to === name).map(({ text }) => text).join('\n')

test('INS-1 INS-2: looked into, filed by the head, concluded in time, and the reporter is told and asked', async () => {
  const { number, name, who } = await files('2026-03-02 09:30')
  const handler = await office.takes(number)
  const card = office.the(handler).last().text
  expect(card).toMatch(/Real pay a month: 12000/)
  await office.lately()
  // The preliminary look is due on the third working day, the head's decision on the fifth.
  expect(whoHeard(await office.until('2026-03-04 10:00'), 'Look into it and propose')).toEqual([`2026-03-04 09:00 ${handler}`])
  await office.does(handler, number, /^Propose to the head/, 'Pay slips show 12 000, the declared base is 4 800. File it.')
  expect(whoHeard(await office.lately(), 'the declared base is 4 800')).toContain('2026-03-04 10:00 Helen')
  await office.does('Helen', number, /^Investigate or not/, /^Open investigation/, 'The material bears it out.')
  expect(await toldTo(name)).toMatch(/Helen has decided whether your report will be investigated[\s\S]*Open investigation[\s\S]*bears it out/)
  // Half-way the reporter hears how far it is; ten working days before the end the handler is reminded.
  const halfway = await office.until('2026-04-14 10:00')
  expect(whoHeard(halfway, 'Tell them how far it is')).toEqual([`2026-04-14 09:00 ${handler}`])
  await office.does(handler, number, /^Record the audit/, 'The books are with us; the employer has until May to explain.')
  expect(await toldTo(name)).toContain('The books are with us')
  const end = await office.until('2026-05-18 10:00')
  expect(whoHeard(end, 'Tell them how far it is')).toEqual([])
  expect(whoHeard(end, 'Conclude the audit')).toEqual([`2026-05-18 09:00 ${handler}`])
  await office.closes(handler, number, /^put right and paid/, 'The employer has paid in the difference since October.')
  expect(await toldTo(name)).toMatch(/Your case is closed: put right and paid[\s\S]*since October/)
  expect(whoHeard(await office.until('2026-05-21 12:00'), 'How satisfied')).toEqual([`2026-05-20 17:30 ${name}`])
  await office.taps(who, number, /^5/)
  expect(await office.row(number)).toMatchObject({ stage: 'closed', outcome: 'corrected', score: 5 })
})

test('INS-1: five working days without a decision: the head, then the leader, and the reporter read that it is late', async () => {
  const { number, name } = await files('2026-06-01 09:30')
  const handler = await office.takes(number)
  await office.lately()
  const said = await office.until('2026-06-10 18:00')
  expect(whoHeard(said, 'Look into it and propose')).toEqual([`2026-06-03 09:00 ${handler}`, `2026-06-05 09:00 ${handler}`, '2026-06-05 09:00 Helen'].sort())
  expect(whoHeard(said, 'Decide whether to investigate')).toEqual(['2026-06-05 09:00 Helen', '2026-06-09 09:00 Helen', '2026-06-09 09:00 Luke', '2026-06-10 09:00 Helen', '2026-06-10 09:00 Luke'])
  expect(whoHeard(said, 'we are late')).toEqual([`2026-06-09 09:00 ${name}`])
  // Not investigated: a notice with reasons within a working day.
  await office.does('Helen', number, /^Investigate or not/, /^Do not open one/, 'It is about a housing fund, which another office keeps.')
  expect(await toldTo(name)).toMatch(/Do not open one[\s\S]*which another office keeps/)
  expect(whoHeard(await office.until('2026-06-15 10:00'), 'why it is not investigated')).toEqual([`2026-06-12 09:00 ${handler}`, '2026-06-12 09:00 Helen', '2026-06-15 09:00 Helen', '2026-06-15 09:00 Luke'].sort())
  // A refusal goes out when the head has signed it.
  await office.closes(handler, number, /^not taken up/, 'Housing funds are kept by the housing fund centre, 8 Lake Street.')
  expect(await toldTo(name)).not.toContain('8 Lake Street')
  await office.does('Helen', number, /^Sign off/, /^Agreed/)
  expect(await toldTo(name)).toMatch(/closed: not taken up[\s\S]*8 Lake Street[\s\S]*administrative review/)
  expect(whoHeard(await office.until('2026-06-22 18:00'), 'How satisfied')).toEqual([])
})

test('INS-2: sixty working days are extended to ninety once, before they are over; after ninety everybody hears of it', async () => {
  const { number, name, who } = await files('2026-06-23 09:30', { typed: { 'How many': 'Thirty or more', 'About how many': 'Thirty or more' } })
  expect(await office.row(number)).toMatchObject({ level: 'many' })
  const handler = await office.takes(number)
  await office.does('Helen', number, /^Investigate or not/, /^Open investigation/, 'Two hundred workers are concerned.')
  await office.lately()
  // Given to a colleague: what has been decided is not asked again.
  const next = handler === 'Anna' ? 'Ben' : 'Anna'
  await office.does('Helen', number, /^Assign/, new RegExp(`^${next}`))
  await office.takes(number)
  expect(whoHeard(await office.until('2026-09-01 10:00'), 'propose whether')).toEqual([])
  await office.does(next, number, /^Ask for more time/, 'Two hundred accounts have to be checked one by one.')
  await office.does('Helen', number, /^Decide on more time/, /^Grant it/)
  expect(await toldTo(name)).toMatch(/The new day: Mon, November 2[\s\S]*one by one/)
  expect((await office.looks(next, number)).labels.some((label) => label.startsWith('Ask for more'))).toBe(false)
  await office.lately()
  const said = await office.until('2026-11-16 18:00')
  expect(whoHeard(said, 'Conclude the audit')).toEqual([`2026-10-19 09:00 ${next}`, '2026-11-03 09:00 Helen', `2026-11-03 09:00 ${next}`, '2026-11-06 09:00 Helen', '2026-11-06 09:00 Luke'].sort())
  expect(whoHeard(said, 'we are late')).toEqual([`2026-11-03 09:00 ${name}`])
  await office.closes(next, number, /^ordered to pay/, 'The employer is ordered to pay within fifteen days.')
  expect(await toldTo(name)).toMatch(/ordered to pay[\s\S]*administrative review/)
  // A low score: looked at again by somebody else, and the head decides anew.
  await office.until('2026-11-19 14:00')
  await office.taps(who, number, /^2/)
  expect(office.asked(number)).not.toBe(next)
  expect(whoHeard(await office.lately(), 'Reopened')).toEqual(['2026-11-19 14:00 Helen'])
  await office.takes(number)
  expect(await office.row(number)).toMatchObject({ stage: 'accepted', reopened: 1 })
})

test('INS-1 INS-2: without a name: no name on any card, what is outside its competence is passed on, and the answer still arrives', async () => {
  const { number, name } = await files('2026-11-23 09:30', { story: 'My company never enrolled anybody in social insurance and made us sign a waiver.', pick: /^Social insurance|^Yes$/ })
  const handler = await office.takes(number)
  expect(office.the(handler).last().text).not.toMatch(/Zhou Qiang|13800138000/)
  await office.closes(handler, number, /^passed on/, 'The head office of the company is in another district, whose office has it now.')
  expect(await toldTo(name)).toMatch(/closed: passed on[\s\S]*whose office has it now/)
})
