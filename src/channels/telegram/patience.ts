import type { Pulse } from '../pulse.ts'
import { verdict } from './verdict.ts'

/** How many ms to wait after a call that failed, before the same call is made again. */
export function pauseFor(error: unknown, pulse: Pulse): number {
  const found = verdict(error)
  if (found.do === 'wait') return found.seconds * 1_000
  if (found.do === 'unauthorised') return pulse.unauthorised()
  return pulse.away()
}

/** Ends early, without complaint, when the signal does. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
