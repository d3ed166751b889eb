import { actionsFor } from '../../cases/actions.ts'
import { dutyRules } from '../../cases/duties/dutyRules.ts'
import { isAboutHolder } from '../../cases/duties/houseRules.ts'
import type { Seen } from './seen.ts'
import { act, dutyWords } from '../../cases/telling/messages.ts'
import type { Button, Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { dutyOf } from '../../store/cases.ts'
import { owedBy, type Owing } from '../../store/headLists.ts'
import { listed, named, type Item } from './lists.ts'
import { numbered } from './open.ts'
import type { Desk, DeskPage } from './page.ts'
import { seenCases } from './seen.ts'

/** Everything that waits for the word of the head or leader: another mediator, more time, refusals and whatever else is signed off. Each with its buttons. */
export const decidePage: DeskPage = {
  id: 'decide',
  roles: ['head', 'leader'],
  menu: { key: 'desk:decide.button' },
  async show(desk, choice) {
    const items = await decideItems(desk)
    return listed('decide', { key: items.length === 0 ? 'desk:decide.none' : 'desk:decide.title', with: { count: items.length } }, items, choice)
  },
}

/** Acts that are decisions; whoever owes one of them is waited for. */
const decisions: readonly string[] = ['sign-off', 'decide-extension', 'decide-identity', 'receive']

async function decideItems(desk: Desk): Promise<Item[]> {
  const owed = await owedBy(desk.tx, desk.places, [...new Set(desk.regulations.flatMap(decidingDuties))])
  const seen = await seenCases(desk, owed.map(({ caseId }) => caseId))
  const duties = await desk.tx.duty.findMany({ where: { state: 'open', caseId: { in: [...seen.keys()] } } })
  const items = owed.flatMap((each) => {
    const one = seen.get(each.caseId)
    return one ? itemOf(each, { ...one, world: { ...one.world, duties: duties.filter(({ caseId }) => caseId === each.caseId).map(dutyOf) } }, desk.now) : []
  })
  return items.map((item, n) => numbered(item, n + 1))
}

/** By the rules of one regulation: the duties that a decision fulfils. */
function decidingDuties(regulation: Regulation): string[] {
  return dutyRules(regulation).filter((rule) => isAboutHolder(regulation, rule) || rule.actions.some((action) => decisions.includes(action))).map(({ id }) => id)
}

/** None where nothing can be decided now: it was, a moment ago. */
function itemOf({ kind, dueAt }: Owing, { state, world, member }: Seen, now: number): Item[] {
  const { regulation } = world
  const rule = dutyRules(regulation).find(({ id }) => id === kind)
  const deciding = [...decisions, ...regulation.steps.filter(({ answers }) => answers !== undefined).map(({ id }) => id)]
  const acts = actionsFor(state, world, member).filter(({ id }) => deciding.includes(id) && (rule?.actions.includes(id) ?? false))
  if (acts.length === 0) return []
  const line: Words = { key: dueAt < now ? 'desk:decide.late' : 'desk:decide.line', with: { ...named(state), what: dutyWords(regulation, kind), until: { moment: dueAt } } }
  const { stage } = state
  const by = stage.at === 'settling' ? world.staff.find(({ id }) => id === stage.by)?.name ?? '' : ''
  const more: Words[] = stage.at === 'settling' && acts.some(({ id }) => id === 'sign-off') ? [{ key: 'desk:decide.outcome', with: { who: by, outcome: { key: `${regulation.id}:outcome.${stage.outcome}` } } }] : []
  const buttons = acts.map(({ id, label }): Button => ({ label: { key: 'desk:decide.act', with: { number: state.number, act: label } }, press: act(state, id) }))
  return [{ lines: [line, ...more], buttons: [...buttons, { label: { say: state.number }, press: act(state, 'look') }] }]
}
