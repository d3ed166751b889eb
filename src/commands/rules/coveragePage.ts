import { coverage, strangeIds, type Covered, type Place } from './coverage.ts'
import type { Say } from './say.ts'

/** One line for each rule and one for the sum; `missing` rules have lines of their own at the end. */
export function coveragePage(root: string, { say, list }: Say): { text: string; missing: number } {
  const all = coverage(root)
  const strange = strangeIds(root)
  const missing = all.filter((each) => each.missing.length > 0)
  const title = (id: string): string => `${id} ${say(`rules:rule.${id}`)}`
  const lines = all.map((each) => [title(each.id), ...details(each, say, list)].join('\n    '))
  const sum = say('rules:coverage.sum', {
    all: all.length, done: all.filter((each) => each.carried.length > 0 && each.proven.length > 0 && each.missing.length === 0).length,
    elsewhere: all.filter((each) => each.elsewhere.length > 0 && each.missing.length === 0 && (each.carried.length === 0 || each.proven.length === 0)).length,
    out: all.filter((each) => each.leftOut).length, missing: missing.length + strange.length,
  })
  const gaps = [...missing.map((each) => `${title(each.id)}: ${list(each.missing.map((what) => say(`rules:coverage.${what}`)))}`), ...strange.map((each) => `${at(each)}: ${each.says}`)]
  return { text: [...lines, '', sum, ...gaps].join('\n'), missing: gaps.length }
}

function details({ carried, proven, elsewhere, leftOut }: Covered, say: Say['say'], list: Say['list']): string[] {
  if (leftOut) return [say('rules:coverage.left-out')]
  return [
    ...(carried.length > 0 ? [`${say('rules:coverage.carried')}: ${places(carried)}`] : []),
    ...proven.slice(0, 3).map((each) => `${say('rules:coverage.proven')}: ${at(each)} ${each.says}`),
    ...(elsewhere.length > 0 ? [`${say('rules:coverage.elsewhere')}: ${list(elsewhere.map((part) => say(`rules:part.${part}`)))}`] : []),
  ]
}

function places(all: readonly Place[]): string {
  const most = 4
  return [...all.slice(0, most).map(at), ...(all.length > most ? [`+${all.length - most}`] : [])].join(', ')
}

function at({ file, line }: Place): string {
  return `${file}:${line}`
}
