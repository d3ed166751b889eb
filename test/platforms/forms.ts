// Owns reading request bodies that carry fields: JSON, urlencoded and multipart/form-data.
import type { Json } from './http.ts'

/** A file uploaded in a multipart form; takes the place of the field's value. */
export interface Upload {
  readonly upload: true
  readonly name: string
  readonly mime: string
  readonly bytes: Buffer
}

export interface Form {
  readonly fields: Json
  /** Values of forms are text; numbers, booleans and objects in them must still be read. */
  readonly textual: boolean
}

export function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && (value as Json)['upload'] === true && Buffer.isBuffer((value as Json)['bytes'])
}

/** Reads a body by its content type. Returns a sentence instead when it cannot be read. */
export function readForm(contentType: string, body: Buffer): Form | string {
  if (body.length === 0) return { fields: {}, textual: false }
  if (contentType.startsWith('application/json')) return readJson(body)
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { fields: Object.fromEntries(new URLSearchParams(body.toString('utf8'))), textual: true }
  }
  if (contentType.startsWith('multipart/form-data')) {
    const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
    if (boundary === undefined) return 'multipart body without a boundary'
    return { fields: readMultipart(body, boundary), textual: true }
  }
  return `content type not understood: ${contentType || 'none'}`
}

/** Guesses the values behind the texts of a form: lists and objects, booleans; numbers stay texts. */
export function guessValues(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? guess(value) : value]))
}

function guess(text: string): unknown {
  if (!/^(?:[[{].*[\]}]|true|false)$/s.test(text)) return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function readJson(body: Buffer): Form | string {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'JSON body is not an object'
    return { fields: value as Json, textual: false }
  } catch {
    return 'body is not JSON'
  }
}

function readMultipart(body: Buffer, boundary: string): Json {
  const fields: Json = {}
  const mark = Buffer.from(`--${boundary}`)
  let start = body.indexOf(mark)
  while (start !== -1) {
    const next = body.indexOf(mark, start + mark.length)
    if (next === -1) break
    // Between two marks: CRLF, headers, empty line, content, CRLF.
    readPart(body.subarray(start + mark.length + 2, next - 2), fields)
    start = next
  }
  return fields
}

function readPart(part: Buffer, fields: Json): void {
  const gap = part.indexOf('\r\n\r\n')
  if (gap === -1) return
  const head = part.subarray(0, gap).toString('utf8')
  const content = part.subarray(gap + 4)
  const name = /name="([^"]*)"/i.exec(head)?.[1]
  if (name === undefined) return
  const fileName = /filename="([^"]*)"/i.exec(head)?.[1]
  if (fileName === undefined) {
    fields[name] = content.toString('utf8')
    return
  }
  const mime = /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1] ?? 'application/octet-stream'
  const upload: Upload = { upload: true, name: fileName, mime, bytes: Buffer.from(content) }
  fields[name] = upload
}
