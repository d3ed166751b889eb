// Owns the fake Telegram: an HTTP server on loopback that speaks the Bot API, checks every request, keeps the chats,
// brings updates to the bot, fails on command, and lets tests act as people.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { createFailureList } from './failures.ts'
import type { FailureOrder } from './failures.ts'
import { guessValues, readForm } from './forms.ts'
import { answerBytes, answerJson, openServer, readBody } from './http.ts'
import type { Json } from './http.ts'
import { createWatch, pause, preciseNow } from './waiting.ts'
import { createChats } from './telegram/chats.ts'
import { BotApiError } from './telegram/calls.ts'
import type { MethodContext } from './telegram/calls.ts'
import { methods } from './telegram/methods.ts'
import { createPeople } from './telegram/people.ts'
import { checkRules } from './telegram/rules.ts'
import { loadTelegramSpec } from './telegram/spec.ts'
import { createTaps } from './telegram/taps.ts'
import { createUpdateStream } from './telegram/updates.ts'
import type { TelegramCall, TelegramOptions, TelegramPlatform, TelegramUpdate, Violation } from './telegram/types.ts'

export type * from './telegram/types.ts'

/** Where the official description lies beside the project; absent in a plain clone. */
export const telegramSpecPath: string = fileURLToPath(new URL('../../../shared/specs/telegram-bot-api.json', import.meta.url))

const callsKeptMax = 10_000
const bodyBytesMax = 60 * 1024 * 1024

