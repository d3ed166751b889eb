import type { CaseState, Party } from '../../src/cases/case.ts'
import { slotText } from '../../src/cases/meeting/slots.ts'
import type { Paper } from '../../src/dialogue/message.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, applicant, at, newCase, shown, type Life, type Told } from './office.ts'

/** A mediation of Monday 2026-11-23 with both sides at the table, and what they and 林敏 (staff 1), who mediates, do about a date. */

export const other = idFrom('people', 'respondent')
export const three = ['2026-11-25 09:30', '2026-11-26 14:30', '2026-11-27 16:00']
export const place = '和平街道二楼调解室'

export function bothSides(): Pick<CaseState, 'parties'> {
  const { parties } = newCase('mediation')
  return { parties: parties.map((party): Party => (party.role === 'respondent' ? { ...party, personId: other, willing: 'willing' } : party)) }
}

export function proposed(moments = three, more: Partial<CaseState> = bothSides()): Life {
  const it = accepted('mediation', '2026-11-23 10:00', more)
  propose(it, moments)
  return it
}

export function propose(it: Life, moments: string[]): void {
  it.staffDoes(1, 'propose-dates', { choice: moments.map((each) => slotText(at(each))).join('.'), words: place })
}

export function tap(it: Life, person: string, what: 'x' | 'o' | 'd', moment?: string): void {
  it.does({ type: 'resident', person, action: 'strike', choice: `${what}.${moment === undefined ? 0 : slotText(at(moment))}.${it.case.between.meeting?.round}` })
}

export function done(it: Life): void {
  tap(it, applicant, 'd')
  tap(it, other, 'd')
}

export const setFor = (it: Life): string | null => (it.case.between.meeting?.at === 'set' ? shown(it.case.between.meeting.from) : null)
export const heard = (it: Life, to: string, part: string): Told[] => it.told.filter((each) => each.to === to && each.text.includes(part))
export const calendars = (it: Life): Extract<Paper, { paper: 'calendar' }>[] => it.told.flatMap(({ message }) => (message.papers ?? []).filter((each) => each.paper === 'calendar'))
