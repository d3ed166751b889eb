import { actionsFor } from '../../src/cases/actions.ts'
import type { CaseEvent } from '../../src/cases/case.ts'
import { residentActionsFor } from '../../src/cases/offered/residents.ts'
import { residentCard } from '../../src/cases/views.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, everybody, wholly } from './office.ts'
import type { Life } from './office.ts'

/** Two sides at one table: 林敏 (1) mediates between 王芳, who asks for it, and 赵强, who is asked. */

export const other = idFrom('people', 'other')
export const does = (it: Life, person: string, action: string, more: { choice?: string; words?: string } = {}): void => it.does({ type: 'resident', person, action, ...more })
export const tries = (it: Life, person: string, action: string, more: { choice?: string; words?: string } = {}): string => JSON.stringify(it.tries({ type: 'resident', person, action, ...more }))
export const joins = (it: Life, person = other): CaseEvent => ({ type: 'joined', purpose: 'respond', party: it.case.parties.find(({ role, personId }) => role === 'respondent' && personId === null)?.id ?? idFrom('parties', '2'), person, choice: 'yes', channel: 'line' })
export const told = (it: Life): string[] => it.last.map(({ to, text }) => `${to}: ${text.split('\n').slice(1, 3).join(' ').slice(0, 60)}`)
export const offered = (it: Life, person: string): string[] => residentActionsFor(it.case, it.world(), person).map(({ id }) => id)
export const can = (it: Life, staff: number): string[] => actionsFor(it.case, it.world(), everybody[staff - 1] as never).map(({ id }) => id)
export const sees = (it: Life, person: string): string => wholly(residentCard(it.case, it.world(), it.history, it.case.parties.find(({ personId }) => personId === person)))

export function invited(regulation = 'mediation'): Life {
  const it = accepted(regulation, '2026-11-23 10:00')
  it.staffDoes(1, 'invite', { words: '楼上楼下为半夜的声响想谈一谈。' })
  return it
}
export function here(regulation?: string): Life {
  const it = invited(regulation)
  it.does(joins(it))
  return it
}
export function table(regulation?: string): Life {
  const it = here(regulation)
  does(it, other, 'willing', { choice: 'willing' })
  return it
}
