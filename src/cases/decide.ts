import type { Words } from '../dialogue/message.ts'
import { offerNext } from './assign/assign.ts'
import { cameFromBody } from './referrals/letter.ts'
import { returnAtOnce } from './referrals/returning.ts'
import { settleHandover } from './assign/handover.ts'
import { scored, surveyDue, surveyWords } from './ending/callback.ts'
import type { CaseDecision, CaseEvent, CaseState, World } from './case.ts'
import { tellDossier, tellUnreckoned } from './telling/besides.ts'
import { happen, open, reckon } from './duties/duties.ts'
import { reckonAnew } from './duties/anew.ts'
import { climb } from './duties/ladder.ts'
import { seeToMeeting } from './meeting/arranging.ts'
import { alarm, firstLevel, raiseByFacts } from './duties/levels.ts'
import { sideOf } from './access.ts'
import { erased } from './acts/erased.ts'
import { inviteOthers } from './acts/group.ts'
import { askPrincipal } from './acts/proxy.ts'
import { joined, residentDoes } from './acts/residents.ts'
import { staffActs } from './acts/staff.ts'
import { letTierGo } from './acts/tiers.ts'
import { keptBy, takenDown } from './acts/registered.ts'
import { told } from './acts/told.ts'
import { letAllGo } from './acts/merge.ts'
import { sentBack, tellHeld, tellMain } from './merging.ts'
import { endUrging } from './oversight.ts'
import { tellEnd } from './telling/watched.ts'
import { begin, record, words } from './work.ts'
import type { Work } from './work.ts'

/**
 * The one entrance to the life of a case: what an event makes of it, who is told what, and which duties stand then; or
 * why it cannot be now and what to do instead. Decided twice, the same event gives the same ids.
 */
export function decideCase(state: CaseState, event: CaseEvent, world: World): CaseDecision {
  const work = begin(state, event, world)
  const refused = decide(work, event)
  const back = refused && sentBack(event, refused)
  if (back) return whole({ ...begin(state, event, world), events: [back] })
  if (refused) return { refused }
  if (event.type !== 'reckon') settle(work, state)
  tellHeld(work)
  tellMain(work, state)
  letAllGo(work)
  reckon(work)
  tellUnreckoned(work, state.happened.length)
  tellDossier(work, state.dossier)
  return work.draws.size > 0 ? { draws: [...work.draws].sort() } : whole(work)
}

function decide(work: Work, event: CaseEvent): Words | null {
  switch (event.type) {
    case 'filed': return filed(work, event.result)
    case 'duty-due': return climb(work, event.duty, event.rung)
    case 'staff': return staffActs(work, event)
    case 'resident': return residentDoes(work, event)
    case 'joined': return joined(work, event)
    case 'erased': return erased(work, event.person)
    case 'told': return told(work, event)
    case 'survey-due': return surveyDue(work, event.survey, event.busy, event.recent, event.withdrawn === true)
    case 'scored': return scored(work, event.survey, event.score)
    case 'survey-words': return surveyWords(work, event.survey, event.words)
    case 'reckon': return reckonAnew(work)
  }
}

function filed(work: Work, result: string | undefined): Words | null {
  if (work.case.happened.length > 0) return words('refused.filed')
  firstLevel(work)
  record(work, 'filed', { number: work.case.number })
  happen(work, 'filed')
  cameFromBody(work)
  if (work.case.between.registered) takenDown(work)
  alarm(work)
  if (!keptBy(work, result)) offerNext(work)
  handOutCodes(work)
  return null
}

/** Who files for somebody else or with others gets at once what they pass on to them (PET-9, LAB-4). */
function handOutCodes(work: Work): void {
  const { consent, group } = work.case.between
  if (consent === 'asked') askPrincipal(work)
  if (group) inviteOthers(work, group.founder)
}

/** Levels follow the facts, and no open case is left without a duty. */
function settle(work: Work, before: CaseState): void {
  raiseByFacts(work)
  seeToMeeting(work, before)
  returnAtOnce(work, before.happened.length)
  letTierGo(work)
  rememberLeft(work, before)
  settleHandover(work, before)
  endUrging(work)
  tellEnd(work, before)
  if (work.case.stage.at !== 'closed' && open(work).every(({ owner }) => owner === 'machine')) happen(work, 'unattended')
}

/** Whoever was on a side and is no more stays known as that, in whatever way they went (MED-10). */
function rememberLeft({ case: { parties, between } }: Work, before: CaseState): void {
  for (const { personId, role } of before.parties) {
    const side = sideOf({ role })
    if (personId === null || side === null || parties.some((each) => each.personId === personId && sideOf(each) === side)) continue
    if (!between.left.some(({ person, side: was }) => person === personId && was === side)) between.left = [...between.left, { person: personId, side }]
  }
}

function whole(work: Work): CaseDecision {
  const changed = <T extends { id: string }>(all: Map<string, T>): T[] => [...all.values()].filter(({ id }) => work.changed.has(id))
  return { case: work.case, duties: changed(work.duties), surveys: changed(work.surveys), referrals: changed(work.referrals), history: work.history, tells: work.tells, tickets: work.tickets, events: work.events, ...(work.endsTracking ? { endsTracking: true } : {}) }
}
