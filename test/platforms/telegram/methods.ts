// Owns what each Bot API method does to the chats, and the errors Telegram gives (as their Bot API server words them).
import { isUpload } from '../forms.ts'
import type { Json } from '../http.ts'
import { parseHtml } from './html.ts'
import type { Entity } from './html.ts'
import { preciseNow } from '../waiting.ts'
import type { Chat, Chats, MessageChange } from './chats.ts'
import type { TelegramFile, TelegramMessage } from './types.ts'

/** An answer of Telegram's that is not "ok". */
export class BotApiError extends Error {
  readonly status: number
  readonly parameters: Json | undefined
  constructor(status: number, description: string, parameters?: Json) {
    super(description)
    this.status = status
    this.parameters = parameters
  }
}

export interface MethodContext {
  readonly chats: Chats
  readonly bot: Json
  readonly now: () => number
  readonly commands: Map<string, readonly { command: string; description: string }[]>
  readonly texts: Map<string, string>
  answerTap(id: string, text: string, alert: boolean): boolean
}

type Method = (params: Json, context: MethodContext) => unknown

const bytesMax = { download: 20 * 1024 * 1024, upload: 50 * 1024 * 1024, photo: 10 * 1024 * 1024 } as const
const deletableMs = 48 * 3600 * 1000

/** Methods whose file comes in a field of their own name: sendPhoto → photo. */
const fileFields: Readonly<Record<string, string>> = {
  sendPhoto: 'photo', sendDocument: 'document', sendVoice: 'voice', sendVideo: 'video', sendAudio: 'audio',
  sendAnimation: 'animation', sendSticker: 'sticker', sendVideoNote: 'video_note',
}

const plainSends = ['sendLocation', 'sendContact', 'sendVenue', 'sendPoll', 'sendDice'] as const

export const methods: Readonly<Record<string, Method>> = {
  getMe: (_params, { bot }) => bot,
  logOut: () => true,
  close: () => true,
  sendMessage,
  ...Object.fromEntries(Object.keys(fileFields).map((name) => [name, sendFile(name)])),
  ...Object.fromEntries(plainSends.map((name) => [name, sendPlain(name)])),
  sendMediaGroup,
  sendChatAction(params, context) {
    writable(params, context).action = { name: String(params['action']), at: preciseNow() }
    return true
  },
  sendMessageDraft(params, context) {
    writable(params, context)
    return true
  },
  editMessageText,
  editMessageCaption: (params, context) => editWith(params, context, () => ({ ...readWords(params, 'caption'), markup: markup(params) })),
  editMessageReplyMarkup: (params, context) => editWith(params, context, () => ({ markup: markup(params) })),
  deleteMessage,
  deleteMessages(params, context) {
    for (const id of params['message_ids'] as number[]) {
      if (context.chats.find(chatId(params))?.messages.has(id) === true) deleteMessage({ ...params, message_id: id }, context)
    }
    return true
  },
  answerCallbackQuery(params, { answerTap }) {
    const known = answerTap(String(params['callback_query_id']), String(params['text'] ?? ''), params['show_alert'] === true)
    if (!known) throw new BotApiError(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid')
    return true
  },
  getFile(params, { chats }) {
    const file = chats.files.get(String(params['file_id']))
    if (file === undefined) throw new BotApiError(400, 'Bad Request: wrong file_id or the file is temporarily unavailable')
    if (file.bytes.length > bytesMax.download) throw new BotApiError(400, 'Bad Request: file is too big')
    return { ...wireFile(file), file_path: file.path }
  },
  getChat(params, context) {
    const chat = context.chats.find(chatId(params))
    if (chat === undefined) throw new BotApiError(400, 'Bad Request: chat not found')
    return { ...chat.wire, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} }
  },
  setMyCommands(params, { commands }) {
    commands.set(commandKey(params), params['commands'] as { command: string; description: string }[])
    return true
  },
  deleteMyCommands: (params, { commands }) => (commands.delete(commandKey(params)), true),
  getMyCommands: (params, { commands }) => commands.get(commandKey(params)) ?? [],
  ...remembered('MyName', 'name'),
  ...remembered('MyDescription', 'description'),
  ...remembered('MyShortDescription', 'short_description'),
  setChatMenuButton(params, { texts }) {
    texts.set(`setChatMenuButton/${String(params['chat_id'] ?? '')}`, JSON.stringify(params['menu_button'] ?? { type: 'default' }))
    return true
  },
  getChatMenuButton: (params, { texts }) => JSON.parse(
    texts.get(`setChatMenuButton/${String(params['chat_id'] ?? '')}`) ?? '{"type":"default"}') as unknown,
}

