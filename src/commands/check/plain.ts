import type { Languages } from './languages.ts'
import type { Finding } from './source.ts'

/** Whether what residents are told is told plainly: short sentences, and no word that only an office uses. */

export type Jargon = Record<string, readonly string[]>

/** Languages that write without blanks are counted by characters, others by words; Vietnamese writes each syllable by itself. */
const longest: Record<string, number> = { 'zh-CN': 45, 'zh-TW': 45, ja: 60, th: 100, vi: 36 }
const wordsMost = 25

/** What a placeholder counts for: a date, a name, a number. */
const filled = { characters: '0000', words: '0' }

const unspaced = /^(zh|ja|th)/
/** Parts of talk.json that are read by staff, or by nobody. */
const notForResidents = /^talk:(typed|alert|office|unreachable|answer|join|round|not-staff|button\.leave-staff)\b/
const caseForResidents = /^case:(next|clock)\./
const lengthOnly = /^case:told\./
const inRegulations = /^[a-z-]+:(question|first|ways|told)\./

/** `regulations`: the files of theirs, by name. */
export function checkPlain(languages: Languages, jargon: Jargon, regulations: ReadonlySet<string>): Finding[] {
  return [...languages].flatMap(([language, words]) => [...words].flatMap(([key, text]) => {
    const file = key.split(':')[0] ?? ''
    const forResidents = (file === 'talk' && !notForResidents.test(key)) || caseForResidents.test(key) || (regulations.has(file) && inRegulations.test(key))
    if (!forResidents && !lengthOnly.test(key)) return []
    const say = (says: string): Finding => ({ file: `locales/${language}`, line: 0, says: `${key} ${says}` })
    const long = sentences(text, language).filter((each) => each.length > each.most)
    const odd = forResidents ? unexplained(text, jargon[language] ?? [], language) : []
    return [...long.map((each) => say(`has a sentence of ${each.length}; ${each.most} at most: ${each.start}…`)), ...odd.map((word) => say(`says "${word}", which only offices say; say it plainly, or explain it in brackets behind`))]
  }))
}

function sentences(text: string, language: string): { length: number; most: number; start: string }[] {
  const byCharacter = unspaced.test(language)
  const most = longest[language] ?? wordsMost
  const whole = text.replace(/\{\{[^}]*\}\}/g, byCharacter ? filled.characters : filled.words)
  return whole.split(/[\u3002\uFF01\uFF1F\uFF1B\uFF1A\n]|[.!?;:]+(?=[\s\u201D)]|$)/).map((part) => part.trim()).map((part) => ({
    length: byCharacter ? [...part].length : part.split(/\s+/).length, most, start: part.slice(0, 20),
  }))
}

function unexplained(text: string, jargon: readonly string[], language: string): string[] {
  const bare = text.replace(/\{\{[^}]*\}\}/g, '').toLowerCase()
  return jargon.filter((word) => {
    const pattern = new RegExp(unspaced.test(language) ? `${word}(?!\\uFF08)` : `\\b${word}s?\\b(?! \\()`)
    return pattern.test(bare)
  })
}
