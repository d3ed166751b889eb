// Owns the fake LINE: an HTTP server on loopback that speaks the Messaging API, checks every request, keeps the chats,
// sends signed webhooks, fails on command, and lets tests act as people.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFailureList } from './failures.ts'
import type { FailureOrder } from './failures.ts'
import { readForm } from './forms.ts'
import { answerBytes, answerJson, openServer, readBody } from './http.ts'
import type { Json } from './http.ts'
import { pause, preciseNow } from './waiting.ts'
import { createChats } from './line/chats.ts'
import { createRoutes } from './line/endpoints.ts'
import type { Endpoint, Request } from './line/endpoints.ts'
import { createPeople } from './line/people.ts'
import { createRichMenus } from './line/richmenus.ts'
import { createSending, newRequestId } from './line/sending.ts'
import { loadLineSpec } from './line/spec.ts'
import type { Problem } from './line/spec.ts'
import { createWebhook, redelivered, ulid } from './line/webhook.ts'
import type { LineCall, LineEvent, LineOptions, LinePlatform, LineViolation } from './line/types.ts'

export type * from './line/types.ts'

/** Where the official descriptions lie beside the project; absent in a plain clone. */
export const lineSpecsFolder: string = fileURLToPath(new URL('../../../shared/specs/', import.meta.url))

const callsKeptMax = 10_000
const bodyBytesMax = 2 * 1024 * 1024
const freePlanMessages = 200