function sendMessage(params: Json, context: MethodContext): unknown {
  const chat = writable(params, context)
  return context.chats.add(chat, {
    from: 'bot', sender: context.bot, kind: 'text', ...readWords(params, 'text'), markup: markup(params), fields: replyTo(params, chat),
  }).raw
}

function sendFile(method: string): Method {
  const field = fileFields[method] ?? 'document'
  return (params, context) => {
    const chat = writable(params, context)
    const file = fileFrom(params[field], field, context.chats)
    return context.chats.add(chat, {
      from: 'bot', sender: context.bot, kind: field, file, ...readWords(params, 'caption'), markup: markup(params),
      fields: { [field]: wireMedia(field, file), ...replyTo(params, chat) },
    }).raw
  }
}

function sendPlain(method: string): Method {
  const kind = method.slice('send'.length).toLowerCase()
  return (params, context) => {
    const { chat_id: _chat, reply_markup: _markup, reply_parameters: _reply, ...fields } = params
    return context.chats.add(writable(params, context), {
      from: 'bot', sender: context.bot, kind, markup: markup(params), fields: { [kind]: fields },
    }).raw
  }
}

function sendMediaGroup(params: Json, context: MethodContext): unknown {
  const chat = writable(params, context)
  const group = String(preciseNow()).replace('.', '')
  return (params['media'] as Json[]).map((item) => {
    const kind = String(item['type'])
    const media = String(item['media'])
    const file = fileFrom(media.startsWith('attach://') ? params[media.slice('attach://'.length)] : media, kind, context.chats)
    return context.chats.add(chat, {
      from: 'bot', sender: context.bot, kind, file, ...readWords(item, 'caption'),
      fields: { media_group_id: group, [kind]: wireMedia(kind, file) },
    }).raw
  })
}

function editMessageText(params: Json, context: MethodContext): unknown {
  return editWith(params, context, (message) => {
    if (message.kind !== 'text') throw new BotApiError(400, 'Bad Request: there is no text in the message to edit')
    // Editing without reply_markup takes the buttons away.
    return { ...readWords(params, 'text'), markup: markup(params) }
  })
}

function editWith(params: Json, context: MethodContext, change: (message: TelegramMessage) => MessageChange): unknown {
  const chat = writable(params, context)
  const message = chat.messages.get(Number(params['message_id']))
  if (message === undefined) throw new BotApiError(400, 'Bad Request: message to edit not found')
  // Messages of people, and those that brought a reply keyboard, stay as they are.
  if (message.from !== 'bot' || message.keyboard !== undefined) throw new BotApiError(400, "Bad Request: message can't be edited")
  const wanted = change(message)
  if (sameAs(message, wanted)) {
    throw new BotApiError(400, 'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message')
  }
  return context.chats.edit(chat, message, wanted).raw
}

function sameAs(message: TelegramMessage, wanted: MessageChange): boolean {
  const text = wanted.text ?? message.text
  const entities = wanted.text === undefined ? message.entities : wanted.entities ?? []
  return text === message.text
    && JSON.stringify(entities) === JSON.stringify(message.entities)
    && JSON.stringify(wanted.markup ?? null) === JSON.stringify(message.raw['reply_markup'] ?? null)
}

function deleteMessage(params: Json, context: MethodContext): unknown {
  const chat = writable(params, context)
  const message = chat.messages.get(Number(params['message_id']))
  if (message === undefined) throw new BotApiError(400, 'Bad Request: message to delete not found')
  if (context.now() - Number(message.raw['date']) * 1000 > deletableMs) {
    throw new BotApiError(400, "Bad Request: message can't be deleted for everyone")
  }
  context.chats.remove(chat, message.id)
  return true
}

