// Owns bringing updates to the bot the way Telegram does: by webhook with retries and back-off, one at a time for each
// chat, or by getUpdates with offsets. Knows nothing of what the updates say.
import { createPoster } from '../http.ts'
import type { Json } from '../http.ts'
import type { RetryOptions, TelegramPlatform, TelegramUpdate, WebhookState } from './types.ts'

export interface UpdateStream {
  /** Queues an update; resolves when the bot acknowledged it, rejects when it was given up. */
  push(update: TelegramUpdate, lane: string): Promise<void>
  /** Sends one update now, past all queues. */
  deliver(update: TelegramUpdate): Promise<void>
  nextId(): number
  setWebhook(state: WebhookState | undefined, drop: boolean): void
  webhook(): WebhookState | undefined
  /** Updates for a poller; 'conflict' when another poll takes over or a webhook is set. */
  poll(request: PollRequest): Promise<TelegramUpdate[] | 'conflict'>
  polled(): boolean
  info(): Json
  waiting(): number
  stop(): void
}

export interface PollRequest {
  readonly offset: number | undefined
  readonly limit: number
  readonly timeoutMs: number
  readonly allowed: readonly string[] | undefined
  /** Called with a function that ends the poll, for when the connection closes. */
  onClose(end: () => void): void
}

interface Pending {
  readonly update: TelegramUpdate
  readonly lane: string
  readonly since: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
  tries: number
  handedOut: boolean
}

export interface StreamHooks {
  readonly retry: RetryOptions
  readonly rewrite: (url: string) => string
  /** A method call found in a webhook's response. */
  readonly onResponseCall: (method: string, params: Json) => void
  readonly onAck: Parameters<TelegramPlatform['onAck']>[0]
  readonly onDrop: (update: TelegramUpdate) => void
}

/** Sent only to those who ask for them by name. */
const onlyOnRequest = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])

