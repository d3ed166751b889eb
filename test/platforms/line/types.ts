// Owns the shapes the LINE fake shows to tests. Only types.
import type { Failure, FailureOrder } from '../failures.ts'
import type { Json } from '../http.ts'

export interface LineOptions {
  readonly channelSecret: string
  readonly accessToken: string
  /** Folder with line-messaging-api.yml and line-webhook.yml, or false to check nothing but the built-in limits. */
  readonly specs?: string | false
  readonly port?: number
  /** Epoch milliseconds; for reply tokens, retry keys, the month of the quota. */
  readonly now?: () => number
  /** Where webhooks go; may be set later by `setWebhook` or over the API. */
  readonly webhookUrl?: string
  /** Where webhooks go instead of the host given over the API: "http://127.0.0.1:3000". */
  readonly webhookOrigin?: string
  /** Messages a month; 200 (the free plan) when left out, Infinity for no limit. */
  readonly quota?: number
  /** Repeat webhooks that were not answered 2xx; off when left out, as on LINE. Pauses double from firstMs (100) to maxMs (1 000). */
  readonly redelivery?: boolean | { readonly firstMs?: number; readonly maxMs?: number; readonly giveUpMs?: number }
  /** How often content of a video or long audio says "processing" before it is ready; 2 when left out. */
  readonly transcodingPolls?: number
}

export interface LinePlatform {
  /** Serves both api.line.me and api-data.line.me: "http://127.0.0.1:<port>". */
  readonly url: string
  readonly botUserId: string
  /** False when the official descriptions were not at hand and only built-in limits ran. */
  readonly specChecked: boolean
  /** Every request LINE would have refused for its form. */
  readonly violations: LineViolation[]
  /** The last 10 000 calls, oldest first. */
  readonly calls: LineCall[]
  /** Webhooks answered later than the 2 seconds LINE grants. */
  readonly slowAcks: { readonly eventId: string; readonly ms: number }[]
  /** Webhooks not answered 2xx; status 0 when the connection failed. */
  readonly webhookErrors: { readonly eventId: string; readonly status: number; readonly reason: string }[]
  readonly quota: { readonly limit: number; readonly used: number }
  readonly richMenus: ReadonlyMap<string, LineRichMenu>
  readonly defaultRichMenuId: string | undefined
  /** The same person for the same id; made on first use. */
  user(person?: LinePerson): LineUser
  /** Calls of one operation ("reply", "push", "profile", "richMenuCreate", …), or of all. */
  count(operation?: string): number
  fail(order: FailureOrder): Failure
  heal(): void
  setWebhook(url: string): void
  setQuota(limit: number, used?: number): void
  /** Sends events as they are in one signed webhook call; rejects unless answered 2xx. Fills in nothing. */
  deliver(...events: Json[]): Promise<void>
  /** Sends an event again: same id, isRedelivery true, its reply token valid for another minute. */
  redeliver(event: LineEvent): Promise<void>
  /** The empty call LINE makes to confirm communication; resolves with the status. */
  ping(): Promise<number>
  /** Posts any bytes to the webhook with the signature given, or the right one; resolves with the status. */
  postRaw(body: string | Uint8Array, signature?: string): Promise<number>
  /** Deletes a message's content, as LINE does after some time. */
  expireContent(messageId: string): void
  settled(quietMs?: number, ms?: number): Promise<void>
  onMessage(listener: (message: LineMessage) => void): () => void
  onAck(listener: (ack: { event: LineEvent; ms: number; tries: number }) => void): () => void
  stop(): Promise<void>
}

export interface LineViolation {
  readonly operation: string
  readonly problem: string
  readonly body: unknown
}

export interface LineCall {
  readonly operation: string
  readonly body: unknown
  /** The chat it goes to: user or group id. */
  readonly chat: string | undefined
  readonly retryKey: string | undefined
  /** Epoch milliseconds with a fraction. */
  readonly at: number
  /** HTTP status answered; 0 for hang and reset. */
  status: number
}

export interface LineRichMenu {
  readonly id: string
  readonly menu: Json
  readonly image: { readonly mime: string; readonly bytes: Buffer } | undefined
}

