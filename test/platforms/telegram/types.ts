// Owns the shapes the Telegram fake shows to tests. Only types.
import type { Failure, FailureOrder } from '../failures.ts'
import type { Json } from '../http.ts'
import type { Entity } from './html.ts'

export interface TelegramOptions {
  /** Bot token, "<digits>:<secret>". */
  readonly token: string
  /** Path of telegram-bot-api.json, or false to check nothing but the built-in rules (quicker, for load). */
  readonly specs?: string | false
  readonly port?: number
  /** Epoch milliseconds; for message dates and the 48 hours of deleteMessage. */
  readonly now?: () => number
  /** Where webhooks go instead of the host given to setWebhook: "http://127.0.0.1:3000". */
  readonly webhookOrigin?: string
  readonly retry?: RetryOptions
  /** How long a tap may wait for answerCallbackQuery; 15 000 ms when left out. */
  readonly callbackAnswerMs?: number
  /** In groups only commands and mentions reach the bot; false (the bot is an admin) when left out. */
  readonly privacyMode?: boolean
  readonly username?: string
}

/** Times of webhook delivery: first pause 100 ms, doubled up to 1 000 ms, given up after 60 000 ms, 30 000 ms an answer. */
export interface RetryOptions {
  readonly firstMs?: number
  readonly maxMs?: number
  readonly giveUpMs?: number
  readonly answerMs?: number
}

export interface TelegramPlatform {
  /** The Bot API root, "http://127.0.0.1:<port>". */
  readonly url: string
  readonly token: string
  readonly username: string
  /** False when the official description was not at hand and only built-in rules ran. */
  readonly specChecked: boolean
  /** Every request (or webhook response) that Telegram would have refused or that breaks a rule of its documentation. */
  readonly violations: Violation[]
  /** The last 10 000 calls, oldest first. */
  readonly calls: TelegramCall[]
  /** Commands by "<scope type>[:<chat>]/<language>", as last set by setMyCommands. */
  readonly commands: ReadonlyMap<string, readonly { command: string; description: string }[]>
  /** Names and descriptions by "<method>/<language>": "setMyDescription/zh". */
  readonly texts: ReadonlyMap<string, string>
  /** Taps in order, with their answers. */
  readonly callbacks: CallbackRecord[]
  /** Updates given up on because nobody acknowledged them in time. */
  readonly undelivered: TelegramUpdate[]
  /** The same person for the same id; made on first use. */
  user(person: TelegramPerson): TelegramUser
  /** Calls of one method, or of all. */
  count(method?: string): number
  fail(order: FailureOrder): Failure
  /** Ends all failures on command. */
  heal(): void
  /** Sends one raw update past every queue (duplicates, out of order, malformed); resolves when acknowledged. */
  deliver(update: Json): Promise<void>
  /** A fresh update id, for updates made by hand. */
  nextUpdateId(): number
  /** Resolves once a webhook is set or somebody polls. */
  connected(ms?: number): Promise<void>
  /** Resolves when no call came for `quietMs` (150) and no update waits for its acknowledgement. */
  settled(quietMs?: number, ms?: number): Promise<void>
  /** Called for every message that appears or changes in a chat. Returns what stops it. */
  onMessage(listener: (message: TelegramMessage) => void): () => void
  /** Called for every acknowledged update: milliseconds from the first try to the acknowledgement, and tries. */
  onAck(listener: (ack: { update: TelegramUpdate; ms: number; tries: number }) => void): () => void
  webhook(): WebhookState | undefined
  stop(): Promise<void>
}

export interface Violation {
  readonly method: string
  readonly problem: string
  readonly params: Json
}

export interface TelegramCall {
  readonly method: string
  readonly params: Json
  readonly chatId: number | undefined
  /** Epoch milliseconds with a fraction. */
  readonly at: number
  /** HTTP status answered; 0 for hang and reset. */
  status: number
}

export interface CallbackRecord {
  readonly id: string
  readonly userId: number
  readonly data: string
  readonly at: number
  answeredAt?: number
  text?: string
  alert?: boolean
}

export interface WebhookState {
  readonly url: string
  readonly secret: string | undefined
  readonly maxConnections: number
  readonly allowed: readonly string[]
}

export type TelegramUpdate = Json & { readonly update_id: number }

export interface TelegramPerson {
  readonly id: number
  readonly first_name?: string
  readonly last_name?: string
  readonly username?: string
  readonly language_code?: string
}