/** Starts the fake on 127.0.0.1. Stop it with `stop()`. */
export async function startLine(options: LineOptions): Promise<LinePlatform> {
  const { now = Date.now } = options
  const folder = options.specs === false ? undefined : options.specs ?? lineSpecsFolder
  const spec = folder === undefined ? undefined : loadLineSpec(join(folder, 'line-messaging-api.yml'))
  const webhookSpec = folder === undefined ? undefined : loadLineSpec(join(folder, 'line-webhook.yml'))
  const botUserId = `U${'b07'.padEnd(32, '0')}`
  const chats = createChats()
  const failures = createFailureList()
  const sending = createSending(chats, options.quota ?? freePlanMessages, now)
  const richMenus = createRichMenus(chats)
  const violations: LineViolation[] = []
  const calls: LineCall[] = []
  const counts = new Map<string, number>()
  const ackListeners = new Set<Parameters<LinePlatform['onAck']>[0]>()
  let lastCallAt = 0

  const webhook = createWebhook({
    options, botUserId,
    onAck(ack) {
      for (const listener of ackListeners) listener(ack)
    },
    onRedelivery: (event) => sending.renewToken(String(event['replyToken'])),
  })
  const routes = createRoutes({ chats, sending, richMenus, webhook, botUserId, now })
  const user = createPeople({ chats, richMenus, now, transcodingPolls: options.transcodingPolls ?? 2, send, redeliver })

  async function send(content: Json, source: Json, chatId: string, replyable: boolean): Promise<LineEvent> {
    const event: LineEvent = {
      type: String(content['type']), ...content, source, timestamp: now(), mode: 'active',
      webhookEventId: ulid(now()), deliveryContext: { isRedelivery: false },
      ...(replyable ? { replyToken: sending.issueToken(chatId) } : {}),
    }
    const problem = webhookSpec?.check('CallbackRequest', { destination: botUserId, events: [event] })
    if (problem !== undefined) throw new Error(`the fake made an event that LINE would not send: ${problem.property}: ${problem.message}`)
    await webhook.send(event)
    return event
  }

  async function redeliver(event: LineEvent): Promise<void> {
    sending.renewToken(String(event['replyToken']))
    await webhook.deliver([redelivered(event)])
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const bytes = await readBody(req, bodyBytesMax)
    const requestId = newRequestId()
    res.setHeader('x-line-request-id', requestId)
    if (req.headers.authorization !== `Bearer ${options.accessToken}`) {
      return answerJson(res, 401, { message: 'Authentication failed due to the following reason: invalid token. Confirm that the access token in the authorization header is valid.' })
    }
    if (bytes === undefined) return answerJson(res, 413, { message: 'Request body must be 2MB or less' })
    const path = new URL(req.url ?? '/', 'http://line').pathname
    const [endpoint, parts] = find(req.method ?? 'GET', path)
    if (endpoint === undefined) return answerJson(res, 404, { message: 'Not found' })
    const mime = req.headers['content-type'] ?? ''
    const form = endpoint.schema === undefined ? undefined : readForm(mime, bytes)
    const retryKey = req.headers['x-line-retry-key']
    const request: Request = {
      parts, bytes, mime, requestId, retryKey: typeof retryKey === 'string' ? retryKey : undefined,
      body: form === undefined || typeof form === 'string' ? {} : form.fields,
    }
    const call = note(endpoint, request)
    const failure = failures.next(endpoint.operation, call.chat)
    if (failure !== undefined && failure.takesEffect !== true) return fail(res, failure, call)
    const problems = typeof form === 'string' ? [{ property: '', message: form }] : check(endpoint, request)
    for (const { property, message } of problems) violations.push({ operation: endpoint.operation, problem: `${property}: ${message}`, body: request.body })
    if (problems.length > 0) {
      call.status = 400
      return answerJson(res, 400, { message: `The request body has ${problems.length} error(s)`, details: problems })
    }
    const answer = await endpoint.run(request)
    if (failure !== undefined) return fail(res, failure, call)
    lastCallAt = preciseNow()
    if ('bytes' in answer) {
      call.status = 200
      return answerBytes(res, 200, answer.mime, answer.bytes)
    }
    call.status = answer.status
    answerJson(res, answer.status, answer.body, { ...answer.headers })
  }

  function find(verb: string, path: string): [Endpoint | undefined, string[]] {
    for (const [routeVerb, pattern, endpoint] of routes) {
      const match = routeVerb === verb ? pattern.exec(path) : null
      if (match !== null) return [endpoint, match.slice(1)]
    }
    return [undefined, []]
  }

  function check(endpoint: Endpoint, request: Request): Problem[] {
    if (request.retryKey !== undefined && endpoint.takesRetryKey !== true) {
      return [{ property: 'X-Line-Retry-Key', message: 'is not supported by this endpoint' }]
    }
    if (endpoint.schema === undefined) return []
    const problem = spec?.check(endpoint.schema, request.body)
    return problem === undefined ? endpoint.check?.(request.body) ?? [] : [problem]
  }

  function note(endpoint: Endpoint, request: Request): LineCall {
    lastCallAt = preciseNow()
    const { operation } = endpoint
    const call: LineCall = { operation, body: request.body, chat: endpoint.chat?.(request), retryKey: request.retryKey, at: lastCallAt, status: 0 }
    calls.push(call)
    if (calls.length > callsKeptMax) calls.splice(0, callsKeptMax / 10)
    counts.set(operation, (counts.get(operation) ?? 0) + 1)
    return call
  }

  const server = await openServer(handle, options.port ?? 0)

  return {
    url: server.url, botUserId, specChecked: spec !== undefined && webhookSpec !== undefined,
    violations, calls, slowAcks: webhook.slowAcks, webhookErrors: webhook.errors, quota: sending.quota, richMenus: richMenus.menus,
    get defaultRichMenuId() { return richMenus.defaultId() },
    user,
    count: (operation) => (operation === undefined ? [...counts.values()].reduce((sum, one) => sum + one, 0) : counts.get(operation) ?? 0),
    fail: failures.add,
    heal: failures.clear,
    setWebhook: webhook.setUrl,
    setQuota(limit, used = 0) {
      Object.assign(sending.quota, { limit, used })
    },
    deliver: (...events) => webhook.deliver(events),
    redeliver,
    ping: async () => (await webhook.post(Buffer.from(JSON.stringify({ destination: botUserId, events: [] })))).status,
    postRaw: async (body, signature) => (await webhook.post(Buffer.from(body), signature)).status,
    expireContent: (messageId) => void chats.contents.delete(messageId),
    async settled(quietMs = 150, ms = 10_000) {
      const end = preciseNow() + ms
      while (webhook.waiting() > 0 || preciseNow() - lastCallAt < quietMs) {
        if (preciseNow() > end) throw new Error(`LINE did not come to rest within ${ms} ms`)
        await pause(Math.min(quietMs, 20))
      }
    },
    onMessage(listener) {
      chats.listeners.add(listener)
      return () => chats.listeners.delete(listener)
    },
    onAck(listener) {
      ackListeners.add(listener)
      return () => ackListeners.delete(listener)
    },
    async stop() {
      webhook.stop()
      await server.stop()
    },
  }
}

function fail(res: ServerResponse, order: FailureOrder, call: LineCall): void {
  if (order.with === 'hang') return
  if (order.with === 'reset') return void res.socket?.resetAndDestroy()
  const status = order.with === 'quota' ? 429 : Number(order.with)
  call.status = status
  if (order.with === 'quota') return answerJson(res, 429, { message: 'You have reached your monthly limit.' })
  const words: Readonly<Record<number, string>> = {
    400: 'Failed to send messages', 403: 'Access to this API is not available for your account', 409: 'The retry key is already accepted',
    429: 'The API rate limit has been exceeded. Try again later.', 500: 'Internal Server Error',
  }
  const headers = status === 409 ? { 'x-line-accepted-request-id': newRequestId() }
    : status === 429 && order.retryAfter !== undefined ? { 'retry-after': String(order.retryAfter) } : {}
  answerJson(res, status, { message: words[status] ?? 'Error' }, headers)
}