/** Starts the fake on 127.0.0.1. Stop it with `stop()`. */
export async function startTelegram(options: TelegramOptions): Promise<TelegramPlatform> {
  const { token, now = Date.now, username = 'laifang_test_bot' } = options
  const spec = options.specs === false ? undefined : loadTelegramSpec(options.specs ?? telegramSpecPath)
  const bot: Json = {
    id: Number(token.split(':')[0]) || 1, is_bot: true, first_name: 'Laifang', username,
    can_join_groups: true, can_read_all_group_messages: options.privacyMode !== true, supports_inline_queries: false,
    can_connect_to_business: false, has_main_web_app: false,
  }
  const chats = createChats(now)
  const failures = createFailureList()
  const taps = createTaps(options.callbackAnswerMs ?? 15_000)
  const activity = createWatch()
  const violations: Violation[] = []
  const undelivered: TelegramUpdate[] = []
  const ackListeners = new Set<Parameters<TelegramPlatform['onAck']>[0]>()
  const calls: TelegramCall[] = []
  const counts = new Map<string, number>()
  let lastCallAt = 0
  const context: MethodContext = { chats, bot, now, commands: new Map(), texts: new Map(), answerTap: taps.answer }

  const stream = createUpdateStream({
    retry: options.retry ?? {},
    rewrite: (url) => (options.webhookOrigin === undefined ? url : options.webhookOrigin + new URL(url).pathname + new URL(url).search),
    onResponseCall(method, params) {
      note(method, params)
      try {
        perform(method, params)
      } catch (error) {
        // Nobody reads this answer, so a refusal here would stay unseen but for the violation.
        violations.push({ method, problem: `in a webhook response: ${String(error)}`, params })
      }
    },
    onAck(ack) {
      for (const listener of ackListeners) listener(ack)
      activity.changed()
    },
    onDrop: (update) => undelivered.push(update),
  })

  async function send(content: Json, lane: string): Promise<TelegramUpdate> {
    const update: TelegramUpdate = { update_id: stream.nextId(), ...content }
    const problems = spec?.checkUpdate(update) ?? []
    if (problems.length > 0) throw new Error(`the fake made an update that Telegram would not send: ${problems.join('; ')}`)
    await stream.push(update, lane)
    return update
  }

  const user = createPeople({
    chats, bot, username, now, send, privacyMode: options.privacyMode ?? false, noteTap: taps.note, toasts: taps.toasts,
  })

  /** Checks a call and carries it out; throws BotApiError. */
  function perform(method: string, params: Json): unknown {
    check(method, params)
    const act = methods[method]
    return act === undefined ? true : act(params, context)
  }

  function note(method: string, params: Json): TelegramCall {
    lastCallAt = preciseNow()
    const chatId = params['chat_id'] === undefined ? undefined : Number(params['chat_id'])
    const call: TelegramCall = { method, params, chatId, at: lastCallAt, status: 0 }
    calls.push(call)
    if (calls.length > callsKeptMax) calls.splice(0, callsKeptMax / 10)
    counts.set(method, (counts.get(method) ?? 0) + 1)
    return call
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readBody(req, bodyBytesMax)
    const url = new URL(req.url ?? '/', 'http://telegram')
    const [, kind, key, rest] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname) ?? []
    if (rest === undefined) return refuse(res, 404, 'Not Found')
    if (key !== token) return refuse(res, 401, 'Unauthorized')
    if (kind !== undefined) return download(res, rest)
    if (body === undefined) return refuse(res, 413, 'Request Entity Too Large')
    const method = methodName(rest)
    if (method === undefined) return refuse(res, 404, 'Not Found')
    const form = readForm(req.headers['content-type'] ?? '', body)
    if (typeof form === 'string') return refuse(res, 400, `Bad Request: ${form}`)
    // The method may stand in the body too (telegraf's uploads do that).
    const { method: _method, ...fields } = form.fields
    const given = { ...Object.fromEntries(url.searchParams), ...(form.fields['method'] === method ? fields : form.fields) }
    await answer(res, method, form.textual || url.search !== '' ? spec?.readText(method, given) ?? guessValues(given) : given)
  }

  async function answer(res: ServerResponse, method: string, params: Json): Promise<void> {
    const call = note(method, params)
    const failure = failures.next(method, call.chatId)
    if (failure !== undefined && failure.takesEffect !== true) return fail(res, failure, call)
    try {
      const result = method === 'getUpdates' ? await poll(res, params) : webhookMethod(method, params) ?? perform(method, params)
      if (failure !== undefined) return fail(res, failure, call)
      call.status = 200
      answerJson(res, 200, { ok: true, result })
    } catch (error) {
      if (!(error instanceof BotApiError)) throw error
      call.status = error.status
      refuse(res, error.status, error.message, error.parameters)
    } finally {
      activity.changed()
    }
  }

  async function poll(res: ServerResponse, params: Json): Promise<TelegramUpdate[]> {
    check('getUpdates', params)
    const active = stream.webhook() !== undefined
    const polling = stream.poll({
      offset: params['offset'] === undefined ? undefined : Number(params['offset']),
      limit: Number(params['limit'] ?? 100),
      timeoutMs: Number(params['timeout'] ?? 0) * 1000,
      allowed: params['allowed_updates'] as string[] | undefined,
      onClose: (end) => res.on('close', end),
    })
    activity.changed()
    const result = await polling
    if (result !== 'conflict') return result
    throw new BotApiError(409, active
      ? 'Conflict: can\'t use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first'
      : 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running')
  }

  function webhookMethod(method: string, params: Json): unknown {
    if (method === 'getWebhookInfo') return stream.info()
    if (method !== 'setWebhook' && method !== 'deleteWebhook') return undefined
    check(method, params)
    const url = method === 'setWebhook' ? String(params['url'] ?? '') : ''
    stream.setWebhook(url === '' ? undefined : {
      url,
      secret: params['secret_token'] === undefined ? undefined : String(params['secret_token']),
      maxConnections: Number(params['max_connections'] ?? 40),
      allowed: (params['allowed_updates'] ?? []) as string[],
    }, params['drop_pending_updates'] === true)
    return true
  }

  function check(method: string, params: Json): void {
    const problems = [...(spec?.check(method, params) ?? []), ...checkRules(method, params)]
    for (const problem of problems) violations.push({ method, problem, params })
    if (problems[0] !== undefined) throw new BotApiError(400, `Bad Request: ${problems[0]}`)
  }

  /** Method names are not case-sensitive. */
  function methodName(given: string): string | undefined {
    if (given in methods || spec?.knows(given) === true || /WebhookInfo$|Webhook$|^getUpdates$/.test(given)) return given
    const lower = given.toLowerCase()
    const known = Object.keys(methods).find((name) => name.toLowerCase() === lower)
    return known ?? (spec === undefined && /^[a-zA-Z]+$/.test(given) ? given : undefined)
  }

  function download(res: ServerResponse, path: string): void {
    const failure = failures.next('download', undefined)
    if (failure !== undefined) return fail(res, failure, note('download', {}))
    const file = [...chats.files.values()].find((one) => one.path === path)
    if (file === undefined) return refuse(res, 404, 'Not Found')
    answerBytes(res, 200, 'application/octet-stream', file.bytes)
  }

  const server = await openServer(handle, options.port ?? 0)

  return {
    url: server.url, token, username, specChecked: spec !== undefined,
    violations, calls, callbacks: taps.all, undelivered, commands: context.commands, texts: context.texts,
    user,
    count: (method) => (method === undefined ? [...counts.values()].reduce((sum, one) => sum + one, 0) : counts.get(method) ?? 0),
    fail: failures.add,
    heal: failures.clear,
    deliver: (update) => stream.deliver(update as TelegramUpdate),
    nextUpdateId: stream.nextId,
    webhook: stream.webhook,
    connected: (ms = 10_000) => activity.until(
      () => (stream.webhook() !== undefined || stream.polled() ? null : undefined), ms, () => 'a webhook or a poller').then(() => undefined),
    async settled(quietMs = 150, ms = 10_000) {
      const end = preciseNow() + ms
      while (stream.waiting() > 0 || preciseNow() - lastCallAt < quietMs) {
        if (preciseNow() > end) throw new Error(`Telegram did not come to rest within ${ms} ms`)
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
      stream.stop()
      await server.stop()
    },
  }
}

function refuse(res: ServerResponse, status: number, description: string, parameters?: Json): void {
  answerJson(res, status, { ok: false, error_code: status, description, ...(parameters === undefined ? {} : { parameters }) })
}

function fail(res: ServerResponse, order: FailureOrder, call: TelegramCall): void {
  if (order.with === 'hang') return
  if (order.with === 'reset') return void res.socket?.resetAndDestroy()
  const status = order.with === 'quota' ? 429 : Number(order.with)
  call.status = status
  const seconds = order.retryAfter ?? 1
  if (status === 429) return refuse(res, 429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
  const words: Readonly<Record<number, string>> = {
    400: 'Bad Request: chat not found', 403: 'Forbidden: bot was blocked by the user', 500: 'Internal Server Error',
    409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  }
  refuse(res, status, words[status] ?? 'Error')
}
