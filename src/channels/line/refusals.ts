import { timedOut } from '../http.ts'
import type { Answer } from '../http.ts'
import { bodyOf } from './gateway.ts'

/** LINE says with the same status that we are too fast and that the month's messages are used up; the words differ. */
export function isMonthlyLimit(answer: Answer): boolean {
  return /monthly limit/i.test(messageOf(answer))
}

export function isWrongToken(answer: Answer): boolean {
  return /reply ?token/i.test(messageOf(answer))
}

/** Nothing left this machine, so nothing can have been said. */
export function neverArrived(error: unknown): boolean {
  return /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(codeOf(error))
}

/** Network errors carry addresses: only their kind is told. */
export function networkReason(error: unknown): string {
  if (error instanceof Error && timedOut(error)) return 'time-out'
  return codeOf(error) || 'no answer'
}

/** LINE's words with the properties it complains about, without what it may quote. */
export function plainReason(answer: Answer): string {
  const details = bodyOf(answer)['details']
  const first = Array.isArray(details) ? details[0] as { property?: unknown; message?: unknown } | undefined : undefined
  const words = [messageOf(answer), first?.property, first?.message].filter((word): word is string => typeof word === 'string' && word !== '')
  return `line ${answer.status}: ${words.join(', ')}`.replace(/["“].*?["”]/g, '"…"').replace(/\b[UCR][0-9a-f]{32}\b/g, '…').slice(0, 160)
}

function messageOf(answer: Answer): string {
  const message = bodyOf(answer)['message']
  return typeof message === 'string' ? message : ''
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code) ? code : ''
}
