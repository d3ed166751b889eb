import type { Regulation } from '../regulations/schema.ts'
import type { Draft, DangerRule, Suggestion } from './state.ts'

/**
 * Up to three likely categories for a story, best first, each with the person's own words that led to it.
 * A longer keyword says more than a short one; a keyword found twice says no more than once.
 */
export function suggest(story: string, regulations: readonly Regulation[], most = 3): Suggestion[] {
  const text = story.toLowerCase()
  const latin = /[a-z]/.test(text)
  const scored = regulations.flatMap((regulation) => regulation.categories.map((category) => {
    const because = [...category.keywords.zh.filter((word) => text.includes(word)), ...(latin ? category.keywords.en.filter((word) => hasEnglish(text, word)) : [])]
    const longest = because.filter((word) => !because.some((other) => other !== word && other.includes(word)))
    const weight = longest.reduce((sum, word) => sum + (/[a-z]/.test(word) ? word.length / 3 : word.length), 0)
    return { regulation: regulation.id, category: category.id, because: longest.slice(0, 3), weight }
  }))
  return scored.filter((each) => each.weight > 0).sort((a, b) => b.weight - a.weight).slice(0, most)
    .map(({ regulation, category, because }) => ({ regulation, category, because }))
}

/** English words match at their beginning ("leak" finds "leaking", not "bleak"). */
function hasEnglish(text: string, word: string): boolean {
  const needle = word.toLowerCase()
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    if (at === 0 || !/[a-z]/.test(text.charAt(at - 1))) return true
  }
  return false
}

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
