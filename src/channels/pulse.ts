/**
 * How a platform is doing, seen from our calls to it. While it is away every message waits a little longer than the
 * one before, up to a minute, so that an outage is not answered with a storm; the first call that works ends it.
 */
export type Pulse = {
  /** The platform answered, whatever it said about the call itself. */
  alive(): void
  /** It did not answer, or with 5xx. Returns how many ms to wait before the next try. */
  away(): number
  /** It does not accept our token. Returns how many ms to wait before the next try. */
  unauthorised(): number
  healthy(): boolean
}

const firstWaitMs = 1_000
const longestWaitMs = 60_000
const failuresUntilUnhealthy = 5
/** Calls under way at the same moment fail together; that is one failure, not fifty. */
const sameMomentMs = 500

export function pulse(now: () => number): Pulse {
  let failures = 0
  let failedAt = -Infinity
  let known = true
  return {
    alive() {
      failures = 0
      known = true
    },
    away() {
      const at = now()
      if (at - failedAt > sameMomentMs || at < failedAt) {
        failures++
        failedAt = at
      }
      return withJitter(Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - 1, 10)))
    },
    unauthorised() {
      known = false
      return withJitter(longestWaitMs)
    },
    healthy: () => known && failures < failuresUntilUnhealthy,
  }
}

/** ±20 %, so that what failed together does not come back together. */
function withJitter(ms: number): number {
  return Math.round(ms * (0.8 + Math.random() * 0.4))
}
