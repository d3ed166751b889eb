import type { Button, Line, Message, Words } from '../dialogue/message.ts'
import { pressText } from '../dialogue/press.ts'
import { relationOf, sideOf } from './access.ts'
import { allowed } from './actions.ts'
import type { Action } from './action.ts'
import { mayOpenIdentity } from './offered/identity.ts'
import { identityDeciders } from './sealed.ts'
import { chatlessApplicant } from './offered/registered.ts'
import { residentActionsFor } from './offered/residents.ts'
import type { CaseState, DutyState, Party, StaffMember, World } from './case.ts'
import { clockWords, expectedWords, promisedWords } from './duties/clock.ts'
import { dateWords } from './dates.ts'
import { isSilent, paperWords } from './dossier.ts'
import { open } from './duties/duties.ts'
import { isApart } from './duties/houseRules.ts'
import { bodyCard } from './referrals/telling.ts'
import { dateLine } from './meeting/telling.ts'
import { partyWith } from './parties/filers.ts'
import { factLines, kindWords } from './telling/facts.ts'
import { filerWords } from './telling/filers.ts'
import { pendingWords } from './telling/handover.ts'
import { otherCardWords } from './telling/sides.ts'
import { followWords } from './telling/followers.ts'
import { mergedButtons, mergedWords } from './telling/merged.ts'
import { tierLines, whereWords } from './telling/tiers.ts'
import { sightOf } from './telling/lines.ts'
import { latest, linesFor, linesForStaff, linesShownMax, pastButton, type HistoryLine } from './telling/past.ts'
import { act, actionRows, dutyWords, inRows, mine } from './telling/messages.ts'
import { begin, holderOf, nameOf, words } from './work.ts'
import type { Work } from './work.ts'

/** What people see when they look: the case, its timeline, their duties. Pure; a look changes nothing. */

/** What somebody in the case sees of it: who holds it, what comes next and by when, then the latest in their room. Without `viewer`, as the applicant; `shown`: so many lines of it. */
export function residentCard(state: CaseState, world: World, history: readonly HistoryLine[], viewer: Party | undefined = partyWith(state, 'applicant'), shown = linesShownMax): Message {
  const work = begin(state, { type: 'filed' }, world)
  const own = viewer ? sideOf(viewer) : 'applicant'
  const applicants = own === 'applicant' ? [...dossierLine(work), ...filerWords(state), nextWords(work), ...whereWords(work), ...clockWords(work), ...promisedWords(work), ...dateLine(work), ...datesAlive(work), ...answerOf(work)] : viewer && own === 'respondent' ? [...otherCardWords(work, viewer), ...dateLine(work, viewer)] : followWords(state)
  const acts = viewer?.personId ? residentActionsFor(state, world, viewer.personId) : residentActionsFor(state, world, state.applicantId)
  const past = linesFor(state, history, viewer)
  return {
    as: 'card',
    text: [words('about', { number: state.number, kind: kindWords(state) }), ...applicants, ...latest(past, shown)],
    buttons: [...mergedButtons(state, 'mine'), ...actButtons(state, acts.filter(({ rank }) => rank !== 'more'), acts.some(({ rank }) => rank === 'more')), ...pastButton(past, mine(state, 'past'))],
  }
}

/** The rest of what they can do, one tap further away. */
export function moreCard(state: CaseState, acts: readonly Action[], besides: Words[] = []): Message {
  return { as: 'card', text: [words('about', { number: state.number, kind: kindWords(state) }), ...besides, words('more')], buttons: [...actButtons(state, acts.filter(({ rank }) => rank === 'more'), false), [{ label: words('action.look'), press: mine(state, 'look') }]] }
}

function actButtons(state: CaseState, acts: readonly Action[], more: boolean): Button[][] {
  const buttons = acts.map(({ id, label, tone }): Button => ({ label, press: mine(state, id), ...(tone ? { tone } : {}) }))
  return inRows([...buttons, ...(more ? [{ label: words('action.more'), press: mine(state, 'more') }] : [])])
}

