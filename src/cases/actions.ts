import type { Words } from '../dialogue/message.ts'
import type { OutcomeRule, Step } from '../regulations/schema.ts'
import type { Action, Choice } from './action.ts'
import { hasStoodAside, may, relationOf } from './access.ts'
import type { CaseAct } from './access.ts'
import { hasAgreement, isConfirmed } from './agreement/text.ts'
import { assignAbout, assignChoices } from './assign/choosing.ts'
import type { CaseState, StaffMember, World } from './case.ts'
import { factsOf, holds } from './conditions.ts'
import { dutyRules } from './duties/dutyRules.ts'
import { instructionFields } from './instruction.ts'
import { answerableApart, answersFor, isKeptFrom } from './house.ts'
import { identityDeciders } from './sealed.ts'
import { staysMerged } from './offered/offer.ts'
import { staffOffers } from './offered/offers.ts'
import { heldBy } from './merging.ts'
import { fieldsFor } from './records.ts'
import { otherSide } from './table.ts'
import { words } from './work.ts'

/** What a member of staff can do with a case now. The same answer decides what is offered and what is carried out. */

const common = ['take', 'decline', 'recuse', 'message', 'close', 'sign-off', 'assign', 'note', 'hold', 'resume', 'visited', 'called'] as const
export type CommonAction = (typeof common)[number]

const reasons = { decline: ['busy', 'absent', 'unfit', 'other'], recuse: ['kin', 'interest', 'relation', 'met'] }
const takesWords: readonly CommonAction[] = ['message', 'note', 'hold']
const secondLook: readonly string[] = ['close']

/** Most pressing first: answering an offer, then what answers a duty of theirs, then the steps of the regulation, then the rest. */
export function actionsFor(state: CaseState, world: World, member: StaffMember): Action[] {
  const possible = common.filter((id) => whyNot(state, world, member, id) === null)
  const steps = world.regulation.steps.filter((step) => whyNotStep(state, world, member, step) === null)
  const more = staffOffers.flatMap(({ id, may, offer }): Action[] => {
    const offered = (state.between.merged === null || staysMerged({ id, may })) && allowed(state, world, member, may) ? offer(state, world, member) : null
    return offered ? [{ id, ...offered }] : []
  })
  const all = [...possible.map((id) => commonAction(state, world, member, id)), ...more, ...steps.map((step) => stepAction(state, world, step))]
  const first = all.filter((action) => ['take', 'decline', 'recuse', 'sign-off'].includes(action.id) && state.stage.at !== 'accepted')
  const last = all.filter((action) => !first.includes(action) && ['note', 'hold', 'assign', 'recuse'].includes(action.id))
  const ordered = [...first, ...all.filter((action) => !first.includes(action) && !last.includes(action)), ...last]
  const owed = owedActions(world, member)
  const place = ({ id, rank }: Action): number => (first.some((each) => each.id === id) ? 0 : owed.includes(id) || rank === 'now' ? 1 : always.includes(id) ? 2 : rank === 'more' ? 4 : 3)
  return ordered.toSorted((a, b) => place(a) - place(b))
}

/** At hand whatever else there is to do. */
const always: readonly string[] = ['message', 'close', 'invite', 'propose-dates', 'agreement', 'clause']
/** So many are shown with the case; where there are more, the rest is one tap further away. */
const atHandMost = 8

export function atHand(actions: readonly Action[]): { shown: readonly Action[]; more: readonly Action[] } {
  return actions.length <= atHandMost + 1 ? { shown: actions, more: [] } : { shown: actions.slice(0, atHandMost), more: actions.slice(atHandMost) }
}

/** What is due later than this presses nobody yet. */
const pressingMs = 7 * 86_400_000

/** Acts that answer what this member owes soon. */
function owedActions({ duties, regulation, now }: World, { id, role }: StaffMember): string[] {
  const rules = dutyRules(regulation)
  return duties.filter(({ state, staffId, owner, dueAt }) => state === 'open' && dueAt - now < pressingMs && (staffId === id || (staffId === null && owner === role))).flatMap(({ kind }) => rules.find((rule) => rule.id === kind)?.actions ?? [])
}

