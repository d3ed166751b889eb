import type { Channel } from '../channel.ts'
import type { Door, Log, Take } from '../door.ts'
import { pulse } from '../pulse.ts'
import { sleep } from '../sleep.ts'
import { lineDoor, webhookPath } from './door.ts'
import { lineFiles } from './files.ts'
import { bodyOf, lineGateway } from './gateway.ts'
import { menuLinker } from './rich-menu.ts'
import { quotaWatch } from './quota.ts'
import type { Quota } from './quota.ts'
import { lineSend } from './send.ts'
import type { SendTogether } from './send.ts'
import type { LinkedFile } from './write.ts'

export type LineOptions = {
  /** Channel secret: signs what LINE sends us. */
  secret: string
  accessToken: string
  /** https://api.line.me and https://api-data.line.me, or servers of one's own. */
  apiRoot: string
  dataApiRoot: string
  log: Log
  /** The platform's clock (ms), for arrival times, the age of reply tokens and pauses. */
  now?: () => number
  /** LINE is not handed bytes: where a kept file may be fetched (https, unguessable, expiring). Without it files are left out. */
  fileLink?: (id: string) => Promise<LinkedFile | null>
}

export type LineChannel = Channel & {
  /** Like `send`, for several messages of one moment: one call, and one free answer for all of them. */
  sendTogether: SendTogether
  /** Resolves after the first try to reach LINE; goes on trying behind. Tells LINE our webhook when `publicUrl` is set. */
  start(how?: { publicUrl?: string }): Promise<void>
  stop(): Promise<void>
  /** The handler of POST /webhooks/line. */
  routes(how: { take: Take }): Door
  healthy(): boolean
  /** The month's paid messages; null for a plan without a limit and when LINE does not say. Never throws. */
  quota(): Promise<Quota | null>
  /** A push was refused because the month's messages are used up, and none has gone through since. */
  quotaSpent(): boolean
  /** BCP 47, as the person set it in LINE; null when LINE does not tell. Never throws. */
  profileLanguage(user: string): Promise<string | null>
  /** Shows the loading animation for up to 20 s while something slow is prepared. Never throws. */
  working(user: string): Promise<void>
  /** Gives the person the rich menu in their language, where one was made (npm run line:menu). Never throws. */
  menuFor(user: string, language: string): Promise<void>
  /** "@abc1234" of the account, once LINE has told it; for add-friend links and QR codes. */
  basicId(): string | null
}

const setupPauseMs = 15_000

export function lineChannel(options: LineOptions): LineChannel {
  const { secret, log, now = Date.now } = options
  const gateway = lineGateway(options)
  const health = pulse(now)
  const quota = quotaWatch(gateway)
  const ending = new AbortController()
  const sendTogether = lineSend({ gateway, pulse: health, quota, log, now, ...(options.fileLink ? { fileLink: options.fileLink } : {}) })
  let basicId: string | null = null
  let reached = false
  let running: Promise<void> = Promise.resolve()

  return {
    name: 'line',
    send: (to, spoken, how) => sendTogether(to, [spoken], how),
    sendTogether,
    fetchFile: lineFiles(gateway),
    start: (how = {}) => new Promise((tried) => {
      running = setUp(how.publicUrl, tried)
    }),
    async stop() {
      ending.abort()
      await running
      await gateway.close()
    },
    routes: ({ take }) => lineDoor({ secret, take, now, log }),
    healthy: () => reached && health.healthy(),
    quota: quota.read,
    quotaSpent: quota.isSpent,
    async profileLanguage(user) {
      const answer = await gateway.get(`/v2/bot/profile/${encodeURIComponent(user)}`, { timeoutMs: 3_000 }).catch(() => null)
      const language = answer?.status === 200 ? bodyOf(answer)['language'] : null
      return typeof language === 'string' && language !== '' ? language : null
    },
    async working(user) {
      await gateway.post('/v2/bot/chat/loading/start', { chatId: user, loadingSeconds: 20 }, { timeoutMs: 3_000 }).catch(() => {})
    },
    menuFor: menuLinker(gateway),
    basicId: () => basicId,
  }

  /** Until LINE knows us and where to find us; everything else works without, so nobody waits for more than one try. */
  async function setUp(publicUrl: string | undefined, tried: () => void): Promise<void> {
    const { signal } = ending
    while (!signal.aborted) {
      try {
        const info = await gateway.get('/v2/bot/info', { signal })
        if (info.status === 401 || info.status === 403) health.unauthorised()
        else if (info.status >= 500) health.away()
        else if (info.status !== 429) {
          if (publicUrl) await tellWebhook(publicUrl.replace(/\/+$/, '') + webhookPath, signal)
          const id = bodyOf(info)['basicId']
          basicId = typeof id === 'string' ? id : null
          reached = true
          health.alive()
          break
        }
        log.warn({ channel: 'line', status: info.status }, 'LINE could not be set up; trying again')
      } catch {
        if (signal.aborted) break
        health.away()
        log.warn({ channel: 'line' }, 'LINE could not be reached; trying again')
      }
      tried()
      await sleep(setupPauseMs, signal)
    }
    tried()
  }

  async function tellWebhook(endpoint: string, signal: AbortSignal): Promise<void> {
    const known = await gateway.get('/v2/bot/channel/webhook/endpoint', { signal })
    const told = bodyOf(known)
    if (told['endpoint'] !== endpoint) {
      const { status } = await gateway.put('/v2/bot/channel/webhook/endpoint', { endpoint }, { signal })
      if (status !== 200) log.warn({ channel: 'line', status }, 'LINE did not take our webhook address; set it in the console')
    }
    if (told['active'] === false) log.warn({ channel: 'line' }, 'webhooks are switched off in the LINE console ("Use webhook")')
  }
}
