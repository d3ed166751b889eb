// Owns the methods that put a new message into a chat.
import type { Json } from '../http.ts'
import { preciseNow } from '../waiting.ts'
import { BotApiError, markupOf, readWords, writable } from './calls.ts'
import type { Method, MethodContext } from './calls.ts'
import type { Chat } from './chats.ts'
import { attachedFile, fileFrom, wireMedia } from './media.ts'
import type { TelegramMessage } from './types.ts'

/** Methods whose file comes in a field of their own name: sendPhoto → photo. */
const fileFields: Readonly<Record<string, string>> = {
  sendPhoto: 'photo', sendDocument: 'document', sendVoice: 'voice', sendVideo: 'video', sendAudio: 'audio',
  sendAnimation: 'animation', sendSticker: 'sticker', sendVideoNote: 'video_note',
}

const plainSends = ['sendLocation', 'sendContact', 'sendVenue', 'sendPoll', 'sendDice'] as const

export const sends: Readonly<Record<string, Method>> = {
  sendMessage(params, context) {
    const chat = writable(params, context)
    return context.chats.add(chat, {
      from: 'bot', sender: context.bot, kind: 'text', ...readWords(params, 'text'), markup: markupOf(params), fields: replyTo(params, chat),
    }).raw
  },
  ...Object.fromEntries(Object.entries(fileFields).map(([method, field]) => [method, sendFile(field)])),
  ...Object.fromEntries(plainSends.map((method) => [method, sendPlain(method.slice('send'.length).toLowerCase())])),
  sendMediaGroup,
  copyMessage: (params, context) => ({ message_id: again(params, context, false).id }),
  forwardMessage: (params, context) => again(params, context, true).raw,
  sendChatAction(params, context) {
    writable(params, context).action = { name: String(params['action']), at: preciseNow() }
    return true
  },
  sendMessageDraft: (params, context) => writable(params, context) !== undefined,
}

function sendFile(field: string): Method {
  return (params, context) => {
    const chat = writable(params, context)
    const file = fileFrom(params[field], field, context.chats)
    return context.chats.add(chat, {
      from: 'bot', sender: context.bot, kind: field, file, ...readWords(params, 'caption'), markup: markupOf(params),
      fields: { [field]: wireMedia(field, file), ...replyTo(params, chat) },
    }).raw
  }
}

function sendPlain(kind: string): Method {
  return (params, context) => {
    const { chat_id: _chat, reply_markup: _markup, reply_parameters: _reply, ...fields } = params
    return context.chats.add(writable(params, context), {
      from: 'bot', sender: context.bot, kind, markup: markupOf(params), fields: { [kind]: fields },
    }).raw
  }
}

function sendMediaGroup(params: Json, context: MethodContext): unknown {
  const chat = writable(params, context)
  const group = String(preciseNow()).replace('.', '')
  return (params['media'] as Json[]).map((item) => {
    const kind = String(item['type'])
    const file = attachedFile(item, params, context.chats)
    return context.chats.add(chat, {
      from: 'bot', sender: context.bot, kind, file, ...readWords(item, 'caption'),
      fields: { media_group_id: group, [kind]: wireMedia(kind, file) },
    }).raw
  })
}

/** The same message once more, in another chat or the same; only a forwarded one tells where it is from. */
function again(params: Json, context: MethodContext, forwarded: boolean): TelegramMessage {
  const chat = writable(params, context)
  const source = context.chats.find(Number(params['from_chat_id']))?.messages.get(Number(params['message_id']))
  if (source === undefined) throw new BotApiError(400, `Bad Request: message to ${forwarded ? 'forward' : 'copy'} not found`)
  const words = params['caption'] === undefined ? { text: source.text, entities: source.entities } : readWords(params, 'caption')
  const media = source.raw[source.kind]
  return context.chats.add(chat, {
    from: 'bot', sender: context.bot, kind: source.kind, ...words, markup: markupOf(params),
    ...(source.file === undefined ? {} : { file: source.file }),
    fields: {
      ...(source.kind === 'text' || media === undefined ? {} : { [source.kind]: media }),
      ...(forwarded ? { forward_origin: { type: 'user', date: source.raw['date'], sender_user: source.raw['from'] } } : {}),
    },
  })
}

function replyTo(params: Json, chat: Chat): Json {
  const reply = params['reply_parameters'] as Json | undefined
  if (reply === undefined) return {}
  const message = chat.messages.get(Number(reply['message_id']))
  if (message !== undefined) return { reply_to_message: message.raw }
  if (reply['allow_sending_without_reply'] === true) return {}
  throw new BotApiError(400, 'Bad Request: message to be replied not found')
}
