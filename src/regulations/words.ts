import { LineCounter, parseDocument } from 'yaml'
import type { RegulationFault } from './faults.ts'
import { wordNeeds } from './keys.ts'
import { lineOf } from './places.ts'
import type { Regulation } from './schema.ts'

/** Whether a regulation has all its words: ours, and over them those that an office has written itself. */

/** A file of the office's own words. `id` is that of the regulation they belong to. */
export type WordFile = { file: string; language: string; id: string; text: string }
/** Language → name of a file of ours → what it holds. The languages here are those of the house. */
export type OwnWords = ReadonlyMap<string, ReadonlyMap<string, unknown>>
/** Language → regulation → key → words: ours with the office's over them. */
export type RegulationWords = ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, string>>>>
export type Spoken = { regulation: Regulation; file: string; locate(path: PropertyKey[]): { line: number; field: string } }

/** LINE shows no more than so many characters on a button. */
const onButtonMax = 20
const onButton = /^(choice|step|category|outcome)\./

/** `all`: whether every regulation could be read; else words of one that could not are no fault of theirs. */
export function checkWords(spoken: readonly Spoken[], own: OwnWords, office: readonly WordFile[], all: boolean): { words: RegulationWords; faults: RegulationFault[] } {
  const languages = [...own.keys()]
  const ids = [...new Set(spoken.map(({ regulation }) => regulation.id))]
  const faults: RegulationFault[] = []
  const written = new Map<string, Record<string, string>>()
  for (const each of office) {
    if (!languages.includes(each.language)) faults.push({ file: each.file, line: 1, field: 'the file', expected: `a language of the house: one of ${languages.join(', ')}` })
    else if (!ids.includes(each.id)) {
      if (all) faults.push({ file: each.file, line: 1, field: 'the file', expected: `the name of a regulation: one of ${ids.join(', ')}` })
    } else {
      const read = readWords(each, spoken.filter(({ regulation }) => regulation.id === each.id).map(({ regulation }) => regulation))
      faults.push(...read.faults)
      written.set(`${each.language}/${each.id}`, read.words)
    }
  }
  const reserved = new Set([...own.values()].flatMap((files) => [...files.keys()]).filter((name) => notRegulations.includes(name)))
  const words = new Map(languages.map((language) => [language, new Map(ids.map((id) => [id, { ...Object.fromEntries(flat(own.get(language)?.get(id)).map(({ key, text }) => [key, text])), ...written.get(`${language}/${id}`) }]))]))
  // An office writes its own in the languages it has: whoever reads another one reads those, and a new language of ours stops no office.
  const ourKeys = new Map(ids.map((id) => [id, new Set(languages.flatMap((language) => flat(own.get(language)?.get(id)).map(({ key }) => key)))]))
  const needed = (id: string, key: string): string[] => {
    const ours = languages.filter((language) => own.get(language)?.has(id))
    if (ourKeys.get(id)?.has(key)) return ours
    const theirs = languages.filter((language) => written.has(`${language}/${id}`))
    return theirs.length > 0 ? theirs : languages
  }
  for (const one of spoken) {
    const { id } = one.regulation
    if (reserved.has(id)) faults.push({ file: one.file, ...one.locate(['id']), expected: `another id; "${id}" is the name of words of the house` })
    const needs = wordNeeds(one.regulation)
    for (const { key, path } of needs.filter((need, n) => needs.findIndex((other) => other.key === need.key) === n)) {
      const missing = needed(id, key).filter((language) => (words.get(language)?.get(id)?.[key] ?? '').trim() === '')
      const where = missing.length === 1 ? missing[0] : '<language>'
      if (missing.length > 0) faults.push({ file: one.file, ...one.locate(path), expected: `words in ${missing.join(', ')}: "${key}" of locales/${where}/${id}.json` })
    }
  }
  return { words, faults: faults.filter((fault, n) => faults.findIndex((other) => JSON.stringify(other) === JSON.stringify(fault)) === n) }
}

/** Files of ours in locales/<language>/ that belong to no regulation. */
const notRegulations = ['case', 'chat', 'line', 'paper', 'poster', 'reception', 'rules', 'talk']

/** Unknown keys are refused like unknown keys of a regulation: they are typing errors, and what was meant would go unsaid. */
function readWords({ file, text }: WordFile, editions: readonly Regulation[]): { words: Record<string, string>; faults: RegulationFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const faultAt = (path: PropertyKey[], expected: string): RegulationFault => ({ file, line: lineOf(document, lines, path), field: path.join('.') || 'the file', expected })
  const [broken] = document.errors
  const parsed = asJson(text)
  if (broken) return { words: {}, faults: [{ file, line: lines.linePos(broken.pos[0]).line, field: 'the file', expected: `JSON that can be read (${broken.message.split('\n')[0]})` }] }
  if ('broken' in parsed) return { words: {}, faults: [faultAt([], `JSON that can be read (${parsed.broken})`)] }
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) return { words: {}, faults: [faultAt([], 'words by their keys, between { and }')] }
  const needs = new Map(editions.flatMap((each) => wordNeeds(each)).map((need) => [need.key, need]))
  const all = flat(parsed.value)
  const faults = all.flatMap(({ key, text: said, path }): RegulationFault[] => {
    const need = needs.get(key)
    if (!need) return [faultAt(path, 'no such words (a typing error?)')]
    if (said.trim() === '') return [faultAt(path, 'words')]
    const strange = [...said.matchAll(/\{\{([^}]*)\}\}/g)].map(([, name = '']) => name.trim()).filter((name) => !need.values.includes(name))
    if (strange.length > 0) return [faultAt(path, `no {{${strange[0]}}}: ${need.values.length > 0 ? `there is {{${need.values.join('}}, {{')}}}` : 'nothing is filled in here'}`)]
    return onButton.test(key) && [...said].length > onButtonMax ? [faultAt(path, `at most ${onButtonMax} characters: it stands on a button`)] : []
  })
  return { words: Object.fromEntries(all.map(({ key, text: said }) => [key, said])), faults }
}

function asJson(text: string): { value: unknown } | { broken: string } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return { broken: error instanceof Error ? error.message.split('\n')[0] ?? '' : '' }
  }
}

/** Every text of a tree with its whole key; empty where something else than a text stands. */
function flat(value: unknown, path: string[] = []): { key: string; text: string; path: string[] }[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value).flatMap(([name, part]) => flat(part, [...path, name]))
  return value === undefined ? [] : [{ key: path.join('.'), text: typeof value === 'string' ? value : '', path }]
}
