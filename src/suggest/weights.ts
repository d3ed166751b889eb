import type { Regulation } from '../regulations/schema.ts'
import { eachFeature, phrasesOf, type Phrases } from './features.ts'
import { plainOf } from './words.ts'

/**
 * How much each word speaks for each category: how much more often it stands in the keywords and examples of the category
 * than in those of all (naive Bayes). A category of few examples leans on its regulation, and that on all regulations.
 */
export type Weights = {
  categories: readonly { regulation: string; category: string }[]
  known: Phrases
  /** By which number a feature is asked after; undefined for one that no regulation has. */
  rowOf(what: string): number | undefined
  /** Adds what a feature says for each category, by its place among `categories`. */
  addTo(total: Float64Array, row: number): void
  /** What it says for one of them; null where it does not speak for it. */
  says(row: number, place: number): Says | null
}

/** `weight` is above 0. `own`: whether the category has the feature itself, and not only another of its regulation. */
export type Says = { weight: number; own: boolean }

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
  const known = phrasesOf(texts.flatMap(({ keywords }) => keywords))
  const counted = texts.map(({ keywords, examples }) => count(keywords, examples, known))
  const ofAll = mean(counted)
  const groups = regulations.map(({ id }) => {
    const members = texts.flatMap(({ regulation }, n) => (regulation === id ? [n] : []))
    return { members, counts: mean(members.flatMap((n) => counted[n] ?? [])) }
  })

  const sayings = (what: string, inAll: number): Said[] => {
    const share = isPair(what) ? pairShare : 1
    const said: Said[] = []
    for (const { members, counts } of groups) {
      if (!counts.of.has(what)) continue
      const inRegulation = blend(counts, what, inAll, lean.regulation)
      for (const place of members) {
        const own = counted[place] ?? counts
        const weight = share * (Math.log(blend(own, what, inRegulation, lean.category) / inAll) + silence)
        if (weight > 0) said.push({ place, weight, own: own.of.has(what) })
      }
    }
    return said
  }
  const rows = new Map([...ofAll.of.keys()].map((what, row) => [what, row]))
  return {
    categories: texts.map(({ regulation, category }) => ({ regulation, category })), known, rowOf: (what) => rows.get(what),
    ...inRows([...ofAll.of].map(([what, times]) => sayings(what, times / ofAll.all))),
  }
}

type Said = Says & { place: number }

/**
 * All that features say, one behind the other: a story asks after a hundred of them, which as objects of their own lie
 * all over the memory, and fetching them takes longer than reckoning.
 */
function inRows(sayings: readonly (readonly Said[])[]): Pick<Weights, 'addTo' | 'says'> {
  const all = sayings.flat()
  const places = Uint16Array.from(all, ({ place }) => place)
  const weights = Float32Array.from(all, ({ weight }) => weight)
  const own = Uint8Array.from(all, (each) => Number(each.own))
  /** Where each row ends; the next begins there. */
  let end = 0
  const ends = Uint32Array.from(sayings, (each) => (end += each.length))
  const from = (row: number): number => (row === 0 ? 0 : ends[row - 1] ?? 0)
  return {
    addTo(total, row) {
      const to = ends[row] ?? 0
      for (let n = from(row); n < to; n++) total[places[n] ?? 0] = (total[places[n] ?? 0] ?? 0) + (weights[n] ?? 0)
    },
    says(row, place) {
      const to = ends[row] ?? 0
      for (let n = from(row); n < to; n++) if (places[n] === place) return { weight: weights[n] ?? 0, own: own[n] === 1 }
      return null
    },
  }
}

/** The share of a feature in what was counted, drawn towards `otherwise` as if so many more words had been read there. */
function blend({ of, all }: Counts, what: string, otherwise: number, words: number): number {
  return ((of.get(what) ?? 0) + words * otherwise) / (all + words)
}

function count(keywords: readonly string[], examples: readonly string[], known: Phrases): Counts {
  const of = new Map<string, number>()
  const add = (text: string, atMost: number): void => {
    const said = new Set<string>()
    eachFeature(plainOf(text), known, (what) => said.add(what))
    for (const what of said) of.set(what, Math.min(atMost, (of.get(what) ?? 0) + 1))
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
