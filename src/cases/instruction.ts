import { due, parseLimit, dayOf } from '../calendar/limit.ts'
import type { Choice, Field } from '../dialogue/fields.ts'
import type { Step } from '../regulations/schema.ts'
import { candidates } from './assign/candidates.ts'
import type { CaseState, StaffMember, World } from './case.ts'
import { factsOf, holds, matchesAny } from './conditions.ts'
import { dutyRules } from './duties/dutyRules.ts'
import { orNull, words } from './work.ts'

/** What a leader fills in on reading a case: the instruction, who answers for it, by which day (PET-3, PET-4, SCR-4). */

const peopleMost = 7
const daysMost = 5
const wordsCharsMax = 1000

/** Who and by when stand there already as the rules have them; the words alone are asked for, the rest changed with one tap. */
export function instructionFields(state: CaseState, world: World, step: Step): Field[] {
  const people = peopleFor(state, world)
  const usual = usualLimit(state, world, step)
  return [
    { id: 'words', kind: 'words', label: words('instruction.label.words'), ask: { key: `${world.regulation.id}:ask.${step.id}` }, most: wordsCharsMax },
    ...(people.length > 0 ? [{ id: 'who', kind: 'choice', label: words('instruction.label.who'), ask: words('instruction.ask.who'), known: asItIs, choices: [presentChoice(state, world), ...people.map(personChoice)] } satisfies Field] : []),
    ...(usual === null ? [] : [dayField(world, usual)]),
  ]
}

/** Of the choice of a person: whoever has it now, or whom the rules find. */
export const asItIs = 'present'

/** Who could take it instead of whoever has it now, the best first; nobody once it is being signed or closed. */
export function peopleFor(state: CaseState, world: World): StaffMember[] {
  if (state.stage.at === 'settling' || state.stage.at === 'closed') return []
  const present = presentOf(state)
  return candidates(state, world).filter(({ fits, member }) => fits && member.id !== present).map(({ member }) => member).slice(0, peopleMost)
}

/** Who has it in hand, or is asked to take it. */
export function presentOf({ stage, handlerId }: Pick<CaseState, 'stage' | 'handlerId'>): number | null {
  return stage.at === 'assigned' ? stage.to : handlerId
}

/** Until when the rule has it done, counted from now or from when it began; null where this instruction starts no clock. */
export function usualLimit(state: CaseState, { regulation, calendar, duties, now }: World, { limits = [], happens }: Step): number | null {
  const facts = factsOf(state)
  const after = { ...facts, happened: [...(facts.happened ?? []), happens] }
  const from = (kind: string): number | null => {
    const running = duties.find((duty) => duty.kind === kind && duty.state === 'open')
    const rule = dutyRules(regulation).find(({ id }) => id === kind)
    const begins = rule && state.stage.at !== 'closed' && matchesAny(rule.when, [happens]) && (!rule.if || holds(rule.if, after))
    const since = running?.openedAt ?? (begins ? now : null)
    return rule === undefined || since === null ? null : orNull(() => due(calendar, since, parseLimit(rule.limit), rule.pausable ? state.pauses : []).at)
  }
  const at = limits.map(from).find((each) => each !== null) ?? null
  return at === Infinity ? null : at
}

/** A few days to tap, the usual one last; any other day before it can be written. */
function dayField({ calendar, now }: World, usual: number): Field {
  const dayAt = (count: number): number => due(calendar, now, { unit: 'days', count }).at
  const ends = [...new Set(Array.from({ length: daysMost }, (_, n) => dayAt(n + 1)))].filter((at) => at < usual)
  const choice = (at: number): Choice => ({ id: dayOf(calendar.zone, at), label: words('instruction.day', { day: { day: at } }) })
  const usualDay = dayOf(calendar.zone, usual)
  return {
    id: 'day', kind: 'day', label: words('instruction.label.day'), ask: words('instruction.ask.day', { day: { day: usual } }), known: usualDay, from: dayOf(calendar.zone, dayAt(1)),
    until: { day: usualDay, why: words('refused.instruction-late', { day: { day: usual } }) },
    choices: [...ends.map(choice), { id: usualDay, label: words('instruction.usual-day', { day: { day: usual } }) }],
  }
}

function presentChoice(state: CaseState, world: World): Choice {
  const who = world.staff.find(({ id }) => id === presentOf(state))?.name
  return { id: asItIs, label: who === undefined ? words('instruction.by-rule') : words('instruction.present', { who }) }
}

function personChoice({ id, name, load, capacity }: StaffMember): Choice {
  return { id: String(id), label: words('choice.staff', { who: name, load, capacity }) }
}
