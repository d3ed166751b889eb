import type { Channel, Sent } from '../channels/channel.ts'
import type { ChannelName } from '../events.ts'
import type { Log } from '../log.ts'
import type { Database } from '../store/database.ts'
import { claimDue, markAddress, markDone, type Done, type Parcel } from '../store/deliveries.ts'
import { tellHandlers } from '../store/office.ts'
import type { Speaker } from '../words/words.ts'

/**
 * Sends what is owed. One lane for each chat keeps its messages in order; a message that must wait keeps those behind
 * it waiting. Every row ends as sent, failed or skipped with its reason, or stays owed with its next try.
 */
export type Delivery = {
  /** Straight after a turn's commit, without asking the database again. `wait` holds a reply that may be joined. */
  now(parcels: readonly (Parcel & { wait?: number })[]): void
  /** Looks for what is due in the database: pushes of a case's turn, retries, what a crash left. */
  wake(): void
  /** Resolves when nothing is on its way. For stopping and for tests. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export const leaseMs = 20_000
/** A platform that is away for days is an outage, not a reason to forget; LINE's spent month ends at the latest after 31. */
const giveUpDays = 7
const giveUpQuotaDays = 35
/** After so many tries in a row each next one waits longer, whatever the platform's pulse says. */
const eagerTries = 20
const longestPauseMs = 300_000
const quotaWarnMs = 3_600_000
const claimMost = 200
const sweepMs = 1000
const markPauseMs = 12

export type DeliveryParts = { db: Database; channels: ReadonlyMap<ChannelName, Channel>; speaker: Speaker; log: Log; clock(): number; file(id: string): ReturnType<import('../channels/channel.ts').How['file']> }

export function startDelivery({ db, channels, speaker, log, clock, file }: DeliveryParts): Delivery {
  const lanes = new Map<string, { last: Promise<void>; held: boolean; length: number }>()
  const waiting = new Map<string, { parcel: Parcel; timer: NodeJS.Timeout }>()
  let marks: Done[] = []
  let marking: Promise<void> | null = null
  let sweeping: Promise<void> | null = null
  let sweepAgain = false
  let stopped = false
  let warnedAt = 0

  function mark(done: Done): Promise<void> {
    marks.push(done)
    marking ??= new Promise((resolve) => setTimeout(resolve, markPauseMs)).then(flushMarks)
    return marking
  }

  async function flushMarks(): Promise<void> {
    const batch = marks
    marks = []
    marking = null
    try {
      await markDone(db, batch, clock())
    } catch (error) {
      // Not marked is not lost: the lease ends and the message is tried again, at worst twice.
      log.warn({ error }, 'could not write down deliveries')
    }
  }

  function enqueue(parcel: Parcel): void {
    const lane = lanes.get(parcel.addressId) ?? { last: Promise.resolve(), held: false, length: 0 }
    lanes.set(parcel.addressId, lane)
    lane.length += 1
    lane.last = lane.last.then(async () => {
      try {
        if (lane.held || stopped) await mark({ id: parcel.id, state: 'owed', reason: 'behind another', nextAt: clock() + (stopped ? 0 : 1500) })
        else if (await sendOne(parcel)) lane.held = true
      } catch (error) {
        log.error({ error, delivery: parcel.id }, 'delivery failed')
      }
    }).finally(() => {
      lane.length -= 1
      if (lane.length === 0) lanes.delete(parcel.addressId)
    })
  }

  /** True when the chat has to wait, so what comes behind waits too. */
  async function sendOne(parcel: Parcel): Promise<boolean> {
    const channel = channels.get(parcel.channel)
    if (!channel) {
      void mark({ id: parcel.id, state: 'owed', reason: 'channel not configured', nextAt: clock() + 600_000 })
      return true
    }
    const spoken = speaker.speak(parcel.message, parcel.language)
    const sent = await channel.send(parcel.user, spoken, {
      id: parcel.id, retryKey: parcel.retryKey, now: Date.now(), file,
      ...(parcel.edits === null ? {} : { edits: parcel.edits }), ...(parcel.token === null ? {} : { reply: parcel.token }),
    })
    return conclude(parcel, sent)
  }

  async function conclude(parcel: Parcel, sent: Sent): Promise<boolean> {
    switch (sent.end) {
      case 'sent':
        void mark({ id: parcel.id, state: 'sent', reason: sent.by, ...(sent.id === undefined ? {} : { sentId: sent.id }) })
        return false
      case 'retry': {
        const quota = sent.reason === 'quota'
        if (quota) warnOfQuota(parcel.channel)
        if (clock() - parcel.since > (quota ? giveUpQuotaDays : giveUpDays) * 86_400_000) {
          log.warn({ delivery: parcel.id, channel: parcel.channel, reason: sent.reason }, 'a message is given up after days of trying')
          await mark({ id: parcel.id, state: 'failed', reason: sent.reason })
          return false
        }
        const patience = parcel.tries > eagerTries ? Math.min(longestPauseMs, 1000 * 2 ** (parcel.tries - eagerTries)) : 0
        const waitMs = Math.max(patience, sent.at - Date.now())
        await mark({ id: parcel.id, state: 'owed', reason: sent.reason, nextAt: clock() + waitMs })
        setTimeout(wake, waitMs + 10).unref()
        return true
      }
      case 'refused':
        log.warn({ delivery: parcel.id, channel: parcel.channel, reason: sent.reason }, 'message refused by the platform')
        await mark({ id: parcel.id, state: 'failed', reason: sent.reason })
        return false
      case 'left':
        await Promise.all([mark({ id: parcel.id, state: 'failed', reason: sent.reason }), left(parcel)])
        return false
    }
  }

  async function left(parcel: Parcel): Promise<void> {
    await markAddress(db, parcel.addressId, 'blocked')
    const { personId } = parcel
    if (personId !== null) await db.prisma.$transaction((tx) => tellHandlers(db, tx, personId, clock()))
  }

  function warnOfQuota(channel: ChannelName): void {
    if (Date.now() - warnedAt < quotaWarnMs) return
    warnedAt = Date.now()
    log.warn({ channel }, 'the month\'s paid messages are used up; what is owed waits, answers stay free')
  }

  /** A reply that may be joined waits; whatever is said next in that chat takes its place. */
  function accept(parcel: Parcel & { wait?: number }): void {
    const before = waiting.get(parcel.addressId)
    if (before) {
      clearTimeout(before.timer)
      waiting.delete(parcel.addressId)
      void mark({ id: before.parcel.id, state: 'skipped', reason: 'joined' })
    }
    if (!parcel.wait) return enqueue(parcel)
    const timer = setTimeout(() => {
      waiting.delete(parcel.addressId)
      enqueue(parcel)
    }, parcel.wait)
    waiting.set(parcel.addressId, { parcel, timer })
  }

  function wake(): void {
    if (stopped) return
    if (sweeping) sweepAgain = true
    else sweeping = sweep().finally(() => {
      sweeping = null
      if (sweepAgain) {
        sweepAgain = false
        wake()
      }
    })
  }

  async function sweep(): Promise<void> {
    try {
      for (let claimed = claimMost; claimed === claimMost && !stopped;) {
        const due = await claimDue(db, clock(), leaseMs, claimMost)
        claimed = due.claimed
        due.parcels.forEach(enqueue)
      }
    } catch (error) {
      log.warn({ error }, 'could not look for deliveries')
    }
  }

  const timer = setInterval(wake, sweepMs)
  async function settled(): Promise<void> {
    while (sweeping || lanes.size > 0 || marking || waiting.size > 0) {
      await Promise.all([sweeping, marking, ...[...lanes.values()].map((lane) => lane.last)])
      if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return {
    now: (parcels) => parcels.forEach(accept),
    wake,
    settled,
    async stop() {
      stopped = true
      clearInterval(timer)
      for (const { timer: held, parcel } of waiting.values()) {
        clearTimeout(held)
        void mark({ id: parcel.id, state: 'owed', reason: 'stopping', nextAt: clock() })
      }
      waiting.clear()
      await settled()
    },
  }
}
