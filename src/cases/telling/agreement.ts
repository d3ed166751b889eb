import type { Button, Message, Paper, Words } from '../../dialogue/message.ts'
import { boundParties, clauseWords, isConfirmed, isConfirmedBy, isPaperNeeded, paperSigners, shortHash, sides } from '../agreement/text.ts'
import { isWatched } from '../agreement/watch.ts'
import type { Clause, Side } from '../between.ts'
import type { CaseState } from '../case.ts'
import { words } from '../work.ts'
import type { Work } from '../work.ts'
import { kindWords } from './facts.ts'
import { act, actionButton, inRows, lookButton, mine } from './messages.ts'

/** What is said and shown of an agreement: to the mediator who drafts it, to each side that reads it, and on its days. */

/** To staff: the draft as it stands, and what can be done with it. */
export function draftMessage(work: Work, before: Words[] = []): Message {
  const { case: state } = work
  const clauses = state.between.agreement?.clauses ?? []
  const each = clauses.map((clause, n): Button => ({ label: words('agreement.button.pick', { n: n + 1 }), press: act(state, 'clause', `pick-${clause.id}`) }))
  const canSend = clauses.length > 0 && state.between.agreement?.hash === null
  return card(work, [...before, words(clauses.length === 0 ? 'agreement.draft-none' : state.between.agreement?.hash ? 'agreement.draft-sent' : 'agreement.draft'), ...factWords(work), ...clauses.map((clause, n) => clauseWords(clause, n + 1)), ...standing(work)], [
    [{ label: words('agreement.button.add'), press: act(state, 'clause', 'add') }, { label: words('agreement.button.facts'), press: act(state, 'clause', 'facts') }],
    ...inRows(each),
    ...(canSend ? [[actionButton(state, work.regulation, 'send-agreement', 'main')]] : []),
    [lookButton(state)],
  ])
}

/** To staff: one clause, to be changed or taken out. */
export function pickedMessage(work: Work, clause: Clause, n: number): Message {
  const { case: state } = work
  // Of what stands it is asked by itself, whatever is to be done with it.
  const sent = state.between.agreement?.hash && !isConfirmed(state) ? [words('agreement.change-warning')] : []
  return card(work, [clauseWords(clause, n), ...sent], [
    [{ label: words('agreement.button.change'), press: act(state, 'clause', `edit-${clause.id}`) }, { label: words('agreement.button.drop'), press: act(state, 'clause', `drop-${clause.id}`), tone: 'danger' }],
    [{ label: words('agreement.button.draft'), press: act(state, 'clause') }],
  ])
}

/** To staff, before a word of what stands is changed. */
export function sureMessage(work: Work, change: string): Message {
  const { case: state } = work
  return card(work, [words('agreement.stands-warning')], [
    [{ label: words('agreement.button.change-anyway'), press: act(state, 'clause', `sure-${change}`), tone: 'danger' }],
    [{ label: words('agreement.button.draft'), press: act(state, 'clause') }],
  ])
}

/** To staff, before it goes out: the whole text, and what must not be confirmed (LAB-6). */
export function sendMessage(work: Work): Message {
  const { case: state } = work
  return card(work, [words('agreement.send-check'), ...clauseLines(work, null), words('agreement.harm')], [
    [{ label: words('agreement.button.send-yes'), press: act(state, 'send-agreement', 'yes'), tone: 'main' }],
    [{ label: words('agreement.button.draft'), press: act(state, 'clause') }],
  ])
}

/** To staff: where it stands, and of each clause what each side has said (MED-15). */
export function statusMessage(work: Work, before: Words[] = [], withPaper = false): Message {
  const { case: state, regulation } = work
  const watched = isWatched(state)
  const lines = (state.between.agreement?.clauses ?? []).flatMap((clause, n) => [
    clauseWords(clause, n + 1),
    ...(watched ? sides.map((side) => words('agreement.said', { who: words(`agreement.who.${side}`), answer: words(`agreement.performed.${clause.done[side] ?? 'unknown'}`) })) : []),
  ])
  const onPaper = state.stage.at === 'accepted' && paperSigners(state).length > 0 ? ['signed-on-paper'] : []
  const buttons = [...onPaper, ...(state.stage.at === 'accepted' ? ['clause'] : []), ...(state.stage.at === 'accepted' && isConfirmed(state) ? ['close'] : [])]
  return {
    ...card(work, [...before, ...lines, ...standing(work)], [...inRows(buttons.map((each) => actionButton(state, regulation, each))), [lookButton(state)]]),
    ...(withPaper ? { papers: [paperOf(work)] } : {}),
  }
}

/** To each side: there is something to read; how many clauses, and that nothing counts until both have agreed. */
export function sentMessage(work: Work, before: Words[]): Message {
  const { case: state } = work
  const n = state.between.agreement?.clauses.length ?? 0
  return card(work, [...before, words('agreement.sent', { n }), words('agreement.free')], [
    [{ label: words('agreement.button.read'), press: read(work, 1), tone: 'main' }],
    [{ label: words('action.agreement'), press: mine(state, 'agreement') }, { label: words('action.look'), press: mine(state, 'look') }],
  ])
}

