import { validateSignature } from '@line/bot-sdk'
import { answer, arrival, readBody, unreadable } from '../door.ts'
import type { Door, Log, Take } from '../door.ts'
import { readWebhook } from './read.ts'

export const webhookPath = '/webhooks/line'

/**
 * POST /webhooks/line. The signature is checked over the bytes as they came, before anything reads them: 401 stores
 * nothing. 413 beyond 1 MB, 503 when nothing could be stored (LINE comes again where redelivery is switched on), 200
 * as soon as everything is stored: LINE grants two seconds.
 */
export function lineDoor(options: { secret: string; take: Take; now: () => number; log: Log }): Door {
  const { secret, take, now, log } = options

  return (req, res) => {
    if (req.method !== 'POST') return answer(req, res, 405)
    const signature = req.headers['x-line-signature']
    if (typeof signature !== 'string' || signature === '' || secret === '') return answer(req, res, 401)
    readBody(req).then(async (bytes) => {
      if (bytes === null) return answer(req, res, 413)
      if (!validateSignature(bytes, secret, signature)) return answer(req, res, 401)
      const incoming = readWebhook(parse(bytes), () => arrival(now)) ?? [unreadable('line', bytes, arrival(now))]
      try {
        if (incoming.length > 0) await take(incoming)
      } catch {
        log.warn({ channel: 'line', events: incoming.length }, 'events could not be stored')
        return answer(req, res, 503)
      }
      answer(req, res, 200)
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
