import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { webChannel, type WebItem } from '../../src/channels/web.ts'
import type { Incoming } from '../../src/events.ts'
import { chatLimits, type ChatLimits } from '../../src/web/chat/door.ts'
import { chatRouter } from '../../src/web/chat/router.ts'
import { loadChatWords } from '../../src/web/chat/words.ts'
import { demoRouter } from '../../src/web/demo/router.ts'
import { answer } from './script.ts'

/**
 * A house small enough for tests of the page: it keeps everything in memory and talks by a script (script.ts). The
 * doors, the channel and the page are the real ones.
 */

export type StandIn = {
  url: string
  /** What the doors handed over and was stored, each update id once. */
  taken: Incoming[]
  uploads: Map<string, { bytes: Buffer; mime: string; name: string }>
  troubles: unknown[]
  progress: { filed: boolean; accepted: boolean; closed: boolean; called: boolean }
  /** The next `times` updates are not stored. */
  failNext(times: number): void
  /** A message appears in the house's rows, told to open pages (`live`) or left to be found by them. */
  say(user: string, item: Partial<WebItem> & Pick<WebItem, 'spoken'>, live?: boolean): WebItem
  /** The only person there is, when there is one. */
  someone(): string
  /** Cuts every connection, as a lost network or a crashed server does. */
  cut(): void
  stop(): Promise<void>
}

const locales = join(import.meta.dirname, '../../locales')
const demoUsers = { resident: createHash('sha256').update('resident').digest('hex'), mediator: createHash('sha256').update('mediator').digest('hex') }

export async function openStandIn(options: { port?: number; secure?: boolean; demo?: boolean; limits?: Partial<ChatLimits> } = {}): Promise<StandIn> {
  const taken: Incoming[] = []
  const rows = new Map<string, WebItem[]>()
  const languages = new Map<string, string>()
  const uploads: StandIn['uploads'] = new Map()
  const troubles: unknown[] = []
  const clock = { moved: 0 }
  const words = loadChatWords(locales, 'zh-CN')
  const channel = webChannel(async (ref) => uploads.get(ref) ?? null, () => Date.now() + clock.moved)
  const progress = { filed: false, accepted: false, closed: false, called: false }
  let fails = 0
  let lastId = 0

  function say(user: string, item: Partial<WebItem> & Pick<WebItem, 'spoken'>, live = true): WebItem {
    lastId += 1
    const row: WebItem = { id: String(lastId), at: Date.now() + clock.moved, replaces: null, ...item }
    rows.set(user, [...(rows.get(user) ?? []), row])
    const { id, at, spoken, replaces } = row
    if (live) {
      void channel.send(user, spoken, { id, retryKey: '', now: at, file: async () => null, ...(replaces === null ? {} : { edits: replaces }) })
    }
    return row
  }

  async function take(incoming: Incoming[]): Promise<void> {
    if (fails > 0) {
      fails -= 1
      throw new Error('the database is away')
    }
    for (const each of incoming) {
      if (taken.some((before) => before.updateId === each.updateId)) continue
      taken.push(each)
      const turn = answer(each, languages.get(each.user) ?? nearest(each.languageHint))
      if (turn.language) languages.set(each.user, turn.language)
      if (turn.filed) progress.filed = true
      // As in the house, the answer is a row of its own that becomes visible a little after the update was stored.
      setTimeout(() => turn.replies.forEach((spoken, n) => say(each.user, { spoken, replaces: n === 0 && turn.edits ? turn.edits : null })), 30)
    }
  }

  const app = express()
  const shared = { house: '青石街道综治中心', zone: 'Asia/Shanghai', origins: [], words, trouble: (error: unknown) => void troubles.push(error) }
  const chat = chatRouter({
    ...shared, channel, now: Date.now, secure: options.secure ?? false, limits: { ...chatLimits, pollMs: 300, ...options.limits },
    demoPhone: (phone) => (options.demo === false ? null : demoUsers[phone]),
    shell: {
      take,
      history: async (user, since) => (rows.get(user) ?? []).filter((row) => row.at >= since).sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id)),
      languageOf: async (user) => languages.get(user) ?? null,
      nearest,
      handed: async (user, id) => (id === 'picture' && user !== '' ? { bytes: Buffer.from('89504e470d0a1a0a', 'hex'), mime: 'image/png', name: '图.png' } : id === 'page' ? { bytes: Buffer.from('<script>'), mime: 'text/html', name: 'x.html' } : null),
      async keepUpload(upload) {
        const parts: Uint8Array[] = []
        for await (const part of upload.bytes) parts.push(part)
        uploads.set(upload.id, { bytes: Buffer.concat(parts), mime: upload.mime, name: upload.name })
        return upload.id
      },
    },
  })
  app.use('/chat', chat.router)
  app.use('/demo', demoRouter({
    ...shared, nearest, languages: [{ language: 'zh-CN', name: '简体中文' }, { language: 'zh-TW', name: '繁體中文' }, { language: 'en', name: 'English' }],
    shell: {
      enabled: () => options.demo !== false,
      clock: async () => Date.now() + clock.moved,
      async move(by) {
        clock.moved += by === 'next' ? 3 * 3_600_000 : by
        return Date.now() + clock.moved
      },
      progress: async () => progress,
      async speak(language) {
        for (const user of Object.values(demoUsers)) languages.set(user, language)
      },
      identity: (phone) => demoUsers[phone],
    },
  }))
  const server = app.listen(options.port ?? 0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken, uploads, troubles, progress, say,
    failNext: (times) => { fails = times },
    someone: () => [...rows.keys()][0] ?? '',
    cut: () => server.closeAllConnections(),
    stop: () => new Promise((resolve) => {
      chat.close()
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

function nearest(hint: string | undefined): string {
  const tag = (hint ?? 'zh-CN').toLowerCase()
  if (tag.startsWith('zh')) return /hant|tw|hk/.test(tag) ? 'zh-TW' : 'zh-CN'
  return tag.startsWith('en') ? 'en' : 'zh-CN'
}

// `node test/web/stand-in.ts 3100` opens it to look at in a browser.
if (process.argv[1] === import.meta.filename) {
  const { url } = await openStandIn({ port: Number(process.argv[2] ?? 3100) })
  console.log(`${url}/chat  ${url}/demo`)
}
