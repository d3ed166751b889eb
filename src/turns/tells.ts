import { hasStoodAside, sideOf } from '../cases/access.ts'
import { isUnseated } from '../cases/parties/filers.ts'
import type { CaseState, Party, StaffMember, Tell, World } from '../cases/case.ts'
import { isAble, isKeptFrom } from '../cases/house.ts'
import { isAway } from '../cases/offered/handover.ts'
import { idFrom } from '../ids.ts'
import type { Database, Transaction } from '../store/database.ts'
import { owe, type NewDelivery } from '../store/deliveries.ts'
import type { From } from '../store/inbounds.ts'
import { paced, type Waiting } from './pace.ts'

/** What a case has decided to tell, and all that is needed to tell it. */
export type Telling = { of: CaseState; tells: readonly Tell[]; world: Pick<World, 'staff' | 'regulation' | 'calendar' | 'now'>; seed: string; from?: From | null }

/**
 * What a case's decision tells people becomes rows of what is owed to them; each person once for each message. Whoever
 * asked for it (`from`) gets the first of theirs in the chat they spoke from, as LINE's free answer where there is one.
 */
export async function oweTells(db: Database, tx: Transaction, of: CaseState, tells: readonly Tell[], world: Telling['world'], seed: string, from: From | null = null): Promise<void> {
  await oweTelling(db, tx, [{ of, tells, world, seed, from }])
}

/** Of several cases together: those who are told by more than one of them are not told too much at once. */
export async function oweTelling(db: Database, tx: Transaction, telling: readonly Telling[]): Promise<void> {
  const owed: NewDelivery[] = []
  const waiting: (Waiting & { place: number })[] = []
  for (const one of telling) {
    for (const { waits, ...each } of await owedOf(tx, one)) {
      if (waits) waiting.push({ ...each, place: owed.length })
      owed.push(each.delivery)
    }
  }
  const [first] = telling
  if (first && waiting.length > 0) (await paced(tx, waiting, first.world.calendar, first.world.now)).forEach((each, n) => { owed[waiting[n]?.place ?? 0] = each })
  await owe(db, tx, owed)
}

async function owedOf(tx: Transaction, { of, tells, world, seed, from = null }: Telling): Promise<Owed[]> {
  const { staff, now } = world
  const elsewhere = await staffElsewhere(tx, tells, staff)
  const owed = tells.flatMap((tell, n) => [...new Set(readers(of, tell, standIns(of, world, from), elsewhere))].map((personId) => ({
    delivery: { personId, caseId: of.id, message: tell.message, at: Math.max(now, tell.notBefore ?? now), retryKey: idFrom(seed, `tell/${n}/${personId}`), ...(tell.inPlace && personId === from?.personId ? { edits: from.edits } : {}) } as NewDelivery,
    offer: 'staff' in tell.to && of.stage.at === 'assigned' && of.stage.to === tell.to.staff,
    waits: ('staff' in tell.to || 'role' in tell.to) && !tell.urgent && personId !== from?.personId,
  })))
  const told = once(owed)
  const first = told.find(({ delivery }) => delivery.personId === from?.personId && delivery.at <= now)
  return told.map((each) => (each === first && from ? { ...each, delivery: { ...each.delivery, addressId: from.addressId, token: from.token } } : each))
}

type Owed = Waiting & { waits: boolean }

/** Who is reached in two ways, as head and as holder or as a stand-in, reads the same words once: the earlier, with all that can be done. */
function once(owed: readonly Owed[]): Owed[] {
  const all = new Map<string, Owed>()
  for (const each of owed) {
    const { personId, message: { text, card } } = each.delivery
    const key = JSON.stringify([personId, text, card])
    const before = all.get(key)
    if (!before) all.set(key, each)
    else {
      const fuller = (each.delivery.message.buttons?.flat().length ?? 0) > (before.delivery.message.buttons?.flat().length ?? 0) ? each : before
      all.set(key, { delivery: { ...fuller.delivery, at: Math.min(before.delivery.at, each.delivery.at) }, offer: before.offer || each.offer, waits: before.waits && each.waits })
    }
  }
  return [...all.values()]
}

type Elsewhere = { id: number; personId: string; officeId: number; role: string }

/** Those of other offices whom the tells are for: asked for only where there are such. */
async function staffElsewhere(tx: Transaction, tells: readonly Tell[], staff: readonly StaffMember[]): Promise<Elsewhere[]> {
  const offices = [...new Set(tells.flatMap(({ to }) => ('office' in to ? [to.office] : [])))]
  const ids = [...new Set(tells.flatMap(({ to }) => ('staff' in to && !staff.some(({ id }) => id === to.staff) ? [to.staff] : [])))]
  if (offices.length === 0 && ids.length === 0) return []
  return tx.staff.findMany({ where: { OR: [{ officeId: { in: offices } }, { id: { in: ids } }], leftAt: null }, select: { id: true, personId: true, officeId: true, role: true } })
}

function readers(of: CaseState, { to }: Tell, staff: readonly StaffMember[], elsewhere: readonly Elsewhere[]): string[] {
  if ('staff' in to) return [...staff, ...elsewhere].filter(({ id }) => id === to.staff).map(({ personId }) => personId)
  if ('office' in to) return elsewhere.filter(({ officeId, role }) => officeId === to.office && role === to.role).map(({ personId }) => personId)
  if ('role' in to) return staff.filter((member) => member.role === to.role && member.officeId === of.officeId).map((member) => member.personId)
  if ('person' in to) return [to.person]
  const people = (wanted: (party: Party) => boolean): string[] => of.parties.flatMap((party) => (party.personId !== null && wanted(party) ? [party.personId] : []))
  if ('party' in to) return people(({ id }) => id === to.party)
  if ('followers' in to) return people(({ role }) => role === 'follower')
  const filer = isUnseated(of) ? [] : [of.applicantId]
  if ('applicant' in to && to.alone) return filer
  return 'respondent' in to ? people((party) => sideOf(party) === 'respondent') : [...filer, ...people((party) => sideOf(party) === 'applicant')]
}

/**
 * What is told to somebody who is away goes to whoever stands in for them: what a holder hears to a colleague who has
 * agreed, else the head; what an officer hears to another officer of the office. Who is a party to the case, or stood aside from it (MED-10), hears nothing
 * of it in another's place, nor whoever is kept from what is said of the handling (PET-7); whoever acts although they are
 * away gets their own answer.
 */
function standIns(of: CaseState, { staff, regulation, now }: Pick<World, 'staff' | 'regulation' | 'now'>, from: From | null): StaffMember[] {
  const able = (each: StaffMember): boolean => each.officeId === of.officeId && isAble(of, { regulation }, each) && !hasStoodAside(of, each.id) && !isAway(each, now)
  const officer = (each: StaffMember): boolean => (each.role === 'head' || each.role === 'leader') && able(each)
  return staff.map((member) => {
    // Whom the head asks to take it although they are away is asked: nobody could answer for them.
    const offered = of.stage.at === 'assigned' && of.stage.to === member.id
    if (!isAway(member, now) || member.personId === from?.personId || offered) return member
    const stands = staff.filter((each) => each.standsFor.includes(member.id))
    const holds = of.handlerId === member.id
    const instead = holds ? stands.find(able) ?? staff.find((each) => each.role === 'head' && able(each)) : [...stands, ...staff].find((each) => officer(each) && !isKeptFrom(of, each))
    return instead ? { ...member, personId: instead.personId } : member
  })
}
