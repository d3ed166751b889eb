import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router, type NextFunction, type Request, type Response } from 'express'
import { z } from 'zod'
import type { DemoPhone } from '../chat/door.ts'
import { pageFiles, pageHeaders, sameOrigin } from '../chat/guard.ts'
import { fillPage } from '../chat/page.ts'
import type { ChatWords } from '../chat/words.ts'

/** What the demo page asks of the house. */
export type DemoShell = {
  /** False as soon as a real channel is configured: then the demo does not exist. */
  enabled(): boolean
  /** The house's time, ms. */
  clock(): Promise<number>
  /** Moves the house's clock forward by ms, or to the next moment something is due; gives the new time. */
  move(by: number | 'next'): Promise<number>
  progress(): Promise<DemoProgress>
  /** Both people of the demo read this language from now on: the visitor's. */
  speak(language: string): Promise<void>
  /** The web address (`user`) of each phone. */
  identity(phone: DemoPhone): string
}
export type DemoProgress = { filed: boolean; accepted: boolean; closed: boolean; called: boolean }

export type DemoDoor = {
  shell: DemoShell
  words: (language: string) => ChatWords
  /** The language of ours nearest to a browser's tag, and all of ours for the reader to choose from. */
  nearest: (hint: string | undefined) => string
  languages: { language: string; name: string }[]
  house: string
  zone: string
  origins: string[]
  trouble: (error: unknown) => void
}

const moveMsMax = 7 * 86_400_000
const spoken = z.strictObject({ language: z.string() })
const moving = z.strictObject({ by: z.union([z.literal('next'), z.int().min(1).max(moveMsMax)]) })

/**
 * The demo, to be mounted at /demo: GET / the page (?lang=) · GET /progress → {clock, filed, accepted, closed, called} ·
 * POST /move {by: ms | "next"} → {clock} · POST /language {language}. 404 for everything while there is no demo.
 */
export function demoRouter(door: DemoDoor): Router {
  const router = Router()
  router.use(pageHeaders(() => false), sameOrigin(door.origins))
  router.use((_req, res, next) => (door.shell.enabled() ? next() : void res.status(404).json({ error: 'no demo' })))
  router.use('/page', pageFiles(join(import.meta.dirname, 'page')))

  router.get('/', (req, res) => {
    const asked = typeof req.query.lang === 'string' ? req.query.lang : req.acceptsLanguages()[0]
    const words = door.words(door.nearest(asked))
    const { language, demo } = words
    res.type('html').send(fillPage(template, language, demo, {
      house: door.house, frame: { zone: door.zone, language, words: demo, languages: door.languages },
    }))
  })

  router.get('/progress', async (_req, res) => {
    const [clock, progress] = await Promise.all([door.shell.clock(), door.shell.progress()])
    res.json({ clock, ...progress })
  })

  router.post('/move', express.json({ limit: '1kb' }), async (req, res) => {
    const asked = moving.safeParse(req.body)
    if (!asked.success) return void res.status(400).json({ error: 'by' })
    res.json({ clock: await door.shell.move(asked.data.by) })
  })

  router.post('/language', express.json({ limit: '1kb' }), async (req, res) => {
    const read = spoken.safeParse(req.body)
    const asked = read.success ? door.languages.find(({ language }) => language === read.data.language) : undefined
    if (!asked) return void res.status(400).json({ error: 'language' })
    await door.shell.speak(asked.language)
    res.json({ language: asked.language })
  })

  router.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error)
    door.trouble(error)
    res.status(503).setHeader('Retry-After', 3).json({ error: 'later' })
  })
  return router
}

const template = readFileSync(join(import.meta.dirname, 'page', 'demo.html'), 'utf8')
