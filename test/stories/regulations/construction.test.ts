import { afterAll, beforeAll, expect, test } from 'vitest'
import { chased, filer, told } from './chased.ts'
import { openOffice, whoHeard, type Office } from './life.ts'

/** Complaints about the quality of building work from filing to callback, in English. */

let office: Office
let files: ReturnType<typeof filer>
beforeAll(async () => {
  office = await openOffice({ takes: ['construction'], language: 'en', staff: [['handler', 'Quinn'], ['handler', 'Sun'], ['head', 'Mrs Li'], ['leader', 'Mr Chen']] })
  files = filer(office, { kind: 'Building quality', name: 'Owner', answers: { 'Which estate': 'Lake Court, block 3, gable wall', 'Who is the developer': 'Hongda Homes', 'like to happen': 'Make it tight', 'your name': 'May Zhao', 'Your address': 'Block 3-601' }, number: /^B202[67]\d{4}$/ })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})

const rain = 'After every rain water comes through the outer wall of our new flat.'

test('CON-1: the review card says from part and hand-over date whether the warranty runs, and who has to deal with it', async () => {
  const cards = async (story: string, kind: RegExp, day: string | null): Promise<string> => {
    const typed = { ...(day === null ? {} : { 'handed over': day }), 'Which estate': 'Lake Court', developer: 'Hongda', 'like to happen': 'Mend it', 'your name': 'May', 'Your address': 'Block 3' }
    return (await office.reviews(office.meets(), story, { pick: new RegExp(`^Building quality.*${kind.source}|^Building quality$|None of these|^${kind.source}|^No$`), typed })).text
  }
  expect(await cards(rain, /Roof/, '2023-03-01')).toContain('Still in warranty, until March 1, 2028: the builder has to put it right')
  expect(await cards('The tiles came off the bathroom wall, the fitting-out is poor.', /Fitting/, '2023-03-01')).toMatch(/The warranty ended on .*2025: it is for the owner/)
  expect(await cards('A structural crack: the beam is cracked right through.', /Structure/, '1999-03-01')).toContain('Foundation and structure are in warranty as long as the building is designed to stand')
  // Not known: nothing is said about it.
  expect(await cards(rain, /Roof/, null)).not.toMatch(/warranty/)
})

test('CON-1 CON-2: in warranty: the builder is ordered, overruns, is reported, finishes; every warning and rung; told and called back', async () => {
  const { number, name, who } = await files('2026-11-23 10:30', rain, /Roof|^No$/, { typed: { 'handed over': '2023-03-01' } })
  const handler = await office.takes(number)
  const called = { [handler]: 'holder', [name]: 'owner' }
  expect(told(await office.lately(), name, 'see it through')).toContain('due on Mon, January 25')
  expect(chased(await office.until('2026-12-04 18:00'), number, called)).toEqual([
    '11-27 09:00 holder soon In warranty: make the builder deal with it', '11-27 09:00 holder soon Look at the site',
    '12-01 09:00 Mrs Li told In warranty: make the builder deal with it', '12-01 09:00 Mrs Li told Look at the site', '12-01 09:00 holder late In warranty: make the builder deal with it', '12-01 09:00 holder late Look at the site',
    '12-03 09:00 Mr Chen told In warranty: make the builder deal with it', '12-03 09:00 Mr Chen told Look at the site', '12-03 09:00 Mrs Li told In warranty: make the builder deal with it', '12-03 09:00 Mrs Li told Look at the site',
  ])
  await office.does(handler, number, /^Inspection record/, 'The wall is wet inside; the joint is open.')
  // In warranty nobody can tell them that it is the owner's.
  expect((await office.looks(handler, number)).labels).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(Tell: owner’s part|Report to authority)$/)]))
  await office.does(handler, number, /^Order the builder/, /^5 working days/, 'Hongda renews the joint sealing.')
  // Who has been ordered can be reported before the time is over, where waiting would be worse.
  expect((await office.looks(handler, number)).labels).toContain('Report to authority')
  expect(told(await office.lately(), name, 'ordered the builder')).toMatch(/Hongda renews the joint sealing\.[\s\S]*Due: Fri, December 11/)
  expect(chased(await office.until('2026-12-18 16:00'), number, called)).toEqual([
    '12-09 09:00 holder soon See that the builder finishes', '12-14 09:00 Mrs Li told See that the builder finishes', '12-14 09:00 holder late See that the builder finishes', '12-14 09:00 owner sorry',
    '12-16 09:00 holder soon Report the builder to the authority', '12-17 09:00 Mr Chen told See that the builder finishes', '12-17 09:00 Mrs Li told See that the builder finishes',
    '12-18 09:00 Mrs Li told Report the builder to the authority', '12-18 09:00 holder late Report the builder to the authority',
  ])
  await office.does(handler, number, /^Report to authority/, 'Hongda has sent nobody; the construction office knows.')
  const reported = await office.lately()
  expect(told(reported, name, 'has reported it')).toContain('the construction office knows')
  expect(whoHeard(reported, 'the construction office knows')).toContain('2026-12-18 16:00 Mr Chen')
  await office.does(handler, number, /^Builder has finished/, 'Sealed on the 18th, checked with the owner.')
  await office.lately()
  expect(chased(await office.until('2027-02-01 18:00'), number, called)).toEqual([
    '01-11 09:00 holder soon Conclude within two months', '01-18 09:00 Mrs Li soon Report the result to the authority',
    '01-26 09:00 Mr Chen told Report the result to the authority', '01-26 09:00 Mrs Li late Report the result to the authority', '01-26 09:00 Mrs Li told Conclude within two months', '01-26 09:00 holder late Conclude within two months', '01-26 09:00 owner sorry',
    '01-29 09:00 Mr Chen told Conclude within two months', '01-29 09:00 Mr Chen told Report the result to the authority', '01-29 09:00 Mrs Li late Report the result to the authority', '01-29 09:00 Mrs Li told Conclude within two months',
  ])
  await office.closes(handler, number, /^put right by builder/, 'The wall has been sealed and is dry.')
  expect(told(await office.lately(), name, 'case is closed')).toContain('The wall has been sealed and is dry.')
  // The report to the authority above is still owed when the case is closed (CON-2).
  await office.does('Mrs Li', number, /^Result reported/, 'To the city construction office on 1 February, no 12.')
  expect(whoHeard(await office.until('2027-02-05 18:00'), 'How satisfied are you')).toEqual([`2027-02-03 17:30 ${name}`])
  await office.taps(who, number, /^5/)
  expect(await office.row(number)).toMatchObject({ stage: 'closed', outcome: 'repaired', score: 5 })
})

