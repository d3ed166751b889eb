/**
 * A map that forgets its oldest entries: what a channel remembers between calls to be kinder, never to be right.
 * Losing it (a restart, another replica) costs a repeated message part at worst.
 */
export type Recent<V> = {
  get(key: string): V | undefined
  set(key: string, value: V): void
  delete(key: string): void
  readonly size: number
}

export function recent<V>(entriesMax: number): Recent<V> {
  const entries = new Map<string, V>()
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key)
      entries.set(key, value)
      if (entries.size <= entriesMax) return
      for (const oldest of entries.keys()) {
        entries.delete(oldest)
        break
      }
    },
    delete: (key) => { entries.delete(key) },
    get size() { return entries.size },
  }
}
