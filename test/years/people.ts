/** What the people of a case do next, drawn by its own chance: on time, late, or not at all; by their buttons alone. */
import { actionsFor } from '../../src/cases/actions.ts'
import type { CaseEvent, CaseState, DutyState, StaffMember, SurveyState, World } from '../../src/cases/case.ts'
import { handoverOffers } from '../../src/cases/offered/handover.ts'
import { heardOffers } from '../../src/cases/offered/heard.ts'
import { identityOffers } from '../../src/cases/offered/identity.ts'
import { instructOffers } from '../../src/cases/offered/instruct.ts'
import { mergeOffers } from '../../src/cases/offered/merge.ts'
import { referOffers } from '../../src/cases/offered/refer.ts'
import { registeredOffers } from '../../src/cases/offered/registered.ts'
import { superviseOffers } from '../../src/cases/offered/supervise.ts'
import { tierStaffOffers } from '../../src/cases/offered/tiers.ts'
import type { Chance, Script, Temper } from './cast.ts'
import type { Wall } from './notice.ts'

/** Of which the shares are told by the comments; everything else that is offered has share 2. */
const shares: Record<string, number> = { take: 12, 'sign-off': 10, resume: 6, close: 2, message: 1, hold: 1, note: 0.3, decline: 1, recuse: 0.3, assign: 0.5, escalate: 0.5 }

/** Minutes until somebody acts again. */
const pauses: Record<Temper, readonly [least: number, most: number]> = { prompt: [3, 300], usual: [20, 2600], late: [1000, 14_000], silent: [60, 4000] }

/** The next moment at which somebody acts: mostly in office hours; never at a minute that is past. `grid`: only at every so many minutes. */
export function nextMoment(now: number, { temper }: Script, chance: Chance, wall: Wall, grid: number): number {
  const [least, most] = pauses[temper]
  let at = Math.ceil((now + least + chance.below(most - least)) / grid) * grid
  if (chance.is(0.9)) while (wall.open[at] === 0) at += grid
  return at
}

/** Null when there is nothing anybody could do now. */
export function nextAct(state: CaseState, duties: readonly DutyState[], world: World, chance: Chance): CaseEvent | null {
  const open = duties.filter((duty) => duty.state === 'open')
  if (state.stage.at !== 'closed' && chance.is(0.15)) return residentAct(state, world, chance)
  if (open.length === 0) return null
  // In the order in which they fall due, so that the same lot finds the same duty however they were stored.
  const sorted = open.sort((a, b) => a.openedAt - b.openedAt || (a.kind < b.kind ? -1 : 1))
  const duty = chance.one(sorted)
  const { stage } = state
  const holder = stage.at === 'assigned' ? stage.to : state.handlerId
  const wanted = chance.is(0.75) ? ownerOf(duty, world) : chance.is(0.5) && holder !== null ? holder : chance.one(officers(world)).id
  const member = world.staff.find(({ id }) => id === wanted)
  if (!member) return null
  return staffAct(state, world, member, duty, chance)
}

function staffAct(state: CaseState, world: World, member: StaffMember, duty: DutyState, chance: Chance): CaseEvent | null {
  const offered = actionsFor(state, world, member).filter(({ id }) => !elsewhere.has(id))
  const first = world.regulation.duties.find(({ id }) => id === duty.kind)?.actions ?? []
  const meant = offered.filter(({ id }) => first.includes(id))
  const action = meant.length > 0 && chance.is(0.6) ? chance.one(meant) : weighed(offered, chance)
  if (!action) return null
  const choice = action.choices.length > 0 ? choiceOf(action.id, action.choices.map(({ id }) => id), chance) : undefined
  const given = action.id !== 'extend' || !action.fields ? {} : { given: Object.fromEntries(action.fields.map((field) => [field.id, 'choices' in field ? chance.one(field.choices).id : '好的'])) }
  return { type: 'staff', staff: member.id, action: action.id, words: '好的', ...(choice === undefined ? {} : { choice }), ...given }
}

/** Not part of these two years: the chats of the other side, other offices and bodies, and what colleagues and those above ask of each other. */
const elsewhere = new Set(['invite', ...[handoverOffers, identityOffers, heardOffers, instructOffers, registeredOffers, tierStaffOffers, superviseOffers, mergeOffers, referOffers].flat().map(({ id }) => id)])

function residentAct(state: CaseState, { regulation }: World, chance: Chance): CaseEvent {
  const asked = regulation.steps.filter(({ asksResident, happens }) => asksResident && state.happened.findLast(({ what }) => what.startsWith(`${happens}.`))?.what === `${happens}.asked`)
  const person = state.applicantId
  const step = asked.length > 0 ? chance.one(asked) : undefined
  if (step?.asksResident && chance.is(0.8)) return { type: 'resident', person, action: 'answer', step: step.id, choice: chance.one(step.asksResident) }
  return { type: 'resident', person, ...(chance.is(0.06) ? { action: 'withdraw', choice: 'own' } : { action: chance.is(0.5) ? 'add' : 'reply' }), words: '还是吵' }
}

/** What somebody asked after closing answers, and how many minutes later; null when they do not. */
export function scoreOf(survey: SurveyState, chance: Chance, grid: number): { after: number; event: CaseEvent } | null {
  if (survey.mode !== 'chat' || chance.is(0.4)) return null
  const score = chance.is(0.25) ? 1 + chance.below(2) : 3 + chance.below(3)
  return { after: grid + chance.below(4000), event: { type: 'scored', survey: survey.id, score } }
}

function weighed<T extends { id: string }>(of: readonly T[], chance: Chance): T | undefined {
  const share = ({ id }: T): number => shares[id] ?? 2
  let lot = chance.next() * of.reduce((sum, each) => sum + share(each), 0)
  return of.find((each) => (lot -= share(each)) < 0)
}

/** Colleagues are alike, and stand in another order each time: the nth of the sorted ids, whoever that is. */
function choiceOf(action: string, ids: readonly string[], chance: Chance): string {
  if (action === 'sign-off') return chance.is(0.8) ? 'yes' : 'no'
  return chance.one(action === 'assign' ? [...ids].sort() : ids)
}

function ownerOf(duty: DutyState, world: World): number | null {
  return duty.staffId ?? world.staff.find(({ role }) => role === duty.owner)?.id ?? null
}

function officers(world: World): StaffMember[] {
  return world.staff.filter(({ role }) => role === 'head' || role === 'leader')
}
