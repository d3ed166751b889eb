// Owns what a person does in one Telegram chat: talk, tap, send things, and look at what the bot wrote.
import type { Json } from '../http.ts'
import { tinyJpeg, tinyMp4, tinyOgg, tinyPdf } from '../samples.ts'
import type { Chat, Chats, MessageDraft } from './chats.ts'
import { wireMedia } from './media.ts'
import type { ButtonWanted, InlineButton, ReplyButton, TelegramActs, TelegramMessage, TelegramUpdate, Wanted } from './types.ts'

export interface ActsContext {
  readonly chats: Chats
  /** The person as the Bot API's User. */
  readonly sender: Json
  readonly chat: Chat
  /** Wraps the update's content, sends it and waits for its acknowledgement. */
  send(content: Json, lane: string): Promise<TelegramUpdate>
  /** Remembers a tap and returns its id. */
  noteTap(data: string): string
  /** Throws when the person cannot act now; makes the chat writable for the bot. */
  begin(): void
  /** False when the group's privacy mode keeps a text from the bot. */
  reaches(text: string): boolean
}

const waitDefaultMs = 5000

export function createActs(context: ActsContext): TelegramActs {
  const { chat, chats, sender, send } = context
  let mark = 0

  function begin(): void {
    context.begin()
    mark = chat.turn
  }

  function post(draft: Omit<MessageDraft, 'from' | 'sender'>): Promise<TelegramUpdate> {
    begin()
    return deliver(chats.add(chat, { ...draft, from: 'user', sender }))
  }

  function deliver(message: TelegramMessage): Promise<TelegramUpdate> {
    return send({ message: message.raw }, `chat ${chat.id}`)
  }

  function says(text: string): Promise<TelegramUpdate> {
    const draft = { kind: 'text', text, entities: commandIn(text) }
    if (context.reaches(text)) return post(draft)
    begin()
    return Promise.resolve({ update_id: 0, message: chats.add(chat, { ...draft, from: 'user', sender }).raw })
  }

  function sendFile(kind: string, bytes: Uint8Array, name: string, mime: string, text = '', fields: Json = {}): TelegramMessage {
    const file = chats.keep(bytes, name, mime, `${kind}s`)
    const smaller = kind === 'photo' ? chats.keep(tinyJpeg, name, mime, `${kind}s`) : undefined
    return chats.add(chat, { from: 'user', sender, kind, text, file, fields: { ...fields, [kind]: wireMedia(kind, file, smaller) } })
  }

  function postFile(kind: string, bytes: Uint8Array, name: string, mime: string, text?: string): Promise<TelegramUpdate> {
    begin()
    return deliver(sendFile(kind, bytes, name, mime, text))
  }

  function contact(phone: string, ownerId: number = Number(sender['id'])): Promise<TelegramUpdate> {
    return post({ kind: 'contact', fields: { contact: { phone_number: phone, first_name: sender['first_name'], user_id: ownerId } } })
  }

  function location(latitude: number, longitude: number): Promise<TelegramUpdate> {
    return post({ kind: 'location', fields: { location: { latitude, longitude } } })
  }

  function tapInline(message: TelegramMessage, button: InlineButton): Promise<TelegramUpdate> {
    if (button.disabled !== undefined) throw new Error(`the button "${button.text}" is disabled`)
    if (button.callback_data === undefined) throw new Error(`the button "${button.text}" sends nothing: ${JSON.stringify(button)}`)
    begin()
    const id = context.noteTap(button.callback_data)
    const now = chat.messages.get(message.id)?.raw ?? { chat: chat.wire, message_id: message.id, date: 0 }
    return send({
      callback_query: { id, from: sender, message: now, chat_instance: String(chat.id), data: button.callback_data },
    }, `tap ${String(sender['id'])}`)
  }

  function tapKeyboard(button: ReplyButton): Promise<TelegramUpdate> {
    if (button.request_contact === true) return contact('+8613800000000')
    if (button.request_location === true) return location(31.2304, 121.4737)
    return says(button.text)
  }

  function taps(wanted: ButtonWanted): Promise<TelegramUpdate> {
    for (const message of visible().toReversed()) {
      const button = findButton(message.buttons.flat(), wanted)
      if (button !== undefined) return tapInline(message, button)
    }
    const key = findButton((chat.keyboard ?? []).flat(), wanted)
    if (key !== undefined) return tapKeyboard(key)
    const labels = visible().at(-1)?.labels.join(' | ') ?? 'no message'
    throw new Error(`no button ${describe(wanted)} in chat ${chat.id}; the last message has: ${labels}`)
  }

  function at(wanted: ButtonWanted): boolean {
    return visible().some((message) => findButton(message.buttons.flat(), wanted)) || findButton((chat.keyboard ?? []).flat(), wanted) !== undefined
  }

  function hasMore(message: TelegramMessage): boolean {
    return message.buttons.flat().some(isMore)
  }

  /** What is not at hand on a case is one tap further away: people look there. */
  function throughMore(message: TelegramMessage | undefined, wanted: ButtonWanted): Promise<TelegramUpdate> | null {
    const more = message?.buttons.flat().find(isMore)
    if (!message || !more) return null
    const after = chat.turn
    return tapInline(message, more).then(() => waitAmong((each) => findButton(each.buttons.flat(), wanted) !== undefined, 5000, after)).then(() => taps(wanted))
  }

  function visible(): TelegramMessage[] {
    return [...chat.messages.values()].filter((message) => message.from === 'bot')
  }

  function waitAmong(wanted: Wanted | undefined, ms: number, after: number): Promise<TelegramMessage> {
    return chat.watch.until(
      () => visible().findLast((message) => message.turn > after && (wanted === undefined || fits(message, wanted))),
      ms,
      () => `${wanted === undefined ? 'a new message' : describe(wanted)} in chat ${chat.id}; last seen: ${JSON.stringify(visible().at(-1)?.text ?? null)}`,
    )
  }

  return {
    says,
    start: (payload) => says(payload === undefined ? '/start' : `/start ${payload}`),
    // Async, so that a missing button is a rejection and not a throw.
    taps: async (wanted) => (at(wanted) ? taps(wanted) : throughMore(visible().findLast(hasMore), wanted) ?? taps(wanted)),
    async tapsOld(message, wanted) {
      const button = findButton(message.buttons.flat(), wanted)
      if (button !== undefined) return tapInline(message, button)
      const further = throughMore(hasMore(message) ? message : undefined, wanted)
      if (!further) throw new Error(`that message had no button ${describe(wanted)}, but ${message.labels.join(' | ')}`)
      return further
    },
    sendsPhoto: (bytes = tinyJpeg, name = 'photo.jpg', mime = 'image/jpeg', caption) => postFile('photo', bytes, name, mime, caption),
    sendsVoice: (bytes = tinyOgg, name = 'voice.ogg', mime = 'audio/ogg') => postFile('voice', bytes, name, mime),
    sendsVideo: (bytes = tinyMp4, name = 'video.mp4', mime = 'video/mp4', caption) => postFile('video', bytes, name, mime, caption),
    sendsDocument: (bytes = tinyPdf, name = 'document.pdf', mime = 'application/pdf', caption) => postFile('document', bytes, name, mime, caption),
    async album(items) {
      begin()
      const fields = { media_group_id: `${chat.id}${chat.turn}` }
      const samples = { photo: tinyJpeg, video: tinyMp4, document: tinyPdf }
      const names = { photo: ['photo.jpg', 'image/jpeg'], video: ['video.mp4', 'video/mp4'], document: ['document.pdf', 'application/pdf'] }
      const sent = items.map((item) => sendFile(item.kind, item.bytes ?? samples[item.kind], item.name ?? names[item.kind][0] ?? '',
        item.mime ?? names[item.kind][1] ?? '', item.caption, fields))
      return Promise.all(sent.map(deliver))
    },
    location,
    contact,
    sticker: (emoji = '👍') => {
      begin()
      const file = chats.keep(Buffer.from('RIFF....WEBP'), 'sticker.webp', 'image/webp', 'stickers')
      return deliver(chats.add(chat, { from: 'user', sender, kind: 'sticker', file, fields: { sticker: { ...(wireMedia('sticker', file) as Json), emoji } } }))
    },
    async edits(text, messageId) {
      const own = [...chat.messages.values()].filter((one) => one.from === 'user' && one.kind === 'text' && one.raw['from'] === sender)
      const message = messageId === undefined ? own.at(-1) : own.find((one) => one.id === messageId)
      if (message === undefined) throw new Error('there is no message of this person to edit')
      begin()
      const edited = chats.edit(chat, message, { text, entities: commandIn(text) })
      return send({ edited_message: edited.raw }, `chat ${chat.id}`)
    },
    get messages() { return visible() },
    get transcript() { return [...chat.messages.values()] },
    last() {
      const message = visible().at(-1)
      if (message === undefined) throw new Error(`the bot has written nothing in chat ${chat.id}`)
      return message
    },
    waitFor: (wanted, ms = waitDefaultMs) => waitAmong(wanted, ms, -1),
    waitForNew: (wanted, ms = waitDefaultMs) => waitAmong(wanted, ms, mark),
  }
}

