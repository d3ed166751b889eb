import type { CaseState, StaffMember, World } from '../case.ts'

/** A case on its way to a linked body, or from one: police, court, procuratorate, petition office, … (MED-22, LAB-6). */

/** To a body: it is told of it, asked to help with it, or gets it for good. */
export const waysOut = ['informed', 'help', 'handed-on'] as const
/** From a body: before a suit, during it, entrusted to us, or only told to us. */
export const waysIn = ['before-suit', 'during-suit', 'entrusted', 'informed'] as const
export const bodyKinds = ['police', 'court', 'procuratorate', 'petition-office', 'labour-arbitration', 'hospital', 'market-supervision', 'legal-aid', 'other'] as const
/** What a body says came of it. */
export const outcomesOut = ['settled', 'partly', 'not-settled', 'elsewhere'] as const
/** What we say came of it; under-way is a word in between. returned: both were unwilling, or it failed. */
export const outcomesIn = ['settled', 'failed', 'returned', 'withdrawn', 'other'] as const

export type WayOut = (typeof waysOut)[number]
export type WayIn = (typeof waysIn)[number]

/**
 * sent: it is still ours alone; received: they have it; answered: their feedback is here (of one that came in: ours has
 * gone out); refused: they did not take it; ended: we took it back, or the case was over before they answered. Times in ms.
 */
export type ReferralState = {
  id: string
  bodyId: number
  /** Of one that goes out the office's own series; of one that came in the body's number. */
  number: string
  direction: 'out' | 'in'
  kind: WayOut | WayIn
  state: 'sent' | 'received' | 'answered' | 'refused' | 'ended'
  said: string
  /** They may read name and phone of the applicant, who has agreed to it. */
  shares: boolean
  /** Staff id of whoever sent it. */
  by: number | null
  outcome: string | null
  feedback: string | null
  sentAt: number
  dueAt: number
  receivedAt: number | null
  answeredAt: number | null
}

/** A body as a case sees it. */
export type LinkedBody = { id: number; kind: string; name: string; phone: string | null; place: string | null; ended: boolean }

/** What a case that came from a body carries with it, for everybody who works on it. */
export type ReferredIn = { id: string; body: number; name: string; number: string; kind: WayIn; consent: 'both' | 'applicant' | 'none'; dueAt: number }

/** Outcomes that send a case elsewhere, in the words of the regulations. */
const elsewhere: readonly string[] = ['referred', 'forwarded', 'passed-on', 'outside', 'elsewhere']
/** How a case ends that goes back to who entrusted it, the first that there is. */
const back: readonly string[] = ['returned-to-court', 'failed', 'terminated', 'not-settled', 'cannot', ...elsewhere]

export function outcomeElsewhere({ regulation }: Pick<World, 'regulation'>) {
  return regulation.outcomes.find(({ id }) => elsewhere.includes(id))
}

export function outcomeBack({ regulation }: Pick<World, 'regulation'>) {
  const ends = regulation.outcomes.filter(({ byResident }) => !byResident)
  return back.flatMap((id) => ends.find((each) => each.id === id) ?? [])[0] ?? ends[0]
}

export function isElsewhere(outcome: string): boolean {
  return elsewhere.includes(outcome)
}

/** Still with them: sent, or received and not answered. One that only told them is over once they have it. */
export function isUnderWay({ direction, state, kind }: ReferralState): boolean {
  return direction === 'out' && (state === 'sent' || (state === 'received' && kind !== 'informed'))
}

/** What this body may see of the case now, the newest first: what went to it and was not refused or taken back, or came from it. */
export function concerning(referrals: Iterable<ReferralState>, body: number): ReferralState[] {
  return [...referrals].filter(({ bodyId, state }) => bodyId === body && state !== 'refused' && state !== 'ended').sort((a, b) => b.sentAt - a.sentAt)
}

/** Those who speak for a linked body stand to the case as that only while something of it is with them. */
export function withBodies(staff: readonly StaffMember[], referrals: readonly ReferralState[]): StaffMember[] {
  return staff.map((member) => (member.body !== undefined && concerning(referrals, member.body).length > 0 ? { ...member, stands: 'body' as const } : member))
}

export function bodyOf({ bodies = [] }: Pick<World, 'bodies'>, id: number): LinkedBody | undefined {
  return bodies.find((each) => each.id === id)
}

/** Whether nobody on the bot speaks for the body: then whoever holds the case writes down what it says. */
export function isSilentBody(liaisons: readonly StaffMember[]): boolean {
  return liaisons.length === 0
}

/** Of a case that is named to a body only with the applicant's word: nobody's who wants to stay unknown. */
export function mayShare({ anonymous, between: { codeName, group }, parties }: CaseState): boolean {
  return !anonymous && codeName === null && group === null && parties.some(({ role, contact }) => role === 'applicant' && contact !== null)
}
