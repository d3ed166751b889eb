import type { Response } from 'express'
import type { WebItem } from '../../channels/web.ts'
import type { ChatDoor } from './door.ts'

/**
 * Server-sent events of one open page: first what it missed, then what is sent while it is open. Messages of this
 * process come at once; those of another one are found by asking history. Events:
 *   hello {language, house, zone, words}  at first and when the language changes
 *   item  WebItem                         each once in one stream; a page may see one again after a reconnect
 *   live  {}                              what was missed has all been sent
 *   beat  {}                              every 20 s: the line is alive
 * The id of an event is the time from which a reconnecting page asks again. It lags a minute behind, since a
 * message may become visible a little after one that was sent later.
 */

const overlapMs = 60_000
const heartbeatMs = 20_000
const quietAfterMs = 120_000

export type Stream = { close(): void }

/** `since`: the id of the last event the page has seen, 0 for the whole conversation. Rejects when history cannot be had. */
export async function openStream(door: ChatDoor, user: string, guessed: string, since: number, res: Response): Promise<Stream> {
  const { shell, channel, limits } = door
  const seen = new Map<string, number>()
  let cursor = since
  let language = ''
  let lastNews = door.now()
  let held: WebItem[] | null = []
  let poll: NodeJS.Timeout | undefined
  let closed = false

  const unsubscribe = channel.onSent(user, (item) => {
    if (held) return void held.push(item)
    const wasQuiet = isQuiet()
    give(item)
    if (wasQuiet) schedule()
  })
  const close = () => {
    if (closed) return
    closed = true
    unsubscribe()
    clearTimeout(poll)
    clearInterval(heartbeat)
    if (res.headersSent) res.end()
  }
  const heartbeat = setInterval(() => event('beat', {}), heartbeatMs)
  res.once('close', close)

  try {
    const missed = await shell.history(user, since)
    const known = await shell.languageOf(user)
    if (closed) return { close }
    res.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    })
    res.write('retry: 2000\n\n')
    greet(known ?? guessed)
    missed.forEach(give)
    const waiting = held
    held = null
    waiting.forEach(give)
    advance(missed)
    event('live', {})
    schedule()
  } catch (error) {
    close()
    throw error
  }
  return { close }

  function schedule(): void {
    clearTimeout(poll)
    poll = setTimeout(() => void ask().finally(() => { if (!closed) schedule() }), isQuiet() ? limits.quietPollMs : limits.pollMs)
  }

  function isQuiet(): boolean {
    return door.now() - lastNews > quietAfterMs
  }

  /** A question that fails is simply asked again: the page still has its connection. */
  async function ask(): Promise<void> {
    try {
      const items = await shell.history(user, cursor)
      const known = await shell.languageOf(user)
      if (closed) return
      if (known && known !== language) greet(known)
      items.forEach(give)
      advance(items)
    } catch {
      return
    }
  }

  function greet(chosen: string): void {
    language = chosen
    event('hello', { language, house: door.house, zone: door.zone, words: door.words(language).page })
  }

  function give(item: WebItem): void {
    if (closed || seen.has(item.id)) return
    seen.set(item.id, item.at)
    lastNews = door.now()
    event('item', item)
  }

  /** Only what history has told moves the cursor: it alone knows what is stored. */
  function advance(items: WebItem[]): void {
    const newest = items.reduce((latest, item) => Math.max(latest, item.at), 0)
    if (newest - overlapMs <= cursor) return
    cursor = newest - overlapMs
    for (const [id, at] of seen) if (at < cursor) seen.delete(id)
    res.write(`id: ${cursor}\n\n`)
  }

  function event(name: string, data: unknown): void {
    res.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }
}
