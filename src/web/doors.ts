import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import { keepUpload, withProfileLanguage, type Channels } from '../channels.ts'
import type { Config } from '../config.ts'
import type { Demo } from '../demo.ts'
import { filesOf } from '../dialogue/message.ts'
import type { House } from '../dialogue/state.ts'
import type { Files } from '../jobs/files.ts'
import type { Entrances } from '../links.ts'
import type { Log } from '../log.ts'
import type { Database } from '../store/database.ts'
import { handedFiles, languageOfUser, sentTo } from '../store/web.ts'
import type { Talks } from '../turns/talks.ts'
import type { Speaker } from '../words/words.ts'
import { handedRouter, type Links } from './handed.ts'
import { posterRouter } from './posters/router.ts'
import { chatLimits } from './chat/door.ts'
import { chatRouter } from './chat/router.ts'
import { loadChatWords } from './chat/words.ts'
import { demoRouter } from './demo/router.ts'
import type { WebParts } from './server.ts'

/** Every door of the house on the web, each with what it needs of the house and nothing else. */
export type DoorParts = { config: Config; log: Log; db: Database; speaker: Speaker; talks: Talks; channels: Channels; readFile: Files['read']; house: House; demo: Demo; localesFolder: string; links: Links; entrances(): Entrances; officeName(id: number): Promise<string | null>; wake(): void }

export function makeDoors(parts: DoorParts): Pick<WebParts, 'webhooks' | 'routers'> & { close(): void } {
  const { config, log, db, speaker, talks, channels, demo } = parts
  const take = talks.take
  const words = loadChatWords(parts.localesFolder, config.defaultLanguage)
  const trouble = (error: unknown): void => log.warn({ error }, 'the web chat had trouble')
  const wasHanded = handedFiles(db)
  const common = { house: parts.house.name, zone: config.zone, origins: config.publicUrl ? [new URL(config.publicUrl).origin] : [], trouble, words }
  const languages = speaker.languages.map((language) => ({ language, name: speaker.say({ key: `talk:languages.${language}` }, language) }))
  const chat = chatRouter({
    ...common,
    channel: channels.web,
    now: Date.now,
    secure: config.publicUrl?.startsWith('https:') ?? false,
    demoPhone: (phone) => (demo.enabled ? demo.identity(phone) : null),
    limits: chatLimits,
    shell: {
      take,
      history: async (user, since) => (await sentTo(db, user, since)).map((each) => ({ id: each.id, at: each.at, spoken: { ...speaker.speak(each.message, each.language), files: filesOf(each.message, each.id) }, replaces: each.replaces })),
      keepUpload: (upload) => keepUpload(join(config.dataDir, 'uploads'), upload),
      handed: async (user, id) => ((await soonHanded(user, id, wasHanded)) ? parts.readFile(id) : null),
      languageOf: (user) => languageOfUser(db, user),
      nearest: speaker.nearest,
    },
  })
  const shown = demoRouter({
    ...common,
    nearest: speaker.nearest,
    languages,
    shell: {
      enabled: () => demo.enabled,
      clock: async () => demo.clock(),
      async move(by) {
        const now = await demo.move(by)
        parts.wake()
        return now
      },
      progress: demo.progress,
      speak: demo.speak,
      identity: demo.identity,
    },
  })
  const posters = posterRouter({ officeName: parts.officeName, entrances: parts.entrances, say: speaker.say, nearest: speaker.nearest, languages })
  return {
    webhooks: [
      ...(channels.telegram ? [{ path: '/webhooks/telegram', door: channels.telegram.routes({ secret: channels.telegramSecret, take }) }] : []),
      ...(channels.line ? [{ path: '/webhooks/line', door: channels.line.routes({ take: withProfileLanguage(channels.line, take) }) }] : []),
    ],
    routers: [{ path: '/handed', router: handedRouter({ read: parts.readFile }, parts.links) }, { path: '/posters', router: posters }, { path: '/chat', router: chat.router as RequestHandler }, { path: '/demo', router: shown as RequestHandler }],
    close: chat.close,
  }
}

/** How long it may take until a message that a page has already is written down as sent, ms; asked after each. */
const writtenDownMs = [100, 300, 1000]

/** A page asks for the pictures of a message at once, a moment before that message is written down as sent. */
async function soonHanded(user: string, id: string, wasHanded: (user: string, file: string) => Promise<boolean>): Promise<boolean> {
  for (const wait of writtenDownMs) {
    if (await wasHanded(user, id)) return true
    await sleep(wait)
  }
  return wasHanded(user, id)
}
