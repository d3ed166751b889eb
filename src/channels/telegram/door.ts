import { answer, arrival, readBody, secretCheck, unreadable } from '../door.ts'
import type { Door, Log, Take } from '../door.ts'
import { callbackId, readUpdate } from './read.ts'
import type { Bot } from './read.ts'

export const webhookPath = '/webhooks/telegram'

/**
 * POST /webhooks/telegram. 401 for a wrong secret before a byte of the body is looked at, 413 beyond 1 MB, 503 when
 * nothing could be stored, so that Telegram comes again; 200 for everything else. A tap is answered by the response
 * itself: no call of its own, and the button stops spinning at once.
 */
export function telegramDoor(options: { secret: string; take: Take; bot: () => Bot | null; now: () => number; log: Log }): Door {
  const { take, bot, now, log } = options
  const isSecret = secretCheck(options.secret)

  return (req, res) => {
    if (req.method !== 'POST') return answer(req, res, 405)
    if (!isSecret(req.headers['x-telegram-bot-api-secret-token'])) return answer(req, res, 401)
    readBody(req).then(async (bytes) => {
      if (bytes === null) return answer(req, res, 413)
      const came = arrival(now)
      const update = parse(bytes)
      try {
        const incoming = readUpdate(update, came, bot()) ?? [unreadable('telegram', bytes, came)]
        if (incoming.length > 0) await take(incoming)
      } catch {
        log.warn({ channel: 'telegram' }, 'an update could not be stored; the platform will send it again')
        return answer(req, res, 503)
      }
      const tap = callbackId(update)
      answer(req, res, 200, tap === null ? '{}' : JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: tap }))
    }, () => answer(req, res, 400))
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}
