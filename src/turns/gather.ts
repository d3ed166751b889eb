/**
 * Turns that arrive within the same few milliseconds share one read and one commit. A quiet house waits for nothing:
 * the first to come goes at once; while it is under way, those who come gather for the next round. A full round costs
 * each turn half as much as one of a few, so another starts beside it only for many, or when the first is held up; and
 * where `restMs` says so, the next begins that much later, unless many wait, so that more go together in a busy house.
 * A round is over when its work says so, though some of its turns may take longer. What one chat does is never taken
 * before what it did last is done, and keeps its order. What is brought a second time while it is under way is not
 * taken twice: both bringers learn what came of it.
 */
export type Waiting<T> = { item: T; key: string; done(): void; failed(error: unknown): void }

const manyWaiting = 32
const heldUpMs = 10

export type Gathering<T> = { keyOf(item: T): string; idOf(item: T): string; rounds: number; most: number; /** So many begin a round beside another. */ many?: number; restMs?: number; work(batch: Waiting<T>[]): Promise<void> }

export function gather<T>(options: Gathering<T>): { take(item: T): Promise<void>; idle(): Promise<void> } {
  let queue: Waiting<T>[] = []
  /** How many of a chat's are under way. */
  const busy = new Map<string, number>()
  const rounds = new Set<{ since: number }>()
  const many = options.many ?? manyWaiting
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
      const waits = batch.length >= many ? 0 : oldest && now - oldest.since < heldUpMs ? heldUpMs : restsUntil - now
      if (waits > 0) {
        looksAgain ??= setTimeout(lookAgain, waits)
        break
      }
      queue = rest
      const round = { since: now }
      rounds.add(round)
      for (const { key } of batch) busy.set(key, (busy.get(key) ?? 0) + 1)
      void options.work(batch).catch((error: unknown) => batch.forEach((each) => each.failed(error))).finally(() => {
        rounds.delete(round)
        restsUntil = performance.now() + (options.restMs ?? 0)
        start()
      })
    }
    if (isCalm()) {
      calm.forEach((tell) => tell())
      calm = []
    }
  }

  function isCalm(): boolean {
    return rounds.size === 0 && queue.length === 0 && busy.size === 0
  }

  function ended(key: string): void {
    const others = (busy.get(key) ?? 1) - 1
    if (others > 0) busy.set(key, others)
    else busy.delete(key)
    if (others === 0 && (queue.length > 0 || calm.length > 0)) breath ??= setImmediate(start)
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
      const key = options.keyOf(item)
      const taken = new Promise<void>((done, failed) => {
        queue.push({ item, key, done, failed })
        // Those that came in the same breath of the event loop go together.
        breath ??= setImmediate(start)
      }).finally(() => {
        underWay.delete(id)
        ended(key)
      })
      underWay.set(id, taken)
      return taken
    },
    idle: () => (isCalm() ? Promise.resolve() : new Promise((resolve) => calm.push(resolve))),
  }
}
