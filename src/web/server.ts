import { createServer, type Server } from 'node:http'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Log } from '../log.ts'

/** The house's one HTTP server: webhooks, web chat, demo, health and figures. */
export type WebParts = {
  log: Log
  webhooks: { path: string; door: (req: Request, res: Response) => void }[]
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
  // Webhooks come first and without any other handling: every millisecond is on the way of every turn.
  for (const { path, door } of parts.webhooks) app.all(path, door)
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
  return createServer({ keepAliveTimeout: 65_000 }, app)
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
