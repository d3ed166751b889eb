import type { Message, Value, Words } from '../../dialogue/message.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import { answerable } from '../house.ts'
import { isBelow } from '../tree.ts'
import { askedOfficers, holderOf, houseOf, nameOf, tellStaff, words } from '../work.ts'
import type { Work } from '../work.ts'
import { factLines, kindWords } from './facts.ts'
import { staffMessage } from './messages.ts'

/** What is said where a case goes to another office. */

/** To the office that is asked: everything needed to decide, nothing by which anybody could be reached. */
export function askedMessage(work: Work, from: string, said: string): Message {
  const { case: state, regulation } = work
  const plain = staffMessage(work, [words('told.tier-asked', { office: from, who: work.actor === 'timer' ? '' : nameOf(work, state.between.tier?.by ?? null) }), { say: said }, words('told.tier-story'), { say: state.story }, words('offer.contacts')], ['receive', 'send-back'])
  return { ...plain, card: factLines(state, regulation, 'offer') }
}

export function tellAsked(work: Work, message: Message): void {
  for (const { id } of askedOfficers(work)) tellStaff(work, id, message)
}

/** To somebody of the office it has left: they see it no more, unless they stand above it. */
export function leftMessage({ case: state }: Work, text: Words[]): Message {
  return { as: 'note', text: [words('about', { number: state.number, kind: kindWords(state) }), ...text] }
}

/** Who has it until another office has received it: who holds it, else those who answer here (PET-2). */
export function whoMeanwhile(work: Work): Value {
  const holder = nameOf(work, holderOf(work))
  if (holder !== '') return holder
  const heads = answerable(work.case, houseOf(work), 'head')
  return heads.length > 0 ? { list: heads.map(({ name }) => ({ say: name })) } : words('role.head')
}

/** For the resident: where it is asked to go, or where it is now. */
export function whereWords(work: Work): Words[] {
  const { stage, between: { tier, offices } } = work.case
  if (stage.at === 'closed') return []
  if (tier !== null) return [words('next.tier', { office: tier.to.name, who: whoMeanwhile(work) })]
  return offices.length > 0 && work.world.office !== undefined ? [words('next.office', { office: work.world.office })] : []
}

/** For staff: where it came from, where it is asked to go and why, or that it is rather for an office above. */
export function tierLines(state: CaseState, world: World, { officeId }: StaffMember): Words[] {
  const { tier, offices } = state.between
  const way = offices.length > 0 ? [words('tier.way', { offices: { list: offices.map(({ name }) => ({ say: name })) } })] : []
  if (tier !== null) return [...way, words(tier.to.office === officeId ? 'tier.yours' : 'tier.waiting', { office: tier.to.name, at: { moment: tier.at } }), { say: tier.words }]
  return [...way, ...hint(state, world)]
}

/** Small matters stay in the village, ordinary ones in the town, major ones go to the county; somebody decides that, never the machine (MED-20). */
function hint({ level, stage }: CaseState, { regulation, tree }: World): Words[] {
  const reached = regulation.levels.slice(0, regulation.levels.findIndex(({ id }) => id === level) + 1)
  const wanted = reached.findLast(({ tier }) => tier !== undefined)?.tier
  const above = tree?.near.find(({ direction }) => direction === 'up')
  if (!tree || !above || wanted === undefined || stage.at === 'closed' || !isBelow(tree.level, wanted)) return []
  return [words('tier.hint', { level: { key: `${regulation.id}:level.${level}` }, office: above.name })]
}