/** The case as a member of staff may see it, with everything they can do; null when it is not theirs to see. */
export function staffCard(state: CaseState, world: World, member: StaffMember, history: readonly HistoryLine[]): Message | null {
  if (!allowed(state, world, member, 'look')) return sealedCard(state, world, member)
  if (relationOf(state, member, world.regulation) === 'body') return bodyCard(state, world, member)
  const work = begin(state, { type: 'filed' }, world)
  const sight = sightOf(state, world, member)
  const { contact, scores } = sight
  const duties = open(work).filter(({ owner }) => owner !== 'machine').filter(({ kind }) => sight.apart || !isApart(kind, world.regulation)).flatMap((duty): Line[] => [{ label: dutyWords(work.regulation, duty.kind), value: words('until', { at: { moment: duty.dueAt } }) }])
  const past = linesForStaff(history, sight)
  const clock = clockWords(work)
  const unsure = open(work).some((duty) => duty.unconfirmed) && !clock.some((line) => 'key' in line && line.key === 'case:clock.unconfirmed')
  const papers = state.stage.at === 'closed' || state.stage.at === 'settling' ? paperWords(work.regulation, state) : []
  return {
    as: 'card',
    text: [...(chatlessApplicant(state) ? [words('registered.no-chat')] : []), words('stage-line', { stage: words(`stage.${stageName(state)}`), who: nameOf(work, state.handlerId) }), ...tierLines(state, world, member), { say: state.story }, ...mergedWords(state), ...pendingWords(work), ...clock, ...(unsure ? [words('clock.unconfirmed')] : []), ...dateLine(work), ...datesAlive(work), ...papers, ...(contact || scores ? unconfirmedWords(state) : []), ...latest(past)],
    card: [...factLines(state, world.regulation, contact ? 'full' : 'offer'), ...duties],
    buttons: [...mergedButtons(state, 'staff'), ...actionRows(work, member), ...pastButton(past, act(state, 'past'))],
  }
}

/** A custodian who has no part in the case sees no more of it than that its identity may be opened (PET-7). */
function sealedCard(state: CaseState, world: World, member: StaffMember): Message | null {
  // Whoever decides only because nobody else may reads the reason and no more.
  const { identity } = state.between
  if (identity && identityDeciders(state, world).some(({ id }) => id === member.id)) return { as: 'card', text: [words('about', { number: state.number, kind: kindWords(state) }), words('told.identity-asked', { who: world.staff.find(({ id }) => id === identity.by)?.name ?? '' }), { say: identity.reason }], buttons: [[{ label: words('action.decide-identity'), press: act(state, 'decide-identity') }]] }
  const open = mayOpenIdentity(state, world, member)
  return open ? { as: 'card', text: [words('about', { number: state.number, kind: kindWords(state) })], buttons: [[{ label: words('action.open-identity'), press: act(state, 'open-identity') }]] } : null
}

/** Said when a case has been filed: what comes next, and by which day. */
export function filedWords(state: CaseState, world: World): Words[] {
  const work = begin(state, { type: 'filed' }, world)
  return [nextWords(work), ...expectedWords(work)]
}

export type DutyItem = { duty: DutyState; case: Pick<CaseState, 'id' | 'number' | 'regulation' | 'category'>; /** Of the case's regulation: whether the duty is one of its own. */ own: boolean }

/** A report or round owed by the calendar, not by a case (src/rounds). */
export type RoundItem = { id: string; dueAt: number; unconfirmed: boolean; name: Words }

const dutiesShownMax = 10

/** My duties, most pressing first: what is red or over, then what is due next. Each opens its case, a round itself. `all`: how many there are, when only the first are given. */
export function dutyList(items: readonly DutyItem[], now: number, all = items.length, rounds: readonly RoundItem[] = []): Message {
  // A long row of one kind leaves half the room to the other.
  const room = (others: number): number => Math.max(dutiesShownMax / 2, dutiesShownMax - others)
  const pressing = <T>(of: readonly T[], at: (each: T) => number, others: number): T[] => of.toSorted((a, b) => at(a) - at(b)).slice(0, room(others))
  const owed = [...pressing(items, ({ duty }) => duty.dueAt, rounds.length).map((item) => ({ id: item.duty.id, dueAt: item.duty.dueAt, item, round: null })), ...pressing(rounds, ({ dueAt }) => dueAt, items.length).map((round) => ({ id: round.id, dueAt: round.dueAt, item: null, round }))]
  const shown = owed.sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1)).slice(0, dutiesShownMax)
  const unsure = shown.flatMap(({ item, round }, n) => ((item?.duty ?? round)?.unconfirmed ? [{ say: String(n + 1) }] : []))
  const seen = shown.filter(({ item }, n) => !item || shown.findIndex((other) => other.item?.case.id === item.case.id) === n)
  return {
    as: 'card',
    text: [
      words(owed.length === 0 ? 'duties.none' : 'duties.title', { n: all }),
      ...shown.map(({ item, round }, n) => (item ? dutyLine(item, n + 1, now) : roundLine(round, n + 1, now))),
      ...(unsure.length > 0 ? [words('duties.unconfirmed', { which: { list: unsure } })] : []),
      ...(all > shown.length ? [words('duties.more', { n: all - shown.length })] : []),
    ],
    buttons: inRows(seen.map(({ item, round }) => (item ? { label: { say: item.case.number }, press: act(item.case, 'look') } : { label: words('duties.open-round', { n: shown.findIndex((each) => each.round === round) + 1 }), press: pressText({ on: 'round', roundId: round.id, action: 'look' }) }))),
  }
}

