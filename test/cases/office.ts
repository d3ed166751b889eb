/**
 * An office on paper: its regulations as shipped, the calendar of 2026, a few members of staff, and a case whose life is
 * lived by events alone. The clock stands until a test moves it; then what is due is fired in order, as the timer would.
 */
import { nothingBetween } from '../../src/cases/between.ts'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { CaseDecision, CaseEvent, CaseState, DutyState, StaffMember, SurveyState, Tell, World } from '../../src/cases/case.ts'
import { decideCase } from '../../src/cases/decide.ts'
import type { HistoryLine } from '../../src/cases/telling/past.ts'
import { dayOf } from '../../src/calendar/limit.ts'
import type { Message, Words } from '../../src/dialogue/message.ts'
import { readPress } from '../../src/dialogue/press.ts'
import { idFrom } from '../../src/ids.ts'
import { withBodies, type LinkedBody, type ReferralState } from '../../src/cases/referrals/referral.ts'
import { loadRegulations } from '../../src/regulations/load.ts'
import { ownRegulations, readRegulationFiles } from '../../src/rules.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { loadSpeaker } from '../../src/words/words.ts'
import { at, office, shown } from '../calendar/year2026.ts'

const loaded = loadRegulations(await readRegulationFiles(ownRegulations))
export const regulations: Regulation[] = 'regulations' in loaded ? loaded.regulations : []
export const speaker = loadSpeaker({ folder: join(import.meta.dirname, '../../locales'), fallback: 'zh-CN', zone: 'Asia/Shanghai' })

export function regulationOf(id: string): Regulation {
  const found = regulations.find((each) => each.id === id)
  if (!found) throw new Error(`no regulation ${id}`)
  return found
}

/** A regulation changed for a test, under a name of its own: `test-mediation`. Words that only it has are not looked for. */
export function variant(id: string, change: (regulation: Regulation) => void): string {
  const own = structuredClone(regulationOf(id))
  own.id = `test-${id}-${regulations.length}`
  change(own)
  regulations.push(own)
  return own.id
}

/** The next who is asked is not visited, but asked by chat: the quota of visits is full. */
export function quotaFull(self: Life): void {
  for (const month of ['2026-11', '2026-12']) for (const group of ['rest', 'content']) self.series.set(`in-person/1/${self.case.regulation}/${month}/${group}`, 4)
}

export function member(id: number, role: StaffMember['role'], more: Partial<StaffMember> = {}): StaffMember {
  return { id, personId: idFrom('staff', String(id)), officeId: 1, role, name: `${role}-${id}`, kinds: [], languages: [], areas: [], capacity: 20, away: null, standsFor: [], custodian: false, load: 0, ...more }
}

/** Two who mediate, two who handle, a head, a leader: loads differ, so that the order of asking is known. */
export const everybody: StaffMember[] = [
  member(1, 'mediator', { name: '林敏', load: 1 }), member(2, 'mediator', { name: '何刚', load: 5 }),
  member(3, 'handler', { name: '苏青', load: 0 }), member(4, 'handler', { name: '石磊', load: 4 }),
  member(5, 'head', { name: '胡静' }), member(6, 'leader', { name: '梁正' }),
]

export const applicant = idFrom('people', 'applicant')

export function newCase(regulation: string, more: Partial<CaseState> = {}): CaseState {
  const { edition, categories, levels } = regulationOf(regulation)
  return {
    id: idFrom('cases', regulation), number: 'M20260001', dossier: null, officeId: 1, regulation, edition, category: categories[0]?.id ?? '', level: levels[0]?.id ?? '',
    stage: { at: 'filed' }, tried: [], handlerId: null, story: '楼上每天半夜拖桌子，睡不着。', answers: [], place: '河东村三组', dates: [], filedTimes: 1, dangers: [], anonymous: false,
    language: 'zh-CN', channel: 'web', applicantId: applicant, filedAt: 0, acceptedAt: null, reopened: 0, pauses: [], happened: [], score: null, between: nothingBetween,
    parties: [
      { id: idFrom('parties', '1'), role: 'applicant', personId: applicant, name: '王芳', contact: '13800001111', willing: 'unknown' },
      { id: idFrom('parties', '2'), role: 'respondent', personId: null, name: '赵强', contact: '13900002222', willing: 'unknown' },
    ],
    ...more,
  }
}

export type Told = { to: string; text: string; urgent: boolean; notBefore: number | null; at: number; message: Message }

export type Life = {
  case: CaseState
  duties: DutyState[]
  surveys: SurveyState[]
  referrals: ReferralState[]
  /** Linked bodies the office has. */
  bodies: LinkedBody[]
  history: HistoryLine[]
  told: Told[]
  now: number
  staff: StaffMember[]
  /** What the last event told: who got what, in Chinese. */
  last: Told[]
  world(): World
  /** The running numbers of every series, as the database keeps them. */
  series: Map<string, number>
  tries(event: CaseEvent): Exclude<CaseDecision, { draws: string[] }>
  does(event: CaseEvent): void
  /** The same, but a refusal is an answer: the words of it, null when it was done. */
  attempts(event: CaseEvent): Words | null
  staffDoes(staff: number, action: string, more?: { choice?: string; words?: string }): void
  resident(action: 'reply' | 'add' | 'withdraw' | 'answer', more?: { step?: string; choice?: string; words?: string; files?: string[] }): void
  /** Moves the clock to '2026-11-23 10:00', firing everything that comes due on the way. */
  until(moment: string): void
  duty(kind: string): DutyState | undefined
  open(): string[]
}

