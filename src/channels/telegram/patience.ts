import type { Pulse } from '../pulse.ts'
import { verdict } from './verdict.ts'

/** How many ms to wait after a call that failed, before the same call is made again. */
export function pauseFor(error: unknown, pulse: Pulse): number {
  const found = verdict(error)
  if (found.do === 'wait') return found.seconds * 1_000
  if (found.do === 'unauthorised') return pulse.unauthorised()
  return pulse.away()
}
