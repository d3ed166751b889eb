// Owns the table of Bot API methods the fake carries out; whatever is not in it is checked and answered with true.
import type { Json } from '../http.ts'
import { BotApiError, chatId, writable } from './calls.ts'
import type { Method } from './calls.ts'
import { edits } from './edits.ts'
import { wireFile } from './media.ts'
import { sends } from './sends.ts'

const downloadBytesMax = 20 * 1024 * 1024

export const methods: Readonly<Record<string, Method>> = {
  ...sends,
  ...edits,
  getMe: (_params, { bot }) => bot,
  logOut: () => true,
  close: () => true,
  answerCallbackQuery(params, { answerTap }) {
    const known = answerTap(String(params['callback_query_id']), String(params['text'] ?? ''), params['show_alert'] === true)
    if (!known) throw new BotApiError(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid')
    return true
  },
  getFile(params, { chats }) {
    const file = chats.files.get(String(params['file_id']))
    if (file === undefined) throw new BotApiError(400, 'Bad Request: wrong file_id or the file is temporarily unavailable')
    if (file.bytes.length > downloadBytesMax) throw new BotApiError(400, 'Bad Request: file is too big')
    return { ...wireFile(file), file_path: file.path }
  },
  getChat(params, context) {
    const chat = context.chats.find(chatId(params))
    if (chat === undefined) throw new BotApiError(400, 'Bad Request: chat not found')
    return { ...chat.wire, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} }
  },
  leaveChat(params, context) {
    writable(params, context).state = 'left'
    return true
  },
  setMyCommands(params, { commands }) {
    commands.set(commandKey(params), params['commands'] as { command: string; description: string }[])
    return true
  },
  deleteMyCommands(params, { commands }) {
    commands.delete(commandKey(params))
    return true
  },
  getMyCommands: (params, { commands }) => commands.get(commandKey(params)) ?? [],
  ...remembered('MyName', 'name'),
  ...remembered('MyDescription', 'description'),
  ...remembered('MyShortDescription', 'short_description'),
  setChatMenuButton(params, { texts }) {
    texts.set(menuKey(params), JSON.stringify(params['menu_button'] ?? { type: 'default' }))
    return true
  },
  getChatMenuButton: (params, { texts }) => JSON.parse(texts.get(menuKey(params)) ?? '{"type":"default"}') as unknown,
}

function commandKey(params: Json): string {
  const scope = (params['scope'] ?? { type: 'default' }) as Json
  const chat = scope['chat_id'] === undefined ? '' : `:${String(scope['chat_id'])}`
  return `${String(scope['type'])}${chat}/${String(params['language_code'] ?? '')}`
}

function menuKey(params: Json): string {
  return `setChatMenuButton/${String(params['chat_id'] ?? '')}`
}

function remembered(name: string, field: string): Record<string, Method> {
  const key = (params: Json): string => `set${name}/${String(params['language_code'] ?? '')}`
  return {
    [`set${name}`](params, { texts }) {
      texts.set(key(params), String(params[field] ?? ''))
      return true
    },
    [`get${name}`]: (params, { texts }) => ({ [field]: texts.get(key(params)) ?? '' }),
  }
}
