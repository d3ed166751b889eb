import { isNameless } from '../dialogue/steps.ts'
import type { CaseEvent } from '../cases/case.ts'
import { isNamedIn } from '../cases/named.ts'
import type { Message } from '../dialogue/message.ts'
import { pressText, replaceable } from '../dialogue/press.ts'
import type { Draft, Speaking, TalkEffect } from '../dialogue/state.ts'
import type { Incoming } from '../events.ts'
import { idFrom } from '../ids.ts'
import type { Regulation } from '../regulations/schema.ts'
import { leaseMs } from '../delivery/delivery.ts'
import { caseOf } from '../store/cases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { emptyReplies, owe, revive } from '../store/deliveries.ts'
import { storeCaseEvent, type From } from '../store/inbounds.ts'
import { dutyRoles, officeFor } from '../store/houses.ts'
import { tellHandlers } from '../store/office.ts'
import { withdrawConsent } from '../store/rights.ts'
import { joinStaff } from '../store/staff.ts'
import { commitText, commitValues, type NextTalk } from '../store/talks.ts'
import { atDesk } from './desk/desk.ts'
import type { DeskParts } from './desk/page.ts'
import { fileCases, lookAhead, type Ahead, type Filing, type FilingParts } from './filing.ts'
import { leavesByThemselves } from './leaving.ts'
import { erase } from './myData.ts'
import { reportRound } from './roundReports.ts'
import { offerMove, redeem } from './tickets.ts'
import { bookVisit, cancelVisit } from './visits.ts'

/**
 * Turns that do more than talk. The talks' next states and everything they bring about are one transaction, whose
 * versions decide: when one of the talks has moved on meanwhile, nothing of it happens and each is turned anew.
 */
export type Deeds = { carryOut(deeds: readonly Deed[], now: number): Promise<Done[] | null> }
export type Deed = { incoming: Incoming; next: NextTalk; effects: readonly TalkEffect[] }
export type Done = { next: NextTalk; owed: Map<string, string> }

export type DeedParts = FilingParts & Pick<DeskParts, 'house'> & { /** In all their editions. */ regulations: readonly Regulation[]; turnCases(ids: string[]): void; wakeFiles(): void; wakeDelivery(): void }

class Moved extends Error {}

export function makeDeeds(parts: DeedParts): Deeds {
  const { db } = parts
  return {
    async carryOut(deeds, now) {
      const touched = new Set<string>()
      const filings = deeds.flatMap((deed) => deed.effects.flatMap((effect) => (effect.do === 'file' ? [filingOf(deed, effect.draft)] : [])))
      try {
        const ahead = await lookAhead(parts, filings, now)
        const done = await db.prisma.$transaction(async (tx) => {
          const turned = await withCases(parts, tx, deeds, filings, ahead, now)
          const rows = await tx.$queryRawUnsafe<{ moved: string[] | null; owed: { id: string; key: string }[] | null }[]>(commitText, ...commitValues(db, turned.map((each) => each.next), now, leaseMs))
          if (rows[0]?.moved?.length !== turned.length) throw new Moved()
          for (const deed of turned) {
            for (const [n, effect] of deed.effects.entries()) await carry(parts, tx, { ...deed, now, n, touched }, effect)
          }
          const owed = new Map((rows[0].owed ?? []).map((each) => [each.key, each.id]))
          return turned.map(({ next }) => ({ next, owed }))
        })
        wake(parts, deeds, touched)
        return done
      } catch (error) {
        if (error instanceof Moved) return null
        throw error
      }
    },
  }
}

function wake(parts: DeedParts, deeds: readonly Deed[], touched: ReadonlySet<string>): void {
  const does = new Set(deeds.flatMap((deed) => deed.effects.map((effect) => effect.do)))
  parts.turnCases([...touched])
  if (does.has('keep-file') || does.has('erase')) parts.wakeFiles()
  parts.wakeDelivery()
}

function filingOf(deed: Deed, draft: Draft): Filing & { deed: Deed } {
  return { deed, draft, incoming: deed.incoming, person: deed.next.talk.person }
}

/** Files what is to be filed; number and code become the turn's reply, name and phone what is remembered. */
async function withCases(parts: DeedParts, tx: Transaction, deeds: readonly Deed[], filings: readonly (Filing & { deed: Deed })[], ahead: Ahead, now: number): Promise<Deed[]> {
  if (filings.length === 0) return [...deeds]
  const filed = await fileCases(parts, tx, filings, now, ahead)
  return deeds.map((deed) => {
    const one = filed[filings.findIndex((each) => each.deed === deed)]
    if (!one) return deed
    const { next, incoming } = deed
    // Below the review card, never in its place: another tap there would wipe out the code, which is shown only once.
    const reply = { reply: one.message, retryKey: idFrom(incoming.seed, 'filed'), edits: null, token: incoming.reply ?? null }
    const remember = { ...next.remember, ...(one.name === null ? {} : { name: one.name }), ...(one.phone === null ? {} : { phone: one.phone }) }
    return { ...deed, next: { ...next, remember, replies: [reply] } }
  })
}

