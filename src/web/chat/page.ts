import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChatDoor, DemoPhone } from './door.ts'

/** The page as it leaves the house: its frame's words in the guessed language, the talk to come over the stream. */
export function chatPage(door: ChatDoor, language: string, phone: DemoPhone | null): string {
  const words = door.words(language)
  return fillPage(template, words.language, words.page, {
    house: door.house,
    frame: { house: door.house, zone: door.zone, language: words.language, words: words.page, as: phone ? `demo-${phone}` : '', limits: {
      textChars: door.limits.textCharsMax, fileBytes: door.limits.fileBytesMax,
    } },
  })
}

const template = readFileSync(join(import.meta.dirname, 'page', 'chat.html'), 'utf8')

/**
 * Puts words into a page: `{{name}}` becomes words.name, `{{@language}}` the language, `{{@house}}` the house's name,
 * `{{@frame}}` the data the page's script reads. All of it escaped; a name without words throws.
 */
export function fillPage(page: string, language: string, words: Record<string, string>, extra: { house: string; frame: unknown }): string {
  return page.replace(/\{\{(@?\w+)\}\}/g, (_all, name: string) => {
    if (name === '@language') return escaped(language)
    if (name === '@house') return escaped(extra.house)
    if (name === '@frame') return JSON.stringify(extra.frame).replaceAll('<', '\\u003c')
    const text = words[name]
    if (text === undefined) throw new Error(`the page has no words for ${name}`)
    return escaped(text)
  })
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
