// Owns the road on which every update travels twice: it stands between the platform and the app, passes each update on,
// and passes it on again, at once or up to half a second later, until that too was acknowledged.
import { openServer, readBody, createPoster } from '../platforms/http.ts'
import { pause } from '../platforms/waiting.ts'

export type Doubling = { url: string; doubled(): number; /** Resolves when no second copy is under way. */ calm(): Promise<void>; stop(): Promise<void> }

const bodyBytesMax = 2_000_000
const laterMsMax = 500
const answerMs = 10_000
const triesMax = 200

export async function startDoubling(to: string, dice: () => number): Promise<Doubling> {
  const poster = createPoster()
  const underWay = new Set<Promise<void>>()
  /** Updates whose copy is under way or delivered; the platform's own further tries are not copied. */
  const begun = new Set<string>()
  let doubled = 0
  let stopped = false

  async function again(path: string, body: Buffer, headers: Record<string, string>, afterMs: number): Promise<void> {
    await pause(afterMs)
    for (let tries = 0; tries < triesMax && !stopped; tries++) {
      const status = await poster.post(to + path, body, headers, answerMs).then((answer) => answer.status, () => 0)
      if (status >= 200 && status < 300) {
        doubled += 1
        return
      }
      await pause(250)
    }
  }

  const server = await openServer(async (req, res) => {
    const body = await readBody(req, bodyBytesMax) ?? Buffer.alloc(0)
    const path = req.url ?? '/'
    const secret = req.headers['x-telegram-bot-api-secret-token']
    const headers = { 'content-type': 'application/json', ...(typeof secret === 'string' ? { 'x-telegram-bot-api-secret-token': secret } : {}) }
    const update = /"update_id":(\d+)/.exec(body.toString('utf8'))?.[1] ?? ''
    if (!begun.has(update)) {
      begun.add(update)
      const copy = again(path, body, headers, dice() < 0.5 ? 0 : dice() * laterMsMax).finally(() => underWay.delete(copy))
      underWay.add(copy)
    }
    const answer = await poster.post(to + path, body, headers, answerMs).catch(() => null)
    res.writeHead(answer?.status ?? 502, { 'content-type': 'application/json' })
    res.end(answer?.body ?? '')
  }, 0)

  return {
    url: server.url,
    doubled: () => doubled,
    async calm() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    async stop() {
      stopped = true
      poster.close()
      await server.stop()
    },
  }
}
