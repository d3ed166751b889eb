import { join } from 'node:path'
import express, { Router, type NextFunction, type Request, type Response } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { ChatDoor } from './door.ts'
import { pageFiles, pageHeaders, sameOrigin } from './guard.ts'
import { demoPhoneOf, forget, userOf, welcome } from './identity.ts'
import { chatPage } from './page.ts'
import { incomingOf, sayingBody, sayingSchema } from './say.ts'
import { openStream, type Stream } from './stream.ts'
import { takeFile } from './upload.ts'

/**
 * The door of the web chat, to be mounted at /chat:
 *   GET  /               the page (?office=, ?start= begin a talk; ?as=demo-… is a phone of the demo; ?lang= a language)
 *   GET  /stream         server-sent events, see stream.ts
 *   POST /say            one saying as JSON, see say.ts → 200 once stored
 *   POST /file           one file as raw body, see upload.ts → 200 once stored
 *   GET  /handed/:id     a file that the house handed over
 *   POST /forget         ends this device's identity
 *   GET  /page/…         scripts, styles, pictures of the page
 * 400 not understood · 401 no identity (open the page anew) · 403 another origin · 404 · 413 · 415 ·
 * 429 and 503 with Retry-After: nothing stored, say it again with the same id.
 */
export type ChatRouter = {
  router: Router
  /** Ends all open streams, so that the server can stop; pages come back by themselves. */
  close(): void
}

export function chatRouter(door: ChatDoor): ChatRouter {
  const router = Router()
  const limits = limiters(door)
  const saying = sayingSchema(door.limits.textCharsMax)
  const streams = new Map<string, Stream[]>()

  router.use(pageHeaders((req) => demoPhoneOf(req) !== null), sameOrigin(door.origins))
  router.use('/page', pageFiles(join(import.meta.dirname, 'page')))

  router.get('/', (req, res) => {
    if (demoPhoneOf(req) && !userOf(door, req)) return void res.status(404).json({ error: 'no demo' })
    welcome(door, req, res)
    res.type('html').send(chatPage(door, guess(door, req), demoPhoneOf(req)))
  })

  router.get('/stream', async (req, res) => {
    const user = known(door, req, res)
    if (!user) return
    const since = Number(req.headers['last-event-id'] ?? req.query.after ?? 0)
    const stream = await openStream(door, user, guess(door, req), Number.isSafeInteger(since) && since > 0 ? since : 0, res)
    const mine = [...(streams.get(user) ?? []), stream]
    streams.set(user, mine)
    // A phone that changed networks leaves dead streams behind: the oldest goes.
    if (mine.length > door.limits.streamsPerPersonMax) mine[0]?.close()
    res.once('close', () => drop(streams, user, stream))
    if (res.closed) drop(streams, user, stream)
  })

  router.post('/say', express.json({ limit: '100kb' }), async (req, res) => {
    const user = known(door, req, res)
    if (!user) return
    const said = saying.safeParse(req.body)
    if (!said.success) return void res.status(400).json({ error: 'saying' })
    await Promise.all([limits.sayings.consume(user), limits.shared.consume(req.ip ?? '')])
    await door.shell.take([incomingOf(user, said.data.id, sayingBody(said.data), door.now(), hint(req))])
    res.json({ stored: true })
  })

  router.post('/file', async (req, res) => {
    const user = known(door, req, res)
    if (!user) return
    await limits.files.consume(user)
    await takeFile(door, user, req, res, hint(req))
  })

  router.get('/handed/:id', async (req, res) => {
    const user = known(door, req, res)
    if (!user) return
    const file = await door.shell.handed(user, req.params.id)
    if (!file) return void res.status(404).json({ error: 'file' })
    // Only pictures are shown in the page; all else can but be saved, so that nothing of theirs runs as ours.
    const safe = /^image\/(jpeg|png|gif|webp)$/.test(file.mime)
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    res.setHeader('Content-Disposition', `${safe ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    res.type(safe || file.mime === 'text/calendar' ? file.mime : 'application/octet-stream').send(Buffer.from(file.bytes))
  })

  router.post('/forget', (req, res) => {
    const user = userOf(door, req)
    if (user && !demoPhoneOf(req)) {
      for (const stream of streams.get(user) ?? []) stream.close()
      forget(door, req, res)
    }
    res.json({ forgotten: true })
  })

  router.use(refusals(door))
  return { router, close: () => [...streams.values()].flat().forEach((stream) => stream.close()) }
}

function known(door: ChatDoor, req: Request, res: Response): string | null {
  const user = userOf(door, req)
  if (!user) res.status(401).json({ error: 'identity' })
  return user
}

function drop(streams: Map<string, Stream[]>, user: string, stream: Stream): void {
  const left = (streams.get(user) ?? []).filter((each) => each !== stream)
  if (left.length) streams.set(user, left)
  else streams.delete(user)
}

/** What the page says it is read in, else what the browser says. */
function hint(req: Request): string | undefined {
  if (typeof req.query.lang === 'string' && /^[A-Za-z-]{2,20}$/.test(req.query.lang)) return req.query.lang
  return req.acceptsLanguages()[0]?.replace('*', '') || undefined
}

function guess(door: ChatDoor, req: Request): string {
  return door.shell.nearest(hint(req))
}

function limiters(door: ChatDoor) {
  const make = (limit: { points: number; seconds: number }) => new RateLimiterMemory({ points: limit.points, duration: limit.seconds })
  return { sayings: make(door.limits.sayings), files: make(door.limits.files), shared: make(door.limits.sharedSayings) }
}

/** Whatever the house could not store may be said again; the page does so by itself. */
function refusals(door: ChatDoor) {
  return (error: unknown, _req: Request, res: Response, next: NextFunction): void => {
    if (res.headersSent) return next(error)
    if (error instanceof RateLimiterRes) {
      return void res.status(429).setHeader('Retry-After', Math.ceil(error.msBeforeNext / 1000)).json({ error: 'pace' })
    }
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 503
    if (status >= 400 && status < 500) return void res.status(status).json({ error: 'request' })
    door.trouble(error)
    res.status(503).setHeader('Retry-After', 3).json({ error: 'later' })
  }
}
