import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { lineChannel, type LineChannel } from './channels/line/channel.ts'
import type { Channel } from './channels/channel.ts'
import { telegramChannel, type TelegramChannel } from './channels/telegram/channel.ts'
import { webChannel, type WebChannel } from './channels/web.ts'
import type { Config } from './config.ts'
import type { ChannelName, Incoming } from './events.ts'
import type { Log } from './log.ts'
import type { Database } from './store/database.ts'
import type { Upload } from './web/chat/door.ts'
import type { Speaker } from './words/words.ts'

/** The channels this house has: those that are configured, and web chat always. */
export type Channels = {
  all: ReadonlyMap<ChannelName, Channel>
  telegram: TelegramChannel | null
  telegramSecret: string
  line: LineChannel | null
  web: WebChannel
  courtesy: { working(chat: Chat): void; languageChosen(chat: Chat, language: string): void }
  start(take: (incoming: Incoming[]) => Promise<void>): Promise<void>
  stop(): Promise<void>
  notReady(db: Database): Promise<string[]>
}

type Chat = { channel: ChannelName; user: string }

export type ChannelParts = { config: Config; /** What Telegram shows with every webhook. */ telegramSecret: string; log: Log; speaker: Speaker; uploads: string; clock(): number; fileLink?: (id: string) => Promise<{ url: string; mime: string; name: string } | null> }

const commands = ['help', 'mycases', 'status', 'language', 'cancel'] as const

export function makeChannels({ config, telegramSecret, log, speaker, uploads, clock, fileLink }: ChannelParts): Channels {
  const telegram = config.telegram && telegramChannel({ token: config.telegram.token, apiRoot: config.telegram.apiRoot, log: plain(log), words: introductions(speaker, config.defaultLanguage) })
  const line = config.line && lineChannel({ ...config.line, log: plain(log), ...(fileLink ? { fileLink } : {}) })
  const web = webChannel(async (ref) => readUpload(uploads, ref), clock, (ref) => dropUpload(uploads, ref))
  const listed: Channel[] = [web, ...(telegram ? [telegram] : []), ...(line ? [line] : [])]
  return {
    all: new Map(listed.map((each) => [each.name, each])),
    telegram,
    telegramSecret,
    line,
    web,
    courtesy: {
      working(chat) {
        if (chat.channel === 'telegram') void telegram?.working(chat.user)
        if (chat.channel === 'line') void line?.working(chat.user)
      },
      languageChosen(chat, language) {
        if (chat.channel === 'line') void line?.menuFor(chat.user, language)
      },
    },
    async start(take) {
      const publicUrl = config.publicUrl ? { publicUrl: config.publicUrl } : {}
      await Promise.all([telegram?.start({ ...publicUrl, secret: telegramSecret, take }), line?.start(publicUrl)])
    },
    async stop() {
      await Promise.all([telegram?.stop(), line?.stop()])
    },
    async notReady(db) {
      const database = await db.pool.query('select 1').then(() => true, () => false)
      return [...(database ? [] : ['database']), ...(telegram && !telegram.healthy() ? ['telegram'] : []), ...(line && !line.healthy() ? ['line'] : [])]
    },
  }
}

function plain(log: Log): { info(facts: Record<string, unknown>, what: string): void; warn(facts: Record<string, unknown>, what: string): void; error(facts: Record<string, unknown>, what: string): void } {
  return { info: (facts, what) => log.info(facts, what), warn: (facts, what) => log.warn(facts, what), error: (facts, what) => log.error(facts, what) }
}

/** What Telegram shows before the first word, by its two-letter languages. */
function introductions(speaker: Speaker, fallback: string): Record<string, { commands: { command: string; description: string }[]; description: string; shortDescription: string }> {
  const of = (language: string) => ({
    commands: commands.map((command) => ({ command, description: speaker.say({ key: `talk:command.${command}` }, language) })),
    description: speaker.say({ key: 'talk:about.long' }, language),
    shortDescription: speaker.say({ key: 'talk:about.short' }, language),
  })
  // Telegram knows one Chinese; nearest() says which of ours it is here.
  const short = new Map(speaker.languages.map((language) => [language.slice(0, 2), speaker.nearest(language.slice(0, 2))]))
  return { default: of(fallback), ...Object.fromEntries([...short].map(([two, language]) => [two, of(language)])) }
}

const profileMs = 700

/** LINE tells a person's language only when asked, so whoever follows for the first time is asked about before they are greeted. */
export function withProfileLanguage(line: LineChannel, take: (incoming: Incoming[]) => Promise<void>): (incoming: Incoming[]) => Promise<void> {
  return async (incoming) => take(await Promise.all(incoming.map(async (each) => {
    if (each.body.kind !== 'start' || each.languageHint !== undefined) return each
    // LINE wants its answer within two seconds: a language that comes late is chosen by the person instead.
    const language = await Promise.race([line.profileLanguage(each.user), pause(profileMs, null)])
    return language === null ? each : { ...each, languageHint: language }
  })))
}

/** An upload of the web page, kept under its own random id until the turn has stored that it is owed. */
export async function keepUpload(folder: string, upload: Upload): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // The person is part of the name, so that nobody can put their bytes in place of another's.
  const ref = createHash('sha256').update(upload.user).update('\0').update(upload.id).digest('hex')
  const path = join(folder, ref)
  try {
    await pipeline(Readable.from(upload.bytes), createWriteStream(`${path}.part`, { mode: 0o600 }))
    await rename(`${path}.part`, path)
  } catch (error) {
    await rm(`${path}.part`, { force: true })
    throw error
  }
  return `${ref}|${upload.mime}`
}

async function readUpload(folder: string, ref: string): Promise<{ bytes: Uint8Array; mime: string; name: string } | null> {
  const [id = '', mime = ''] = ref.split('|')
  if (!/^[0-9a-f]{64}$/.test(id)) return null
  try {
    return { bytes: await readFile(join(folder, id)), mime, name: '' }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function dropUpload(folder: string, ref: string): Promise<void> {
  const [id = ''] = ref.split('|')
  if (/^[0-9a-f]{64}$/.test(id)) await rm(join(folder, id), { force: true })
}
