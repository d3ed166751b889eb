/**
 * Everything that can happen. An event brings its own time and its own seed, so that pure code never reads a clock
 * and never throws dice: ids are drawn from the seed (see ids.ts), and the same event decided twice gives the same ids.
 */

export type ChannelName = 'telegram' | 'line' | 'web'

/** A file as the platform names it; its bytes are fetched after the turn. */
export type FileRef = {
  kind: 'picture' | 'voice' | 'video' | 'document'
  /** What the channel needs to fetch it. */
  ref: string
  mime?: string
  name?: string
  bytes?: number
}

export type Body =
  | { kind: 'text'; text: string; messageId?: string }
  /** A tapped button; `source` is the message it hung on, where the channel can edit that message. */
  | { kind: 'press'; press: string; source?: string }
  /** First contact, or a deep link's payload. */
  | { kind: 'start'; payload: string }
  | { kind: 'command'; name: 'help' | 'cancel' | 'language' | 'status' | 'mycases' | 'home' }
  | { kind: 'file'; file: FileRef; caption?: string; album?: string; messageId?: string }
  | { kind: 'location'; lat: number; lon: number; label?: string }
  | { kind: 'contact'; phone: string; name?: string; own: boolean }
  | { kind: 'sticker' }
  | { kind: 'edited'; messageId: string; text: string }
  | { kind: 'unsent'; messageId: string }
  | { kind: 'blocked' }
  | { kind: 'unblocked' }
  /**
   * Somebody spoke to us in a group: `user` is the group's own address. `says`: a word meant for the house, by `from`; of
   * all else that is said there nothing is kept. `quiet`: words that people may say to each other too, so that only a group
   * that has to do with an office is answered.
   */
  | { kind: 'group'; says?: GroupWord; from?: string; quiet?: true }
  /** Well-formed but of no meaning to us. Stored, answered, ignored. */
  | { kind: 'unknown'; raw?: string }

/** What can be asked in a staff group: numbers, never a case. `left`: we are no longer in it; `moved`: it has another address now. */
export type GroupWord = { do: 'bind'; code: string } | { do: 'figures' | 'today' | 'remind' | 'hush' | 'unbind' | 'left' } | { do: 'moved'; to: string }

/** One update from outside, parsed. `user` is the platform's id of the chat. Times in ms. */
export type Incoming = {
  channel: ChannelName
  updateId: string
  user: string
  at: number
  /** 32 hex digits drawn when the update arrived. */
  seed: string
  body: Body
  /** LINE's free answer: a token that lives a minute from `at`. */
  reply?: { token: string; at: number }
  /** The language the platform says the person reads, when it says so. */
  languageHint?: string
}
