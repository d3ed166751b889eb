import type { Log } from '../log.ts'
import { RulesError, rulesStamp, type Rules } from '../rules.ts'

/**
 * The rules a running house goes by. Changed files are taken without a restart: their names, sizes and times are looked at
 * every half minute, and at once when asked. Rules that cannot be taken are said with the exact place, once for each
 * change, and the last good ones stay in force.
 */
export type RulesInForce = { now(): Rules; /** Looks at once. Never fails: what is wrong is in the log. */ reload(): Promise<void>; stop(): Promise<void> }

/** `take` is asked before new rules come into force, and throws a RulesError when the house cannot go by them. */
export type WatchParts = { officeFolder: string | undefined; first: Rules; /** Of what `first` was read from. */ stamp: string; load(): Promise<Rules>; take(rules: Rules): Promise<void>; log: Log; everyMs?: number }

const lookEveryMs = 30_000

export function watchRules(parts: WatchParts): RulesInForce {
  const { log } = parts
  let { first: rules, stamp: seen } = parts
  let stopped = false
  let looking = Promise.resolve()

  async function look(asked: boolean): Promise<void> {
    if (stopped) return
    // Taken before the files are read: what changes meanwhile is found by the next look.
    const stamp = await rulesStamp(parts.officeFolder)
    if (stamp === seen && !asked) return
    try {
      const read = await parts.load()
      await parts.take(read)
      rules = read
      seen = stamp
      log.info({ regulations: read.regulations.map(({ id, edition }) => `${id} ${edition}`) }, 'the regulations were read anew')
    } catch (error) {
      if (!(error instanceof RulesError)) throw error
      seen = stamp
      log.error({ faults: error.faults }, 'the changed regulations cannot be used; the last good ones stay in force')
    }
  }

  /** One look at a time; whoever asks during one gets another after it. */
  function next(asked: boolean): Promise<void> {
    looking = looking.then(() => look(asked)).catch((error: unknown) => log.warn({ error }, 'the regulations could not be looked at'))
    return looking
  }

  const timer = setInterval(() => void next(false), parts.everyMs ?? lookEveryMs)
  return {
    now: () => rules,
    reload: () => next(true),
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
    },
  }
}
