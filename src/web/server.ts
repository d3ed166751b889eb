import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Log } from '../log.ts'

/** The house's one HTTP server: webhooks, web chat, demo, health and figures. */
export type WebParts = {
  log: Log
  webhooks: { path: string; door: (req: IncomingMessage, res: ServerResponse) => void }[]
  routers: { path: string; router: RequestHandler }[]
  /** What is not ready, by name; an empty list when all is well. */
  notReady(): Promise<string[]>
  /** Counts for /metrics; nothing in them tells of a person. */
  figures(): Promise<Record<string, number>>
  /** Where a visitor of / is sent. */
  home: string
}

export function webServer(parts: WebParts): Server {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', 'loopback')
  app.get('/healthz', (_req, res) => void res.json({ ok: true }))
  app.get('/readyz', async (_req, res) => {
    const missing = await parts.notReady()
    res.status(missing.length === 0 ? 200 : 503).json({ ready: missing.length === 0, missing })
  })
  const metrics = metricsOf(parts)
  app.get('/metrics', async (_req, res) => void res.type(metrics.contentType).send(await metrics.metrics()))
  for (const { path, router } of parts.routers) app.use(path, router)
  app.get('/', (_req, res) => res.redirect(302, parts.home))
  app.use((_req, res) => void res.status(404).json({ error: 'not found' }))
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
    if (status >= 500) parts.log.error({ error }, 'a request failed')
    if (!res.headersSent) res.status(status).json({ error: status >= 500 ? 'please try again' : 'not understood' })
  })
  // Webhooks go straight to their doors: whatever is done before is done at every turn.
  const doors = new Map(parts.webhooks.map(({ path, door }) => [path, door]))
  return createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
    const door = doors.get(req.url?.split('?', 1)[0] ?? '')
    if (door) door(req, res)
    else app(req, res)
  })
}

function metricsOf({ figures }: WebParts): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'laifang_' })
  const gauge = new Gauge({
    name: 'laifang_rows', help: 'Rows waiting or gone wrong, by what they are', labelNames: ['what'], registers: [registry],
    async collect() {
      for (const [what, count] of Object.entries(await figures())) this.set({ what }, count)
    },
  })
  void gauge
  return registry
}
