import { dayOf } from '../calendar/limit.ts'
import { instantOnDay, localDay } from '../calendar/zone.ts'
import { alarmKinds } from '../cases/duties/alarms.ts'
import type { Message, Words } from '../dialogue/message.ts'
import type { GroupWord, Incoming } from '../events.ts'
import { idFrom } from '../ids.ts'
import { failedTry, pausedUntil, timesWithin } from '../store/attempts.ts'
import type { Database, Transaction } from '../store/database.ts'
import { bindGroup, groupAddress, groupCodeOffice, groupFigures, isFirst, moveGroup, officerSpeaking, oweGroup, setReminds, unbindGroup, useGroupCode } from '../store/groups.ts'
import type { OfficeBook } from '../store/houses.ts'
import { figuresMessage, todayMessage } from './groupNews.ts'

/**
 * Words to the house in a staff group. A head or administrator binds the group to their office by a code; then anybody in
 * it may ask for numbers. Nothing of a case is ever said there, and nothing of what people say there is kept.
 */
export type Groups = { take(incoming: Incoming, says: GroupWord): Promise<void> }

export type GroupParts = { db: Database; offices: OfficeBook; clock(): number }

export function staffGroups(parts: GroupParts): Groups {
  const { db, clock } = parts
  return {
    async take(incoming, says) {
      const now = clock()
      await db.prisma.$transaction(async (tx) => {
        if (!await isFirst(tx, incoming, now)) return
        if (says.do === 'moved') return moveGroup(tx, incoming, says.to, idFrom(incoming.seed, 'address'))
        const group = await groupAddress(tx, incoming, idFrom(incoming.seed, 'address'))
        if (says.do === 'left') return unbindGroup(tx, group.id, 'blocked')
        const message = says.do === 'bind' ? await bind(parts, tx, incoming, group.id, says.code, now) : await answer(parts, tx, incoming, group, says.do, now)
        if (message) await oweGroup(db, tx, { addressId: group.id, message, at: now, retryKey: idFrom(incoming.seed, 'group'), reply: incoming.reply })
      })
    },
  }
}

/** Null: silence, where people may have spoken among themselves. */
async function answer({ offices }: GroupParts, tx: Transaction, incoming: Incoming, group: { id: string; officeId: number | null }, what: 'figures' | 'today' | 'remind' | 'hush' | 'unbind', now: number): Promise<Message | null> {
  const body = incoming.body.kind === 'group' ? incoming.body : null
  if (group.officeId === null && body?.quiet) return null
  const officer = group.officeId !== null && await officerSpeaking(tx, incoming.channel, body?.from, group.officeId) !== null
  // Who answers for the office can always silence it or let it go.
  const enough = officer && what !== 'figures' && what !== 'today' ? null : await saidEnough(tx, group.id, body?.from, now)
  if (enough) return enough.first ? note({ key: 'desk:groups.enough', with: { until: { moment: enough.until } } }) : null
  if (group.officeId === null) return note({ key: 'talk:group' })
  const office = await offices.get(group.officeId, tx)
  if (what === 'figures' || what === 'today') {
    const figures = await groupFigures(tx, office.id, { now, end: instantOnDay(office.zone, localDay(office.zone, now) + 1, 0), besides: alarmKinds })
    return what === 'figures' ? figuresMessage(office.name, figures) : todayMessage(office.name, figures)
  }
  if (!officer) return body?.quiet ? null : note({ key: 'desk:groups.refused.officers', with: { office: office.name } })
  if (what === 'unbind') {
    await unbindGroup(tx, group.id)
    return note({ key: 'desk:groups.unbound', with: { office: office.name } })
  }
  await setReminds(tx, group.id, what === 'remind')
  return note({ key: what === 'remind' ? 'desk:groups.reminds' : 'desk:groups.hushed' })
}

/** So often within so long a group is answered, and each who speaks in it. */
const answersMost = { sender: 6, group: 12 }
const answersWithinMs = 600_000

/** Nobody makes a group noisy, nor the house busy: beyond the limit it is said once, then there is silence until then. */
async function saidEnough(tx: Transaction, group: string, from: string | undefined, now: number): Promise<{ first: boolean; until: number } | null> {
  for (const [key, most] of [[`group-words:${group}:${from ?? ''}`, answersMost.sender], [`group-words:${group}`, answersMost.group]] as const) {
    const { times, until } = await timesWithin(tx, key, answersWithinMs, now)
    if (times > most) return { first: times === most + 1, until }
  }
  return null
}

/** The code alone is not enough: whoever brings it must be of the office. A wrong one looks like one that is not theirs. */
async function bind({ db, offices }: GroupParts, tx: Transaction, incoming: Incoming, addressId: string, code: string, now: number): Promise<Message> {
  const from = incoming.body.kind === 'group' ? incoming.body.from : undefined
  const tries = [`group:${incoming.channel}:${from ?? incoming.user}`]
  const until = await pausedUntil(tx, tries, now)
  if (until !== null) return note({ key: 'desk:groups.refused.wait', with: { until: { moment: until } } })
  const officeId = await groupCodeOffice(db, tx, code, now)
  const officer = officeId === null ? null : await officerSpeaking(tx, incoming.channel, from, officeId)
  if (officeId === null || !officer || !await useGroupCode(db, tx, code)) {
    await failedTry(tx, tries, now)
    return note({ key: 'desk:groups.refused.code' })
  }
  const office = await offices.get(officeId, tx)
  await bindGroup(tx, addressId, officeId, officer.language, dayOf(office.zone, now))
  return { as: 'note', text: [{ key: 'desk:groups.bound', with: { office: office.name } }, { key: 'desk:groups.will' }, { key: 'desk:groups.will-not' }] }
}

function note(text: Words): Message {
  return { as: 'note', text: [text] }
}
