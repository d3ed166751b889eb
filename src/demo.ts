import { randomUUID } from 'node:crypto'
import { dayNumber, dayText, isWeekday } from './calendar/days.ts'
import { instantOf, localDay } from './calendar/zone.ts'
import type { Database } from './store/database.ts'
import type { Speaker } from './words/words.ts'

/**
 * The sample office of a house with nothing configured: a resident's phone, a mediator's phone and a clock that can be
 * moved forward. Its people speak over two fixed web addresses that no stranger's cookie can be.
 */
export type Demo = {
  enabled: boolean
  /** The house's time: real time, plus what the demo has been moved forward. */
  clock(): number
  move(by: number | 'next'): Promise<number>
  progress(): Promise<{ filed: boolean; accepted: boolean; closed: boolean; called: boolean }>
  /** Both people of the demo read this language from now on. */
  speak(language: string): Promise<void>
  identity(phone: 'resident' | 'mediator'): string
}

const identities = { resident: 'demo-resident', mediator: 'demo-mediator' }
const setting = 'demo-clock'
/** Moved to the next due moment, the clock stops just behind it. */
const beyondMs = 1000

export async function makeDemo({ db, enabled, speaker, language, now }: { db: Database; enabled: boolean; speaker: Speaker; language: string; now(): number }): Promise<Demo> {
  let offset = 0
  if (enabled) {
    const kept = await db.prisma.setting.findUnique({ where: { key: setting } })
    offset = typeof kept?.value === 'number' ? kept.value : 0
    await sampleStaff(db, speaker, language)
    await sampleReception(db, speaker, language, now() + offset)
  }
  const clock = (): number => now() + offset
  return {
    enabled,
    clock,
    async move(by) {
      const ahead = by === 'next' ? await nextMoment(db, clock()) : by
      offset += Math.max(0, ahead)
      await db.prisma.setting.upsert({ where: { key: setting }, create: { key: setting, value: offset }, update: { value: offset } })
      await sampleReception(db, speaker, language, clock())
      return clock()
    },
    async progress() {
      const address = await db.prisma.address.findUnique({ where: { channel_user: { channel: 'web', user: identities.resident } } })
      const row = address?.personId ? await db.prisma.case.findFirst({ where: { applicantId: address.personId }, orderBy: { filedAt: 'desc' } }) : null
      return { filed: row !== null, accepted: (row?.acceptedAt ?? null) !== null, closed: row?.stage === 'closed', called: (row?.score ?? null) !== null }
    },
    async speak(chosen) {
      await db.prisma.person.updateMany({ where: { addresses: { some: { channel: 'web', user: { in: Object.values(identities) } } } }, data: { language: chosen } })
    },
    identity: (phone) => identities[phone],
  }
}

/** How far to the next duty, survey or message that waits for a gentler hour; an hour when nothing is ahead. */
async function nextMoment(db: Database, now: number): Promise<number> {
  const { rows } = await db.pool.query<{ at: Date | null }>(`select min(next_at) as at from (
    select min(next_at) as next_at from duties where next_at > $1 and state = 'open'
    union all select min(next_at) from bookings where next_at > $1
    union all select min(next_at) from surveys where next_at > $1 and state = 'waiting'
    union all select min(next_at) from deliveries where next_at > $1 and state = 'owed') n`, [new Date(now)])
  const at = rows[0]?.at
  return at ? at.getTime() - now + beyondMs : 3_600_000
}

/** A mediator on the demo's phone; a head and a leader of whom the demo only needs that they exist. */
async function sampleStaff(db: Database, speaker: Speaker, language: string): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(71004)::text`
    if ((await tx.staff.count()) > 0) return
    const office = await tx.office.findFirstOrThrow({ where: { sample: true } })
    const live = async (user: string): Promise<string> => {
      const personId = randomUUID()
      await tx.person.create({ data: { id: personId, language, officeId: office.id } })
      await tx.address.create({ data: { id: randomUUID(), channel: 'web', user, personId } })
      await tx.conversation.create({ data: { personId, state: new Uint8Array() } })
      return personId
    }
    await live(identities.resident)
    for (const role of ['mediator', 'head', 'leader'] as const) {
      const personId = await live(role === 'mediator' ? identities.mediator : `demo-${role}`)
      for (const as of role === 'mediator' ? ['mediator', 'handler'] : [role]) {
        await tx.staff.create({ data: { personId, officeId: office.id, role: as, name: speaker.say({ key: `talk:sample.${role}` }, language) } })
      }
    }
  })
}

/** The leader receives on the second working day from now, whenever no reception day is ahead (PET-8). */
async function sampleReception(db: Database, speaker: Speaker, language: string, now: number): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(71004)::text`
    const leader = await tx.staff.findFirst({ where: { role: 'leader', leftAt: null, office: { sample: true } }, include: { office: true } })
    if (!leader || (await tx.reception.findFirst({ where: { officeId: leader.officeId, cancelledAt: null, from: { gt: new Date(now) } } }))) return
    const { zone, region } = leader.office
    const today = localDay(zone, now)
    const known = new Map((await tx.calendarDay.findMany({ where: { region, day: { gte: dayText(today) } } })).map(({ day, working }) => [day, working]))
    const working = Array.from({ length: 30 }, (_, n) => dayText(today + 1 + n)).filter((day) => known.get(day) ?? isWeekday(dayNumber(day)))
    const day = working[1] ?? dayText(today + 2)
    const say = (part: string): string => speaker.say({ key: `reception:sample.${part}` }, language)
    await tx.reception.create({ data: { id: randomUUID(), officeId: leader.officeId, staffId: leader.id, post: say('post'), about: say('about'), place: say('place'), from: new Date(instantOf(zone, day, '09:00')), until: new Date(instantOf(zone, day, '11:00')), createdAt: new Date(now) } })
  })
}
