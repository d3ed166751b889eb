/** Work that looks for what is due, and never looks twice at the same time. */
export type Looking = {
  /** Whoever wakes it while it is under way has it run once more. Resolves when a run that began after this call has ended; never rejects. */
  wake(): Promise<void>
  /** Nothing begins any more. Resolves when what is under way has ended. */
  stop(): Promise<void>
}

/** `failed`: hears what a run threw; the next one comes all the same. */
export function oneAtATime(run: () => Promise<void>, failed: (error: unknown) => void): Looking {
  let under: Promise<void> | null = null
  let next: Promise<void> | null = null
  let stopped = false

  function wake(): Promise<void> {
    if (stopped) return under ?? Promise.resolve()
    if (under) return (next ??= under.then(() => {
      next = null
      return wake()
    }))
    under = Promise.resolve().then(run).catch(failed).finally(() => { under = null })
    return under
  }

  return {
    wake,
    async stop() {
      stopped = true
      await under
    },
  }
}
