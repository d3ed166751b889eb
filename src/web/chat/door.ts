import type { Incoming } from '../../events.ts'
import type { WebChannel, WebItem } from '../../channels/web.ts'
import type { ChatWords } from './words.ts'

/** What the web chat asks of the house behind it. */
export type ChatShell = {
  /** Settles once the updates are safely stored; rejects when they are not, and the page tries again. */
  take(incoming: Incoming[]): Promise<void>
  /**
   * What was sent to `user` (address of the web channel) at `since` (ms, an item's `at`) or later, oldest first.
   * By time and not by id: a message that was held back is sent after others with greater ids.
   * May leave out the oldest when there are very many (500).
   */
  history(user: string, since: number): Promise<WebItem[]>
  /** Keeps what was uploaded and gives back the ref that `webChannel`'s fetchFile will be asked for. */
  keepUpload(upload: Upload): Promise<string>
  /** A kept file that the house handed to this user in a message; null when there is none for them. */
  handed(user: string, id: string): Promise<{ bytes: Uint8Array; mime: string; name: string } | null>
  /** The language the person chose; null while unknown. */
  languageOf(user: string): Promise<string | null>
  /** The language of ours nearest to a browser's tag. */
  nearest(hint: string | undefined): string
}

/** `bytes` throws TooLarge past the limit; what was kept by then is to be dropped. Sent twice = the same `id`. */
export type Upload = { user: string; id: string; mime: string; name: string; bytes: AsyncIterable<Uint8Array> }

export class TooLarge extends Error {}

/** The two phones of the demo page. */
export type DemoPhone = 'resident' | 'mediator'

export type ChatDoor = {
  shell: ChatShell
  channel: Pick<WebChannel, 'onSent'>
  words: (language: string) => ChatWords
  /** Name of the house, shown at the top. */
  house: string
  /** Zone in which the page writes times. */
  zone: string
  /** Real time, ms. */
  now: () => number
  /** People reach us over HTTPS only (PUBLIC_URL): cookies say so. */
  secure: boolean
  /** Further origins from which the page is served, when a proxy hides the real host: PUBLIC_URL's. */
  origins: string[]
  /** The demo's phones: their fixed addresses, or null while there is no demo. */
  demoPhone: (phone: DemoPhone) => string | null
  limits: ChatLimits
  /** Told of what went wrong inside, for the log; the page only hears that it should try again. */
  trouble: (error: unknown) => void
}

export type ChatLimits = {
  textCharsMax: number
  fileBytesMax: number
  /** A burst of so many sayings (files) a person, refilled within the seconds. */
  sayings: { points: number; seconds: number }
  files: { points: number; seconds: number }
  /** Sayings of one network address: offices and mobile networks share one. */
  sharedSayings: { points: number; seconds: number }
  streamsPerPersonMax: number
  /** How often an open page asks for what another process sent, while there is talk and when it is quiet. */
  pollMs: number
  quietPollMs: number
}

export const chatLimits: ChatLimits = {
  textCharsMax: 10_000,
  fileBytesMax: 20_000_000,
  sayings: { points: 40, seconds: 30 },
  files: { points: 30, seconds: 300 },
  sharedSayings: { points: 1200, seconds: 60 },
  streamsPerPersonMax: 8,
  pollMs: 2_000,
  quietPollMs: 10_000,
}