type Turn = Deed & { now: number; n: number; /** Cases that have something to do now. */ touched: Set<string> }

async function carry(parts: DeedParts, tx: Transaction, turn: Turn, effect: TalkEffect): Promise<void> {
  const { db } = parts
  const { incoming, next: { talk }, now, n } = turn
  const { person } = talk
  const answer = (message: Message, edits: string | null): Promise<void> => owe(db, tx, [{ personId: person.id, addressId: talk.addressId, caseId: null, message, at: now, retryKey: idFrom(incoming.seed, `answer/${n}`), token: incoming.reply ?? null, edits }])
  const from = { addressId: talk.addressId, personId: person.id, edits: source(incoming), token: turn.next.replies.length === 0 ? incoming.reply ?? null : null }
  switch (effect.do) {
    case 'remember':
    case 'file': return
    case 'case': {
      turn.touched.add(effect.caseId)
      return storeCaseEvent(db, tx, effect.caseId, `${incoming.channel}:${incoming.updateId}:${n}`, { event: effect.event, seed: incoming.seed, from }, now)
    }
    case 'keep-file': {
      const name = db.seal.seal(JSON.stringify({ channel: incoming.channel, ref: effect.file.ref, name: effect.file.name ?? null }))
      await tx.attachment.create({ data: { id: effect.id, personId: person.id, caseId: effect.caseId, kind: effect.file.kind, mime: effect.file.mime ?? '', bytes: effect.file.bytes ?? 0, name: new Uint8Array(name), state: 'owed', nextAt: new Date(now), at: new Date(now) } })
      return
    }
    case 'attach-files': {
      await tx.attachment.updateMany({ where: { id: { in: effect.ids }, personId: person.id, caseId: null, state: { not: 'dropped' } }, data: { caseId: effect.caseId } })
      return
    }
    case 'drop-files': {
      await tx.attachment.updateMany({ where: { id: { in: effect.ids }, personId: person.id, caseId: null }, data: { state: 'dropped' } })
      return
    }
    case 'empty-replies': return emptyReplies(db, tx, person.id, effect.since, effect.told)
    case 'address': {
      await tx.address.update({ where: { id: talk.addressId }, data: { state: effect.state } })
      if (effect.state === 'blocked') await tellHandlers(db, tx, person.id, now)
      else await revive(tx, person.id, now)
      return
    }
    case 'alert': return alertDuty(parts, tx, { person, as: effect.as ?? null, draft: effect.as ? null : turn.next.state.draft, why: effect.why, dangers: effect.dangers, words: effect.words, files: effect.files ?? [], now, seed: incoming.seed })
    case 'report': return answer(await reportRound(parts, tx, effect, person.id, now), source(incoming))
    case 'join': {
      const said = await joinStaff(db, tx, person.id, effect.code, now)
      // The first of all is on duty from this moment.
      await parts.offices.renew(tx)
      return answer(said, source(incoming))
    }
    case 'redeem': {
      const { cases, say } = await redeem(parts, tx, effect.code, effect.choice, incoming, from, now, person.consent === null)
      cases.forEach((each) => turn.touched.add(each))
      return say ? answer({ as: 'note', text: [say] }, source(incoming)) : undefined
    }
    case 'move-all': return answer(await offerMove(db, tx, person.id, incoming.seed, now), null)
    case 'desk': {
      const done = await atDesk(parts, tx, effect, person, idFrom(incoming.seed, `desk/${n}`), now)
      await tellCases(db, tx, turn, done.events, done.answer === null ? from : null)
      return done.answer === null ? undefined : answer(done.answer, source(incoming))
    }
    case 'book': return answer(await bookVisit(db, tx, effect, person, idFrom(incoming.seed, `booking/${n}`), now), null)
    case 'unbook': return answer(await cancelVisit(db, tx, effect.bookingId, person.id, now), null)
    case 'leave-staff': {
      const left = await leavesByThemselves(parts, tx, effect.staffId, person.id, idFrom(incoming.seed, `leave/${n}`), now, parts.offices)
      await tellCases(db, tx, turn, left.events, null)
      return answer(left.answer, source(incoming))
    }
    case 'withdraw-consent': return withdrawConsent(tx, person.id, now)
    case 'erase': {
      const followed = await erase(parts, tx, person.id, incoming, turn.next.replies.map(({ retryKey }) => retryKey), now)
      followed.forEach((each) => turn.touched.add(each))
      return
    }
    case 'name-staff': {
      await tx.staff.updateMany({ where: { personId: person.id, leftAt: null }, data: { name: effect.name } })
      return
    }
    case 'answer-person': {
      const message: Message = { as: 'card', text: [{ key: 'talk:answer.from' }, { say: effect.words }], buttons: [[{ label: { key: 'talk:button.human' }, press: pressText({ on: 'menu', choice: 'human', lasting: true }) }]] }
      return owe(db, tx, [{ personId: effect.personId, caseId: null, message, at: now, retryKey: idFrom(incoming.seed, `to/${n}`) }])
    }
  }
}

