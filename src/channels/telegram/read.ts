import { z } from 'zod'
import type { Body, FileRef, Incoming } from '../../events.ts'
import { readGroupWord } from '../groupWords.ts'

/** Who we are on Telegram, as getMe says; null until it has answered once. */
export type Bot = { id: number; username: string }

/**
 * One Telegram update (core.telegram.org/bots/api#update) as what it means to us. Nothing at all for what is none of
 * our business (groups talking among themselves); `unknown` for what we cannot use; null when it is no update.
 * Lenient: a field that looks wrong is as good as missing, and never throws.
 */
export function readUpdate(raw: unknown, came: { at: number; seed: string }, bot: Bot | null): Incoming[] | null {
  const parsed = updateShape.safeParse(raw)
  if (!parsed.success) return null
  const update = parsed.data
  const envelope = { channel: 'telegram' as const, updateId: String(update.update_id), ...came }

  const message = update.message ?? update.edited_message
  if (message) {
    const hint = message.from?.language_code
    const body = message.chat.type === 'private'
      ? (update.message ? bodyOf(message) : editedBody(message))
      : (update.message ? groupBody(message, bot) : null)
    if (body === null) return []
    return [{ ...envelope, user: String(message.chat.id), body, ...(hint ? { languageHint: hint } : {}) }]
  }
  if (update.callback_query) {
    const { data, message: hung, from } = update.callback_query
    const group = hung !== undefined && hung.chat.type !== 'private'
    const body: Body = group ? { kind: 'group' }
      : data === undefined ? { kind: 'unknown' }
        : { kind: 'press', press: data, ...(hung ? { source: String(hung.message_id) } : {}) }
    const hint = from.language_code
    return [{ ...envelope, user: String(hung?.chat.id ?? from.id), body, ...(hint ? { languageHint: hint } : {}) }]
  }
  if (update.my_chat_member) {
    const { chat, from, new_chat_member: now } = update.my_chat_member
    const here = now.status !== 'kicked' && now.status !== 'left'
    const body: Body = chat.type !== 'private' ? (here ? { kind: 'group' } : { kind: 'group', says: { do: 'left' } }) : { kind: here ? 'unblocked' : 'blocked' }
    const hint = from?.language_code
    return [{ ...envelope, user: String(chat.id), body, ...(hint ? { languageHint: hint } : {}) }]
  }
  return [{ ...envelope, user: '', body: { kind: 'unknown' } }]
}

/** The id that answerCallbackQuery wants, when the update is a tap. */
export function callbackId(raw: unknown): string | null {
  const parsed = tapShape.safeParse(raw)
  return parsed.success ? parsed.data.callback_query.id : null
}

function bodyOf(message: Message): Body {
  if (message.text !== undefined) return commandBody(message.text) ?? { kind: 'text', text: message.text, messageId: String(message.message_id) }
  const file = fileOf(message)
  if (file) {
    return {
      kind: 'file',
      file,
      messageId: String(message.message_id),
      ...(message.caption ? { caption: message.caption } : {}),
      ...(message.media_group_id ? { album: message.media_group_id } : {}),
    }
  }
  const place = message.venue?.location ?? message.location
  if (place) {
    const label = [message.venue?.title, message.venue?.address].filter(Boolean).join(', ')
    return { kind: 'location', lat: place.latitude, lon: place.longitude, ...(label ? { label } : {}) }
  }
  if (message.contact) {
    const { phone_number: phone, first_name: first, last_name: last, user_id: owner } = message.contact
    const name = [first, last].filter(Boolean).join(' ')
    return { kind: 'contact', phone, own: owner !== undefined && owner === message.from?.id, ...(name ? { name } : {}) }
  }
  if (playthings.some((field) => message[field] !== undefined)) return { kind: 'sticker' }
  return { kind: 'unknown' }
}

function editedBody(message: Message): Body {
  const text = message.text ?? message.caption
  return text === undefined ? { kind: 'unknown' } : { kind: 'edited', messageId: String(message.message_id), text }
}

/** Known commands; an unknown one stays text, so that the talk can say something kind about it. */
function commandBody(text: string): Body | null {
  const match = /^\/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/.exec(text.trimEnd())
  if (!match) return null
  const name = match[1]!.toLowerCase()
  if (name === 'start') return { kind: 'start', payload: (match[2] ?? '').trim() }
  const command = commands.get(name)
  return command ? { kind: 'command', name: command } : null
}

const commands = new Map<string, (Body & { kind: 'command' })['name']>([
  ['help', 'help'], ['cancel', 'cancel'], ['language', 'language'], ['settings', 'language'], ['status', 'status'],
  ['mycases', 'mycases'], ['home', 'home'], ['menu', 'home'],
])