export type LineEvent = Json & { readonly type: string; readonly webhookEventId: string; readonly timestamp: number }

export interface LinePerson {
  /** "U" and 32 hexadecimal digits; made when left out. */
  readonly userId?: string
  readonly displayName?: string
  /** BCP 47 tag; absent from the profile when left out. */
  readonly language?: string
}

export interface LineButton {
  readonly label: string
  /** LINE's action object. */
  readonly action: Json
  readonly place: 'quickReply' | 'template' | 'flex'
}

export interface LineMessage {
  readonly id: string
  readonly chatId: string
  readonly from: 'bot' | 'user'
  /** LINE's message type: "text", "flex", "template", "image", … */
  readonly kind: string
  /** All words a reader sees; of Flex and templates line by line. */
  readonly text: string
  readonly altText: string | undefined
  readonly buttons: readonly LineButton[]
  /** Labels of all buttons and quick replies, in reading order. */
  readonly labels: readonly string[]
  readonly via: 'reply' | 'push' | undefined
  readonly sentAt: number
  /** Order among all changes in the chat. */
  readonly turn: number
  /** LINE's message object as sent. */
  readonly raw: Json
}

export type LineWanted = string | RegExp | ((message: LineMessage) => boolean)
export type LineButtonWanted = string | RegExp | ((button: LineButton) => boolean)

/** What a person can do; each act resolves with its event once the webhook was answered 2xx, else rejects. */
export interface LineActs {
  says(text: string): Promise<LineEvent>
  /** Taps a quick reply still shown, or else the button in the newest message that has it. Label: equal, else contained. */
  taps(button: LineButtonWanted, picked?: { readonly date?: string; readonly time?: string; readonly datetime?: string }): Promise<LineEvent>
  /** Taps a template or Flex button of an older message; they never go away. */
  tapsOld(message: LineMessage, button: LineButtonWanted): Promise<LineEvent>
  image(bytes?: Uint8Array, mime?: string): Promise<LineEvent>
  /** The same as image, named as on Telegram. */
  sendsPhoto(bytes?: Uint8Array, mime?: string): Promise<LineEvent>
  /** Several pictures sent at once: one event each, tied by imageSet. */
  images(count: number): Promise<LineEvent[]>
  video(bytes?: Uint8Array, mime?: string): Promise<LineEvent>
  audio(bytes?: Uint8Array, mime?: string): Promise<LineEvent>
  /** The same as audio, named as on Telegram. */
  sendsVoice(bytes?: Uint8Array, mime?: string): Promise<LineEvent>
  file(bytes?: Uint8Array, name?: string): Promise<LineEvent>
  location(latitude: number, longitude: number, place?: { readonly title?: string; readonly address?: string }): Promise<LineEvent>
  sticker(keywords?: readonly string[]): Promise<LineEvent>
  /** Takes back the person's own message; the latest when left out. */
  unsend(messageId?: string): Promise<LineEvent>
  /** Quick replies now shown. */
  readonly quickReplies: readonly string[]
  /** Messages of the bot, oldest first. */
  readonly messages: readonly LineMessage[]
  readonly transcript: readonly LineMessage[]
  /** The bot's newest message. Throws when there is none. */
  last(): LineMessage
  waitFor(wanted: LineWanted, ms?: number): Promise<LineMessage>
  /** Only among messages that came after the person's latest act began. */
  waitForNew(wanted?: LineWanted, ms?: number): Promise<LineMessage>
}

export interface LineUser extends LineActs {
  readonly userId: string
  readonly person: LinePerson
  /** When the loading animation ends, epoch milliseconds; undefined when none is shown. */
  readonly loadingUntil: number | undefined
  /** The menu this person sees: their own, else the default. */
  readonly richMenu: LineRichMenu | undefined
  /** Taps the area of the rich menu whose action has this label, text or data. */
  tapsMenu(wanted: string | RegExp): Promise<LineEvent>
  follow(): Promise<LineEvent>
  unfollow(): Promise<LineEvent>
  redeliver(event: LineEvent): Promise<void>
  inGroup(groupId: string): LineActs & { invitesBot(): Promise<LineEvent>; removesBot(): Promise<LineEvent> }
}
