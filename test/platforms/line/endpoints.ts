// Owns the table of LINE's HTTP API: which path is which operation, which body it takes, what it does.
import type { Json } from '../http.ts'
import type { Chats } from './chats.ts'
import { checkMessages, checkRichMenu } from './limits.ts'
import type { RichMenus } from './richmenus.ts'
import type { LineAnswer, Sending } from './sending.ts'
import type { Problem } from './spec.ts'
import type { Webhook } from './webhook.ts'

export interface Request {
  /** Parts of the path in parentheses. */
  readonly parts: readonly string[]
  readonly body: Json
  readonly bytes: Buffer
  readonly mime: string
  readonly retryKey: string | undefined
  readonly requestId: string
}

/** An answer, or a file. */
export type EndpointAnswer = LineAnswer | { readonly mime: string; readonly bytes: Buffer }

export interface Endpoint {
  readonly operation: string
  /** Name of the schema of the JSON body; bodies of endpoints without one are not read as JSON. */
  readonly schema?: string
  readonly takesRetryKey?: boolean
  /** Limits beyond the schema. */
  check?(body: Json): Problem[]
  chat?(request: Request): string | undefined
  run(request: Request): EndpointAnswer | Promise<EndpointAnswer>
}

export interface EndpointContext {
  readonly chats: Chats
  readonly sending: Sending
  readonly richMenus: RichMenus
  readonly webhook: Webhook
  readonly botUserId: string
  readonly now: () => number
}

type Route = readonly [verb: string, path: RegExp, endpoint: Endpoint]

const fine: LineAnswer = { status: 200, body: {} }
const notFound: LineAnswer = { status: 404, body: { message: 'Not found' } }

export function createRoutes(context: EndpointContext): readonly Route[] {
  return [...sendingRoutes(context), ...peopleRoutes(context), ...contentRoutes(context), ...menuRoutes(context), ...webhookRoutes(context)]
}

function sendingRoutes({ sending, chats, now }: EndpointContext): Route[] {
  const messages = (body: Json): Problem[] => checkMessages(body['messages'])
  const to = ({ body }: Request): string => String(body['to'])
  const validate = (kind: string): Route => ['POST', new RegExp(`^/v2/bot/message/validate/${kind}$`), {
    operation: `validate${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)}`, schema: 'ValidateMessageRequest', check: messages, run: () => fine,
  }]
  return [
    ['POST', /^\/v2\/bot\/message\/reply$/, {
      operation: 'reply', schema: 'ReplyMessageRequest', check: messages,
      chat: ({ body }) => sending.chatOfToken(String(body['replyToken'])), run: ({ body }) => sending.reply(body),
    }],
    ['POST', /^\/v2\/bot\/message\/push$/, {
      operation: 'push', schema: 'PushMessageRequest', takesRetryKey: true, check: messages, chat: to,
      run: ({ body, retryKey, requestId }) => sending.push(body, retryKey, requestId),
    }],
    ['POST', /^\/v2\/bot\/message\/multicast$/, {
      operation: 'multicast', schema: 'MulticastRequest', takesRetryKey: true, check: messages,
      run: ({ body, retryKey, requestId }) => sending.multicast(body, retryKey, requestId),
    }],
    ['POST', /^\/v2\/bot\/message\/broadcast$/, {
      operation: 'broadcast', schema: 'BroadcastRequest', takesRetryKey: true, check: messages,
      run: ({ body, retryKey, requestId }) => sending.broadcast(body, retryKey, requestId),
    }],
    ...['reply', 'push', 'multicast', 'broadcast'].map(validate),
    ['GET', /^\/v2\/bot\/message\/quota$/, {
      operation: 'quota',
      run: () => ({ status: 200, body: sending.quota.limit === Infinity ? { type: 'none' } : { type: 'limited', value: sending.quota.limit } }),
    }],
    ['GET', /^\/v2\/bot\/message\/quota\/consumption$/, {
      operation: 'consumption', run: () => ({ status: 200, body: { totalUsage: sending.quota.used } }),
    }],
    ['POST', /^\/v2\/bot\/chat\/loading\/start$/, {
      operation: 'loading', schema: 'ShowLoadingAnimationRequest', chat: ({ body }) => String(body['chatId']),
      check: (body) => (Number(body['loadingSeconds'] ?? 20) % 5 === 0 && String(body['chatId']).startsWith('U') ? []
        : [{ property: 'loadingSeconds', message: 'Must be a multiple of 5, in a chat with one person' }]),
      run({ body }) {
        const chat = chats.find(String(body['chatId']))
        if (chat !== undefined) chat.loadingUntil = now() + Number(body['loadingSeconds'] ?? 20) * 1000
        return { status: 202, body: {} }
      },
    }],
    ['POST', /^\/v2\/bot\/chat\/markAsRead$/, { operation: 'markAsRead', schema: 'MarkMessagesAsReadByTokenRequest', run: () => fine }],
  ]
}

