/**
 * A map that forgets its oldest entries: what a channel remembers between calls to be kinder, never to be right.
 * Losing it (a restart, another replica) costs a repeated message part at worst.
 */
export type Recent<V> = {
  get(key: string): V | undefined
  set(key: string, value: V): void
  delete(key: string): void
}

/** Remembers at least the last `entriesMin` entries and at most twice as many: whole generations are forgotten at once. */
export function recent<V>(entriesMin: number): Recent<V> {
  let young = new Map<string, V>()
  let old = new Map<string, V>()
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set(key, value) {
      old.delete(key)
      young.set(key, value)
      if (young.size < entriesMin) return
      old = young
      young = new Map()
    },
    delete(key) {
      young.delete(key)
      old.delete(key)
    },
  }
}
