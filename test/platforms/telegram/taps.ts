// Owns the taps on inline buttons: each callback query is answered once and in time, and its answer is what the person
// sees at the top of the chat.
import { preciseNow } from '../waiting.ts'
import type { CallbackRecord } from './types.ts'

export interface Taps {
  readonly all: CallbackRecord[]
  /** Remembers a tap; returns its callback query id. */
  note(userId: number, data: string): string
  /** False when the id is unknown, too old or already answered. */
  answer(id: string, text: string, alert: boolean): boolean
  toasts(userId: number): readonly string[]
}

export function createTaps(answerMs: number): Taps {
  const all: CallbackRecord[] = []
  const open = new Map<string, CallbackRecord>()
  let lastId = BigInt(Date.now()) * 1_000_000n

  return {
    all,
    note(userId, data) {
      lastId += 1n
      const tap: CallbackRecord = { id: String(lastId), userId, data, at: preciseNow() }
      all.push(tap)
      open.set(tap.id, tap)
      return tap.id
    },
    answer(id, text, alert) {
      const tap = open.get(id)
      open.delete(id)
      if (tap === undefined || preciseNow() - tap.at > answerMs) return false
      Object.assign(tap, { answeredAt: preciseNow(), text, alert })
      return true
    },
    toasts: (userId) => all.filter((tap) => tap.userId === userId && tap.answeredAt !== undefined).map((tap) => tap.text ?? ''),
  }
}
