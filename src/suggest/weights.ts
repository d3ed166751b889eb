import type { Regulation } from '../regulations/schema.ts'
import { featuresOf, phraseOf } from './features.ts'
import { plainOf } from './words.ts'

/**
 * How much each word speaks for each category: how much more often it stands in the keywords and examples of the category
 * than in those of all (naive Bayes). A category of few examples leans on its regulation, and that on all regulations.
 */
export type Weights = {
  categories: readonly { regulation: string; category: string }[]
  /** Whether some category has this keyword. */
  known(phrase: string): boolean
  /** What a feature says; undefined for one that no regulation has. */
  of(what: string): Says | undefined
}

/** By the place of each category among `categories`. */
export type Says = {
  /** 0 for those it does not speak for. */
  weight: Float32Array
  /** 1 where the category has it itself, and not only another of its regulation. */
  own: Uint8Array
}

/** How many words of the whole a category borrows from its regulation, and a regulation from all. */
const lean = { category: 120, regulation: 100 }
/** A word of the keywords counts at most so often in a category: keywords repeat themselves, examples do not. */
const keywordMost = 2
/** What a feature that says nothing for a category costs it, against those it speaks for. */
const silence = 1
/** Pairs of characters stand in for words the dictionary does not have, and mostly say again what words have said. */
const pairShare = 0.7

/** How often each feature stands somewhere, and how many there are in all. */
type Counts = { of: Map<string, number>; all: number }

export function weigh(regulations: readonly Regulation[]): Weights {
  const texts = regulations.flatMap((regulation) => regulation.categories.map(({ id, keywords, examples }) => ({
    regulation: regulation.id, category: id, keywords: [...keywords.zh, ...keywords.en], examples: [...examples.zh, ...examples.en],
  })))
  const phrases = new Set(texts.flatMap(({ keywords }) => keywords.map(phraseOf)))
  const known = (phrase: string): boolean => phrases.has(phrase)
  const counted = texts.map(({ keywords, examples }) => count(keywords, examples, known))
  const ofAll = mean(counted)
  const groups = regulations.map(({ id }) => {
    const members = texts.flatMap(({ regulation }, n) => (regulation === id ? [n] : []))
    return { members, counts: mean(members.flatMap((n) => counted[n] ?? [])) }
  })

  const sayings = (what: string, inAll: number): Says => {
    const share = isPair(what) ? pairShare : 1
    const said: Says = { weight: new Float32Array(texts.length), own: new Uint8Array(texts.length) }
    for (const { members, counts } of groups) {
      if (!counts.of.has(what)) continue
      const inRegulation = blend(counts, what, inAll, lean.regulation)
      for (const category of members) {
        const own = counted[category] ?? counts
        const weight = share * (Math.log(blend(own, what, inRegulation, lean.category) / inAll) + silence)
        if (weight <= 0) continue
        said.weight[category] = weight
        said.own[category] = own.of.has(what) ? 1 : 0
      }
    }
    return said
  }
  const kept = new Map([...ofAll.of].map(([what, times]) => [what, sayings(what, times / ofAll.all)]))
  return { categories: texts.map(({ regulation, category }) => ({ regulation, category })), known, of: (what) => kept.get(what) }
}

/** The share of a feature in what was counted, drawn towards `otherwise` as if so many more words had been read there. */
function blend({ of, all }: Counts, what: string, otherwise: number, words: number): number {
  return ((of.get(what) ?? 0) + words * otherwise) / (all + words)
}

function count(keywords: readonly string[], examples: readonly string[], known: (phrase: string) => boolean): Counts {
  const of = new Map<string, number>()
  const add = (text: string, atMost: number): void => {
    for (const what of new Set(featuresOf(plainOf(text), known).map((feature) => feature.what))) of.set(what, Math.min(atMost, (of.get(what) ?? 0) + 1))
  }
  keywords.forEach((keyword) => add(keyword, keywordMost))
  examples.forEach((example) => add(example, Infinity))
  return { of, all: [...of.values()].reduce((sum, each) => sum + each, 0) }
}

function mean(counted: readonly Counts[]): Counts {
  const of = new Map<string, number>()
  for (const each of counted) for (const [what, times] of each.of) of.set(what, (of.get(what) ?? 0) + times / counted.length)
  return { of, all: counted.reduce((sum, { all }) => sum + all, 0) / Math.max(1, counted.length) }
}

function isPair(what: string): boolean {
  return /^\p{Script=Han}{2}$/u.test(what)
}
