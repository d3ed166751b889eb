import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { dayOf, instantOf, quietEnd } from './calendar/limit.ts'
import type { Pleasantry } from './dialogue/pleasantries.ts'
import type { DangerRule, House, Intent } from './dialogue/state.ts'
import { inForce } from './regulations/load.ts'
import type { Regulation } from './regulations/schema.ts'
import { ownRegulations } from './rules.ts'
import { makeSuggest, type Suggest } from './suggest/suggest.ts'
import type { Speaker } from './words/words.ts'

/** What the pure talk needs of the house, put together once: rules, danger words, typed commands, gentle hours. */

const dangerFile = z.array(z.strictObject({ id: z.string(), words: z.array(z.string()), not: z.array(z.string()).optional(), numbers: z.array(z.string()) })
  .transform(({ id, words, not = [], numbers }): DangerRule => ({ id, numbers, words: oneOf(words) ?? /$^/, not: oneOf(not) })))
const numbersFile = z.record(z.string(), z.record(z.string(), z.string()))
/** Numbers to call belong to the place, not to the language; a zone not named here is the mainland's. */
const regions: Record<string, string> = { 'Asia/Taipei': 'TW', 'Asia/Hong_Kong': 'HK', 'Asia/Tokyo': 'JP', 'Asia/Bangkok': 'TH', 'Asia/Ho_Chi_Minh': 'VN' }
const intents: Intent[] = ['home', 'help', 'cancel', 'language', 'mine', 'track', 'file', 'human', 'back', 'skip', 'done', 'duties', 'receptions', 'data']
/** A machine speaks up by itself only by day. */
const quiet = { from: '20:30', to: '09:00' }

/** `learn`: weighs the words of regulations, in all their editions, that are about to come into force, so that nobody's turn waits for it. */
export type LearningHouse = House & { learn(editions: readonly Regulation[]): void }

export function makeHouse(options: { name: string; zone: string; /** All editions; another list after a reload. */ regulations: readonly Regulation[]; office: House['office']; manned?: House['manned']; speaker: Speaker; clock(): number; /** Shared by the houses of one process, so that the words of the regulations are weighed once. */ suggest?: Suggest }): LearningHouse {
  const { name, zone, speaker, clock } = options
  const typed = new Map<string, Intent>()
  for (const language of speaker.languages) {
    for (const intent of intents) {
      for (const word of speaker.say({ key: `talk:typed.${intent}` }, language).split('|')) typed.set(word.trim().toLowerCase(), intent)
      const label = { key: `talk:menu.${intent}` }
      if (speaker.knows(label.key)) typed.set(speaker.say(label, language).toLowerCase(), intent)
    }
    for (const button of ['back', 'skip', 'cancel'] as const) typed.set(speaker.say({ key: `talk:button.${button}` }, language).toLowerCase(), button)
    for (const button of ['files-done', 'no-files'] as const) typed.set(speaker.say({ key: `talk:button.${button}` }, language).toLowerCase(), 'done')
  }
  const kind = (which: Pleasantry): string[] => speaker.languages.flatMap((language) => speaker.say({ key: `talk:typed.${which}` }, language).split('|').map((word) => word.trim().toLowerCase()))
  const denials = speaker.languages.flatMap((language) => speaker.say({ key: 'talk:typed.not' }, language).split('|').map((word) => word.trim().toLowerCase()))
  const suggest = options.suggest ?? makeSuggest()
  const pleasantries = { thanks: kind('thanks'), hello: kind('hello') }
  let today = { from: 0, until: 0 }
  let all: readonly Regulation[] = []
  let now: Regulation[] = []
  const house: LearningHouse = {
    name,
    office: options.office,
    manned: options.manned ?? (() => true),
    languages: speaker.languages,
    dangers: dangerFile.parse(parse(readFileSync(join(ownRegulations, 'dangers.yaml'), 'utf8'))),
    numbers: numbersFile.parse(parse(readFileSync(join(ownRegulations, 'numbers.yaml'), 'utf8')))[regions[zone] ?? 'CN'] ?? {},
    notice: '2026-11',
    nudgeAfterDays: 2,
    forgetAfterDays: 14,
    say: speaker.say,
    intent: (text) => typed.get(text.trim().toLowerCase()) ?? null,
    pleasantries,
    suggest: (story, offered) => suggest(story, offered, { inForce: house.regulations, denials }),
    day: (at) => dayOf(zone, at),
    gentleMoment: (at) => quietEnd(zone, at, quiet),
    learn: (editions) => suggest.learn(inForce(editions, dayOf(zone, clock()))),
    /** The editions in force today; a new one comes into force at midnight without a restart. */
    get regulations() {
      const at = clock()
      if (at < today.from || at >= today.until || all !== options.regulations) {
        const day = dayOf(zone, at)
        today = { from: instantOf(zone, day, '00:00'), until: instantOf(zone, day, '24:00') }
        all = options.regulations
        now = inForce(all, day)
      }
      return now
    },
  }
  return house
}

/** One pattern for all of them, in small letters; those in Latin letters only as whole words, the longest first. Null for none. */
function oneOf(words: readonly string[]): RegExp | null {
  const plain = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const each = words.toSorted((a, b) => b.length - a.length).map((word) => (/[a-z]/.test(word) ? `(?<!\\p{Script=Latin})${plain(word)}(?!\\p{Script=Latin})` : plain(word)))
  return each.length === 0 ? null : new RegExp(each.join('|'), 'gu')
}
