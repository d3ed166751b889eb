import { randomBytes } from 'node:crypto'
import type { CaseEvent } from '../cases/case.ts'
import { talkTimer } from '../dialogue/nudge.ts'
import type { House } from '../dialogue/state.ts'
import type { Log } from '../log.ts'
import { oneAtATime } from '../oneAtATime.ts'
import type { Database } from '../store/database.ts'
import { pendingNow, storeDueEvent } from '../store/inbounds.ts'
import { dueTalks, storeTimerTurn } from '../store/talkTimers.ts'
import type { AbsenceTurns } from '../turns/absenceTurns.ts'
import type { CaseTurns } from '../turns/caseTurns.ts'
import type { Mornings } from '../turns/mornings.ts'
import type { ReceptionTurns } from '../turns/receptionTurns.ts'
import type { RoundTurns } from '../turns/roundTurns.ts'
import type { Talks } from '../turns/talks.ts'

/**
 * What happens by itself: duties whose moment has come, surveys that are due, drafts left lying, reports owed by the calendar, and whatever a crash
 * or a fault has left to be done. Every round looks at indexes of "next at" alone; each finding becomes a stored event,
 * unique by duty, rung and moment while it waits, so that it fires once however many processes look; that it moves the
 * duty on is what ends it.
 */
export type Timers = {
  /** Everything once, at once; throws what one of them throws. */
  round(): Promise<void>
  /** Looks now instead of within a second. Resolves when all that looks has looked. */
  wake(): Promise<void>
  stop(): Promise<void>
}

export type TimerParts = { db: Database; house: House; talks: Talks; cases: CaseTurns; rounds: RoundTurns; receptions: ReceptionTurns; absences: AbsenceTurns; mornings: Mornings; /** What is told once a week or a month. */ reports?: readonly { round(): Promise<void> }[]; wakeDelivery(): void; log: Log; clock(): number }

const roundMs = 1000
const most = 500

export function startTimers(parts: TimerParts): Timers {
  const { log } = parts
  let stopped = false
  const own = oneAtATime(work, (error) => log.warn({ error }, 'a round of the timers failed'))
  // What thousands owe by the calendar takes its time; no duty waits for it.
  const rounds = oneAtATime(() => parts.rounds.round(), (error) => log.warn({ error }, 'a round of what is owed by the calendar failed'))
  const mornings = oneAtATime(() => parts.mornings.round(), (error) => log.warn({ error }, 'the morning lists failed'))
  const receptions = oneAtATime(() => parts.receptions.round(), (error) => log.warn({ error }, 'a round of the reception days failed'))

  const reports = oneAtATime(reported, (error) => log.warn({ error }, 'what is told once a week or a month could not be'))

  async function reported(): Promise<void> {
    for (const each of parts.reports ?? []) await each.round()
  }

  const absences = oneAtATime(() => parts.absences.round(), (error) => log.warn({ error }, 'a round of absences failed'))

  const all = [absences, reports, own, rounds, receptions, mornings]

  async function wake(): Promise<void> {
    await Promise.all(all.map((each) => each.wake()))
  }

  async function work(): Promise<void> {
    for (let found = most; found === most && !stopped;) found = await dutiesAndSurveys(parts)
    await drafts(parts)
    const pending = await pendingNow(parts.db, parts.clock(), most)
    await Promise.all([
      ...chunks(pending.cases, 4).map(async (chunk) => { for (const caseId of chunk) await parts.cases.run(caseId) }),
      ...pending.updates.map((update) => parts.talks.take([update]).catch((error: unknown) => parts.log.warn({ error }, 'a kept update failed again'))),
    ])
  }

  const timer = setInterval(() => void wake(), roundMs)
  return {
    async round() {
      await Promise.all([work(), parts.rounds.round(), parts.receptions.round(), parts.absences.round(), parts.mornings.round(), reported()])
    },
    wake,
    async stop() {
      stopped = true
      clearInterval(timer)
      await Promise.all(all.map((each) => each.stop()))
    },
  }
}

/** Stores an event for each duty and survey that is due. Returns how many there were. */
async function dutiesAndSurveys({ db, clock }: TimerParts): Promise<number> {
  const now = clock()
  return db.prisma.$transaction(async (tx) => {
    const duties = await tx.$queryRaw<{ id: string; case_id: string; rung: number; next_at: Date }[]>`
      select d.id::text, d.case_id::text, d.rung, d.next_at from duties d where d.next_at <= ${new Date(now)} and d.state = 'open'
        and not exists (select 1 from inbounds i where i.channel = 'case' and i.state <> 'done' and i.update_id = 'duty:' || d.id || ':' || d.rung || ':' || (extract(epoch from d.next_at) * 1000)::bigint) order by d.next_at limit ${most} for update skip locked`
    const surveys = await tx.$queryRaw<{ id: string; case_id: string; next_at: Date }[]>`
      select s.id::text, s.case_id::text, s.next_at from surveys s where s.next_at <= ${new Date(now)} and s.state = 'waiting'
        and not exists (select 1 from inbounds i where i.channel = 'case' and i.state <> 'done' and i.update_id = 'survey:' || s.id || ':' || (extract(epoch from s.next_at) * 1000)::bigint) order by s.next_at limit ${most} for update skip locked`
    const store = (caseId: string, id: string, event: CaseEvent) => storeDueEvent(db, tx, caseId, id, { event, seed: randomBytes(16).toString('hex'), from: null }, now)
    for (const duty of duties) await store(duty.case_id, `duty:${duty.id}:${duty.rung}:${duty.next_at.getTime()}`, { type: 'duty-due', duty: duty.id, rung: duty.rung })
    for (const survey of surveys) await store(survey.case_id, `survey:${survey.id}:${survey.next_at.getTime()}`, { type: 'survey-due', survey: survey.id, busy: false, recent: 0 })
    return Math.max(duties.length, surveys.length)
  })
}

async function drafts({ db, house, clock, wakeDelivery, log }: TimerParts): Promise<void> {
  for (const due of await dueTalks(db, clock(), most)) {
    try {
      await storeTimerTurn(db, due, talkTimer(due.state, due.person, house, clock()), clock())
    } catch (error) {
      log.warn({ error }, 'a draft could not be reminded of')
    }
    wakeDelivery()
  }
}

function chunks<T>(items: readonly T[], lanes: number): T[][] {
  return Array.from({ length: lanes }, (_, lane) => items.filter((_, n) => n % lanes === lane))
}