export function createUpdateStream(hooks: StreamHooks): UpdateStream {
  const { firstMs = 100, maxMs = 1000, giveUpMs = 60_000, answerMs = 30_000 } = hooks.retry
  const poster = createPoster()
  const waiting = new Set<Pending>()
  const lanes = new Map<string, Pending[]>()
  const busy = new Set<string>()
  const resting = new Set<string>()
  let state: WebhookState | undefined
  let allowed: readonly string[] = []
  let lastId = 100_000_000 + Math.floor(Math.random() * 800_000_000)
  let lastError: { readonly date: number; readonly message: string } | undefined
  let poller: ((result: 'conflict' | 'look' | 'end') => void) | undefined
  let everPolled = false
  let stopped = false
  let inFlight = 0

  function wanted(update: TelegramUpdate): boolean {
    const kind = Object.keys(update).find((name) => name !== 'update_id') ?? ''
    return allowed.length === 0 ? !onlyOnRequest.has(kind) : allowed.includes(kind)
  }

  function push(update: TelegramUpdate, lane: string): Promise<void> {
    if (!wanted(update)) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const pending: Pending = { update, lane, since: performance.now(), resolve, reject, tries: 0, handedOut: false }
      waiting.add(pending)
      const line = lanes.get(lane)
      if (line === undefined) lanes.set(lane, [pending])
      else line.push(pending)
      if (state !== undefined) run(lane)
      else poller?.('look')
    })
  }

  function deliver(update: TelegramUpdate): Promise<void> {
    return push(update, `raw ${lastId} ${Math.random()}`)
  }

  /** Takes the head of a lane to the webhook; the next of the same lane only after it is done, as Telegram does. */
  function run(lane: string): void {
    const head = lanes.get(lane)?.[0]
    if (head === undefined || busy.has(lane) || resting.has(lane) || !mayStart()) return
    busy.add(lane)
    inFlight += 1
    void attempt(head).then((restMs) => {
      inFlight -= 1
      busy.delete(lane)
      if (restMs === undefined) leave(head)
      else rest(lane, restMs)
      for (const other of lanes.keys()) {
        if (!mayStart()) break
        run(other)
      }
    })
  }

  function mayStart(): boolean {
    return state !== undefined && !stopped && inFlight < state.maxConnections
  }

  function rest(lane: string, ms: number): void {
    resting.add(lane)
    setTimeout(() => {
      resting.delete(lane)
      run(lane)
    }, ms).unref()
  }

  /** Returns the pause before the next try in milliseconds, or undefined when the update is done with. */
  async function attempt(pending: Pending): Promise<number | undefined> {
    if (state === undefined) return 0
    const target = state
    pending.tries += 1
    const answer = await poster.post(hooks.rewrite(target.url), Buffer.from(JSON.stringify(pending.update)), {
      'content-type': 'application/json',
      ...(target.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': target.secret }),
    }, answerMs).catch((error: unknown) => String(error))
    if (typeof answer !== 'string' && answer.status >= 200 && answer.status < 300) {
      acknowledged(pending)
      readResponse(answer.body)
      return undefined
    }
    if (stopped) return undefined
    const problem = typeof answer === 'string' ? answer : `Wrong response from the webhook: ${answer.status}`
    lastError = { date: Math.floor(Date.now() / 1000), message: problem }
    if (performance.now() - pending.since < giveUpMs) {
      const asked = typeof answer === 'string' ? 0 : Number(answer.headers['retry-after'] ?? 0)
      return Math.max(Math.min(asked * 1000, 10 * maxMs), Math.min(maxMs, firstMs * 2 ** (pending.tries - 1)))
    }
    hooks.onDrop(pending.update)
    pending.reject(new Error(`Telegram gave up an update after ${pending.tries} tries: ${problem}`))
    return undefined
  }

  function acknowledged(pending: Pending): void {
    pending.resolve()
    hooks.onAck({ update: pending.update, ms: performance.now() - pending.since, tries: pending.tries })
  }

  function readResponse(body: string): void {
    if (!body.startsWith('{')) return
    try {
      const { method, ...params } = JSON.parse(body) as Json
      if (typeof method === 'string') hooks.onResponseCall(method, params)
    } catch {
      // Telegram ignores a body it cannot read.
    }
  }

  function leave(pending: Pending): void {
    waiting.delete(pending)
    const line = lanes.get(pending.lane)?.filter((one) => one !== pending) ?? []
    if (line.length === 0) lanes.delete(pending.lane)
    else lanes.set(pending.lane, line)
  }

  function setWebhook(next: WebhookState | undefined, drop: boolean): void {
    state = next
    if (next !== undefined) allowed = next.allowed
    if (drop) {
      for (const pending of [...waiting]) {
        leave(pending)
        pending.resolve()
      }
    }
    if (next === undefined) return
    poller?.('conflict')
    for (const lane of [...lanes.keys()]) run(lane)
  }

  function poll(request: PollRequest): Promise<TelegramUpdate[] | 'conflict'> {
    if (state !== undefined) return Promise.resolve('conflict')
    everPolled = true
    // The newer of two pollers wins, the older gets 409.
    poller?.('conflict')
    if (request.allowed !== undefined) allowed = request.allowed
    if (request.offset !== undefined) confirm(request.offset)
    const ready = take(request.limit)
    if (ready.length > 0 || request.timeoutMs === 0) return Promise.resolve(ready)
    return new Promise((resolve) => {
      const finish = (result: TelegramUpdate[] | 'conflict'): void => {
        clearTimeout(timer)
        if (poller === signal) poller = undefined
        resolve(result)
      }
      const signal = (what: 'conflict' | 'look' | 'end'): void => {
        if (what === 'conflict') return finish('conflict')
        const found = what === 'look' ? take(request.limit) : []
        if (found.length > 0 || what === 'end') finish(found)
      }
      const timer = setTimeout(() => finish([]), request.timeoutMs)
      timer.unref()
      poller = signal
      request.onClose(() => signal('end'))
    })
  }

  /** What was handed out below the offset is acknowledged. */
  function confirm(offset: number): void {
    for (const pending of [...waiting]) {
      if (!pending.handedOut || pending.update.update_id >= offset) continue
      leave(pending)
      acknowledged(pending)
    }
  }

  function take(limit: number): TelegramUpdate[] {
    const batch = [...waiting].slice(0, limit)
    for (const pending of batch) {
      pending.handedOut = true
      pending.tries += 1
    }
    return batch.map((pending) => pending.update)
  }

  return {
    push, deliver, setWebhook, poll,
    nextId: () => (lastId += 1),
    webhook: () => state,
    polled: () => everPolled,
    waiting: () => waiting.size,
    info: () => ({
      url: state?.url ?? '', has_custom_certificate: false, pending_update_count: waiting.size,
      ...(state === undefined ? {} : { max_connections: state.maxConnections, allowed_updates: state.allowed }),
      ...(lastError === undefined ? {} : { last_error_date: lastError.date, last_error_message: lastError.message }),
    }),
    stop() {
      stopped = true
      poller?.('end')
      poster.close()
      // Whoever still waits for an acknowledgement is left waiting: a rejection now would fail a test that is over.
      waiting.clear()
      lanes.clear()
    },
  }
}
