// Owns what a person on Telegram and a person on LINE have in common, for tests that tell the same story on both.

export interface ChatMessage {
  readonly from: 'bot' | 'user'
  readonly kind: string
  /** All words a reader sees, without tags. */
  readonly text: string
  /** Labels of its buttons, in reading order. */
  readonly labels: readonly string[]
  /** Epoch milliseconds with a fraction. */
  readonly sentAt: number
}

type Wanted = string | RegExp | ((message: ChatMessage) => boolean)

/** Both `TelegramUser` and `LineUser` are one (checked where they are made). Acts resolve once the bot acknowledged them. */
export interface ChatPerson {
  says(text: string): Promise<unknown>
  /** The button with this label (equal, else contained) in the newest message that has it. */
  taps(label: string | RegExp): Promise<unknown>
  sendsPhoto(bytes?: Uint8Array): Promise<unknown>
  sendsVoice(bytes?: Uint8Array): Promise<unknown>
  location(latitude: number, longitude: number): Promise<unknown>
  sticker(): Promise<unknown>
  /** Messages of the bot, oldest first. */
  readonly messages: readonly ChatMessage[]
  readonly transcript: readonly ChatMessage[]
  last(): ChatMessage
  /** Among all messages, the newest that fits, now or within `ms` (5 000). */
  waitFor(wanted: Wanted, ms?: number): Promise<ChatMessage>
  /** Only among those sent or edited after the person's latest act began. */
  waitForNew(wanted?: Wanted, ms?: number): Promise<ChatMessage>
}
