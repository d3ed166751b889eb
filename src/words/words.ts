import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next, { type i18n, type ResourceLanguage, type TFunction } from 'i18next'
import type { Button, Message, Spoken, SpokenButton, Value, Words } from '../dialogue/message.ts'

/** Every word of the house in every language, read once at start. `locales/<language>/<namespace>.json`. */
export type Speaker = {
  languages: string[]
  /** Whether there are words for this key. */
  knows(key: string): boolean
  /** One phrase in one language. */
  say(words: Words, language: string): string
  /** A whole message in one language; `codes` are kept as they are. */
  speak(message: Message, language: string): Spoken
  /** The language of ours nearest to what a platform or browser tells ("zh-Hant-HK" → "zh-TW"). */
  nearest(hint: string | undefined): string
  /** Language → file → key → words: what is said from now on in place of what was read from such a file before. */
  learn(words: ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, string>>>>): void
}

/** `links`: the addresses under which a code is used, one for each open channel. */
export function loadSpeaker(options: { folder: string; fallback: string; zone: string; links?(code: string): string[] }): Speaker {
  const languages = readdirSync(options.folder).filter((name) => !name.startsWith('.')).sort()
  const resources = Object.fromEntries(languages.map((language) => [language, readNamespaces(join(options.folder, language))]))
  const words: i18n = i18next.createInstance()
  void words.init({
    resources,
    initAsync: false,
    ns: [...new Set(Object.values(resources).flatMap((each) => Object.keys(each)))],
    fallbackLng: [options.fallback, 'zh-CN', 'en'],
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const phrases = new Map<string, TFunction>(languages.map((language) => [language, words.getFixedT(language)]))
  const fallback = phrases.get(options.fallback) ?? words.getFixedT('zh-CN')
  const phrase = (language: string): TFunction => phrases.get(language) ?? fallback

  const said = new Map<string, Map<string, string>>()
  const cut = new Map<string, Map<string, readonly string[] | null>>()

  function say(what: Words, language: string): string {
    if ('say' in what) return shown(what.say)
    if (!what.with) return plain(what.key, language)
    const pieces = 'count' in what.with || 'context' in what.with ? null : piecesOf(what.key, language)
    if (pieces) return filled(pieces, what.with, language)
    const values: Record<string, string | number> = {}
    for (const [name, value] of Object.entries(what.with)) values[name] = write(value, language)
    return phrase(language)(what.key, values)
  }

  function filled(pieces: readonly string[], values: Readonly<Record<string, Value>>, language: string): string {
    return pieces.map((piece, n) => (n % 2 === 0 ? piece : write(values[piece] ?? `{{${piece}}}`, language))).join('')
  }

  /** Words cut at their gaps once: text, name of a value, text, …; null where i18next itself must write them (words within words, formats). */
  function piecesOf(key: string, language: string): readonly string[] | null {
    const known = cut.get(language) ?? new Map<string, readonly string[] | null>()
    cut.set(language, known)
    const found = known.get(key)
    if (found !== undefined) return found
    const words = phrase(language)(key, { skipInterpolation: true })
    const pieces = words.split(/\{\{\s*(\w+)\s*\}\}/)
    const whole = pieces.some((piece, n) => n % 2 === 0 && /\{\{|\$t\(/.test(piece)) ? null : pieces
    known.set(key, whole)
    return whole
  }

  /** Most of what is said has nothing to fill in: looked up once. */
  function plain(key: string, language: string): string {
    const known = said.get(language) ?? new Map<string, string>()
    said.set(language, known)
    const found = known.get(key)
    if (found !== undefined) return found
    const words = phrase(language)(key)
    known.set(key, words)
    return words
  }

  function write(value: Value, language: string): string | number {
    if (typeof value !== 'object') return typeof value === 'string' ? shown(value) : value
    if ('day' in value) return dateFormat(language, options.zone, 'day').format(value.day)
    if ('moment' in value) return dateFormat(language, options.zone, 'moment').format(value.moment)
    if ('slot' in value) return slot(language, options.zone, value.slot)
    if ('date' in value) return dateFormat(language, options.zone, 'date').format(value.date)
    if ('links' in value) return (options.links?.(value.links) ?? []).join('\n')
    if ('list' in value) return listFormat(language).format(value.list.map((each) => say(each, language)))
    return say(value, language)
  }

  const button = (each: Button, language: string): SpokenButton => ({ label: say(each.label, language), press: each.press, tone: each.tone ?? 'plain' })

  return {
    languages,
    knows: (key) => words.exists(key, { lng: 'en', fallbackLng: [] }) || words.exists(key),
    say,
    learn(taught) {
      for (const [language, files] of taught) {
        for (const [name, keys] of files) {
          words.removeResourceBundle(language, name)
          words.addResourceBundle(language, name, { ...keys })
        }
      }
      said.clear()
      cut.clear()
    },
    nearest: (hint) => nearest(hint, languages, options.fallback),
    speak: (message, language) => ({
      paragraphs: message.text.map((each) => say(each, language)).filter((text) => text !== ''),
      card: (message.card ?? []).map((line) => ({
        label: say(line.label, language),
        value: say(line.value, language),
        ...(line.change ? { change: button(line.change, language) } : {}),
      })),
      buttons: (message.buttons ?? []).map((row) => row.map((each) => button(each, language))),
      ...(message.wants ? { wants: message.wants } : {}),
      as: message.as,
      files: message.files ?? [],
      frame: {
        ...(message.wants ? { wants: plain(`talk:wants.${message.wants}`, language) } : {}),
        alt: plain('talk:frame.alt', language),
        change: plain('talk:frame.change', language),
      },
    }),
  }
}

/**
 * People's words as others see them: nothing in them turns the line round, or hides. The words themselves stay as they
 * were said wherever they are kept.
 */
function shown(words: string): string {
  return hidden.test(words) ? words.replace(new RegExp(hidden, 'g'), '') : words
}
const hidden = /[\u200B\u202A-\u202E\u2060-\u2069\uFEFF]/

function readNamespaces(folder: string): ResourceLanguage {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return Object.fromEntries(files.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(folder, name), 'utf8'))] as const))
}

/** Traditional script is read in Hong Kong, Macau and Taiwan; "zh" alone is the Chinese of the house, every other Chinese tag simplified. */
function nearest(hint: string | undefined, languages: string[], fallback: string): string {
  if (!hint) return fallback
  if (languages.includes(hint)) return hint
  const tag = hint.toLowerCase()
  if (tag.startsWith('zh')) return /hant|tw|hk|mo/.test(tag) ? 'zh-TW' : tag === 'zh' && fallback.startsWith('zh') ? fallback : 'zh-CN'
  return languages.find((language) => language.toLowerCase().split('-')[0] === tag.split('-')[0]) ?? fallback
}

const formats = new Map<string, Intl.DateTimeFormat>()
function dateFormat(language: string, zone: string, as: 'day' | 'moment' | 'date' | 'slot' | 'slot-in-numbers'): Intl.DateTimeFormat {
  const key = `${language}|${zone}|${as}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(language, {
    timeZone: zone, month: as === 'slot' ? 'short' : as === 'slot-in-numbers' ? 'numeric' : 'long', day: 'numeric',
    ...(as === 'date' ? { year: 'numeric' } : { weekday: 'short' }), ...(as !== 'day' && as !== 'date' ? { hour: '2-digit', minute: '2-digit', hour12: false } : {}),
  })
  formats.set(key, made)
  return made
}

/** A button has little room: no commas, and the month as a number where its name is long. */
function slot(language: string, zone: string, at: number): string {
  const named = dateFormat(language, zone, 'slot').format(at)
  return ([...named].length > slotCharsMax ? dateFormat(language, zone, 'slot-in-numbers').format(at) : named).replaceAll(',', '')
}
const slotCharsMax = 18

const lists = new Map<string, Intl.ListFormat>()
function listFormat(language: string): Intl.ListFormat {
  const known = lists.get(language)
  if (known) return known
  const made = new Intl.ListFormat(language, { type: 'conjunction', style: 'long' })
  lists.set(language, made)
  return made
}
