import type { Channel } from '../channel.ts'
import type { Door, Log, Take } from '../door.ts'
import { pulse } from '../pulse.ts'
import { telegramDoor } from './door.ts'
import { telegramFiles } from './files.ts'
import { telegramGateway } from './gateway.ts'
import { poll } from './polling.ts'
import type { Bot } from './read.ts'
import { telegramSend } from './send.ts'
import { connect, introduce } from './setup.ts'
import type { TelegramWords } from './setup.ts'

export type TelegramOptions = {
  token: string
  /** https://api.telegram.org, or a server of one's own. */
  apiRoot: string
  log: Log
  /** By two-letter language; "default" for everybody else. */
  words?: Record<string, TelegramWords>
  /** The platform's clock (ms), for arrival times and pauses. */
  now?: () => number
  /** How long one question for updates may stay open. */
  pollSeconds?: number
}

export type TelegramChannel = Channel & {
  /** Resolves after the first try to reach Telegram; goes on trying behind when it is away. */
  start(how: { publicUrl?: string; secret: string; take: Take }): Promise<void>
  stop(): Promise<void>
  /** The handler of POST /webhooks/telegram. */
  routes(how: { secret: string; take: Take }): Door
  healthy(): boolean
  /** Shows "typing…" for a few seconds while something slow is prepared. Never throws. */
  working(user: string): Promise<void>
  /** "t.me/<username>" of the bot, once Telegram has told it; for links and QR codes. */
  username(): string | null
}

export function telegramChannel(options: TelegramOptions): TelegramChannel {
  const { log, now = Date.now, pollSeconds = 50 } = options
  const gateway = telegramGateway(options)
  const health = pulse(now)
  const ending = new AbortController()
  let bot: Bot | null = null
  let running: Promise<void> = Promise.resolve()

  return {
    name: 'telegram',
    send: telegramSend({ gateway, pulse: health, log, now }),
    fetchFile: telegramFiles(gateway),
    start(how) {
      return new Promise((tried) => {
        running = run(how, tried).catch(() => {
          log.error({ channel: 'telegram' }, 'the Telegram channel stopped by itself')
        })
      })
    },
    async stop() {
      ending.abort()
      await running
      await gateway.close()
    },
    routes: (how) => telegramDoor({ ...how, bot: () => bot, now, log }),
    healthy: () => bot !== null && health.healthy(),
    async working(user) {
      await gateway.call('sendChatAction', { chat_id: user, action: 'typing' }, { timeoutMs: 3_000 }).catch(() => {})
    },
    username: () => bot?.username ?? null,
  }

  async function run(how: { publicUrl?: string; secret: string; take: Take }, tried: () => void): Promise<void> {
    const tools = { gateway, pulse: health, log, signal: ending.signal }
    bot = await connect(tools, how, tried)
    tried()
    if (bot === null) return
    const introducing = introduce(tools, options.words ?? {})
    if (!how.publicUrl) await poll({ ...tools, take: how.take, bot: () => bot, now, pollSeconds })
    await introducing
  }
}
