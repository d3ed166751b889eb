import type { Log } from '../door.ts'
import type { Pulse } from '../pulse.ts'
import { sleep } from '../sleep.ts'
import { cutGraphemes, cutUnits } from '../text.ts'
import { webhookPath } from './door.ts'
import type { Gateway } from './gateway.ts'
import { pauseFor } from './patience.ts'
import type { Bot } from './read.ts'
import { verdict } from './verdict.ts'

/** What a person sees before they have written a word, in one language. */
export type TelegramWords = {
  /** Names are 1–32 of a–z, 0–9 and _. */
  commands: { command: string; description: string }[]
  description: string
  shortDescription: string
}

export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const satisfies readonly string[]
/** The most Telegram opens: turns that arrive together share their commit. */
const connectionsMax = 100

export type SetupTools = { gateway: Gateway; pulse: Pulse; log: Log; signal: AbortSignal }

/**
 * Tells Telegram where updates go (or that we ask for them) and who we are. Tries until it works or the signal ends it;
 * `failed` is called at every failure, so that the program can start while the platform is away.
 */
export async function connect(
  tools: SetupTools,
  how: { publicUrl?: string; secret: string },
  failed: () => void,
): Promise<Bot | null> {
  const { gateway, pulse, log, signal } = tools
  while (!signal.aborted) {
    try {
      if (how.publicUrl) {
        await gateway.call('setWebhook', {
          url: how.publicUrl.replace(/\/+$/, '') + webhookPath, secret_token: how.secret, allowed_updates: allowedUpdates, max_connections: connectionsMax,
        }, { signal })
      } else {
        await gateway.call('deleteWebhook', { drop_pending_updates: false }, { signal })
      }
      const me = await gateway.call('getMe', undefined, { signal })
      pulse.alive()
      return { id: me.id, username: me.username }
    } catch (error) {
      if (signal.aborted) break
      const found = verdict(error)
      log.warn({ channel: 'telegram', reason: 'reason' in found ? found.reason : found.do }, 'Telegram could not be set up; trying again')
      failed()
      await sleep(pauseFor(error, pulse), signal)
    }
  }
  return null
}

/** Commands and descriptions by two-letter language; "default" is what everybody else sees. Worth a try, not a failure. */
export async function introduce(tools: SetupTools, words: Record<string, TelegramWords>): Promise<void> {
  const { gateway, pulse, log, signal } = tools
  for (const [language, said] of Object.entries(words)) {
    const of = language === 'default' ? {} : { language_code: language as 'en' }
    const commands = said.commands.map(({ command, description }) => ({ command, description: cutUnits(description, 256) }))
    const calls = [
      () => gateway.call('setMyCommands', { commands, ...of }, { signal }),
      () => gateway.call('setMyDescription', { description: cutUnits(said.description, 512), ...of }, { signal }),
      () => gateway.call('setMyShortDescription', { short_description: cutGraphemes(cutUnits(said.shortDescription, 120), 120), ...of }, { signal }),
    ]
    for (const call of calls) {
      for (let tries = 1; !signal.aborted; tries++) {
        try {
          await call()
          break
        } catch (error) {
          const found = verdict(error)
          if (signal.aborted || tries === 5 || found.do === 'refused') {
            log.warn({ channel: 'telegram', reason: 'reason' in found ? found.reason : found.do }, 'commands or descriptions were not set')
            break
          }
          await sleep(pauseFor(error, pulse), signal)
        }
      }
    }
  }
}
