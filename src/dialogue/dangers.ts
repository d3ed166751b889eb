import type { Draft, DangerRule } from './state.ts'

/** Kinds of danger spoken of in a text that were not known before. */
export function newDangers(text: string, rules: readonly DangerRule[], draft: Draft | null): string[] {
  return rules
    .filter((rule) => !draft?.dangers.includes(rule.id))
    .filter((rule) => speaksOf(rule, text.toLowerCase()))
    .map((rule) => rule.id)
}

function speaksOf({ words, not = [] }: DangerRule, text: string): boolean {
  const rest = not.reduce((left, phrase) => left.replaceAll(phrase, '\n'), text)
  return words.some((word) => (/[a-z]/.test(word) ? new RegExp(`(?<![a-z])${word}(?![a-z])`).test(rest) : rest.includes(word)))
}
