// Owns what somebody does once they look at a case: one of the acts that the house itself offers them, filled in.
import type { Action, Choice } from '../../src/cases/action.ts'
import { actionsFor } from '../../src/cases/actions.ts'
import { residentActionsFor } from '../../src/cases/offered/residents.ts'
import type { CaseEvent } from '../../src/cases/case.ts'
import { dayOf } from '../../src/calendar/limit.ts'
import type { Field } from '../../src/dialogue/fields.ts'
import { editionOf } from '../../src/regulations/load.ts'
import { loadCase } from '../../src/store/cases.ts'
import { worldOf } from '../../src/turns/caseTurns.ts'
import { dutyRules } from '../../src/cases/duties/dutyRules.ts'
import type { SimulatedHouse } from './house.ts'
import { zone } from './house.ts'
import { pick } from './residents.ts'

type StaffAct = Extract<CaseEvent, { type: 'staff' }>
type ResidentAct = Extract<CaseEvent, { type: 'resident' }>

/** What is not done by chance: it moves the case away, or needs more than words. */
const notUsual = ['extend', 'hand-over', 'hand-up', 'hand-down', 'refer', 'clause', 'agreement', 'propose-dates', 'assign', 'take', 'send-back', 'decline-over', 'take-back-referral', 'refuse-referral', 'return-referral', 'recusal-asked', 'merge']

/** The act that answers this duty, of those the member is offered now; null when none is. `wanted`: this very act instead. */
export async function chooses(house: SimulatedHouse, caseId: string, staffId: number, of: { duty: string; tries: number } | { wanted: string }, dice: () => number): Promise<StaffAct | null> {
  const { db, regulations, offices } = house
  return db.prisma.$transaction(async (tx) => {
    const file = await loadCase(db, tx, caseId)
    if (!file) return null
    const world = await worldOf({ regulations, offices, inForce: () => house.house.regulations }, tx, file, house.now(), 'simulation', { staff: staffId })
    const member = world.staff.find(({ id }) => id === staffId)
    const rules = editionOf(regulations, file.case.regulation, file.case.edition)
    if (!member || !rules) return null
    const offered = actionsFor(file.case, world, member)
    const wanted = 'wanted' in of ? [of.wanted] : dutyRules(rules).find(({ id }) => id === of.duty)?.actions ?? []
    const answers = wanted.flatMap((id) => offered.filter((action) => action.id === id && action.form === undefined && action.desk === undefined))
    const usual = answers.filter(({ id }) => !notUsual.includes(id))
    const [first] = usual.length > 0 && (usual[0] === answers[0] || dice() < 0.8) ? usual : answers.length > 0 ? answers : 'wanted' in of ? [] : offered.filter(({ id }) => id === 'close')
    // What has not ended the duty is followed by the next that answers it.
    const action = 'tries' in of && of.tries > 0 && usual.length > 0 ? usual[of.tries % usual.length] : first
    return action ? filled(action, staffId, dice, house.now()) : null
  })
}

/** The answer of whoever filed to a question that a step put to them. */
export async function answers(house: SimulatedHouse, caseId: string, person: string, dice: () => number): Promise<ResidentAct | null> {
  const { db, regulations } = house
  return db.prisma.$transaction(async (tx) => {
    const file = await loadCase(db, tx, caseId)
    const rules = file && editionOf(regulations, file.case.regulation, file.case.edition)
    if (!file || !rules) return null
    const last = file.case.happened.findLast(({ what }) => what.endsWith('.asked'))
    const step = rules.steps.find(({ happens, asksResident }) => asksResident && `${happens}.asked` === last?.what)
    if (!step) return null
    return { type: 'resident', person, action: 'answer', step: step.id, choice: dice() < 0.75 ? step.asksResident?.[0] ?? '' : pick(step.asksResident ?? [], dice) }
  })
}

/** Something that a resident does by themselves, if it is offered to them. */
export async function residentDoes(house: SimulatedHouse, caseId: string, person: string, wanted: string): Promise<ResidentAct | null> {
  const { db, regulations, offices } = house
  return db.prisma.$transaction(async (tx) => {
    const file = await loadCase(db, tx, caseId)
    if (!file) return null
    const world = await worldOf({ regulations, offices, inForce: () => house.house.regulations }, tx, file, house.now(), 'simulation')
    const action = residentActionsFor(file.case, world, person).find(({ id }) => id === wanted)
    return action ? { type: 'resident', person, action: wanted, words: '想问问进展。' } : null
  })
}

function filled(action: Action, staff: number, dice: () => number, now: number): StaffAct {
  const choice = action.takes === 'choice' && action.choices.length > 0 ? chosen(action, dice) : undefined
  const fields = choice?.fields ?? action.fields
  const given = fields ? Object.fromEntries(fields.filter(({ optional }) => !optional || dice() < 0.5).map((field) => [field.id, given_(field, dice, now)])) : undefined
  return {
    type: 'staff', staff, action: action.id, ...(choice ? { choice: choice.id } : {}), ...(given ? { given } : {}),
    ...(!given && (action.takes === 'words' || choice?.words) ? { words: '已经了解情况，按规定办理，结果如下。' } : {}),
  }
}

/** Mostly what leads on: the first, or for a head who assigns, the one who is suggested. */
function chosen(action: Action, dice: () => number): Choice {
  const first = action.choices[0]
  return first && (action.id === 'assign' || dice() < 0.7) ? first : pick(action.choices, dice)
}

function given_(field: Field, dice: () => number, now: number): string {
  if (field.known !== undefined && field.kind !== 'words') return field.known
  switch (field.kind) {
    case 'words': return '按规定办理。'
    case 'number': return '2'
    case 'choice': return dice() < 0.7 ? field.choices[0]?.id ?? '' : pick(field.choices, dice).id
    case 'several': return field.choices[0]?.id ?? ''
    case 'day': return field.past ? dayOf(zone, now - 86_400_000) : field.from ?? dayOf(zone, now + 5 * 86_400_000)
  }
}
