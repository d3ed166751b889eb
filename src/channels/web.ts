import type { FileRef } from '../events.ts'
import type { Spoken } from '../dialogue/message.ts'
import { Gone, type Channel } from './channel.ts'

/**
 * Web chat: the channel of people with neither app. Its platform is our own page, so a message is delivered as soon
 * as its row is there for the page to ask for; sending here only wakes the pages that are open in this process.
 */

/** One message as the page gets it. */
export type WebItem = {
  /** The delivery's id. */
  id: string
  /** When it was sent, ms. Never earlier than that of a message sent before it, but for a minute. */
  at: number
  spoken: Spoken
  /** Id of the message whose place it takes. */
  replaces: string | null
}

export type WebChannel = Channel & {
  /** Calls `listener` with everything sent to `user` by this process, until the returned function is called. */
  onSent(user: string, listener: (item: WebItem) => void): () => void
}

/**
 * `upload` gives back what the page's door kept under `ref`, null when it is gone for good; `drop` lets it go. `clock` is the house's
 * time (ms), by which the rows say when they were sent: the page orders what it hears live and what it reads later.
 */
export function webChannel(upload: (ref: string, signal: AbortSignal) => Promise<{ bytes: Uint8Array; mime: string; name: string } | null>, clock: () => number, drop: (ref: string) => Promise<void> = async () => {}): WebChannel {
  const listeners = new Map<string, Set<(item: WebItem) => void>>()

  return {
    name: 'web',

    async send(to, spoken, how) {
      const item: WebItem = { id: how.id, at: clock(), spoken, replaces: how.edits ?? null }
      for (const listener of listeners.get(to) ?? []) listener(item)
      return { end: 'sent', id: how.id, by: how.edits === undefined ? 'push' : 'edit' }
    },

    async fetchFile(file: FileRef, signal: AbortSignal) {
      const kept = await upload(file.ref, signal)
      if (!kept) throw new Gone('the upload is no longer kept')
      return kept
    },

    forgetFile: (file) => drop(file.ref),

    onSent(user, listener) {
      const mine = listeners.get(user) ?? new Set()
      listeners.set(user, mine.add(listener))
      return () => {
        mine.delete(listener)
        if (mine.size === 0 && listeners.get(user) === mine) listeners.delete(user)
      }
    },
  }
}
