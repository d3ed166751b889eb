import { pino } from 'pino'

/** One JSON line an event. Only facts that say nothing of a person: ids of rows, counts, names of errors. */
export type Log = {
  info(facts: object, what: string): void
  warn(facts: object, what: string): void
  error(facts: object, what: string): void
  child(facts: object): Log
}

/** `to`: where the lines go; standard output when left out. */
export function makeLog(level: string, to: { write(line: string): void } = process.stdout): Log {
  return pino({ level, base: null, serializers: { error: plainError }, redact: ['token', 'secret', 'text', 'user', 'phone', 'name', 'body'] }, to)
}

/**
 * An error as it may be logged: its kind, its code and where it came from. Its message may quote what a person wrote
 * (a database shows the offending row, a platform the request), so the message stays out unless it is our own.
 */
function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error }
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {}
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 6).map((line) => line.trim().replace(/\(?file:\/\/\S*\/(src|node_modules)\//, '($1/'))
  return { kind: error.name, ...code, at: frames, ...(error.cause instanceof Error ? { cause: plainError(error.cause) } : {}) }
}