function chatId(params: Json): number {
  return Number(params['chat_id'])
}

/** The chat of a call, or the refusal Telegram gives. */
function writable(params: Json, context: MethodContext): Chat {
  const chat = context.chats.find(chatId(params))
  if (chat === undefined || chat.state === 'unknown') throw new BotApiError(400, 'Bad Request: chat not found')
  if (chat.state === 'blocked') throw new BotApiError(403, 'Forbidden: bot was blocked by the user')
  if (chat.state === 'left') throw new BotApiError(403, 'Forbidden: bot was kicked from the supergroup chat')
  return chat
}

function readWords(params: Json, field: 'text' | 'caption'): { text: string; entities: readonly Entity[] } {
  const value = String(params[field] ?? '')
  if (params['parse_mode'] !== 'HTML') {
    return { text: value, entities: (params['entities'] ?? params['caption_entities'] ?? []) as readonly Entity[] }
  }
  const parsed = parseHtml(value)
  if (typeof parsed === 'string') throw new BotApiError(400, `Bad Request: ${parsed}`)
  return parsed
}

/** Telegram drops rows without buttons, and a keyboard without rows. */
function markup(params: Json): Json | undefined {
  const given = params['reply_markup'] as Json | undefined
  const rows = given?.['inline_keyboard'] as unknown[][] | undefined
  if (rows === undefined) return given
  const filled = rows.filter((row) => row.length > 0)
  return filled.length === 0 ? undefined : { inline_keyboard: filled }
}

function replyTo(params: Json, chat: Chat): Json {
  const reply = params['reply_parameters'] as Json | undefined
  if (reply === undefined) return {}
  const message = chat.messages.get(Number(reply['message_id']))
  if (message !== undefined) return { reply_to_message: message.raw }
  if (reply['allow_sending_without_reply'] === true) return {}
  throw new BotApiError(400, 'Bad Request: message to be replied not found')
}

function fileFrom(value: unknown, field: string, chats: Chats): TelegramFile {
  if (isUpload(value)) {
    const max = field === 'photo' ? bytesMax.photo : bytesMax.upload
    if (value.bytes.length > max) throw new BotApiError(413, 'Request Entity Too Large')
    if (value.bytes.length === 0) throw new BotApiError(400, 'Bad Request: file must be non-empty')
    return chats.keep(value.bytes, value.name, value.mime, `${field}s`)
  }
  const known = chats.files.get(String(value))
  if (known === undefined) throw new BotApiError(400, 'Bad Request: wrong file identifier/HTTP URL specified')
  return known
}

/** The part of the Bot API's Message that carries a file. */
export function wireMedia(kind: string, file: TelegramFile): unknown {
  const base = wireFile(file)
  if (kind === 'photo') return [{ ...base, width: 800, height: 600 }]
  if (kind === 'voice' || kind === 'audio') return { ...base, duration: 3, mime_type: file.mime }
  if (kind === 'video' || kind === 'animation') return { ...base, width: 640, height: 480, duration: 3, mime_type: file.mime, file_name: file.name }
  if (kind === 'sticker') return { ...base, type: 'regular', width: 512, height: 512, is_animated: false, is_video: false }
  return { ...base, file_name: file.name, mime_type: file.mime }
}

function wireFile(file: TelegramFile): Json {
  return { file_id: file.id, file_unique_id: file.id.slice(-16), file_size: file.bytes.length }
}

function commandKey(params: Json): string {
  const scope = (params['scope'] ?? { type: 'default' }) as Json
  const chat = scope['chat_id'] === undefined ? '' : `:${String(scope['chat_id'])}`
  return `${String(scope['type'])}${chat}/${String(params['language_code'] ?? '')}`
}

function remembered(name: string, field: string): Record<string, Method> {
  return {
    [`set${name}`](params, { texts }) {
      texts.set(`set${name}/${String(params['language_code'] ?? '')}`, String(params[field] ?? ''))
      return true
    },
    [`get${name}`]: (params, { texts }) => ({ [field]: texts.get(`set${name}/${String(params['language_code'] ?? '')}`) ?? '' }),
  }
}
