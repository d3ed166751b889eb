import type { FileRef } from './events.ts'

/** What a file is, told from its first bytes and never from its name. Only what an office can open and keep. */
export type ContentType = { mime: string; kind: FileRef['kind'] }

/** How many first bytes are looked at. */
export const headBytes = 512

type Signature = { at: number; bytes: string; type: ContentType }

const picture = (mime: string): ContentType => ({ mime, kind: 'picture' })
const voice = (mime: string): ContentType => ({ mime, kind: 'voice' })
const video = (mime: string): ContentType => ({ mime, kind: 'video' })
const document = (mime: string): ContentType => ({ mime, kind: 'document' })

const signatures: Signature[] = [
  { at: 0, bytes: '\xff\xd8\xff', type: picture('image/jpeg') },
  { at: 0, bytes: '\x89PNG\r\n\x1a\n', type: picture('image/png') },
  { at: 0, bytes: 'GIF8', type: picture('image/gif') },
  { at: 8, bytes: 'WEBP', type: picture('image/webp') },
  { at: 8, bytes: 'WAVE', type: voice('audio/wav') },
  { at: 0, bytes: 'ID3', type: voice('audio/mpeg') },
  { at: 0, bytes: '\xff\xfb', type: voice('audio/mpeg') },
  { at: 0, bytes: '\xff\xf3', type: voice('audio/mpeg') },
  { at: 0, bytes: '\xff\xf1', type: voice('audio/aac') },
  { at: 0, bytes: 'OggS', type: voice('audio/ogg') },
  { at: 0, bytes: '#!AMR', type: voice('audio/amr') },
  { at: 8, bytes: 'AVI ', type: video('video/x-msvideo') },
  { at: 0, bytes: '%PDF-', type: document('application/pdf') },
  { at: 0, bytes: 'PK\x03\x04', type: document('application/zip') },
  { at: 0, bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', type: document('application/x-ole-storage') },
]

/** Brands of the ISO media container: phones' pictures, recordings and films all use it. */
const brands: Record<string, ContentType> = {
  heic: picture('image/heic'), heix: picture('image/heic'), mif1: picture('image/heif'), msf1: picture('image/heif'), avif: picture('image/avif'),
  'M4A ': voice('audio/mp4'), 'M4B ': voice('audio/mp4'),
  'qt  ': video('video/quicktime'),
}

/** Office files of today are archives: their name only chooses among kinds that are equally harmless to keep. */
const office: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
}

/** Null for what we do not take: programs, web pages, unknown things. `told` decides voice or film where one container holds both. */
export function contentType(head: Uint8Array, name: string, told: string): ContentType | null {
  const text = Buffer.from(head.subarray(0, headBytes)).toString('latin1')
  if (text.slice(4, 8) === 'ftyp') {
    const known = brands[text.slice(8, 12)]
    if (known) return known
    return told.startsWith('audio/') ? voice('audio/mp4') : video('video/mp4')
  }
  if (text.startsWith('\x1aE\xdf\xa3')) return told.startsWith('audio/') ? voice('audio/webm') : video('video/webm')
  const found = signatures.find(({ at, bytes }) => text.slice(at, at + bytes.length) === bytes)?.type
  if (found) return found.kind === 'document' ? document(office[extension(name)] ?? found.mime) : found
  return isPlainText(head, text) ? document('text/plain') : null
}

const nameCharsMax = 120

/** A name fit to be shown and stored: no path, nothing that hides or turns the line round; its end, which tells what it is, stays. */
export function shownName(name: string): string {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  return [...last.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').trim()].slice(-nameCharsMax).join('')
}

function extension(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}

/** Plain words in UTF-8 or GB18030 without control characters, and nothing that a browser or shell would run. */
function isPlainText(head: Uint8Array, text: string): boolean {
  if (head.length === 0 || /[\x00-\x08\x0e-\x1f]/.test(text)) return false
  if (/^\s*(?:\xef\xbb\xbf)?\s*<|^#!/.test(text)) return false
  // The last character may be cut in two by the look at the head alone.
  return ['utf-8', 'gb18030'].some((encoding) => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(head.subarray(0, headBytes), { stream: true })
      return true
    } catch {
      return false
    }
  })
}
