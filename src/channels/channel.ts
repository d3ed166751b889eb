import type { ChannelName, FileRef } from '../events.ts'
import type { Spoken } from '../dialogue/message.ts'

/**
 * What delivery asks of every channel. A channel knows its platform and nothing else: no database, no languages,
 * no cases. Update → event is each channel's own door (see telegram.ts, line.ts, web.ts).
 */
export type Channel = {
  name: ChannelName
  /** Sends one message. Never throws: what went wrong is an answer that says what to do next. */
  send(to: string, spoken: Spoken, how: How): Promise<Sent>
  /** Fetches a file that a person sent. Throws when it cannot be had now; `Gone` when it never will. */
  fetchFile(file: FileRef, signal: AbortSignal): Promise<{ bytes: Uint8Array; mime?: string; name?: string }>
  /** The file is kept or refused: the channel's own copy, where it has one, may go. */
  forgetFile?(file: FileRef): Promise<void>
}

export type How = {
  /** The delivery's own id, as decimal digits. */
  id: string
  /** UUID, the same at every try of one message. */
  retryKey: string
  /** Message to edit instead of sending a new one, where the channel can. */
  edits?: string
  /** LINE's free answer, with the moment it came (ms). */
  reply?: { token: string; at: number }
  /** Now, ms; the house's clock may be moved, the platform's not. */
  now: number
  /** Bytes of kept files, for messages that carry some. */
  file(id: string): Promise<{ bytes: Uint8Array; mime: string; name: string } | null>
}

export type Sent =
  | { end: 'sent'; id?: string; by: 'edit' | 'reply' | 'push' }
  /** Try again at `at` (ms, real time). */
  | { end: 'retry'; at: number; reason: string }
  /** This message will never go through; say so in the ledger. */
  | { end: 'refused'; reason: string }
  /** The person left or blocked us: the address is dead until they come back. */
  | { end: 'left'; reason: string }

/** A file that can never be fetched: deleted on the platform, too large. */
export class Gone extends Error {}
