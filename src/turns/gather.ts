/**
 * Turns that arrive within the same few milliseconds share one read and one commit. A quiet house waits for nothing:
 * the first to come goes at once; while it is under way, those who come gather for the next round. A full round costs
 * each turn half as much as one of a few, so another starts beside it only for many, or when the first is held up; and
 * where `restMs` says so, the next begins that much later, so that more go together while the house is busy.
 * What one chat does is never in two rounds at the same time, and keeps its order. What is brought a second time while
 * it is under way is not taken twice: both bringers learn what came of it.
 */
export type Waiting<T> = { item: T; key: string; done(): void; failed(error: unknown): void }

const manyWaiting = 32
const heldUpMs = 10

export type Gathering<T> = { keyOf(item: T): string; idOf(item: T): string; rounds: number; most: number; restMs?: number; work(batch: Waiting<T>[]): Promise<void> }

export function gather<T>(options: Gathering<T>): { take(item: T): Promise<void>; idle(): Promise<void> } {
  let queue: Waiting<T>[] = []
  const busy = new Set<string>()
  const rounds = new Set<{ since: number }>()
  let breath: NodeJS.Immediate | null = null
  let looksAgain: NodeJS.Timeout | null = null
  let calm: (() => void)[] = []
  let restsUntil = 0
  const underWay = new Map<string, Promise<void>>()

  function start(): void {
    breath = null
    while (rounds.size < options.rounds) {
      const batch: Waiting<T>[] = []
      const rest: Waiting<T>[] = []
      for (const each of queue) (batch.length < options.most && !busy.has(each.key) ? batch : rest).push(each)
      if (batch.length === 0) break
      const [oldest] = rounds
      const now = performance.now()
      const waits = batch.length >= manyWaiting ? 0 : oldest && now - oldest.since < heldUpMs ? heldUpMs : restsUntil - now
      if (waits > 0) {
        looksAgain ??= setTimeout(lookAgain, waits)
        break
      }
      queue = rest
      const round = { since: now }
      rounds.add(round)
      const keys = new Set(batch.map((each) => each.key))
      for (const key of keys) busy.add(key)
      void options.work(batch).catch((error: unknown) => batch.forEach((each) => each.failed(error))).finally(() => {
        for (const key of keys) busy.delete(key)
        rounds.delete(round)
        restsUntil = performance.now() + (options.restMs ?? 0)
        start()
      })
    }
    if (rounds.size === 0 && queue.length === 0) {
      calm.forEach((tell) => tell())
      calm = []
    }
  }

  function lookAgain(): void {
    looksAgain = null
    start()
  }

  return {
    take(item) {
      const id = options.idOf(item)
      const known = underWay.get(id)
      if (known) return known
      const taken = new Promise<void>((done, failed) => {
        queue.push({ item, key: options.keyOf(item), done, failed })
        // Those that came in the same breath of the event loop go together.
        breath ??= setImmediate(start)
      }).finally(() => underWay.delete(id))
      underWay.set(id, taken)
      return taken
    },
    idle: () => (rounds.size === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => calm.push(resolve))),
  }
}
