import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseState } from '../../src/cases/case.ts'
import { idFrom } from '../../src/ids.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { takenAway, takingNothing } from '../../src/rules/inUse.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { inUse } from '../../src/store/editions.ts'
import { createCases } from '../../src/store/newCases.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { newCase, regulations } from '../cases/office.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** What a change of the regulations would take from cases that are there. */

let database: TestDatabase
let db: Database
const now = Date.parse('2026-11-23T10:00:00+08:00')

beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
  await db.prisma.office.createMany({ data: [{ id: 1, name: 'one', regulations: [] }, { id: 2, name: 'two', regulations: ['screening', 'petition'] }] })
  const happened = (...all: string[]): Partial<CaseState> => ({ happened: all.map((what) => ({ what, at: now })) })
  const states = [
    newCase('mediation', { stage: { at: 'closed', outcome: 'agreement', answer: '', by: null, since: now } }),
    newCase('mediation', { stage: { at: 'settling', outcome: 'failed', answer: '谈不拢', by: 1, needs: 'leader' } }),
    newCase('property-request', { stage: { at: 'accepted', hold: null }, ...happened('filed', 'accepted', 'proposed.asked') }),
    newCase('property-request', { stage: { at: 'accepted', hold: null }, ...happened('filed', 'proposed.asked', 'proposed.agree', 'confirmed.asked', 'messaged') }),
    newCase('property-request', { stage: { at: 'accepted', hold: null }, ...happened('filed', 'confirmed.asked', 'closed.done', 'reopened') }),
  ].map((state, n) => ({ ...state, id: idFrom('case', String(n)), number: `T${n}`, applicantId: idFrom('person', String(n)), parties: [] }))
  await db.prisma.person.createMany({ data: states.map(({ applicantId: id }) => ({ id, language: 'zh-CN' })) })
  await db.prisma.$transaction((tx) => createCases(db, tx, states.map((state) => ({ state, trackCode: state.number, duties: [], history: [] })), now))
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const without = (id: string, change: (one: Regulation) => Partial<Regulation>): Regulation[] => regulations.map((each) => (each.id === id ? { ...each, ...change(each) } : each))
const instead = 'Leave it there, and write the change as a newer edition beside it.'

test('nothing, while the files are as they were', async () => {
  expect(takenAway(regulations, await inUse(db))).toEqual([])
})

test('the outcome of a closed case, and one that waits for a signature', async () => {
  const changed = without('mediation', ({ outcomes }) => ({ outcomes: outcomes.filter(({ id }) => id !== 'agreement' && id !== 'failed') }))
  expect(takenAway(changed, await inUse(db))).toEqual(['agreement', 'failed'].map((id) => `mediation, edition 2026-01-01, outcomes: "${id}" is that of 1 case and is not in the file any more. ${instead}`))
})

test('a step whose question a resident has still to answer; one that was answered may go', async () => {
  const steps = (...gone: string[]) => without('property-request', ({ steps: all }) => ({ steps: all.filter(({ happens }) => !gone.includes(happens)) }))
  expect(takenAway(steps('proposed', 'confirmed'), await inUse(db))).toEqual(['proposed', 'confirmed'].map((id) => `property-request, edition 2026-01-01, steps: "${id}" has been asked in 1 case and is not in the file any more. ${instead}`))
})

test('an office that would take nothing any more', async () => {
  const used = await inUse(db)
  const left = (...gone: string[]) => takingNothing(regulations.filter(({ id }) => !gone.includes(id)), used)
  expect(left('screening')).toEqual([])
  expect(left('screening', 'petition')).toEqual(['office 2 takes cases under screening, petition alone, and no file holds any of them. Put the file back, or say what it takes: npm run office -- offices --id 2 --regulations …'])
})
