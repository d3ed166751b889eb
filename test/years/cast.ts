/** Who lives through the years: offices with their hours and staff, and cases drawn by number, always the same ones. */
import { nothingBetween } from '../../src/cases/between.ts'
import type { Answer, CaseState, StaffMember } from '../../src/cases/case.ts'
import { idFrom } from '../../src/ids.ts'
import { dateOf, dayMinutes, minute } from './notice.ts'
import type { Book, Facts } from './rulebook.ts'
import { naiveDue } from './naive.ts'
import type { Wall } from './notice.ts'

export const offices = [
  { id: 1, hours: [{ from: '09:00', to: '12:00' }, { from: '13:30', to: '17:30' }] },
  { id: 2, hours: [{ from: '08:30', to: '18:00' }] },
] as const

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export type Chance = { next(): number; below(count: number): number; one<T>(of: readonly T[]): T; is(share: number): boolean }

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const chance: Chance = {
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let t = Math.imul(state ^ (state >>> 15), 1 | state)
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
    },
    below: (count) => Math.floor(chance.next() * count),
    one(of) {
      const found = of[chance.below(of.length)]
      if (found === undefined) throw new Error('nothing to choose from')
      return found
    },
    is: (share) => chance.next() < share,
  }
  return chance
}

const roles: readonly [StaffMember['role'], number][] = [['mediator', 8], ['handler', 8], ['informant', 2], ['liaison', 2], ['head', 1], ['leader', 1], ['admin', 1]]

/** Alike in all but their role and office. `small`: one of each role, so that no lot has to fall. */
export function staffOf(office: number, small: boolean): StaffMember[] {
  const members = roles.flatMap(([role, count]) => Array.from({ length: small ? 1 : count }, () => role))
  return members.map((role, n) => {
    const id = office * 100 + n
    return { id, personId: idFrom('years/staff', String(id)), officeId: office, role, name: `${role}-${id}`, kinds: [], languages: [], areas: [], capacity: 9999, away: null, standsFor: [], custodian: false, load: 0 }
  })
}

/** How those who have the case go about it. */
export type Temper = 'prompt' | 'usual' | 'late' | 'silent'

/** One case to come: who files what and when, and the chance by which its people act from then on. */
export type Script = { n: number; regulation: string; category: string; office: number; filedAt: number; temper: Temper; actsMost: number; facts: Omit<Facts, 'happened' | 'level' | 'category' | 'outcome' | 'dates'>; chance: number }

/** The nth case. All regulations in turn, each of their categories; filings at all hours of the given span of time. */
export function scriptOf(n: number, books: readonly Book[], span: { from: string; to: string }, walls: readonly Wall[]): Script {
  const chance = chanceOf(n * 7919 + 17)
  const book = books[n % books.length] as Book
  const [from, to] = [minute(span.from), minute(span.to)]
  let filedAt = from + chance.below(to - from)
  const office = 1 + (n % offices.length)
  // Three in five come by day, as people do; the others at any hour.
  if (chance.is(0.6)) while (walls[office - 1]?.open[filedAt] === 0) filedAt++
  const temper = chance.one<Temper>(['prompt', 'prompt', 'usual', 'usual', 'usual', 'late', 'late', 'silent'])
  const dangers = chance.is(0.04) ? [chance.one(['violence', 'self-harm', 'fire', 'crowd'])] : []
  const answers = new Map(book.questions.flatMap((question): [string, string | number | null][] => {
    if (question.optional && chance.is(0.3)) return []
    return [[question.id, answerTo(question, chance, filedAt)]]
  }))
  return {
    n, regulation: book.id, category: chance.one(book.categories).id, office, filedAt, temper, actsMost: temper === 'silent' ? chance.below(5) : 40, chance: n + 1_000_003,
    facts: { answers, dangers, anonymous: book.anonymous && chance.is(0.2), respondent: chance.is(0.7), filedTimes: chance.is(0.1) ? 2 + chance.below(3) : 1 },
  }
}

function answerTo({ kind, choices, atLeast = 0, atMost = 100_000 }: Book['questions'][number], chance: Chance, filedAt: number): string | number | null {
  // The first choice is the harmless one, as in life.
  if (kind === 'choice') return chance.is(0.6) ? choices?.[0] ?? null : chance.one(choices ?? [])
  if (kind === 'yes-no') return chance.is(0.25) ? 'yes' : 'no'
  if (kind === 'date') return textOf(Math.floor(filedAt / dayMinutes) - chance.below(chance.is(0.5) ? 40 : 700))
  if (kind === 'money') return chance.one([0, 500, 1999, 2000, 9000, 49_999, 50_000, 99_999, 100_000, 300_000])
  if (kind === 'number') return atLeast + chance.below(Math.max(1, Math.min(atMost, 200) - atLeast))
  return null
}

/** Which of a regulation's days are over on the day of filing: the answer's day, and so long after it (LAB-2, CON-1). */
export function datesAt(script: Script, wall: Wall): (book: Book, category: string) => Facts['dates'] {
  const known = new Map<string, Facts['dates']>()
  return (book, category) => {
    const key = `${book.id}/${category}`
    const dates = known.get(key) ?? reckon(book, category)
    known.set(key, dates)
    return dates
  }

  function reckon(book: Book, category: string): Facts['dates'] {
    return new Map(book.dates.flatMap(({ id, from, after, by }): [string, 'past' | 'ahead'][] => {
      const day = script.facts.answers.get(from)
      const choice = by === 'category' ? category : script.facts.answers.get(by ?? '')
      const limit = typeof after === 'string' ? after : after[String(choice)]
      if (typeof day !== 'string' || limit === undefined) return []
      if (limit === 'never') return [[id, 'ahead']]
      const last = Math.floor((naiveDue(wall, minute(`${day} 00:00`), limit, []) - 1) / dayMinutes)
      return [[id, Math.floor(script.filedAt / dayMinutes) > last ? 'past' : 'ahead']]
    }))
  }
}

/** The case as it is filed, but for what src reckons itself: its dates. */
export function caseOf(script: Script, edition: string, applicantId = idFrom('years/people', String(script.n))): Omit<CaseState, 'dates' | 'filedAt'> {
  const answers = [...script.facts.answers].map(([id, value]): Answer => ({ id, text: String(value ?? 'x'), value }))
  return {
    id: idFrom('years/cases', String(script.n)), number: `Y${script.n}`, dossier: null, officeId: script.office, regulation: script.regulation, edition, category: script.category, level: '',
    stage: { at: 'filed' }, tried: [], handlerId: null, story: '楼上每天半夜拖桌子。', answers, place: null, filedTimes: script.facts.filedTimes, dangers: [...script.facts.dangers],
    anonymous: script.facts.anonymous, language: 'zh-CN', channel: 'web', applicantId, acceptedAt: null, reopened: 0, pauses: [], happened: [], score: null, between: nothingBetween,
    parties: [
      { id: idFrom('years/parties', `${script.n}/1`), role: 'applicant', personId: applicantId, name: null, contact: null, willing: 'unknown' },
      ...(script.facts.respondent ? [{ id: idFrom('years/parties', `${script.n}/2`), role: 'respondent' as const, personId: null, name: null, contact: null, willing: 'unknown' as const }] : []),
    ],
  }
}

function textOf(day: number): string {
  const { year, month, day: date } = dateOf(day)
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}
