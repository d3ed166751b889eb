// Owns the rules of the Bot API that the machine-readable description does not carry, and the few that must hold even
// where the description is absent. Each returns sentences; none means fine.
import type { Json } from '../http.ts'
import { parseHtml } from './html.ts'

/** Characters in UTF-16 units, bytes in UTF-8 (core.telegram.org/bots/api). */
const limits = {
  textCharsMax: 4096, captionCharsMax: 1024, callbackDataBytesMax: 64, buttonsPerRowMax: 8, buttonsMax: 100, commandsMax: 100,
} as const

const buttonDress = new Set(['text', 'icon_custom_emoji_id', 'style'])

/** Checks a call whatever the description says. */
export function checkRules(method: string, params: Json): string[] {
  return [
    ...checkRequired(method, params),
    ...checkText(params, 'text', limits.textCharsMax, method.startsWith('send') || method.startsWith('editMessage')),
    ...checkText(params, 'caption', limits.captionCharsMax, true),
    ...checkMarkup(params['reply_markup']),
    ...(method === 'setMyCommands' ? checkCommands(params['commands']) : []),
    ...(method === 'setWebhook' ? checkWebhook(params) : []),
  ]
}

function checkRequired(method: string, params: Json): string[] {
  if (!/^(send|edit|delete|copy|forward)Message|^send/.test(method)) return []
  if (params['inline_message_id'] !== undefined) return []
  const problems = params['chat_id'] === undefined || params['chat_id'] === '' ? ['chat_id: is empty'] : []
  if ((method === 'sendMessage' || method === 'editMessageText') && (params['text'] === undefined || params['text'] === '')) {
    if (params['rich_message'] === undefined) problems.push('text: message text is empty')
  }
  return problems
}

function checkText(params: Json, field: string, max: number, formatted: boolean): string[] {
  const value = params[field]
  if (typeof value !== 'string' || !formatted) return []
  let text = value
  if (params['parse_mode'] === 'HTML') {
    const parsed = parseHtml(value)
    if (typeof parsed === 'string') return [`${field}: ${parsed}`]
    text = parsed.text
  }
  if (text.length > max) return [`${field}: message is too long, ${text.length} characters of at most ${max}`]
  if (field === 'text' && value !== '' && text.trim() === '') return ['text: message text must be non-empty']
  return []
}

function checkMarkup(markup: unknown): string[] {
  const rows = (markup as Json | undefined)?.['inline_keyboard']
  if (!Array.isArray(rows)) return []
  const problems: string[] = []
  let count = 0
  for (const [rowIndex, row] of rows.entries()) {
    if (!Array.isArray(row)) continue
    count += row.length
    if (row.length > limits.buttonsPerRowMax) problems.push(`inline_keyboard[${rowIndex}]: ${row.length} buttons in a row of at most ${limits.buttonsPerRowMax}`)
    for (const [index, button] of row.entries()) {
      problems.push(...checkButton(button as Json, `inline_keyboard[${rowIndex}][${index}]`))
    }
  }
  if (count > limits.buttonsMax) problems.push(`inline_keyboard: ${count} buttons of at most ${limits.buttonsMax}`)
  return problems
}

function checkButton(button: Json, path: string): string[] {
  if (typeof button !== 'object' || button === null) return []
  const problems: string[] = []
  const kinds = Object.keys(button).filter((name) => !buttonDress.has(name) && button[name] !== undefined && name !== 'hide')
  if (kinds.length !== 1) problems.push(`${path}: a button has exactly one of callback_data, url, …; this one has ${kinds.length}`)
  const text = button['text']
  if (typeof text === 'string' && text.trim() === '') problems.push(`${path}.text: is empty`)
  const data = button['callback_data']
  if (typeof data === 'string' && (data === '' || Buffer.byteLength(data) > limits.callbackDataBytesMax)) {
    problems.push(`${path}.callback_data: has ${Buffer.byteLength(data)} bytes, must have 1-${limits.callbackDataBytesMax}`)
  }
  const style = button['style']
  if (style !== undefined && !['danger', 'success', 'primary'].includes(String(style))) problems.push(`${path}.style: is not danger, success or primary`)
  const url = button['url']
  // A host without a dot, like localhost, is a "Wrong HTTP URL" to Telegram.
  if (typeof url === 'string' && !/^(https?:\/\/[^\s/]+\.[^\s/]+|(tg|ton):\/\/)\S*$/.test(url)) problems.push(`${path}.url: Wrong HTTP URL`)
  return problems
}

function checkCommands(commands: unknown): string[] {
  if (!Array.isArray(commands)) return []
  const problems = commands.length > limits.commandsMax ? [`commands: ${commands.length} of at most ${limits.commandsMax}`] : []
  for (const [index, one] of commands.entries()) {
    const name = (one as Json)['command']
    if (typeof name === 'string' && !/^\/?[a-z0-9_]{1,32}$/.test(name)) {
      problems.push(`commands[${index}].command: only 1-32 lower-case letters, digits and underscores`)
    }
  }
  return problems
}

function checkWebhook(params: Json): string[] {
  const problems: string[] = []
  const secret = params['secret_token']
  if (typeof secret === 'string' && !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) {
    problems.push('secret_token: only 1-256 of A-Z, a-z, 0-9, _ and -')
  }
  const url = params['url']
  if (typeof url === 'string' && url !== '' && !/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(url)) {
    problems.push('url: bad webhook: an HTTPS URL must be provided for webhook')
  }
  return problems
}
