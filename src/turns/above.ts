import type { CaseState, StaffMember } from '../cases/case.ts'
import { answerableApart, isAble, isKeptFrom, mustClimb } from '../cases/house.ts'
import { mayLackDecider } from '../cases/sealed.ts'
import type { Regulation } from '../regulations/schema.ts'
import { staffAbove } from '../store/cases.ts'
import type { Transaction } from '../store/database.ts'

/**
 * The staff of a case. Where the case speaks of everybody who answers for its office, or nobody there could hear what is
 * said of the handling, the nearest above it who can are among them, or else administrators elsewhere, so that somebody
 * hears of it (PET-7). Asks the database only then, and for many cases of one office once: `asked` keeps what it said, by office.
 */
export async function withThoseAbove(tx: Transaction, state: CaseState, regulation: Regulation, staff: StaffMember[], asked = new Map<number, StaffMember[][]>()): Promise<StaffMember[]> {
  const house = { staff, regulation }
  // Nobody here but those who handle the case: what is said of the handling goes above them.
  const alone = answerableApart(state, house).length === 0
  const enough = !alone && !mustClimb(state, house)
  if (enough && !mayLackDecider(state, house)) return staff
  const groups = asked.get(state.officeId) ?? await staffAbove(tx, state.officeId)
  asked.set(state.officeId, groups)
  const able = groups.map((group) => group.filter((member) => isAble(state, { regulation }, member) && !(alone && isKeptFrom(state, member)))).find((group) => group.length > 0)
  // Where only a sealed identity might need them they stand above it, as they do whenever they look at it.
  return [...staff, ...(able ?? []).map((each) => (enough ? { ...each, stands: 'above' as const } : each))]
}