/** What cases are to hear of something done beside them; each turns to it by itself. */
async function tellCases(db: Database, tx: Transaction, { incoming, now, n, touched }: Turn, events: readonly { caseId: string; event: CaseEvent }[], from: From | null): Promise<void> {
  for (const [at, { caseId, event }] of events.entries()) {
    touched.add(caseId)
    await storeCaseEvent(db, tx, caseId, `${incoming.channel}:${incoming.updateId}:${n}:${at}`, { event, seed: idFrom(incoming.seed, `desk/${n}/${at}`), from }, now)
  }
}

function source(incoming: Incoming): string | null {
  return incoming.body.kind === 'press' && replaceable(incoming.body.press) ? incoming.body.source ?? null : null
}

type Alert = { person: Speaking; as: (TalkEffect & { do: 'alert' })['as'] | null; draft: Draft | null; why: 'danger' | 'human'; dangers: string[]; words: string; files: string[]; now: number; seed: string }

/**
 * On duty are the heads of the office that answers for the person or the place, else its leaders, else the offices above it;
 * where there is none at all, heads and leaders anywhere, so that somebody hears. Nobody hears of themselves (PET-7).
 */
async function alertDuty({ db, offices }: Pick<DeedParts, 'db' | 'offices'>, tx: Transaction, alert: Alert): Promise<void> {
  const { draft } = alert
  const told = [alert.words, draft?.story ?? '', ...(draft?.answers ?? []).filter((each) => !each.id.startsWith('own-')).map((each) => each.text)]
  const staff = await tx.staff.findMany({ where: { leftAt: null, role: { in: [...dutyRoles] } }, orderBy: { id: 'asc' } })
  const spokenOf = new Set(staff.filter((each) => told.some((text) => isNamedIn(text, each.name))).map((each) => each.personId))
  const able = staff.filter((each) => each.personId !== alert.person.id && !spokenOf.has(each.personId))
  const tree = new Map((await tx.office.findMany({ select: { id: true, parentId: true } })).map((each) => [each.id, each.parentId]))
  const place = draft?.answers.find((each) => each.id === 'place')?.text ?? null
  let officers: typeof able = []
  for (let office: number | null = alert.as?.officeId ?? alert.person.officeId ?? officeFor(offices.list(), null, place).id; office !== null && officers.length === 0; office = tree.get(office) ?? null) {
    const near = able.filter((each) => each.officeId === office)
    officers = ['head', 'leader', 'admin'].map((role) => near.filter((each) => each.role === role)).find((each) => each.length > 0) ?? []
  }
  if (officers.length === 0) officers = able.filter((each) => each.role === 'head' || each.role === 'leader')
  if (officers.length === 0) officers = able.slice(0, 3)
  // All there are is who speaks, or who is spoken of: then they know that nobody comes by this.
  if (officers.length === 0) await owe(db, tx, [{ personId: alert.person.id, caseId: null, message: { as: 'note', text: [{ key: alert.why === 'danger' ? 'talk:danger.nobody' : 'talk:human.nobody' }] }, at: alert.now, retryKey: idFrom(alert.seed, `alert/${alert.why}/nobody`) }])
  // Who files under a code name keeps it even now; the button reaches them all the same (PET-7).
  const hidden = draft?.as === 'hidden' || (draft !== null && isNameless(draft)) || await isHidden(db, tx, alert.person.id)
  const name = alert.as?.name ?? (hidden ? null : alert.person.name)
  const phone = hidden ? null : alert.person.phone
  const message: Message = {
    as: 'card', ...(alert.files.length > 0 ? { files: alert.files } : {}),
    text: [
      alert.why === 'danger' ? { key: 'talk:alert.danger', with: { dangers: { list: alert.dangers.map((each) => ({ key: `talk:danger-name.${each}` })) } } } : { key: 'talk:alert.human' },
      { say: alert.words },
      ...(name || phone ? [{ say: [name, phone].filter(Boolean).join(' ') }] : []),
    ],
    buttons: [[{ label: { key: 'talk:button.answer' }, press: pressText({ on: 'person', personId: alert.person.id }), tone: 'main' }]],
  }
  await owe(db, tx, [...new Set(officers.map((each) => each.personId))].map((personId) => ({ personId, caseId: null, message, at: alert.now, retryKey: idFrom(alert.seed, `alert/${alert.why}/${personId}`) })))
}

/** Whether they ever filed under a code name or namelessly: then no officer gets to know who wrote just now (PET-7). */
async function isHidden(db: Database, tx: Transaction, applicantId: string): Promise<boolean> {
  const rows = await tx.case.findMany({ where: { applicantId } })
  return rows.map((row) => caseOf(db, row, [])).some(({ anonymous, between }) => anonymous || between.codeName !== null)
}
