import type { Speaker } from '../../words/words.ts'

/** One language's voice for pages that are printed. */
export type Say = {
  language: string
  say(key: string, values?: Record<string, string | number>): string
  /** "a, b and c", as the language says it. */
  list(parts: readonly string[]): string
  /** "a, b or c". */
  either(parts: readonly string[]): string
}

export function sayIn(speaker: Speaker, language: string): Say {
  const and = new Intl.ListFormat(language, { type: 'conjunction' })
  const or = new Intl.ListFormat(language, { type: 'disjunction' })
  return {
    language,
    say: (key, values) => speaker.say(values === undefined ? { key } : { key, with: values }, language),
    list: (parts) => and.format(parts),
    either: (parts) => or.format(parts),
  }
}
