import type { Suggestion } from '../dialogue/state.ts'
import type { Regulation } from '../regulations/schema.ts'
import { eachFeature, type Feature } from './features.ts'
import { han, plainOf } from './words.ts'
import { weigh, type Weights } from './weights.ts'

/**
 * The likely categories of a story among those of the regulations offered, best first, each with the person's own words
 * that led to it; none where nothing tells. `inForce`: all regulations, offered or not. `denials`: how a clause begins
 * that says what a matter is not ("it is not about …").
 */
export type Suggest = {
  (story: string, offered: readonly Pick<Regulation, 'id'>[], house: { inForce: readonly Regulation[]; denials: readonly string[] }): Suggestion[]
  /** Weighs the words of these regulations now, which takes a moment, so that nobody's turn has to wait for it. */
  learn(inForce: readonly Regulation[]): void
}

const most = 3
/** What is weighed of a long story: its beginning says what it is about. */
const charactersMost = 3000
/** A word is a reason from this weight on; below it stands in examples of everything. */
const tellingFrom = 2.2
/** What all the words of a story must say together for a category: less is a guess. Chinese words count more often, by their characters. */
const weightLeast = { han: 12, latin: 6 }
/** And at least this share of what they say for the likeliest. */
const shareLeast = 0.5
/** How near to the third the best of another regulation must be to take its place. */
const nearly = 0.9
/** What a reason may be long, in characters: a few words, not the sentence. */
const reasonMost = { han: 10, latin: 30 }

/** What is reckoned from the regulations is kept until they are others: a new edition, a reload. */
export function makeSuggest(): Suggest {
  let known: { regulations: readonly Regulation[]; weights: Weights } | null = null
  let denied: { denials: readonly string[]; plain: string[] } | null = null
  function weightsOf(inForce: readonly Regulation[]): Weights {
    const same = known !== null && known.regulations.length === inForce.length && known.regulations.every((each, n) => each === inForce[n])
    if (known === null || !same) known = { regulations: inForce, weights: weigh(inForce) }
    return known.weights
  }
  function suggest(...[story, offered, { inForce, denials }]: Parameters<Suggest>): Suggestion[] {
    if (denied?.denials !== denials) denied = { denials, plain: denials.map(plainOf) }
    return suggestFrom(weightsOf(inForce), story, offered, denied.plain)
  }
  return Object.assign(suggest, { learn: (inForce: readonly Regulation[]) => void weightsOf(inForce) })
}

function suggestFrom(weights: Weights, story: string, offered: readonly Pick<Regulation, 'id'>[], denials: readonly string[]): Suggestion[] {
  const plain = plainOf(story.slice(0, charactersMost))
  const denied = deniedIn(plain, denials)
  // Said twice is not twice as true: each once.
  const telling = new Map<number, Feature>()
  eachFeature(plain, weights.known, (what, at, end, faint) => {
    const row = weights.rowOf(what)
    if (row !== undefined && !denied.some(({ from, to }) => at >= from && end <= to)) telling.set(row, { at, end, faint })
  })
  const total = new Float64Array(weights.categories.length)
  for (const row of telling.keys()) weights.addTo(total, row)
  const ids = new Set(offered.map(({ id }) => id))
  const likely = weights.categories
    .flatMap(({ regulation, category }, n) => ((total[n] ?? 0) > 0 && ids.has(regulation) ? [{ regulation, category, n, weight: total[n] ?? 0 }] : []))
    .sort((a, b) => b.weight - a.weight)
  const least = Math.max(/\p{Script=Han}/u.test(story) ? weightLeast.han : weightLeast.latin, (likely[0]?.weight ?? 0) * shareLeast)
  return varied(likely.filter(({ weight }) => weight >= least)).map(({ regulation, category, n }) => {
    const said: Said[] = []
    for (const [row, { at, end, faint }] of telling) {
      const says = weights.says(row, n)
      if (says) said.push({ at, end, faint, weight: says.weight, own: says.own })
    }
    return { regulation, category, because: reasons(story, said) }
  })
}

/** The first three; but not all of one regulation where another has one nearly as likely as the third. */
function varied<T extends { regulation: string; weight: number }>(likely: readonly T[]): T[] {
  const [first, second, third] = likely
  const other = third && likely.find(({ regulation, weight }) => regulation !== third.regulation && weight >= third.weight * nearly)
  const same = first && second && third && first.regulation === second.regulation && second.regulation === third.regulation
  return same && other ? [first, second, other] : likely.slice(0, most)
}

type Said = Feature & { weight: number; own: boolean }

/** The person's own words that told most: neighbours joined to phrases, at most three, none within another. */
function reasons(story: string, said: readonly Said[]): string[] {
  const telling = said.filter(({ faint, own, weight }) => !faint && own && weight >= tellingFrom)
  const strong = telling.length > 0 ? telling : [...said].sort((a, b) => b.weight - a.weight).slice(0, 1)
  const joined: { at: number; end: number; weight: number }[] = []
  for (const { at, end, weight } of strong.sort((a, b) => a.at - b.at || b.end - a.end)) {
    const last = joined.at(-1)
    const limit = last && han.test(story.slice(last.at, last.end)) ? reasonMost.han : reasonMost.latin
    if (last && at <= last.end && end - last.at <= limit) {
      last.end = Math.max(last.end, end)
      last.weight = Math.max(last.weight, weight)
    } else if (!last || at >= last.end) joined.push({ at, end, weight })
  }
  const told = joined.sort((a, b) => b.weight - a.weight || a.at - b.at).map(({ at, end }) => story.slice(at, end))
  return told.filter((words, n) => !told.some((other, m) => m !== n && other.toLowerCase().includes(words.toLowerCase()) && (m < n || other.length > words.length))).slice(0, most)
}

/** Clauses that begin with a denial, to their end. One in the middle of a clause may be another's: "they say it is not theirs". */
function deniedIn(plain: string, denials: readonly string[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  for (const clause of plain.matchAll(/[^\p{P}\n]+/gu)) {
    const says = clause[0].trimStart()
    const denial = denials.find((each) => says.startsWith(each))
    if (denial === undefined) continue
    found.push({ from: clause.index + clause[0].length - says.length + denial.length, to: clause.index + clause[0].length })
  }
  return found
}
