import type { Words } from '../../dialogue/message.ts'
import type { Choice } from '../action.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import { words } from '../work.ts'
import { candidates, leftOut } from './candidates.ts'
import type { Candidate } from './candidates.ts'

/**
 * The head's choice of somebody to assign a case to. Each button carries how things stood when it was shown: whoever has
 * taken the case, or been asked, a moment before is not passed over unseen.
 */

const reasonsMost = 8

/** What makes an earlier list out of date. */
const moves: readonly string[] = ['filed', 'assigned', 'accepted', 'handed-over', 'unassigned', 'declined', 'recused', 'silent', 'reopened', 'closed', 'returned']

export function assignChoices(state: CaseState, world: World): Choice[] {
  return choosable(state, world).map(({ member, fits }, n) => ({ id: assignChoice(state, member), label: chooseLabel({ member, fits }, n), words: false }))
}

export function assignChoice(state: CaseState, { id }: Pick<StaffMember, 'id'>): string {
  return `${id}.${mark(state)}`
}

/** "Lin Min (suggested, 1/20)": the first who fits is whom the machine would ask. */
export function chooseLabel({ member, fits }: Pick<Candidate, 'member' | 'fits'>, n: number): Words {
  return words(!fits ? 'choice.staff-unfit' : n === 0 ? 'choice.staff-best' : 'choice.staff', { who: member.name, load: member.load, capacity: member.capacity })
}

/** With whom it is now, each with what speaks for and against them, and how many cannot be asked; never why, for that would tell of the case (PET-7). */
export function assignAbout(state: CaseState, world: World): Words[] {
  const shown = choosable(state, world).slice(0, reasonsMost)
  const out = leftOut(state, world)
  return [
    ...withWhom(state, world),
    ...shown.map(({ member, fits, why }, n) => words(fits && n === 0 ? 'told.candidate-best' : 'told.candidate', { who: member.name, why: { list: why } })),
    ...(shown.length === 0 ? [words('told.candidates-none')] : []),
    ...(out > 0 ? [words('told.left-out', { n: out })] : []),
  ]
}

/** Who was chosen; or what has happened since the list was shown. Without a mark it is a choice of now. */
export function chosenOf(state: CaseState, world: World, choice: string | undefined): { member: StaffMember } | { refused: Words } {
  const [id, seen] = (choice ?? '').split('.')
  const chosen = candidates(state, world).find(({ member }) => String(member.id) === id)
  const { stage, handlerId } = state
  const name = (of: number | null): string => world.staff.find((each) => each.id === of)?.name ?? ''
  if (chosen && handlerId === chosen.member.id && stage.at === 'accepted') return { refused: words('refused.holds-already', { who: chosen.member.name }) }
  if (seen !== undefined && seen !== mark(state)) {
    if (stage.at === 'assigned') return { refused: words('refused.assigned-meanwhile', { who: name(stage.to) }) }
    return { refused: handlerId !== null ? words('refused.taken-meanwhile', { who: name(handlerId) }) : words('refused.list-old') }
  }
  return chosen ? { member: chosen.member } : { refused: words('refused.choice') }
}

function choosable(state: CaseState, world: World): Candidate[] {
  return candidates(state, world).filter(({ member }) => member.id !== state.handlerId)
}

function withWhom({ stage, handlerId }: CaseState, { staff }: World): Words[] {
  const name = (of: number | null): string => staff.find((each) => each.id === of)?.name ?? ''
  if (stage.at === 'assigned') return [words('told.asked-now', { who: name(stage.to), since: { moment: stage.since } })]
  return handlerId !== null && name(handlerId) !== '' ? [words('told.held-now', { who: name(handlerId) })] : []
}

function mark({ happened }: Pick<CaseState, 'happened'>): string {
  return happened.filter(({ what }) => moves.some((each) => what === each || what.startsWith(`${each}.`))).length.toString(36)
}