/** To one who reads: the nth clause, then the question whether they agree. `asks`: it is theirs to say. */
export function readMessage(work: Work, n: number, viewer: Side, asks: boolean): Message {
  const { case: state } = work
  const clauses = state.between.agreement?.clauses ?? []
  const clause = clauses[n - 1]
  if (!clause) return wholeMessage(work, viewer, asks)
  const of = words('agreement.of', { n, of: clauses.length })
  const about = n === 1 ? factWords(work) : []
  if (n < clauses.length) return card(work, [...about, of, clauseWords(clause, n, viewer)], [[{ label: words('agreement.button.next'), press: read(work, n + 1), tone: 'main' }]])
  return card(work, [...about, of, clauseWords(clause, n, viewer), ...(asks ? [words('agreement.ask')] : [])], asks ? answerRows(work) : [[{ label: words('action.agreement'), press: mine(state, 'agreement') }]])
}

/** The whole text in one message. */
export function wholeMessage(work: Work, viewer: Side | null, asks: boolean, before: Words[] = []): Message {
  const { case: state } = work
  const copy: Button[][] = isConfirmed(state) ? [[{ label: words('action.copy'), press: mine(state, 'copy') }]] : []
  return card(work, [...before, ...clauseLines(work, viewer), ...(asks ? [words('agreement.ask')] : [])], asks ? answerRows(work) : [...copy, [{ label: words('action.look'), press: mine(state, 'look') }]])
}

/** To one side, when both have agreed and at any time after: the copy. */
export function copyMessage(work: Work, before: Words[]): Message {
  const { case: state } = work
  return { ...card(work, before, [[{ label: words('action.agreement'), press: mine(state, 'agreement') }, { label: words('action.look'), press: mine(state, 'look') }]]), papers: [paperOf(work)] }
}

/** Is it done? */
export function questionMessage(work: Work, clause: Clause, n: number, viewer: Side, before: Words): Message {
  const { case: state } = work
  const answer = (answer: string): Button => ({ label: words(`agreement.performed.${answer}`), press: mine(state, 'performed', `${clause.id}.${answer}`) })
  return card(work, [before, clauseWords(clause, n, viewer), words('agreement.ask-done'), words('agreement.apart')], [[answer('done')], [answer('partly'), answer('not-done')]])
}

function answerRows(work: Work): Button[][] {
  const { case: state } = work
  return [[{ label: words('agreement.button.agree'), press: mine(state, 'agree', shortHash(state.between.agreement ?? { hash: null })), tone: 'main' }], [{ label: words('action.object'), press: mine(state, 'object') }]]
}

/** Which version, whom it binds, every clause, and by what the text can be told from any other. */
function clauseLines(work: Work, viewer: Side | null): Words[] {
  const { case: state } = work
  const { agreement } = state.between
  if (!agreement) return []
  const bound = agreement.hash === null ? boundParties(state) : agreement.parties
  return [
    ...(agreement.hash === null ? [] : [words('agreement.version', { version: agreement.version, code: shortHash(agreement) })]),
    ...bound.map(({ side, name }) => words('agreement.party', { side: words(`agreement.who.${side}`), name: name === null ? words('nameless') : { say: name } })),
    ...factWords(work),
    ...agreement.clauses.map((clause, n) => clauseWords(clause, n + 1, viewer)),
  ]
}

function factWords({ case: state }: Work): Words[] {
  const facts = state.between.agreement?.facts ?? null
  return facts === null ? [] : [words('agreement.facts', { facts })]
}

/** For staff: who has agreed, who has yet to. */
function standing({ case: state }: Work): Words[] {
  const { agreement } = state.between
  if (!agreement || agreement.hash === null) return []
  const state_ = sides.map((side) => words(isConfirmedBy(state, side) ? 'agreement.side-agreed' : 'agreement.side-waits', { who: words(`agreement.who.${side}`) }))
  return [words('agreement.version', { version: agreement.version, code: shortHash(agreement) }), ...state_, ...(isPaperNeeded(state) ? [words('agreement.on-paper')] : [])]
}

/** As a paper: under the number of the case, after closing under its own (MED-14). */
function paperOf({ case: state, world }: Work): Paper {
  const agreement = state.between.agreement ?? { parties: [], facts: null, clauses: [], hash: null, confirmed: [] }
  return {
    paper: 'agreement', number: state.dossier ?? state.number, office: world.office ?? '',
    parties: agreement.parties.map(({ side, name }) => ({ label: words(`agreement.who.${side}`), name })),
    ...(agreement.facts === null ? {} : { facts: agreement.facts }),
    clauses: agreement.clauses.map(({ text, who, day }) => ({ text, who: words(`agreement.who.${who}`), day })),
    hash: agreement.hash ?? '',
    confirmed: agreement.confirmed.filter(({ hash }) => hash === agreement.hash).map(({ party, side, at, channel }) => ({ label: signerWords(state, party, side), at, channel: words(`agreement.channel.${channel}`) })),
  }
}

/** Whoever confirmed it for somebody else is named as what they are. */
function signerWords({ parties }: CaseState, id: string, side: Side): Words {
  const role = parties.find((each) => each.id === id)?.role
  return role === 'proxy' || role === 'representative' ? words(`agreement.signed-by.${role}`) : words(`agreement.who.${side}`)
}

function read(work: Work, n: number): string {
  return mine(work.case, 'read-clause', `${shortHash(work.case.between.agreement ?? { hash: null })}.${n}`)
}

function card({ case: state }: Work, text: Words[], buttons: Button[][]): Message {
  return { as: 'card', text: [words('about', { number: state.number, kind: kindWords(state) }), ...text], buttons }
}
