import type { DutyRule, Regulation } from '../../regulations/schema.ts'
import { endOf } from '../meeting/slots.ts'
import type { CaseState } from '../case.ts'
import { common } from './common.ts'

/** The moments of a date that is being found, and of one that stands (MED-12). */
export type Moment = { duty(rule: string, regulation: Pick<Regulation, 'steps'>): DutyRule; at(state: CaseState): number | null }

const hourMs = 3_600_000
/** Called off, put off, moved, held or missed; or the case itself has come to its end. */
const fallen = ['meeting.cancelled', 'meeting.moved', 'meeting.held', 'meeting.missed', 'meeting.put-off', 'closing', 'closed']

export const meetingMoments: Readonly<Record<string, Moment>> = {
  // Silence ends: the house chooses.
  'settle-date': {
    duty: (rule, regulation) => common({ id: 'settle-date', rule: ruleOf(rule, regulation), when: ['dates.proposed'], who: 'handler', limit: '2 working-days', done: ['meeting.set', 'meeting.none', ...fallen], alarm: true }),
    at: ({ between: { meeting } }) => (meeting?.at === 'asked' ? meeting.until : null),
  },
  // A day before and an hour before.
  'remind-meeting': {
    duty: (rule, regulation) => common({ id: 'remind-meeting', rule: ruleOf(rule, regulation), when: ['meeting.set'], who: 'handler', limit: '2 working-days', warn: '23 hours', done: fallen, alarm: true }),
    at: ({ between: { meeting } }) => (meeting?.at === 'set' ? meeting.from - hourMs : null),
  },
  // Once it is over it is written down, within a day.
  meet: {
    duty: (rule, regulation) => common({
      id: 'meet', rule: ruleOf(rule, regulation), when: ['meeting.set'], who: 'handler', limit: '24 hours', warn: '24 hours', done: fallen,
      ladder: [{ after: '2 working-days', tell: ['head'], reassign: false }], actions: [sessionOf(regulation)?.id ?? 'meeting-held', 'meeting-missed'],
    }),
    at: ({ between: { meeting } }) => (meeting?.at === 'set' ? endOf(meeting) + 24 * hourMs : null),
  },
  // People were promised another date; while the case is on hold it waits.
  'propose-anew': {
    duty: (rule, regulation) => common({
      id: 'propose-anew', rule: ruleOf(rule, regulation), when: ['meeting.moved', 'meeting.none', 'meeting.missed', 'meeting.put-off'], who: 'handler', limit: '2 working-days', warn: '1 working-day', done: ['dates.proposed', 'session', 'closing', 'closed'], pausable: true,
      ladder: [{ after: '1 working-day', tell: ['head'], reassign: false }], actions: ['propose-dates'],
    }),
    at: () => null,
  },
}

function ruleOf(rule: string, regulation: Pick<Regulation, 'steps'>): string {
  return sessionOf(regulation)?.rule ?? rule
}

/** The step by which a regulation records a session, if it has one. */
export function sessionOf({ steps }: Pick<Regulation, 'steps'>): Regulation['steps'][number] | undefined {
  return steps.find(({ happens }) => happens === 'session')
}
