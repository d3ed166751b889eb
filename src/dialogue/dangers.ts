import type { Draft, DangerRule } from './state.ts'

/** Kinds of danger spoken of in a text that were not known before. */
export function newDangers(text: string, rules: readonly DangerRule[], draft: Draft | null): string[] {
  const small = text.toLowerCase()
  return rules.filter(({ id, words, not }) => !draft?.dangers.includes(id) && (not ? small.replace(not, '\n') : small).search(words) >= 0).map(({ id }) => id)
}
