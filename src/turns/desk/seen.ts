import { allowed } from '../../cases/actions.ts'
import type { CaseState, StaffMember, World } from '../../cases/case.ts'
import { editionOf } from '../../regulations/load.ts'
import { caseOf, staffOf } from '../../store/cases.ts'
import { officesBelow } from '../tree.ts'
import type { Desk } from './page.ts'

/** The cases of a list that whoever sits at the desk may look at; of others nothing is said, not even how many they are (ADM-4, PET-7). */
export type Seen = { state: CaseState; world: World; member: StaffMember }

export async function seenCases(desk: Desk, ids: readonly string[]): Promise<Map<string, Seen>> {
  const rows = await desk.tx.case.findMany({ where: { id: { in: [...new Set(ids)] } }, include: { parties: true } })
  const worlds = new Map<string, World | null>()
  const seen = new Map<string, Seen>()
  for (const row of rows) {
    const state = caseOf(desk.db, row, row.parties)
    const key = `${state.officeId}/${state.regulation}/${state.edition}`
    const world = worlds.get(key) ?? await worldFor(desk, state)
    worlds.set(key, world)
    const member = world && desk.places.flatMap((place) => memberAt(desk, world, state, place.id)).find((each) => allowed(state, world, each, 'look'))
    if (world && member) seen.set(state.id, { state, world, member })
  }
  return seen
}

/** The offices whose cases a page is of: those they work in, and with `below` all under them. */
export function officesOf({ places, offices }: Pick<Desk, 'places' | 'offices'>, below = false): number[] {
  const own = places.map(({ officeId }) => officeId)
  return [...new Set([...own, ...(below ? own.flatMap((id) => officesBelow(offices.list(), id).map((office) => office.id)) : [])])]
}

/** Enough of the world to say who may look; duties and surveys are asked for by whoever needs them. */
async function worldFor(desk: Desk, state: CaseState): Promise<World | null> {
  const regulation = editionOf(desk.regulations, state.regulation, state.edition)
  if (!regulation) return null
  const office = await desk.offices.get(state.officeId, desk.tx)
  const elsewhere = desk.places.filter(({ officeId }) => officeId !== state.officeId)
  const above = (await Promise.all(elsewhere.map(async ({ id, officeId }) => (await staffOf(desk.tx, officeId, desk.now)).filter((each) => each.id === id)))).flat()
  const staff = [...await staffOf(desk.tx, state.officeId, desk.now), ...above.map((each): StaffMember => ({ ...each, stands: 'above' }))]
  return { office: office.name, regulation, calendar: office.calendar, staff, duties: [], surveys: [], now: desk.now, seed: desk.seed }
}

function memberAt({ offices }: Desk, { staff }: World, { officeId }: CaseState, id: number): StaffMember[] {
  return staff.filter((each) => each.id === id && (each.officeId === officeId || officesBelow(offices.list(), each.officeId).some((office) => office.id === officeId)))
}