/** Null when the member may do it now; else what they should know or do instead. */
export function whyNot(state: CaseState, world: World, member: StaffMember, action: CommonAction): Words | null {
  const { stage } = state
  const name = (id: number | null): string => world.staff.find((each) => each.id === id)?.name ?? ''
  if (action === 'take' && state.handlerId === member.id && stage.at === 'accepted') return words('refused.yours-already')
  if (action === 'take' && stage.at === 'accepted') return words('refused.taken', { who: name(state.handlerId) })
  if ((action === 'take' || action === 'decline') && stage.at === 'assigned' && stage.to !== member.id && !allowed(state, world, member, 'assign')) return words('refused.offered-elsewhere')
  if (relationOf(state, member, world.regulation) === 'offered' && !allowed(state, world, member, action)) return words('refused.take-first')
  if (!allowed(state, world, member, action)) return words('refused.not-yours')
  if (action === 'take' && hasStoodAside(state, member.id)) return words('refused.stood-aside')
  if (state.between.merged && action !== 'note') return words('refused.merged', { number: state.between.merged.into.number })
  if (stage.at === 'closed' && !['message', 'note', 'visited', 'called'].includes(action)) return words('refused.closed')
  switch (action) {
    case 'take': return stage.at === 'assigned' || stage.at === 'filed' ? null : words('refused.settling')
    case 'decline': return stage.at === 'assigned' && stage.to === member.id ? null : words('refused.decline-accepted')
    case 'recuse': return (stage.at === 'assigned' && stage.to === member.id) || (stage.at === 'accepted' && state.handlerId === member.id) ? null : words('refused.not-yours')
    case 'message':
    case 'note': return null
    case 'hold': return stage.at !== 'accepted' ? words('refused.take-first') : stage.hold ? words('refused.held') : null
    case 'resume': return stage.at === 'accepted' && stage.hold ? null : words('refused.not-held')
    case 'assign': return stage.at === 'settling' ? words('refused.settling') : null
    case 'close': return stage.at === 'settling' ? words('refused.settling') : outcomesFor(state, world).length > 0 ? null : words('refused.take-first')
    case 'sign-off': return stage.at !== 'settling' ? words('refused.nothing-to-sign') : signs(state, world, member) ? null : words('refused.not-yours')
    case 'visited': return isOpen(world, 'visit') ? null : words('refused.no-visit')
    case 'called': return isOpen(world, 'call') ? null : words('refused.no-call')
  }
}

function isOpen({ duties }: World, kind: string): boolean {
  return duties.some((duty) => duty.kind === kind && duty.state === 'open')
}

/** The same for a step of the regulation. `handler` among those who may take it means the holder, or who is offered it. */
export function whyNotStep(state: CaseState, world: World, member: StaffMember, step: Step): Words | null {
  if (isDecidedApart(step, world)) return whyNotApart(state, world, member, step)
  if (!allowed(state, world, member, 'step')) return words('refused.not-yours')
  const relation = relationOf(state, member, world.regulation)
  const holds_ = relation === 'holder' || (relation === 'offered' && state.stage.at === 'assigned')
  const able = step.by.some((role) => (role === 'handler' ? holds_ : answersFor(state, world, role, member)))
  if (!able) return words('refused.not-yours')
  // Whoever has a chat of their own speaks for themselves (MED-6).
  if (step.willing && world.regulation.mediates && otherSide(state)) return words('refused.answers-there')
  return whyNotNow(state, step)
}

/** Whether somebody else shall mediate is decided by nobody who handles the case (MED-10). */
function isDecidedApart({ answers }: Step, { regulation: { mediates } }: World): boolean {
  return mediates !== undefined && answers === mediates.aside.happens
}

function whyNotApart(state: CaseState, world: World, member: StaffMember, step: Step): Words | null {
  const able = !isKeptFrom(state, member) && allowed(state, world, member, 'step') && step.by.some((role) => role !== 'handler' && answersFor(state, world, role, member))
  return able || allowed(state, world, member, 'apart') ? whyNotNow(state, step) : words('refused.not-yours')
}

function whyNotNow(state: CaseState, step: Step): Words | null {
  if (state.between.merged) return words('refused.merged', { number: state.between.merged.into.number })
  if (!step.stages.includes(state.stage.at)) return state.stage.at === 'closed' ? words('refused.closed') : words('refused.not-now')
  if (step.if && !holds(step.if, factsOf(state))) return words('refused.not-now')
  return null
}

/** Outcomes that can end the case at its present stage; what only the resident can do is not among them. */
export function outcomesFor(state: CaseState, { regulation }: World): OutcomeRule[] {
  const before = state.stage.at === 'filed' || state.stage.at === 'assigned'
  return regulation.outcomes.filter((outcome) => !outcome.byResident && (!before || outcome.before) && (!outcome.if || holds(outcome.if, factsOf(state))))
}

