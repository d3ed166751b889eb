/**
 * Turns that arrive within the same few milliseconds share one read and one commit. A quiet house waits for nothing:
 * the first to come goes at once; while it is under way, those who come gather for the next round.
 * What one chat does is never in two rounds at the same time, and keeps its order. What is brought a second time while
 * it is under way is not taken twice: both bringers learn what came of it.
 */
export type Waiting<T> = { item: T; key: string; done(): void; failed(error: unknown): void }

export function gather<T>(options: { keyOf(item: T): string; idOf(item: T): string; rounds: number; most: number; work(batch: Waiting<T>[]): Promise<void> }): { take(item: T): Promise<void>; idle(): Promise<void> } {
  let queue: Waiting<T>[] = []
  const busy = new Set<string>()
  let running = 0
  let calm: (() => void)[] = []
  const underWay = new Map<string, Promise<void>>()

  function start(): void {
    while (running < options.rounds) {
      const batch: Waiting<T>[] = []
      const rest: Waiting<T>[] = []
      for (const each of queue) (batch.length < options.most && !busy.has(each.key) ? batch : rest).push(each)
      if (batch.length === 0) break
      queue = rest
      const keys = new Set(batch.map((each) => each.key))
      for (const key of keys) busy.add(key)
      running += 1
      void options.work(batch).catch((error: unknown) => batch.forEach((each) => each.failed(error))).finally(() => {
        for (const key of keys) busy.delete(key)
        running -= 1
        start()
      })
    }
    if (running === 0 && queue.length === 0) {
      calm.forEach((tell) => tell())
      calm = []
    }
  }

  return {
    take(item) {
      const id = options.idOf(item)
      const known = underWay.get(id)
      if (known) return known
      const taken = new Promise<void>((done, failed) => {
        queue.push({ item, key: options.keyOf(item), done, failed })
        // Those that came in the same breath of the event loop go together.
        if (queue.length === 1) setImmediate(start)
      }).finally(() => underWay.delete(id))
      underWay.set(id, taken)
      return taken
    },
    idle: () => (running === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => calm.push(resolve))),
  }
}
