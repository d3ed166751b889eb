// Owns the watch over a running server: when it dies under us (killed, out of memory), it is started again on the
// same address, so that pools find it again by themselves.

import { setTimeout as pause } from 'node:timers/promises'
import type { Place } from './place.ts'
import { findPostmaster, stop } from './postmaster.ts'
import type { StoreLog } from './start.ts'

const watchEveryMs = 500
const firstPauseMs = 250
const longestPauseMs = 10_000

/**
 * Watches until the returned function is called. That cuts a start under way short and waits for its end, so that
 * none follows the stop; within seconds, whatever state the server is in.
 */
export function keepRunning(place: Place, start: () => Promise<unknown>, log: StoreLog): () => Promise<void> {
  const over = new AbortController()
  let underWay: Promise<void> | undefined
  const bringBack = async () => {
    log.warn('PostgreSQL ended unexpectedly and is started again')
    for (let wait = firstPauseMs; !over.signal.aborted; wait = Math.min(wait * 2, longestPauseMs)) {
      try {
        await start()
        log.info('PostgreSQL is back')
        return
      } catch (error) {
        // Backends that outlive their server for a moment, or a full disk: both may pass.
        log.warn(`PostgreSQL could not be started again yet: ${error instanceof Error ? error.message : 'unknown'}`)
        await pause(wait, undefined, { signal: over.signal }).catch(() => {})
      }
    }
  }
  const timer = setInterval(() => {
    if (underWay || findPostmaster(place)) return
    underWay = bringBack().finally(() => { underWay = undefined })
  }, watchEveryMs)
  timer.unref()
  return async () => {
    over.abort()
    clearInterval(timer)
    if (!underWay) return
    await stop(place)
    await underWay
  }
}