export interface InlineButton {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
  readonly disabled?: Json
  readonly [field: string]: unknown
}

export interface ReplyButton {
  readonly text: string
  readonly request_contact?: boolean
  readonly request_location?: boolean
}

/** A message as it stood at one moment; an edit makes a new one with the same id. */
export interface TelegramMessage {
  readonly id: number
  readonly chatId: number
  readonly from: 'bot' | 'user'
  /** "text", "photo", "document", "voice", "location", "contact", … */
  readonly kind: string
  /** Text or caption without tags; '' when there is none. */
  readonly text: string
  readonly entities: readonly Entity[]
  /** Inline buttons, row by row. */
  readonly buttons: readonly (readonly InlineButton[])[]
  /** Labels of the inline buttons, in reading order. */
  readonly labels: readonly string[]
  /** Reply keyboard that came with the message. */
  readonly keyboard: readonly (readonly ReplyButton[])[] | undefined
  readonly file: TelegramFile | undefined
  /** How often it was edited. */
  readonly edits: number
  /** Epoch milliseconds with a fraction. */
  readonly sentAt: number
  readonly changedAt: number
  /** Order of this change among all changes in the chat. */
  readonly turn: number
  /** The Bot API's Message. */
  readonly raw: Json
}

export interface TelegramFile {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly bytes: Buffer
}

export type Wanted = string | RegExp | ((message: TelegramMessage) => boolean)
export type ButtonWanted = string | RegExp | ((button: InlineButton | ReplyButton) => boolean)

export interface AlbumItem {
  readonly kind: 'photo' | 'video' | 'document'
  readonly bytes?: Uint8Array
  readonly name?: string
  readonly mime?: string
  readonly caption?: string
}

/** What a person can do; each act resolves with its update once the bot has acknowledged it. */
export interface TelegramActs {
  says(text: string): Promise<TelegramUpdate>
  start(payload?: string): Promise<TelegramUpdate>
  /** Taps the button in the newest message that has it, or on the reply keyboard. Label: equal, else contained. */
  taps(button: ButtonWanted): Promise<TelegramUpdate>
  /** Taps a button of a message as it stood, even if it has been edited or deleted since. */
  tapsOld(message: TelegramMessage, button: ButtonWanted): Promise<TelegramUpdate>
  sendsPhoto(bytes?: Uint8Array, name?: string, mime?: string, caption?: string): Promise<TelegramUpdate>
  sendsVoice(bytes?: Uint8Array, name?: string, mime?: string): Promise<TelegramUpdate>
  sendsVideo(bytes?: Uint8Array, name?: string, mime?: string, caption?: string): Promise<TelegramUpdate>
  sendsDocument(bytes?: Uint8Array, name?: string, mime?: string, caption?: string): Promise<TelegramUpdate>
  album(items: readonly AlbumItem[]): Promise<TelegramUpdate[]>
  location(latitude: number, longitude: number): Promise<TelegramUpdate>
  contact(phone: string, ownerId?: number): Promise<TelegramUpdate>
  sticker(emoji?: string): Promise<TelegramUpdate>
  /** Changes the person's latest text, or the one given. */
  edits(text: string, messageId?: number): Promise<TelegramUpdate>
  /** Messages of the bot now visible, oldest first, edits applied. */
  readonly messages: readonly TelegramMessage[]
  /** Everything visible, the person's own messages too. */
  readonly transcript: readonly TelegramMessage[]
  /** The bot's newest message. Throws when there is none. */
  last(): TelegramMessage
  /** The newest visible message of the bot that fits (text contains, matches, or a predicate), now or within `ms` (5 000). */
  waitFor(wanted: Wanted, ms?: number): Promise<TelegramMessage>
  /** The same, but only among messages sent or edited after the person's latest act began. */
  waitForNew(wanted?: Wanted, ms?: number): Promise<TelegramMessage>
}

export interface TelegramUser extends TelegramActs {
  readonly id: number
  readonly person: TelegramPerson
  /** Answers to taps, oldest first; '' for a silent one. */
  readonly toasts: readonly string[]
  /** The last chat action and when it came ("typing"), until the next message. */
  readonly action: { readonly name: string; readonly at: number } | undefined
  blocks(): Promise<TelegramUpdate>
  unblocks(): Promise<TelegramUpdate>
  inGroup(groupId: number, title?: string): TelegramActs & { addsBot(): Promise<TelegramUpdate>; removesBot(): Promise<TelegramUpdate> }
}
