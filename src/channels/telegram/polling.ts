import { TelegramError } from 'telegraf'
import { arrival, unreadable } from '../door.ts'
import type { Log, Take } from '../door.ts'
import type { Pulse } from '../pulse.ts'
import { recent } from '../recent.ts'
import { sleep } from '../sleep.ts'
import type { Gateway } from './gateway.ts'
import { callbackId, readUpdate } from './read.ts'
import type { Bot } from './read.ts'
import { allowedUpdates } from './setup.ts'
import { pauseFor } from './patience.ts'

export type PollingTools = { gateway: Gateway; pulse: Pulse; log: Log; take: Take; bot: () => Bot | null; now: () => number; signal: AbortSignal; pollSeconds: number }

const storeAgainMs = 1_000
const rivalPauseMs = 5_000

/**
 * Asks for updates until the signal ends it. The offset, which tells Telegram to forget an update, moves only after
 * `take` has stored it; what could not be stored is asked for again.
 */
export async function poll(tools: PollingTools): Promise<void> {
  const { gateway, pulse, log, take, bot, now, signal, pollSeconds } = tools
  const answered = recent<true>(1_000)
  let offset: number | undefined
  while (!signal.aborted) {
    let updates: unknown[]
    try {
      updates = await gateway.call('getUpdates', {
        timeout: pollSeconds, limit: 100, allowed_updates: allowedUpdates, ...(offset === undefined ? {} : { offset }),
      }, { timeoutMs: (pollSeconds + 10) * 1_000, signal })
      pulse.alive()
    } catch (error) {
      if (signal.aborted) return
      const rival = error instanceof TelegramError && error.code === 409
      if (rival) log.warn({ channel: 'telegram' }, 'another program reads the updates of this bot')
      await sleep(rival ? rivalPauseMs : pauseFor(error, pulse), signal)
      continue
    }
    if (updates.length === 0) continue
    for (const update of updates) answerTap(update)
    const came = updates.map((update) => ({ update, came: arrival(now) }))
    try {
      const incoming = came.flatMap((one) => readUpdate(one.update, one.came, bot()) ?? [unreadable('telegram', JSON.stringify(one.update), one.came)])
      if (incoming.length > 0) await take(incoming)
      offset = nextOffset(updates, offset)
    } catch {
      log.warn({ channel: 'telegram', updates: updates.length }, 'updates could not be stored; asking for them again')
      await sleep(storeAgainMs, signal)
    }
  }

  /** At once and on the side: the turn does not wait for it, and a late answer is no harm. */
  function answerTap(update: unknown): void {
    const tap = callbackId(update)
    if (tap === null || answered.get(tap)) return
    answered.set(tap, true)
    gateway.call('answerCallbackQuery', { callback_query_id: tap }).catch(() => {
      log.info({ channel: 'telegram' }, 'a tap was answered too late')
    })
  }
}

function nextOffset(updates: unknown[], offset: number | undefined): number | undefined {
  const last = Math.max(...updates.map((update) => Number((update as { update_id?: unknown } | null)?.update_id)))
  return Number.isSafeInteger(last) ? last + 1 : offset
}
