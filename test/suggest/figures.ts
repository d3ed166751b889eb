import { fileURLToPath } from 'node:url'
import type { Regulation } from '../../src/regulations/schema.ts'
import { loadAllRegulations } from '../../src/rules.ts'
import { makeSuggest } from '../../src/suggest/suggest.ts'
import { plainOf } from '../../src/suggest/words.ts'
import { sentences, type Sentence } from './sentences.ts'

/** How good the suggestions are, over the labelled sentences: `npm run check:suggest`. Wanted of those held out: three quarters. */
export const wanted = 0.75

export type Figures = {
  rows: { of: string; sentences: number; first: number; three: number; none: number }[]
  heldOut: number
  /** Milliseconds. */
  time: { build: number; median: number; worst: number; long: number }
}

type Outcome = { sentence: Sentence; first: boolean; three: boolean; none: boolean; literal: boolean; ms: number }

export async function reckon(): Promise<Figures> {
  const regulations = await loadAllRegulations(undefined)
  const suggest = makeSuggest()
  const house = { inForce: regulations, denials: [] }
  const began = performance.now()
  suggest('', regulations, house)
  const build = performance.now() - began
  // What a long-running house does: its code is warm.
  for (const { text } of sentences) suggest(text, regulations, house)
  const outcomes = sentences.map((sentence): Outcome => {
    const before = performance.now()
    const found = suggest(sentence.text, offeredFor(sentence, regulations), house).map(({ regulation, category }) => `${regulation}:${category}`)
    const ms = performance.now() - before
    return { sentence, ms, first: found[0] !== undefined && sentence.labels.includes(found[0]), three: found.some((each) => sentence.labels.includes(each)), none: found.length === 0, literal: holdsKeyword(sentence, regulations) }
  })
  const row = (of: string, which: (outcome: Outcome) => boolean): Figures['rows'][number] => {
    const those = outcomes.filter(which)
    return { of, sentences: those.length, first: share(those, (each) => each.first), three: share(those, (each) => each.three), none: share(those, (each) => each.none) }
  }
  const heldOut = (outcome: Outcome): boolean => outcome.sentence.heldOut
  const languages = [...new Set(sentences.map(({ language }) => language))]
  const rows = [
    row('all', () => true),
    row('tuning', (each) => !heldOut(each)),
    row('held out', heldOut),
    ...languages.flatMap((language) => [
      row(language, ({ sentence }) => sentence.language === language),
      row(`${language}, held out`, ({ sentence }) => sentence.language === language && sentence.heldOut),
    ]),
    row('with a keyword of theirs', ({ literal }) => literal),
    row('without', ({ literal }) => !literal),
    row('without, held out', (each) => !each.literal && heldOut(each)),
  ]
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b)
  const everything = sentences.map(({ text }) => text).join('\n').slice(0, 10_000)
  const start = performance.now()
  suggest(everything, regulations, house)
  return { rows, heldOut: rows[2]?.three ?? 0, time: { build, median: times[Math.floor(times.length / 2)] ?? 0, worst: times.at(-1) ?? 0, long: performance.now() - start } }
}

/** What would be offered to whoever wrote it: findings of a screening come from staff, everything else from residents. */
export function offeredFor({ labels }: Sentence, regulations: readonly Regulation[]): Regulation[] {
  const byStaff = regulations.filter(({ filers }) => !filers.includes('resident'))
  const isFinding = byStaff.some(({ id }) => labels.some((label) => label.startsWith(`${id}:`)))
  return regulations.filter((each) => isFinding || !byStaff.includes(each))
}

/** Whether a keyword of a category it is labelled with stands in it as it is. */
export function holdsKeyword({ text, labels }: Sentence, regulations: readonly Regulation[]): boolean {
  const plain = plainOf(text)
  return labels.some((label) => {
    const [id, categoryId] = label.split(':')
    const category = regulations.find((each) => each.id === id)?.categories.find((each) => each.id === categoryId)
    return [...(category?.keywords.zh ?? []), ...(category?.keywords.en ?? [])].some((word) => plain.includes(plainOf(word)))
  })
}

function share<T>(list: readonly T[], is: (each: T) => boolean): number {
  return list.filter(is).length / Math.max(1, list.length)
}

function percent(part: number): string {
  return `${(part * 100).toFixed(0)} %`.padStart(6)
}

function page({ rows, heldOut, time }: Figures): string {
  return [
    `${'sentences'.padEnd(28)}number  first  in 3  no suggestion`,
    ...rows.map((row) => `${row.of.padEnd(28)}${String(row.sentences).padStart(6)}${percent(row.first).padStart(7)}${percent(row.three)}${percent(row.none).padStart(9)}`),
    '',
    `once: ${time.build.toFixed(0)} ms; a suggestion: median ${time.median.toFixed(2)} ms, worst ${time.worst.toFixed(2)} ms; 10 000 characters: ${time.long.toFixed(0)} ms; memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
    `held out, in the first three: ${percent(heldOut).trim()} (wanted: ${percent(wanted).trim()})`,
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const figures = await reckon()
  process.stdout.write(page(figures))
  if (figures.heldOut < wanted) process.exitCode = 1
}