/** By their own role, and by every role they stand in for when the office has nobody in it. */
export function allowed(state: CaseState, world: World, member: StaffMember, act: CaseAct): boolean {
  const relation = relationOf(state, member, world.regulation)
  if (act === 'apart') return answerableApart(state, world).some(({ id }) => id === member.id)
  // What the only leader asks for somebody else decides, whose by role it is not.
  if (act === 'decide-identity' && identityDeciders(state, world).some(({ id }) => id === member.id)) return true
  if (may(member.role, relation, act)) return true
  // The office above, asked to take it over, keeps its eye on it meanwhile.
  if (relation === 'asked' && member.stands === 'above' && may(member.role, 'above', act)) return true
  // Somebody above, who answers here because all officers are spoken of, may do what an officer of the office may.
  return (relation === 'office' || relation === 'outside' || relation === 'asked') && (['head', 'leader'] as const).some((role) => may(role, 'office', act) && answersFor(state, world, role, member))
}

function signs(state: CaseState, world: World, member: StaffMember): boolean {
  return state.stage.at === 'settling' && (member.role === 'leader' || answersFor(state, world, state.stage.needs, member))
}

function commonAction(state: CaseState, world: World, member: StaffMember, id: CommonAction): Action {
  const choices = choicesOf(state, world, id)
  const tone = id === 'take' || id === 'sign-off' ? { tone: 'main' as const } : {}
  return { id, label: words(`action.${id}`), takes: takesWords.includes(id) ? 'words' : choices.length > 0 ? 'choice' : 'nothing', choices, ask: id === 'close' && otherSide(state) ? 'case:ask.close-both' : `case:ask.${id}`, ...aboutOf(state, world, id), ...(id === 'assign' ? { dated: true as const } : {}), confirm: secondLook.includes(id), ...tone }
}

function aboutOf(state: CaseState, world: World, id: CommonAction): Pick<Action, 'about'> {
  const { stage } = state
  if (id === 'assign') return { about: assignAbout(state, world) }
  if (id === 'message' && heldBy(state).length > 0) return { about: [words('told.merged-many', { n: heldBy(state).length })] }
  if (id === 'sign-off' && stage.at === 'settling') return { about: [words('told.sign', { who: world.staff.find((each) => each.id === stage.by)?.name ?? '', outcome: { key: `${world.regulation.id}:outcome.${stage.outcome}` } }), { say: stage.answer }] }
  return id === 'close' && lacksWord(state, world) ? { about: [words('ask.close-unconfirmed')] } : {}
}

/** Where an agreement is being made here, both sides have not confirmed it. */
function lacksWord(state: CaseState, { regulation }: World): boolean {
  return hasAgreement(regulation) && !isConfirmed(state) && (otherSide(state) !== undefined || state.between.agreement !== null)
}

function choicesOf(state: CaseState, world: World, id: CommonAction): Choice[] {
  switch (id) {
    case 'decline':
    case 'recuse': return reasons[id].map((reason) => ({ id: reason, label: words(`reason.${reason}`), words: reason === 'other' }))
    case 'visited':
    case 'called': return ['5', '4', '3', '2', '1', 'none'].map((point) => ({ id: point, label: words(`survey.point.${point}`), words: true }))
    case 'sign-off': return [{ id: 'yes', label: words('choice.sign-yes'), words: false }, { id: 'no', label: words('choice.sign-no'), words: true }]
    case 'close': return outcomesFor(state, world).map((outcome) => ({ id: outcome.id, label: { key: `${world.regulation.id}:outcome.${outcome.id}` }, words: true }))
    case 'assign': return assignChoices(state, world)
    default: return []
  }
}

function stepAction(state: CaseState, world: World, step: Step): Action {
  const { regulation, others } = world
  const target = others?.find((each) => each.id === step.becomes)
  const ids = step.becomes ? (target?.categories ?? []).map((category) => category.id) : step.choices ?? []
  const label = (id: string): Words => ({ key: step.becomes ? `${step.becomes}:category.${id}` : `${regulation.id}:choice.${step.id}.${id}` })
  return {
    id: step.id,
    label: { key: `${regulation.id}:step.${step.id}` },
    takes: step.takes === 'choice-and-words' ? 'choice' : step.takes === 'instruction' ? 'words' : step.takes,
    ...(step.takes === 'instruction' ? { fields: instructionFields(state, world, step) } : {}),
    choices: !step.takes.startsWith('choice') ? [] : ids.map((id) => ({ id, label: label(id), ...afterChoice(regulation.id, step, id) })),
    ...(step.takes === 'words' && step.asks ? { fields: fieldsFor(regulation.id, step, undefined) } : {}),
    ask: `${regulation.id}:ask.${step.id}`,
    confirm: step.tellsResident || step.asksResident !== undefined,
  }
}

/** What is still to be said once it is chosen: words, the parts of a record, or nothing. */
function afterChoice(regulation: string, step: Step, choice: string): Pick<Choice, 'words' | 'fields'> {
  if (!step.asks) return { words: step.takes === 'choice-and-words' }
  const fields = fieldsFor(regulation, step, choice)
  return fields.length === 0 ? { words: false } : { words: true, fields }
}