/** `aloud`: every message is said in every language, which takes time. */
export function life(regulation: string, start: string, more: Partial<CaseState> = {}, staff: StaffMember[] = everybody, aloud = true): Life {
  let events = 0
  const self: Life = {
    case: newCase(regulation, { filedAt: at(start), ...more }), duties: [], surveys: [], referrals: [], bodies: [], history: [], told: [], last: [], now: at(start), staff,
    world: () => ({
      regulation: regulationOf(self.case.regulation), others: regulations, calendar: office, staff: withBodies(self.staff, self.referrals), duties: self.duties, surveys: self.surveys, referrals: self.referrals, bodies: self.bodies,
      now: self.now, seed: `${regulation}/${start}/${events}`,
    }),
    series: new Map(),
    tries: (event) => numbered(self, event).decided,
    does(event) {
      const refused = self.attempts(event)
      if (refused) throw new Error(`refused: ${JSON.stringify(refused)} after ${JSON.stringify(event)}`)
    },
    attempts(event) {
      const { decided: decision, drawn } = numbered(self, event)
      if ('refused' in decision) return decision.refused
      events += 1
      for (const [key, last] of Object.entries(drawn)) self.series.set(key, last)
      self.case = decision.case
      self.duties = [...self.duties.filter((duty) => !decision.duties.some(({ id }) => id === duty.id)), ...decision.duties]
      self.surveys = [...self.surveys.filter((survey) => !decision.surveys.some(({ id }) => id === survey.id)), ...decision.surveys]
      self.referrals = [...self.referrals.filter((each) => !decision.referrals.some(({ id }) => id === each.id)), ...decision.referrals]
      self.history.push(...decision.history.map((entry) => ({ ...entry, at: self.now })))
      self.last = decision.tells.map((tell) => (aloud ? spoken(tell, self.now) : heard(tell, self.now, '')))
      self.told.push(...self.last)
      return null
    },
    staffDoes: (id, action, options = {}) => self.does({ type: 'staff', staff: id, action, ...options }),
    resident: (action, options = {}) => self.does({ type: 'resident', person: applicant, action, ...options }),
    until(moment) {
      for (let next = nextDue(self); next !== null && next.at <= at(moment); next = nextDue(self)) {
        self.now = Math.max(self.now, next.at)
        self.does(next.event)
      }
      self.now = at(moment)
      self.last = []
    },
    duty: (kind) => self.duties.findLast((duty) => duty.kind === kind),
    open: () => self.duties.filter((duty) => duty.state === 'open').map(({ kind }) => kind).sort(),
  }
  return self
}

/** Filed, and taken by the first who is asked. */
export function accepted(regulation: string, start: string, more: Partial<CaseState> = {}, staff?: StaffMember[]): Life {
  const it = life(regulation, start, more, staff)
  it.does({ type: 'filed' })
  if (it.case.stage.at !== 'assigned') throw new Error('nobody was asked')
  it.staffDoes(it.case.stage.to, 'take')
  return it
}

/** Decided with the running numbers it asks for, as the database would give them out. */
function numbered(self: Life, event: CaseEvent): { decided: Exclude<CaseDecision, { draws: string[] }>; drawn: Record<string, number> } {
  const first = decideCase(self.case, event, self.world())
  if (!('draws' in first)) return { decided: first, drawn: {} }
  const drawn = Object.fromEntries(first.draws.map((key) => [key, (self.series.get(key) ?? 0) + 1]))
  const decided = decideCase(self.case, event, { ...self.world(), drawn })
  if ('draws' in decided) throw new Error(`still asks for ${decided.draws.join()}`)
  return { decided, drawn }
}

function nextDue(self: Life): { at: number; event: CaseEvent } | null {
  const due = [
    ...self.duties.flatMap(({ id, rung, nextAt, state }) => (nextAt === null || state !== 'open' ? [] : [{ at: nextAt, event: { type: 'duty-due', duty: id, rung } as const }])),
    ...self.surveys.flatMap(({ id, nextAt }) => (nextAt === null ? [] : [{ at: nextAt, event: { type: 'survey-due', survey: id, busy: false, recent: 0 } as const }])),
  ]
  return due.sort((a, b) => a.at - b.at)[0] ?? null
}

/** Every message is said in every language on the way, so that a missing word fails the test that meets it. */
function spoken(tell: Tell, now: number): Told {
  for (const language of speaker.languages) expect(wholly(tell.message, language), language).not.toMatch(/\{\{|\b(case|mediation|petition|property-(complaint|request)):[a-z]/)
  for (const { press } of (tell.message.buttons ?? []).flat()) expect(readPress(press), press).not.toBeNull()
  return heard(tell, now, wholly(tell.message, 'zh-CN'))
}

function heard({ to, urgent, notBefore, message }: Tell, now: number, text: string): Told {
  return { to: readerOf(to), text, urgent, notBefore: notBefore ?? null, at: now, message }
}

export function wholly(message: Message, language = 'zh-CN'): string {
  const { paragraphs, card, buttons } = speaker.speak(message, language)
  return [...paragraphs, ...card.map(({ label, value }) => `${label}: ${value}`), ...buttons.flat().map(({ label }) => `[${label}]`)].join('\n')
}

/** When each duty is open until, as 'decide 2026-11-30 17:30'. */
export function limits(self: Life): string[] {
  return self.duties.filter((duty) => duty.state === 'open').map(({ kind, dueAt }) => `${kind} ${shown(dueAt)}`).sort()
}

export { at, office, shown, dayOf }

export function dueOn(self: Life, kind: string): string {
  return shown(self.duty(kind)?.dueAt ?? 0)
}

/** Who hears it, in a word. */
export function readerOf(to: Tell['to']): string {
  if ('applicant' in to) return 'resident'
  if ('staff' in to) return `staff ${to.staff}`
  if ('role' in to) return to.role
  if ('person' in to) return 'old chat'
  return 'party' in to ? `party ${to.party}` : 'respondent' in to ? 'other side' : 'followers'
}