test('CON-1: out of warranty: the owner is told so, with what can be done; at two points somebody else looks again', async () => {
  const { number, name, who } = await files('2027-03-01 09:30', 'The tiles came off the bathroom wall, the fitting-out is poor.', /Fitting|^No$/, { typed: { 'handed over': '2023-03-01' } })
  const handler = await office.takes(number)
  const called = { [handler]: 'holder', [name]: 'owner' }
  await office.lately()
  expect(chased(await office.until('2027-03-12 18:00'), number, called).filter((line) => line.includes('Out of warranty'))).toEqual([
    '03-05 09:00 holder soon Out of warranty: tell the complainant that it is the owner’s', '03-09 09:00 Mrs Li told Out of warranty: tell the complainant that it is the owner’s', '03-09 09:00 holder late Out of warranty: tell the complainant that it is the owner’s',
    '03-11 09:00 Mr Chen told Out of warranty: tell the complainant that it is the owner’s', '03-11 09:00 Mrs Li told Out of warranty: tell the complainant that it is the owner’s',
  ])
  await office.does(handler, number, /^Inspection record/, 'Tiles hollow over two square metres.')
  await office.does(handler, number, /^Tell: owner/, 'The two years ended in 2025; the maintenance fund may pay.')
  expect(told(await office.lately(), name, 'the warranty is over')).toContain('the maintenance fund may pay')
  await office.closes(handler, number, /^out of warranty/, 'It is for the owners; the form for the fund is at our desk.')
  await office.does('Mrs Li', number, /^Sign off/, /^Agreed/)
  expect(told(await office.lately(), name, 'case is closed')).toMatch(/form for the fund[\s\S]*The warranty ended on .*2025[\s\S]*maintenance fund[\s\S]*go to court/)
  await office.until('2027-03-16 16:00')
  await office.taps(who, number, /^2/)
  expect(await office.row(number)).toMatchObject({ stage: 'assigned', reopened: 1 })
  expect(office.asked(number)).not.toBe(handler)
})

test('CON-1 CON-2: danger, no name, no date: head and leader woken, the site within a day; the papers show the date; no answer to nobody', async () => {
  const { number, name, said } = await files('2027-05-03 22:00', 'A structural crack: the beam is cracked right through.', /Structure|^Yes$/)
  expect(await office.row(number)).toMatchObject({ level: 'dangerous' })
  expect(whoHeard(said, 'Please look at it now')).toEqual(['2027-05-03 22:00 Mr Chen', '2027-05-03 22:00 Mrs Li'])
  const handler = await office.takes(number)
  const card = told(await office.lately(), handler, 'The case is yours')
  expect(card).toContain('prefers not to give a name')
  expect(card).not.toMatch(/May Zhao|13800138000|3-601/)
  expect(chased(await office.until('2027-05-12 18:00'), number, { [handler]: 'holder' })).toEqual([
    '05-04 10:00 holder soon Be on the site within 24 hours', '05-04 22:00 Mrs Li told Be on the site within 24 hours', '05-04 22:00 holder late Be on the site within 24 hours', '05-05 02:00 Mr Chen told Be on the site within 24 hours', '05-05 02:00 Mrs Li told Be on the site within 24 hours',
    '05-07 09:00 holder soon Find out the hand-over date', '05-10 17:30 Mrs Li told Find out the hand-over date', '05-10 17:30 holder late Find out the hand-over date', '05-12 17:30 Mr Chen told Find out the hand-over date', '05-12 17:30 Mrs Li told Find out the hand-over date',
  ])
  await office.does(handler, number, /^Inspection record/, 'No structural part: a false ceiling, now taken down.')
  await office.does(handler, number, /^Warranty found over/, 'Handed over in June 2019 by the deed; the ceiling is fitting-out.')
  await office.lately()
  await office.closes(handler, number, /^out of warranty/, 'Inner finding, not for somebody without a name.')
  // Handed in for signature is not told: the two months go on.
  expect(chased(await office.until('2027-07-07 18:00'), number, { [handler]: 'holder' }).filter((line) => line.includes('Conclude within'))).toEqual(['06-21 09:00 holder soon Conclude within two months', '07-05 17:30 Mrs Li told Conclude within two months', '07-05 17:30 holder late Conclude within two months'])
  await office.does('Mrs Li', number, /^Sign off/, /^Agreed/)
  const closed = await office.until('2027-07-15 18:00')
  expect(closed.filter(({ to, text }) => to === name && text.includes('Inner finding'))).toEqual([])
  expect(closed.filter(({ to }) => to === name).map(({ text }) => text).join()).toMatch(/no result is sent/)
})
