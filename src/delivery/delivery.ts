import type { Channel, Sent } from '../channels/channel.ts'
import { filesOf } from '../dialogue/message.ts'
import type { ChannelName } from '../events.ts'
import type { Log } from '../log.ts'
import { oneAtATime } from '../oneAtATime.ts'
import type { Database } from '../store/database.ts'
import { aloneReasons, claimDue, leftBefore, markAddress, type Parcel } from '../store/deliveries.ts'
import { tellHandlers } from '../store/office.ts'
import type { Speaker } from '../words/words.ts'
import { makeMarks } from './marks.ts'

/**
 * Sends what is owed. One lane for each chat keeps its messages in order; a message that must wait keeps those behind
 * it waiting, here for as long as this process knows of it, in the database (see claimDue) for the rest. Every row ends as sent, failed or skipped with its reason, or stays owed with its next try.
 */
export type Delivery = {
  /** Straight after a turn's commit, without asking the database again. `wait` holds a reply that may be joined. */
  now(parcels: readonly (Parcel & { wait?: number })[]): void
  /** Looks for what is due in the database: pushes of a case's turn, retries, what a crash left. */
  wake(): void
  /** Looks for what is due as well, and resolves when nothing is on its way. For stopping and for tests. */
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
const behindMs = 500
/** After its time has come a message is still ahead of newer ones until the next sweeps have taken it. */
const graceMs = 3 * sweepMs
/** What goes wrong before a message reaches its platform is our fault and may last. */
const ownPauseMs = 5000
const longestOwnPauseMs = 3_600_000
const unconfiguredPauseMs = 600_000

export type DeliveryParts = { db: Database; channels: ReadonlyMap<ChannelName, Channel>; speaker: Speaker; log: Log; clock(): number; file(id: string): ReturnType<import('../channels/channel.ts').How['file']> }

export function startDelivery({ db, channels, speaker, log, clock, file }: DeliveryParts): Delivery {
  const lanes = new Map<string, { last: Promise<void>; length: number }>()
  const waiting = new Map<string, { parcel: Parcel; timer: NodeJS.Timeout }>()
  /** By chat, the message that must be tried again before newer ones may go; `until` is real time, ms. */
  const putOff = new Map<string, { id: string; until: number }>()
  const { mark, ...marks } = makeMarks({ db, log, clock, leaseMs })
  const looking = oneAtATime(sweep, (error) => log.warn({ error }, 'could not look for deliveries'))
  const wake = (): void => void looking.wake()
  let stopped = false
  let warnedAt = 0

  function enqueue(parcel: Parcel): void {
    const lane = lanes.get(parcel.addressId) ?? { last: Promise.resolve(), length: 0 }
    lanes.set(parcel.addressId, lane)
    lane.length += 1
    lane.last = lane.last.then(async () => {
      try {
        const ahead = olderOf(parcel)
        if (stopped) await mark({ id: parcel.id, state: 'owed', reason: 'stopping', nextAt: clock(), untried: true })
        else if (ahead) await mark({ id: parcel.id, state: 'owed', reason: 'behind another', nextAt: clock() + Math.max(behindMs, ahead.until - Date.now()), untried: true })
        else await sendOne(parcel)
      } catch (error) {
        log.error({ error, delivery: parcel.id }, 'delivery failed')
      }
    }).finally(() => {
      lane.length -= 1
      if (lane.length === 0) lanes.delete(parcel.addressId)
    })
  }

  /** The message of the same chat that has to go first. */
  function olderOf(parcel: Parcel): { until: number } | null {
    const ahead = putOff.get(parcel.addressId)
    return ahead && Date.now() < ahead.until + graceMs && BigInt(ahead.id) < BigInt(parcel.id) ? ahead : null
  }

  async function sendOne(parcel: Parcel): Promise<void> {
    const channel = channels.get(parcel.channel)
    if (!channel) return again(parcel, 'channel not configured', unconfiguredPauseMs, giveUpDays)
    let sent: Sent
    try {
      sent = await channel.send(parcel.user, { ...speaker.speak(parcel.message, parcel.language), files: filesOf(parcel.message, parcel.id) }, {
        id: parcel.id, retryKey: parcel.retryKey, now: Date.now(), file,
        ...(parcel.edits === null ? {} : { edits: parcel.edits }), ...(parcel.token === null ? {} : { reply: parcel.token }),
      })
    } catch (error) {
      log.error({ error, delivery: parcel.id, channel: parcel.channel, tries: parcel.tries }, 'a message could not be prepared')
      return again(parcel, 'could not be prepared', Math.min(longestOwnPauseMs, ownPauseMs * 2 ** Math.min(parcel.tries, 20)), giveUpDays)
    }
    await conclude(parcel, sent)
  }

  /** Owed still, unless it has been for too long. A chat waits with it when it is the chat that cannot be reached. */
  async function again(parcel: Parcel, reason: string, waitMs: number, days: number): Promise<void> {
    if (clock() - parcel.since > days * 86_400_000) {
      log.error({ delivery: parcel.id, channel: parcel.channel, reason }, 'a message is given up after days of trying')
      ended(parcel)
      return mark({ id: parcel.id, state: 'failed', reason })
    }
    if (aloneReasons.includes(reason)) ended(parcel)
    else putOff.set(parcel.addressId, { id: parcel.id, until: Date.now() + waitMs })
    await mark({ id: parcel.id, state: 'owed', reason, nextAt: clock() + waitMs })
    setTimeout(wake, waitMs + 10).unref()
  }

  /** Nobody waits for this one any more. */
  function ended(parcel: Parcel): void {
    if (putOff.get(parcel.addressId)?.id === parcel.id) putOff.delete(parcel.addressId)
  }

  async function conclude(parcel: Parcel, sent: Sent): Promise<void> {
    if (sent.end !== 'retry') ended(parcel)
    switch (sent.end) {
      case 'sent':
        void mark({ id: parcel.id, state: 'sent', reason: sent.by, ...(sent.id === undefined ? {} : { sentId: sent.id }) })
        return
      case 'retry': {
        const quota = sent.reason === 'quota'
        if (quota) warnOfQuota(parcel.channel)
        const patience = parcel.tries > eagerTries ? Math.min(longestPauseMs, 1000 * 2 ** (parcel.tries - eagerTries)) : 0
        return again(parcel, sent.reason, Math.max(patience, sent.at - Date.now()), quota ? giveUpQuotaDays : giveUpDays)
      }
      case 'refused':
        log.warn({ delivery: parcel.id, channel: parcel.channel, reason: sent.reason }, 'message refused by the platform')
        return mark({ id: parcel.id, state: 'failed', reason: sent.reason })
      case 'left':
        await Promise.all([mark({ id: parcel.id, state: 'failed', reason: `${leftBefore}${sent.reason}` }), left(parcel)])
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
    if (!marks.take(parcel.id)) return
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

  async function sweep(): Promise<void> {
    for (let claimed = claimMost; claimed === claimMost && !stopped;) {
      const due = await claimDue(db, clock(), leaseMs, claimMost, marks.inHand())
      claimed = due.claimed
      due.parcels.filter((parcel) => marks.take(parcel.id)).forEach(enqueue)
    }
    for (const [addressId, { until }] of putOff) if (Date.now() > until + graceMs) putOff.delete(addressId)
  }

  const timer = setInterval(wake, sweepMs)
  async function settled(): Promise<void> {
    do {
      await Promise.all([looking.wake(), marks.underWay(), ...[...lanes.values()].map((lane) => lane.last)])
      if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    } while (lanes.size > 0 || marks.underWay() || waiting.size > 0)
  }
  return {
    now: (parcels) => parcels.forEach(accept),
    wake,
    settled,
    async stop() {
      stopped = true
      clearInterval(timer)
      marks.stop()
      for (const { timer: held, parcel } of waiting.values()) {
        clearTimeout(held)
        void mark({ id: parcel.id, state: 'owed', reason: 'stopping', nextAt: clock() })
      }
      waiting.clear()
      await looking.stop()
      await settled()
    },
  }
}