function commandIn(text: string): { type: string; offset: number; length: number }[] {
  const command = /^\/[a-z0-9_]{1,32}(?:@\w+)?/i.exec(text)?.[0]
  return command === undefined ? [] : [{ type: 'bot_command', offset: 0, length: command.length }]
}

function fits(message: TelegramMessage, wanted: Wanted): boolean {
  if (typeof wanted === 'string') return message.text.includes(wanted)
  return wanted instanceof RegExp ? wanted.test(message.text) : wanted(message)
}

/** A label that is equal wins over one that merely contains the words, so "1" does not find "10". */
export function findButton<B extends InlineButton | ReplyButton>(buttons: readonly B[], wanted: ButtonWanted): B | undefined {
  if (typeof wanted === 'function') return buttons.find(wanted)
  if (wanted instanceof RegExp) return buttons.find((button) => wanted.test(button.text))
  return buttons.find((button) => button.text === wanted) ?? buttons.find((button) => button.text.includes(wanted))
}

function describe(wanted: Wanted | ButtonWanted): string {
  return typeof wanted === 'function' ? wanted.toString() : String(wanted instanceof RegExp ? wanted : JSON.stringify(wanted))
}

function isMore({ callback_data: data }: InlineButton): boolean {
  return data !== undefined && /^(?:c:.*:more|d:home:show:more)$/.test(data)
}
