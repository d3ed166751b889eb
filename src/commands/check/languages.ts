import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from './source.ts'

/** Whether all languages say the same things, with the same values in them. */

/** language → key ("talk:ask.story") → words. */
export type Languages = Map<string, Map<string, string>>

export function readLanguages(folder: string): Languages {
  return new Map(readdirSync(folder).sort().map((language) => {
    const files = readdirSync(join(folder, language)).filter((name) => name.endsWith('.json'))
    return [language, new Map(files.flatMap((name) => flat(JSON.parse(readFileSync(join(folder, language, name), 'utf8')), `${name.slice(0, -5)}:`)))]
  }))
}

/** ["talk:ask.story", "…"] for every text within; anything that is no text becomes one that `checkLanguages` refuses. */
export function flat(value: unknown, prefix: string): [string, string][] {
  if (typeof value === 'string') return [[prefix.replace(/\.$/, ''), value]]
  if (typeof value !== 'object' || value === null) return [[prefix.replace(/\.$/, ''), '']]
  return Object.entries(value).flatMap(([name, part]) => flat(part, `${prefix}${name}.`))
}

const plural = /_(?:ordinal_)?(?:zero|one|two|few|many|other)$/

/** The key as code names it: "talk:files" for "talk:files_other", when that language counts it. */
export function baseOf(key: string, words: ReadonlyMap<string, string>): string {
  const base = key.replace(plural, '')
  return base !== key && words.has(`${base}_other`) ? base : key
}

export function placeholdersOf(words: string): string[] {
  return [...words.matchAll(/\{\{\s*([^},\s]+)[^}]*\}\}/g)].map((match) => match[1] ?? '')
}

/** Base key → placeholders in any of its forms. */
export function placeholdersByKey(words: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const [key, text] of words) {
    const base = baseOf(key, words)
    found.set(base, new Set([...(found.get(base) ?? []), ...placeholdersOf(text)]))
  }
  return found
}

export function checkLanguages(languages: Languages): Finding[] {
  const keys = new Map([...languages].map(([language, words]) => [language, placeholdersByKey(words)]))
  const all = new Set([...keys.values()].flatMap((each) => [...each.keys()]))
  return [...languages].flatMap(([language, words]) => {
    const say = (key: string, says: string): Finding => ({ file: `locales/${language}`, line: 0, says: `${key} ${says}` })
    const mine = keys.get(language) ?? new Map<string, Set<string>>()
    return [
      ...[...all].filter((key) => !mine.has(key)).map((key) => say(key, `is missing; ${[...keys].filter(([, has]) => has.has(key)).map(([other]) => other).join(', ')} has it`)),
      ...[...words].filter(([, text]) => text.trim() === '').map(([key]) => say(key, 'has no words')),
      ...[...words].filter(([, text]) => text !== text.trim()).map(([key]) => say(key, 'begins or ends with a space')),
      ...[...words].filter(([, text]) => brokenPlaceholder(text)).map(([key]) => say(key, 'has a placeholder that is not whole')),
      ...[...mine].flatMap(([key, has]) => unequal(key, has, keys, language).map((says) => say(key, says))),
      ...pluralsOf(language, words).map(([key, says]) => say(key, says)),
    ]
  })
}

/** Against each other language once: what this one lacks. */
function unequal(key: string, has: ReadonlySet<string>, keys: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>, language: string): string[] {
  return [...keys].flatMap(([other, theirs]) => {
    const missing = other === language ? [] : [...(theirs.get(key) ?? [])].filter((name) => !has.has(name))
    return missing.length > 0 ? [`does not say {{${missing.join('}}, {{')}}}, ${other} does`] : []
  })
}

function brokenPlaceholder(text: string): boolean {
  return /\{\{|\}\}/.test(text.replace(/\{\{\s*[^{}\s]+\s*\}\}/g, ''))
}

/** Every form that the language's own rules ask for, and none that it never uses. i18next says _zero in any language. */
function pluralsOf(language: string, words: ReadonlyMap<string, string>): [string, string][] {
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const counted = [...new Set([...words.keys()].filter((key) => baseOf(key, words) !== key).map((key) => baseOf(key, words)))]
  return counted.flatMap((base) => {
    const has = [...words.keys()].filter((key) => key !== base && baseOf(key, words) === base).map((key) => key.slice(base.length + 1))
    return [
      ...needed.filter((form) => !has.includes(form)).map((form): [string, string] => [`${base}_${form}`, 'is missing: the language counts so']),
      ...has.filter((form) => form !== 'zero' && !needed.some((each) => each === form)).map((form): [string, string] => [`${base}_${form}`, 'is never said: the language does not count so']),
    ]
  })
}
