// Owns failures on command: the next calls that match an order fail the way the real platform fails.

/**
 * How a call fails. Statuses are answered in the platform's own words; 'hang' never answers; 'reset' cuts the
 * connection; 'quota' is LINE's 429 with its monthly-limit text.
 */
export type FailureKind = '400' | '403' | '409' | '429' | '500' | 'hang' | 'reset' | 'quota'

export interface FailureOrder {
  readonly with: FailureKind
  /** Telegram method ("sendMessage") or LINE operation ("push", "reply", "profile", …); any call when left out. */
  readonly method?: string | RegExp
  /** Telegram chat id or LINE user/group id; any chat when left out. LINE replies count for the chat of their token. */
  readonly chat?: string | number
  /** How many calls fail; 1 when left out, Infinity until `stop()`. */
  readonly times?: number
  /** Seconds, for 429. */
  readonly retryAfter?: number
  /** The call is carried out and only its answer is lost or wrong: the case that makes senders send twice. */
  readonly takesEffect?: boolean
}

export interface Failure {
  /** Calls that failed so far because of this order. */
  readonly hits: number
  /** Calls that will still fail. */
  readonly left: number
  stop(): void
}

export interface FailureList {
  add(order: FailureOrder): Failure
  /** The failure this call must suffer, used up by asking; undefined when it may pass. */
  next(method: string, chat: string | number | undefined): FailureOrder | undefined
  clear(): void
}

interface Standing {
  readonly order: FailureOrder
  hits: number
  left: number
}

export function createFailureList(): FailureList {
  let standing: Standing[] = []

  function add(order: FailureOrder): Failure {
    const entry: Standing = { order, hits: 0, left: order.times ?? 1 }
    standing.push(entry)
    return {
      get hits() { return entry.hits },
      get left() { return entry.left },
      stop() { entry.left = 0 },
    }
  }

  function next(method: string, chat: string | number | undefined): FailureOrder | undefined {
    if (standing.length === 0) return undefined
    const entry = standing.find((one) => one.left > 0 && matches(one.order, method, chat))
    if (entry === undefined) return undefined
    entry.hits += 1
    entry.left -= 1
    standing = standing.filter((one) => one.left > 0)
    return entry.order
  }

  return { add, next, clear() { standing = [] } }
}

function matches(order: FailureOrder, method: string, chat: string | number | undefined): boolean {
  if (order.chat !== undefined && String(order.chat) !== String(chat)) return false
  if (order.method === undefined) return true
  return typeof order.method === 'string' ? order.method.toLowerCase() === method.toLowerCase() : order.method.test(method)
}
