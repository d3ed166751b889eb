// Owns what is still to happen by people's own doing, soonest first.

export type Agenda<T> = { add(at: number, what: T): void; /** Infinity when there is nothing. */ nextAt(): number; /** All up to then, in their order. */ due(at: number): T[] }

export function makeAgenda<T>(): Agenda<T> {
  const heap: { at: number; n: number; what: T }[] = []
  let n = 0
  const before = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]]
    return one !== undefined && (other === undefined || one.at < other.at || (one.at === other.at && one.n < other.n))
  }
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]]
    if (one && other) [heap[a], heap[b]] = [other, one]
  }
  function pop(): T | undefined {
    const first = heap[0]
    swap(0, heap.length - 1)
    heap.pop()
    for (let at = 0; ;) {
      const child = before(2 * at + 2, 2 * at + 1) ? 2 * at + 2 : 2 * at + 1
      if (!before(child, at)) break
      swap(child, at)
      at = child
    }
    return first?.what
  }
  return {
    add(at, what) {
      heap.push({ at, n: n++, what })
      for (let here = heap.length - 1; here > 0 && before(here, (here - 1) >> 1); here = (here - 1) >> 1) swap(here, (here - 1) >> 1)
    },
    nextAt: () => heap[0]?.at ?? Infinity,
    due(at) {
      const found: T[] = []
      while ((heap[0]?.at ?? Infinity) <= at) {
        const what = pop()
        if (what !== undefined) found.push(what)
      }
      return found
    },
  }
}