function peopleRoutes({ chats, botUserId }: EndpointContext): Route[] {
  function profile(userId: string): LineAnswer {
    const chat = chats.find(userId)
    if (chat === undefined || chat.state !== 'friend') return notFound
    const { language, displayName = 'User' } = chat.person
    return { status: 200, body: { userId, displayName, ...(language === undefined ? {} : { language }) } }
  }
  return [
    ['GET', /^\/v2\/bot\/profile\/(\w+)$/, { operation: 'profile', chat: ({ parts }) => parts[0], run: ({ parts }) => profile(parts[0] ?? '') }],
    ['GET', /^\/v2\/bot\/info$/, {
      operation: 'info',
      run: () => ({ status: 200, body: { userId: botUserId, basicId: '@laifangtest', displayName: 'Laifang', chatMode: 'bot', markAsReadMode: 'auto' } }),
    }],
    ['GET', /^\/v2\/bot\/group\/(\w+)\/summary$/, {
      operation: 'groupSummary', run: ({ parts }) => ({ status: 200, body: { groupId: parts[0] ?? '', groupName: 'Group' } }),
    }],
    ['GET', /^\/v2\/bot\/group\/\w+\/member\/(\w+)$/, { operation: 'groupMember', run: ({ parts }) => profile(parts[0] ?? '') }],
    ['POST', /^\/v2\/bot\/(?:group|room)\/(\w+)\/leave$/, {
      operation: 'leave', chat: ({ parts }) => parts[0],
      run({ parts }) {
        chats.chat(parts[0] ?? '').state = 'blocked'
        return fine
      },
    }],
  ]
}

function contentRoutes({ chats }: EndpointContext): Route[] {
  /** Asking counts: content that is being prepared gets ready by and by. */
  function ask(id: string | undefined): { readonly ready: boolean; readonly mime: string; readonly bytes: Buffer } | undefined {
    const content = chats.contents.get(id ?? '')
    if (content === undefined) return undefined
    const ready = content.pollsLeft === 0
    if (!ready) content.pollsLeft -= 1
    return { ready, mime: content.mime, bytes: content.bytes }
  }
  function fetchContent({ parts }: Request): EndpointAnswer {
    const content = ask(parts[0])
    if (content === undefined) return notFound
    return content.ready ? { mime: content.mime, bytes: content.bytes } : { status: 202, body: {} }
  }
  return [
    ['GET', /^\/v2\/bot\/message\/(\d+)\/content$/, { operation: 'content', run: fetchContent }],
    ['GET', /^\/v2\/bot\/message\/(\d+)\/content\/preview$/, { operation: 'preview', run: fetchContent }],
    ['GET', /^\/v2\/bot\/message\/(\d+)\/content\/transcoding$/, {
      operation: 'transcoding',
      run({ parts }) {
        const content = ask(parts[0])
        return content === undefined ? notFound : { status: 200, body: { status: content.ready ? 'succeeded' : 'processing' } }
      },
    }],
  ]
}

