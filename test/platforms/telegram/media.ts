// Owns files in Bot API calls and messages: uploads and file ids coming in, their description going out.
import { isUpload } from '../forms.ts'
import type { Json } from '../http.ts'
import { BotApiError } from './calls.ts'
import type { Chats } from './chats.ts'
import type { TelegramFile } from './types.ts'

const bytesMax = { upload: 50 * 1024 * 1024, photo: 10 * 1024 * 1024 } as const

/** The file of a call: just uploaded, or known by its id. */
export function fileFrom(value: unknown, field: string, chats: Chats): TelegramFile {
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

/** The file an InputMedia object names: "attach://<field>" of the same call, or a file id. */
export function attachedFile(item: Json, params: Json, chats: Chats): TelegramFile {
  const media = String(item['media'])
  const value = media.startsWith('attach://') ? params[media.slice('attach://'.length)] : media
  return fileFrom(value, String(item['type']), chats)
}

/** The part of a Message that carries a file. A photo comes in two sizes, the smaller first, as Telegram sends it. */
export function wireMedia(kind: string, file: TelegramFile, smaller?: TelegramFile): unknown {
  const base = wireFile(file)
  if (kind === 'photo') {
    return [...(smaller === undefined ? [] : [{ ...wireFile(smaller), width: 90, height: 68 }]), { ...base, width: 800, height: 600 }]
  }
  if (kind === 'voice' || kind === 'audio') return { ...base, duration: 3, mime_type: file.mime }
  if (kind === 'video' || kind === 'animation') return { ...base, width: 640, height: 480, duration: 3, mime_type: file.mime, file_name: file.name }
  if (kind === 'sticker') return { ...base, type: 'regular', width: 512, height: 512, is_animated: false, is_video: false }
  return { ...base, file_name: file.name, mime_type: file.mime }
}

export function wireFile(file: TelegramFile): Json {
  return { file_id: file.id, file_unique_id: file.id.slice(-16), file_size: file.bytes.length }
}
