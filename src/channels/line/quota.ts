import { bodyOf } from './gateway.ts'
import type { LineGateway } from './gateway.ts'

export type Quota = { used: number; limit: number }

/**
 * The month's paid messages. Replies are free; every push to one person costs one, however many objects it carries.
 * When they are used up LINE answers 429 until the next month or a larger plan.
 */
export type QuotaWatch = {
  /** As LINE counts it now; null for a plan without a limit, and when LINE does not say. Never throws. */
  read(): Promise<Quota | null>
  /** A push was refused because the month's messages are used up. */
  spent(): void
  /** A push went through. */
  pushed(): void
  isSpent(): boolean
}

export function quotaWatch(gateway: LineGateway): QuotaWatch {
  let spent = false
  return {
    async read() {
      try {
        const [plan, consumption] = await Promise.all([gateway.get('/v2/bot/message/quota'), gateway.get('/v2/bot/message/quota/consumption')])
        const limit = bodyOf(plan)['value']
        const used = bodyOf(consumption)['totalUsage']
        if (plan.status !== 200 || consumption.status !== 200 || typeof limit !== 'number' || typeof used !== 'number') return null
        spent = used >= limit
        return { used, limit }
      } catch {
        return null
      }
    },
    spent() { spent = true },
    pushed() { spent = false },
    isSpent: () => spent,
  }
}
