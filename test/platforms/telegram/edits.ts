// Owns the methods that change or delete a message of the bot.
import type { Json } from '../http.ts'
import { BotApiError, chatId, markupOf, readWords, writable } from './calls.ts'
import type { Method, MethodContext } from './calls.ts'
import type { MessageChange } from './chats.ts'
import { attachedFile, wireMedia } from './media.ts'
import type { TelegramMessage } from './types.ts'

const deletableMs = 48 * 3600 * 1000

/** Editing without reply_markup takes the buttons away. */
export const edits: Readonly<Record<string, Method>> = {
  editMessageText: (params, context) => edit(params, context, (message) => {
    if (message.kind !== 'text') throw new BotApiError(400, 'Bad Request: there is no text in the message to edit')
    return { ...readWords(params, 'text'), markup: markupOf(params) }
  }),
  editMessageCaption: (params, context) => edit(params, context, (message) => {
    if (message.kind === 'text') throw new BotApiError(400, 'Bad Request: there is no caption in the message to edit')
    return { ...readWords(params, 'caption'), markup: markupOf(params) }
  }),
  editMessageMedia: (params, context) => edit(params, context, (message) => {
    const item = params['media'] as Json
    const file = attachedFile(item, params, context.chats)
    const kind = String(item['type'])
    return { ...readWords(item, 'caption'), markup: markupOf(params), file, fields: { [message.kind]: undefined, [kind]: wireMedia(kind, file) } }
  }),
  editMessageReplyMarkup: (params, context) => edit(params, context, () => ({ markup: markupOf(params) })),
  deleteMessage,
  deleteMessages(params, context) {
    for (const id of params['message_ids'] as number[]) {
      if (context.chats.find(chatId(params))?.messages.has(id) === true) deleteMessage({ ...params, message_id: id }, context)
    }
    return true
  },
}

function edit(params: Json, context: MethodContext, change: (message: TelegramMessage) => MessageChange): unknown {
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
    && (wanted.file === undefined || wanted.file.id === message.file?.id)
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
