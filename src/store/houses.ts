import type { Calendar } from '../calendar/calendar.ts'
import type { Tier } from '../cases/tree.ts'
import type { Database, Transaction } from './database.ts'

/** Offices and their calendars. */

/** `manned`: somebody who handles cases works there. `regulations`: those it takes cases under; none named means all. `receivesUntil`: the end of the last reception day ahead, there or in an office above, ms. */
export type Office = { id: number; /** The office over it, and its own tier. */ parentId: number | null; level: Tier; name: string; zone: string; areas: string[]; regulations: string[]; calendar: Calendar; receivesUntil: number | null; manned: boolean }

/**
 * The first office, when there is none yet, so that a resident can file at once. When a house that was only tried out
 * opens in earnest, the sample office becomes the first real one and its sample people leave.
 */
export async function ensureOffice(db: Database, first: { name: string; zone: string; sample: boolean; regulations: string[] }): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(71003)::text`
    if ((await tx.office.count()) === 0) await tx.office.create({ data: first })
    if (first.sample) return
    const samples = await tx.office.updateManyAndReturn({ where: { sample: true }, data: first })
    const ended = { officeId: { in: samples.map((office) => office.id) }, leftAt: null, person: { addresses: { some: { channel: 'web', user: { startsWith: 'demo-' } } } } }
    if (samples.length > 0) await tx.staff.updateMany({ where: ended, data: { leftAt: new Date() } })
  })
}

/** Who hears of a danger, and of whoever asks for a person. */
export const dutyRoles = ['head', 'leader', 'admin', 'mediator', 'handler'] as const

/** Offices change once a year and are needed at every turn of a case: after this the book is read anew, behind. */
const bookLifeMs = 15_000
/** As long as nobody works anywhere, the first to come is to be known soon. */
const emptyLifeMs = 1000

/** Nobody waits for the book, and nobody who holds a connection asks for a second one because of it. */
export type OfficeBook = {
  list(): readonly Office[]
  /** An office opened a moment ago is looked up with the caller's own connection. Throws when there is none of this id. */
  get(id: number, tx: Transaction): Promise<Office>
  /** Read anew with the caller's own connection: what was changed just now counts. */
  renew(tx: Transaction): Promise<void>
}

export async function officeBook(db: Database): Promise<OfficeBook> {
  let book = await readOffices(db.prisma)
  let readAt = Date.now()
  let started = 0
  /** Which reading the book is of. Two may be under way at once, and the older may come last. */
  let kept = 0
  function list(): readonly Office[] {
    if (Date.now() - readAt > (book.some((office) => office.manned) ? bookLifeMs : emptyLifeMs)) {
      renew(db.prisma).catch(() => { /* The old book serves until the next look. */ })
    }
    return book
  }
  async function read(tx: Transaction): Promise<Office[]> {
    const n = ++started
    readAt = Date.now()
    const found = await readOffices(tx)
    if (n > kept) [kept, book] = [n, found]
    return found
  }
  async function renew(tx: Transaction): Promise<void> {
    await read(tx)
  }
  return {
    list,
    renew,
    async get(id, tx) {
      const known = list().find((office) => office.id === id)
      if (known) return known
      const made = (await read(tx)).find((office) => office.id === id)
      if (!made) throw new Error(`there is no office ${id}`)
      return made
    },
  }
}

async function readOffices(tx: Transaction): Promise<Office[]> {
  const offices = await tx.office.findMany({ orderBy: { id: 'asc' } })
  const days = await tx.calendarDay.findMany()
  const years = await tx.calendarYear.findMany({ where: { confirmed: true } })
  const last = new Map((await tx.reception.groupBy({ by: ['officeId'], where: { cancelledAt: null }, _max: { until: true } })).map((each) => [each.officeId, each._max.until?.getTime() ?? 0]))
  const manned = new Set((await tx.staff.groupBy({ by: ['officeId'], where: { leftAt: null, role: { in: [...dutyRoles] } } })).map((each) => each.officeId))
  const above = new Map(offices.map((office) => [office.id, office.parentId]))
  const receivesUntil = (id: number): number | null => {
    let until = 0
    for (let office: number | null = id; office !== null; office = above.get(office) ?? null) until = Math.max(until, last.get(office) ?? 0)
    return until || null
  }
  return offices.map((office) => ({
    id: office.id,
    parentId: office.parentId,
    level: office.level as Tier,
    name: office.name,
    zone: office.zone,
    areas: office.areas,
    regulations: office.regulations,
    receivesUntil: receivesUntil(office.id),
    manned: manned.has(office.id),
    calendar: {
      zone: office.zone,
      hours: office.hours as Calendar['hours'],
      days: new Map(days.filter((each) => each.region === office.region).map((each) => [each.day, each.working])),
      confirmedYears: new Set(years.filter((each) => each.region === office.region).map((each) => each.year)),
    },
  }))
}

/** The office that answers for a new case of somebody who came through none: of those that take it (null: any) the one whose area the place names, else the first. */
export function officeFor(all: readonly Office[], regulation: string | null, place: string | null): Office {
  const offices = all.filter((office) => regulation === null || takes(office, regulation))
  const named = offices.flatMap((office) => office.areas.filter((area) => place?.includes(area)).map((area) => ({ office, length: area.length })))
  const found = named.sort((a, b) => b.length - a.length)[0]?.office ?? offices[0]
  if (!found) throw new Error('there is no office')
  return found
}

export function takes(office: Pick<Office, 'regulations'>, regulation: string): boolean {
  return office.regulations.length === 0 || office.regulations.includes(regulation)
}

/** What somebody who came through no office may choose from: whatever some office takes (none named: all), reckoned with the first one's days. */
export function anyOffice(offices: readonly Office[]): AnyOffice {
  const kept = anyOf.get(offices)
  if (kept) return kept
  const [first] = offices
  if (!first) throw new Error('there is no office')
  const any = { regulations: offices.some((each) => each.regulations.length === 0) ? [] : offices.flatMap((each) => each.regulations), calendar: first.calendar, receivesUntil: Math.max(0, ...offices.map((each) => each.receivesUntil ?? 0)) || null }
  anyOf.set(offices, any)
  return any
}
type AnyOffice = Pick<Office, 'regulations' | 'calendar' | 'receivesUntil'>
/** Asked for at every turn, and the same object for one book, which is new some times a minute: what the talk keeps for an office hangs on it. */
const anyOf = new WeakMap<readonly Office[], AnyOffice>()

/** The next `count` numbers of a series, the first of them: no gaps, no repeats, also when many file at once. */
export async function nextSerials(tx: Transaction, key: string, count: number): Promise<number> {
  const rows = await tx.$queryRaw<{ last: number }[]>`/* next-serials */ insert into series (key, last) values (${key}, ${count}::int) on conflict (key) do update set last = series.last + ${count}::int returning last`
  return (rows[0]?.last ?? count) - count + 1
}
