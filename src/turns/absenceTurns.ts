import { CalendarError, LimitError, due, parseLimit, type Calendar } from '../calendar/limit.ts'
import { pressText } from '../dialogue/press.ts'
import { idFrom } from '../ids.ts'
import type { Log } from '../log.ts'
import { awayTold, dueAbsences, endAway } from '../store/absences.ts'
import type { Database, Transaction } from '../store/database.ts'
import { askedHandovers, endHandovers, type Handover } from '../store/handovers.ts'
import type { OfficeBook } from '../store/houses.ts'
import { storeCaseEvent } from '../store/inbounds.ts'
import { whoAnswers } from '../store/leaving.ts'
import { goesOnNote, whoAsked } from './handing.ts'
import { tellPaced } from './pace.ts'
import { deskPress } from './desk/buttons.ts'

/** What an absence brings about by itself: offers go on when it begins, and on its last day it ends. A handover nobody answers is not left lying. */

export type AbsenceTurns = { round(): Promise<void> }
export type AbsenceParts = { db: Database; offices: OfficeBook; clock(): number; log: Log; wakeDelivery(): void }

/** Days begin and end at midnight: nobody is kept waiting by a minute. */
const everyMs = 60_000
const answerWithin = '1 working-day'

export function absenceTurns(parts: AbsenceParts): AbsenceTurns {
  let looked = -Infinity
  return {
    async round() {
      const now = parts.clock()
      if (now - looked < everyMs && now >= looked) return
      const { db } = parts
      const found = await db.prisma.$transaction(async (tx) => {
        const { over, offers: out } = await dueAbsences(tx, now)
        for (const each of over) {
          const asked = await askedHandovers(tx, { fromId: each.id, why: 'away' })
          await endAway(tx, each.id, now)
          const off = asked.map(({ to }) => ({ personId: to.personId, message: { as: 'note' as const, text: [{ key: 'desk:away.ask-off', with: { who: each.name } }] } }))
          const welcome = { personId: each.personId, message: { as: 'note' as const, text: [{ key: 'desk:away.welcome' }], buttons: [[{ label: { key: 'talk:menu.duties' }, press: pressText({ on: 'menu', choice: 'duties', lasting: true }) }]] } }
          await tellPaced(db, tx, [welcome, ...off], idFrom(String(each.id), `back/${each.until}`), (await parts.offices.get(each.officeId, tx)).calendar, now)
        }
        for (const { staffId, caseId, dutyId } of out) await storeCaseEvent(db, tx, caseId, `away:${dutyId}`, { event: awayTold(staffId), seed: idFrom(dutyId, 'away'), from: null }, now)
        return over.length + out.length + await unanswered(parts, tx, now)
      })
      // A look that failed is taken again at once.
      looked = now
      if (found > 0) parts.wakeDelivery()
    },
  }
}

/** After a working day without an answer everything stays with whoever had it, and they and the head are told. */
async function unanswered({ db, offices, log }: AbsenceParts, tx: Transaction, now: number): Promise<number> {
  const asked = (await askedHandovers(tx, { createdAt: { lt: new Date(now - shortestMs) } }))
  let ended = 0
  for (const each of asked) {
    try {
      const { calendar } = await offices.get(each.officeId, tx)
      if (due(calendar, each.createdAt, parseLimit(answerWithin)).at > now) continue
    } catch (error) {
      if (!(error instanceof CalendarError || error instanceof LimitError)) throw error
      log.warn({ error }, 'the limit of a handover could not be reckoned')
      continue
    }
    await endHandovers(tx, { id: each.id }, 'silent', now)
    await tellSilent(db, tx, each, (await offices.get(each.officeId, tx)).calendar, now)
    ended += 1
  }
  return ended
}

/** A working day is never shorter than this. */
const shortestMs = 3_600_000

async function tellSilent(db: Database, tx: Transaction, silent: Handover, calendar: Calendar, now: number): Promise<void> {
  const { id, from, to, why, by, officeId } = silent
  if (by) {
    const asker = await whoAsked(tx, silent, now)
    return asker ? tellPaced(db, tx, [{ personId: asker.personId, message: goesOnNote(silent, 'silent') }], `${id}/silent`, calendar, now) : undefined
  }
  const head = await whoAnswers(tx, { officeId, personId: from.personId }, now)
  const page = why === 'away' ? 'away' : 'handover'
  const with_ = { who: to.name, from: from.name }
  const told = [
    { personId: from.personId, message: { as: 'note' as const, text: [{ key: why === 'away' ? 'desk:away.silent' : 'desk:handover.silent', with: with_ }], buttons: [[{ label: { key: `desk:${page}.menu` }, press: deskPress(page) }]] } },
    ...(head ? [{ personId: head.personId, message: { as: 'note' as const, text: [{ key: why === 'away' ? 'desk:away.silent-head' : 'desk:handover.silent-head', with: with_ }] } }] : []),
  ]
  await tellPaced(db, tx, told, `${id}/silent`, calendar, now)
}
