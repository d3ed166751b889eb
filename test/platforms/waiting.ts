// Owns the one way tests wait for a platform: look, and look again whenever something changed. No polling, so that
// a bench that waits on hundreds of chats measures the server and not the waiting.

/** Something that changes and can be waited on. */
export interface Watch {
  /** Call after every change; wakes whoever waits. */
  changed(): void
  /**
   * Resolves with the first value that is not undefined. Rejects after `ms` milliseconds with an error that says
   * `what()` was awaited.
   */
  until<T>(probe: () => T | undefined, ms: number, what: () => string): Promise<T>
}

export function createWatch(): Watch {
  const waiting = new Set<() => void>()

  function changed(): void {
    for (const look of [...waiting]) look()
  }

  function until<T>(probe: () => T | undefined, ms: number, what: () => string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look)
        reject(new Error(`waited ${ms} ms in vain: ${what()}`))
      }, ms)
      function look(): void {
        let found: T | undefined
        try {
          found = probe()
        } catch (error) {
          waiting.delete(look)
          clearTimeout(timer)
          reject(error instanceof Error ? error : new Error(String(error)))
          return
        }
        if (found === undefined) return
        waiting.delete(look)
        clearTimeout(timer)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  }

  return { changed, until }
}

/** Resolves after `ms` milliseconds; does not keep the process alive. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}

/** The present moment in epoch milliseconds with a fraction; comparable between processes of one machine. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now()
}