function dutyLine({ duty, case: about, own }: DutyItem, n: number, now: number): Words {
  return words(duty.nextAt === null && duty.dueAt > now ? 'duties.paused' : duty.dueAt < now ? 'duties.over' : 'duties.line', {
    n, duty: { key: own ? `${about.regulation}:duty.${duty.kind}` : `case:duty.${duty.kind}` }, number: about.number, kind: kindWords(about), at: { moment: duty.dueAt },
  })
}

function roundLine({ name, dueAt }: RoundItem, n: number, now: number): Words {
  return words(dueAt < now ? 'duties.round-over' : 'duties.round', { n, round: name, at: { moment: dueAt } })
}

/** A list of the resident's cases, newest first, each a tap away. */
export function caseList(cases: readonly CaseState[]): Message {
  const lines = cases.map((each) => words('mine.line', { number: each.number, kind: kindWords(each), stage: words(`stage.${stageName(each)}`) }))
  const all: Button[][] = cases.length === 0 ? [] : [[{ label: words('action.move'), press: pressText({ on: 'menu', choice: 'move-all', lasting: true }) }]]
  return { as: 'card', text: [words(cases.length === 0 ? 'mine.none' : 'mine.title'), ...lines], buttons: [...inRows(cases.map((each) => ({ label: { say: each.number }, press: mine(each, 'look') }))), ...all] }
}

/** Contacts that staff wrote down and nobody has confirmed. */
function unconfirmedWords({ between: { contacts } }: CaseState): Words[] {
  return contacts.flatMap(({ answer, by, at }) => (answer === 'yes' ? [] : [words(answer === 'no' ? 'contact.denied' : 'contact.open', { who: by, at: { moment: at } })]))
}

/** Days reckoned from what was told, while the case lives; at its end, only what the outcome names is said. */
function datesAlive({ case: state, regulation, now }: Work): Words[] {
  return state.stage.at === 'closed' ? [] : dateWords(regulation, state.dates, now)
}

function dossierLine(work: Work): Words[] {
  const { dossier } = work.case
  return dossier === null || isSilent(work) ? [] : [words('told.dossier', { number: dossier })]
}

function nextWords(work: Work): Words {
  const { stage, handlerId, between: { merged } } = work.case
  if (merged) return words('next.merged', { number: merged.into.number })
  if (isSilent(work) && stage.at === 'closed') return words('told.closed-nameless')
  if (isSilent(work) && stage.at === 'settling') return words('next.settling-silent')
  if (stage.at === 'closed') return words('next.closed', { outcome: { key: `${work.regulation.id}:outcome.${stage.outcome}` } })
  // Whoever held it works here no more: it is with those who answer for the office until somebody takes it.
  if (handlerId !== null && holderOf(work) === null) return words('next.filed')
  if (work.case.reopened > 0 && (stage.at === 'filed' || stage.at === 'assigned') && handlerId === null) return words('next.reopened')
  return words(`next.${stageName(work.case)}`, { who: nameOf(work, handlerId) })
}

function answerOf(work: Work): Words[] {
  const { stage } = work.case
  return stage.at === 'closed' && stage.answer !== '' && !isSilent(work) ? [{ say: stage.answer }] : []
}

export function stageWords(state: CaseState): Words {
  return words(`stage.${stageName(state)}`)
}

function stageName({ stage, handlerId, between: { merged } }: CaseState): string {
  if (merged) return 'merged'
  if (stage.at === 'accepted' && stage.hold) return 'held'
  return (stage.at === 'filed' || stage.at === 'assigned') && handlerId !== null ? 'changing' : stage.at
}
