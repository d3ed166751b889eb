import { hash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ChannelName, Incoming } from '../events.ts'

/** Resolves once every one of them is safely stored; rejects when that is not possible now. */
export type Take = (incoming: Incoming[]) => Promise<void>

/** Fits Express and plain node:http alike, so that a webhook need not pay for a router. To be mounted before any body parser. */
export type Door = (req: IncomingMessage, res: ServerResponse) => void

/** What a channel needs of the house's log. Never an id, a token or a text goes in. */
export type Log = {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** Neither platform sends more than some tens of kilobytes. */
export const bodyBytesMax = 1_000_000
const drainBytesMax = 8_000_000

/** What every update gets on arrival: when, and 122 random bits to draw ids from. */
export function arrival(now: () => number): { at: number; seed: string } {
  return { at: now(), seed: randomUUID().replaceAll('-', '') }
}

/** An update that nobody could read, named by its own bytes so that a repetition is known as one. */
const rawCharsMax = 20_000

export function unreadable(channel: ChannelName, bytes: Uint8Array | string, came: { at: number; seed: string }): Incoming {
  return { channel, updateId: `sha256:${hash('sha256', bytes)}`, user: '', ...came, body: { kind: 'unknown', raw: Buffer.from(bytes).toString('utf8').slice(0, rawCharsMax) } }
}

/** A check against one secret that takes the same time for every wrong answer. */
export function secretCheck(secret: string): (given: string | string[] | undefined) => boolean {
  const right = digest(secret)
  return (given) => typeof given === 'string' && secret !== '' && timingSafeEqual(digest(given), right)
}

/** The whole body; null when it is longer than `bodyBytesMax`. Rejects when the sender breaks off. */
export function readBody(req: IncomingMessage): Promise<Buffer | null> {
  if (Number(req.headers['content-length'] ?? 0) > bodyBytesMax) return Promise.resolve(null)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > bodyBytesMax) {
        chunks.length = 0
        resolve(null)
      } else {
        chunks.push(chunk)
      }
    })
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    req.on('error', reject)
    req.on('aborted', () => reject(new Error('the sender broke off')))
  })
}

/**
 * Answers at once. What the sender still sends is read and dropped, so that it gets to see the answer, but not beyond
 * `drainBytesMax`.
 */
export function answer(req: IncomingMessage, res: ServerResponse, status: number, body = '{}'): void {
  if (res.headersSent || res.destroyed) return
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  res.end(body)
  if (req.complete) return
  let drained = 0
  req.on('error', () => {})
  req.on('data', (chunk: Buffer) => {
    drained += chunk.length
    if (drained > drainBytesMax) req.destroy()
  })
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