/** In a group we only notice that somebody turned to us, and the few words meant for us; what was said else is never kept. */
function groupBody(message: Message, bot: Bot | null): Body | null {
  if (message.migrate_to_chat_id !== undefined) return { kind: 'group', says: { do: 'moved', to: String(message.migrate_to_chat_id) } }
  const text = message.text ?? message.caption ?? ''
  const word = readGroupWord(message.text ?? '', bot?.username ?? null)
  if (word) return { kind: 'group', says: word.says, ...(message.from ? { from: String(message.from.id) } : {}), ...(word.plain ? { quiet: true } : {}) }
  const named = bot !== null && text.toLowerCase().includes(`@${bot.username.toLowerCase()}`)
  const called = named || (message.entities ?? message.caption_entities ?? []).some((entity) => {
    const words = text.slice(entity.offset, entity.offset + entity.length).toLowerCase()
    if (entity.type === 'bot_command') return !words.includes('@')
    return entity.type === 'text_mention' && bot !== null && entity.user?.id === bot.id
  })
  const answered = bot !== null && message.reply_to_message?.from?.id === bot.id
  return called || answered ? { kind: 'group' } : null
}

function fileOf(message: Message): FileRef | null {
  const largest = message.photo?.reduce((a, b) => ((b.width ?? 0) * (b.height ?? 0) >= (a.width ?? 0) * (a.height ?? 0) ? b : a))
  if (largest) return { ...refOf(largest), kind: 'picture', mime: 'image/jpeg' }
  if (message.voice) return { mime: 'audio/ogg', ...refOf(message.voice), kind: 'voice' }
  if (message.audio) return { ...refOf(message.audio), kind: 'voice' }
  const film = message.video ?? message.video_note ?? message.animation
  if (film) return { mime: 'video/mp4', ...refOf(film), kind: 'video' }
  if (message.document) {
    const ref = refOf(message.document)
    return { ...ref, kind: pictures.test(ref.mime ?? '') ? 'picture' : 'document' }
  }
  return null
}

/** A picture sent "as a file" keeps its full size and its kind. */
const pictures = /^image\/(jpeg|png|webp|heic|heif)$/

function refOf(file: File): Omit<FileRef, 'kind'> {
  return {
    ref: file.file_id,
    ...(file.mime_type ? { mime: file.mime_type } : {}),
    ...(file.file_name ? { name: file.file_name } : {}),
    ...(file.file_size !== undefined ? { bytes: file.file_size } : {}),
  }
}

// What is needed of the platform's types, each field forgiving on its own.
const maybe = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)
const id = z.number().int()
const person = z.object({ id, language_code: maybe(z.string().min(2).max(35)) })
const chat = z.object({ id, type: z.string() })
const file = z.object({
  file_id: z.string().min(1), mime_type: maybe(z.string()), file_name: maybe(z.string()), file_size: maybe(z.number().nonnegative()),
  width: maybe(z.number()), height: maybe(z.number()),
})
const location = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
const entity = z.object({ type: z.string(), offset: z.number(), length: z.number(), user: maybe(z.object({ id })) })
const entities = maybe(z.array(entity))
const playthings = ['sticker', 'dice', 'game', 'poll', 'story', 'checklist', 'gift'] as const
const message = z.object({
  message_id: id,
  chat,
  from: maybe(person),
  text: maybe(z.string()),
  caption: maybe(z.string()),
  entities,
  caption_entities: entities,
  media_group_id: maybe(z.string()),
  migrate_to_chat_id: maybe(id),
  reply_to_message: maybe(z.object({ from: maybe(z.object({ id })) })),
  photo: maybe(z.array(file).min(1)),
  voice: maybe(file),
  audio: maybe(file),
  video: maybe(file),
  video_note: maybe(file),
  animation: maybe(file),
  document: maybe(file),
  location: maybe(location),
  venue: maybe(z.object({ location, title: maybe(z.string()), address: maybe(z.string()) })),
  contact: maybe(z.object({
    phone_number: z.string().min(1), first_name: maybe(z.string()), last_name: maybe(z.string()), user_id: maybe(id),
  })),
  sticker: maybe(z.object({})), dice: maybe(z.object({})), game: maybe(z.object({})), poll: maybe(z.object({})),
  story: maybe(z.object({})), checklist: maybe(z.object({})), gift: maybe(z.object({})),
})
const tapShape = z.object({ callback_query: z.object({ id: z.string() }) })
const updateShape = z.object({
  update_id: id,
  message: maybe(message),
  edited_message: maybe(message),
  callback_query: maybe(z.object({
    id: z.string(), from: person, data: maybe(z.string()), message: maybe(z.object({ message_id: id, chat })),
  })),
  my_chat_member: maybe(z.object({ chat, from: maybe(person), new_chat_member: z.object({ status: z.string() }) })),
})

type File = z.infer<typeof file>
type Message = z.infer<typeof message>
