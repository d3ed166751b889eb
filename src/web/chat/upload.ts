import type { Request, Response } from 'express'
import { z } from 'zod'
import { contentType, headBytes, shownName } from '../../content.ts'
import { TooLarge, type ChatDoor } from './door.ts'
import { fileBody, incomingOf } from './say.ts'

/**
 * One file as the raw body of a request: x-id (UUID made by the page), content-type and x-name (percent-encoded).
 * Nothing but its first bytes is held in memory; the house keeps the rest as it comes. Answers 415 for a kind we do
 * not take, 413 past the limit; both store no update. Rejects when the house could not keep it: try again.
 */
export async function takeFile(door: ChatDoor, user: string, req: Request, res: Response, languageHint: string | undefined): Promise<void> {
  const id = z.uuid().safeParse(req.headers['x-id'])
  if (!id.success) return void res.status(400).json({ error: 'id' })
  const limit = door.limits.fileBytesMax
  if (Number(req.headers['content-length'] ?? 0) > limit) return refuse(req, res, 413, 'large')

  const told = (req.headers['content-type'] ?? '').toLowerCase()
  const name = shownName(decoded(req.headers['x-name']))
  const body = req[Symbol.asyncIterator]()
  const head = await firstBytes(body)
  const content = contentType(head, name, told)
  if (!content) return refuse(req, res, 415, 'kind')

  let bytes = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const part of following(head, body)) {
      bytes += part.length
      if (bytes > limit) throw new TooLarge()
      yield part
    }
    if (!req.complete) throw new Error('the upload broke off')
  }

  try {
    const ref = await door.shell.keepUpload({ user, id: id.data, mime: content.mime, name, bytes: counted() })
    await door.shell.take([incomingOf(user, id.data, fileBody(id.data, content, ref, name, bytes), door.now(), languageHint)])
  } catch (error) {
    if (bytes > limit) return refuse(req, res, 413, 'large')
    throw error
  }
  res.json({ stored: true })
}

/** The rest of the body is not read: the connection ends with the answer. */
function refuse(req: Request, res: Response, status: number, error: string): void {
  res.status(status).setHeader('Connection', 'close')
  res.json({ error })
  res.once('finish', () => setTimeout(() => req.destroy(), 1000).unref())
  req.resume()
}

async function firstBytes(body: AsyncIterator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  while (length < headBytes) {
    const next = await body.next()
    if (next.done) break
    parts.push(next.value)
    length += next.value.length
  }
  return Buffer.concat(parts)
}

async function* following(head: Buffer, body: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  for (let next = await body.next(); !next.done; next = await body.next()) yield next.value
}

function decoded(header: string | string[] | undefined): string {
  const name = typeof header === 'string' ? header : ''
  try {
    return decodeURIComponent(name)
  } catch {
    return ''
  }
}
