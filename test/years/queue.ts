/** What comes next, by its minute; of the same minute by rank, then what was put in first. A binary heap. */
export type Queue<T> = { add(at: number, rank: number, item: T): void; take(): T | undefined }

export function queue<T>(): Queue<T> {
  const heap: { at: number; rank: number; n: number; item: T }[] = []
  let count = 0
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]]
    return one !== undefined && (other === undefined || (one.at - other.at || one.rank - other.rank || one.n - other.n) < 0)
  }
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]]
    if (one && other) [heap[a], heap[b]] = [other, one]
  }
  return {
    add(at, rank, item) {
      heap.push({ at, rank, n: count++, item })
      for (let n = heap.length - 1; n > 0;) {
        const parent = (n - 1) >> 1
        if (!isBefore(n, parent)) break
        swap(n, parent)
        n = parent
      }
    },
    take() {
      const [first] = heap
      const last = heap.pop()
      if (!first || !last || heap.length === 0) return first?.item
      heap[0] = last
      for (let n = 0; ;) {
        let least = n
        for (const child of [2 * n + 1, 2 * n + 2]) if (child < heap.length && isBefore(child, least)) least = child
        if (least === n) return first.item
        swap(n, least)
        n = least
      }
    },
  }
}