function menuRoutes({ richMenus }: EndpointContext): Route[] {
  const first = ({ parts }: Request): string => parts[0] ?? ''
  const users = ({ body }: Request): string[] => body['userIds'] as string[]
  const menu = { schema: 'RichMenuRequest', check: checkRichMenu } as const
  return [
    ['POST', /^\/v2\/bot\/richmenu$/, { operation: 'richMenuCreate', ...menu, run: ({ body }) => richMenus.create(body) }],
    ['POST', /^\/v2\/bot\/richmenu\/validate$/, { operation: 'richMenuValidate', ...menu, run: () => fine }],
    ['POST', /^\/v2\/bot\/richmenu\/(richmenu-\w+)\/content$/, {
      operation: 'richMenuUpload', run: (request) => richMenus.upload(first(request), request.mime, request.bytes),
    }],
    ['GET', /^\/v2\/bot\/richmenu\/(richmenu-\w+)\/content$/, {
      operation: 'richMenuDownload', run: (request) => richMenus.menus.get(first(request))?.image ?? notFound,
    }],
    ['GET', /^\/v2\/bot\/richmenu\/list$/, { operation: 'richMenuList', run: () => richMenus.list() }],
    ['GET', /^\/v2\/bot\/richmenu\/(richmenu-\w+)$/, { operation: 'richMenuGet', run: (request) => richMenus.get(first(request)) }],
    ['DELETE', /^\/v2\/bot\/richmenu\/(richmenu-\w+)$/, { operation: 'richMenuDelete', run: (request) => richMenus.remove(first(request)) }],
    ['POST', /^\/v2\/bot\/user\/all\/richmenu\/(richmenu-\w+)$/, { operation: 'richMenuSetDefault', run: (request) => richMenus.setDefault(first(request)) }],
    ['GET', /^\/v2\/bot\/user\/all\/richmenu$/, { operation: 'richMenuGetDefault', run: () => richMenus.getDefault() }],
    ['DELETE', /^\/v2\/bot\/user\/all\/richmenu$/, { operation: 'richMenuClearDefault', run: () => richMenus.clearDefault() }],
    ['POST', /^\/v2\/bot\/richmenu\/bulk\/link$/, {
      operation: 'richMenuBulkLink', schema: 'RichMenuBulkLinkRequest', run: (request) => accepted(richMenus.link(users(request), String(request.body['richMenuId']))),
    }],
    ['POST', /^\/v2\/bot\/richmenu\/bulk\/unlink$/, {
      operation: 'richMenuBulkUnlink', schema: 'RichMenuBulkUnlinkRequest', run: (request) => accepted(richMenus.unlink(users(request))),
    }],
    ['POST', /^\/v2\/bot\/richmenu\/alias$/, {
      operation: 'richMenuAliasCreate', schema: 'CreateRichMenuAliasRequest',
      run: ({ body }) => richMenus.setAlias(String(body['richMenuAliasId']), String(body['richMenuId']), true),
    }],
    ['GET', /^\/v2\/bot\/richmenu\/alias\/list$/, { operation: 'richMenuAliasList', run: () => richMenus.listAliases() }],
    ['GET', /^\/v2\/bot\/richmenu\/alias\/([a-z0-9_-]+)$/, { operation: 'richMenuAliasGet', run: (request) => richMenus.getAlias(first(request)) }],
    ['POST', /^\/v2\/bot\/richmenu\/alias\/([a-z0-9_-]+)$/, {
      operation: 'richMenuAliasUpdate', schema: 'UpdateRichMenuAliasRequest',
      run: (request) => richMenus.setAlias(first(request), String(request.body['richMenuId']), false),
    }],
    ['DELETE', /^\/v2\/bot\/richmenu\/alias\/([a-z0-9_-]+)$/, { operation: 'richMenuAliasDelete', run: (request) => richMenus.removeAlias(first(request)) }],
    ['POST', /^\/v2\/bot\/user\/(U\w+)\/richmenu\/(richmenu-\w+)$/, {
      operation: 'richMenuLink', chat: first, run: ({ parts }) => richMenus.link([parts[0] ?? ''], parts[1] ?? ''),
    }],
    ['GET', /^\/v2\/bot\/user\/(U\w+)\/richmenu$/, { operation: 'richMenuOfUser', chat: first, run: (request) => richMenus.linkedTo(first(request)) }],
    ['DELETE', /^\/v2\/bot\/user\/(U\w+)\/richmenu$/, { operation: 'richMenuUnlink', chat: first, run: (request) => richMenus.unlink([first(request)]) }],
  ]
}

function webhookRoutes({ webhook }: EndpointContext): Route[] {
  const path = /^\/v2\/bot\/channel\/webhook\/endpoint$/
  return [
    ['GET', path, {
      operation: 'webhookGet',
      run: () => (webhook.url() === undefined ? notFound : { status: 200, body: { endpoint: webhook.url(), active: true } }),
    }],
    ['PUT', path, {
      operation: 'webhookSet', schema: 'SetWebhookEndpointRequest',
      check: (body) => (/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)(:|\/)/.test(String(body['endpoint'])) ? []
        : [{ property: 'endpoint', message: 'Invalid webhook endpoint URL' }]),
      run({ body }) {
        webhook.setUrl(String(body['endpoint']))
        return fine
      },
    }],
    ['POST', /^\/v2\/bot\/channel\/webhook\/test$/, {
      operation: 'webhookTest', schema: 'TestWebhookEndpointRequest',
      async run() {
        const timestamp = new Date().toISOString()
        try {
          const { status } = await webhook.post(Buffer.from('{"destination":"","events":[]}'))
          const success = status >= 200 && status < 300
          return { status: 200, body: { success, timestamp, statusCode: status, reason: success ? 'OK' : 'ERROR_STATUS_CODE', detail: String(status) } }
        } catch {
          return { status: 200, body: { success: false, timestamp, statusCode: 0, reason: 'COULD_NOT_CONNECT', detail: 'connection failed' } }
        }
      },
    }],
  ]
}

function accepted(answer: LineAnswer): LineAnswer {
  return answer.status === 200 ? { ...answer, status: 202 } : answer
}
