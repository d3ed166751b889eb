import { z } from 'zod'
import { condition, happening, id } from './condition.ts'
import { extension, part, rule } from './asked.ts'
import { limit, limitOrNever } from './limits.ts'

/**
 * The shape of a regulation file. Words never stand in it: an id `x` of a category, question, outcome, … is said with
 * the key `<regulation>:category.x`, `<regulation>:question.x`, … of locales/<language>/<regulation>.json.
 */

export type { Condition } from './condition.ts'
export type { Extension, Part } from './asked.ts'

export const question = z.strictObject({
  id,
  /** own-name, own-phone are remembered on the person; other-name, other-contact make the respondent. */
  kind: z.enum(['text', 'choice', 'yes-no', 'date', 'money', 'number', 'place', 'own-name', 'own-phone', 'other-name', 'other-contact']),
  choices: z.array(id).min(2).max(12).optional(),
  /** In a finding that staff report in a few taps: taken for given, and shown with a way to change it (SCR-1). */
  usual: id.optional(),
  optional: z.boolean().default(false),
  when: condition.optional(),
  atMost: z.number().int().positive().optional(),
  atLeast: z.number().int().optional(),
  /** Never shown to the other side or in a ledger. */
  sensitive: z.boolean().default(false),
  /** Says whom it is about: a member of staff named in the answer has no part in the case and hears nothing of it (PET-7, MED-10). */
  accused: z.boolean().default(false),
  rule: rule.optional(),
})
export type Question = z.infer<typeof question>

const category = z.strictObject({
  id,
  rule: rule.optional(),
  /** Words by which a free text is recognised, by language. Matching is by part of the text, without case. */
  keywords: z.strictObject({ zh: z.array(z.string()).default([]), en: z.array(z.string()).default([]) }),
  /** How people have put it, in whole sentences: what suggestions learn from besides the keywords. */
  examples: z.strictObject({ zh: z.array(z.string()).default([]), en: z.array(z.string()).default([]) }).default({ zh: [], en: [] }),
})

const level = z.strictObject({
  id,
  rule: rule.optional(),
  /** Any of these raises a case to the level; the first level has none and is where a case starts. */
  raisedBy: z.array(condition).default([]),
  /** Messages about it go out at any hour. */
  red: z.boolean().default(false),
  /** The tier it is for: offices below that are advised to hand it up (MED-20). */
  tier: z.enum(['village', 'town', 'city']).optional(),
})

/** A day reckoned from one the person gave, and told: until when arbitration may be asked for (LAB-5), whether a warranty still runs (CON-1). */
const date = z.strictObject({
  id,
  rule,
  /** The question of kind date it is reckoned from; unanswered, nothing is said. */
  from: id,
  /** A limit, or one for each choice of the question `by` or, where `by` is "category", for each category; "never" has no end. */
  after: z.union([limitOrNever, z.record(id, limitOrNever)]),
  by: id.optional(),
})
export type DateRule = z.infer<typeof date>

const role = z.enum(['handler', 'mediator', 'head', 'leader', 'informant', 'liaison', 'admin'])

export const duty = z.strictObject({
  id,
  rule,
  when: z.array(happening).min(1),
  if: condition.optional(),
  /** handler: the one who holds the case; else everybody with that role in the office, the first to do it ends it. */
  who: role,
  limit,
  warn: limit.optional(),
  /** Happenings that fulfil it, in time or late. */
  done: z.array(happening).min(1),
  /** What follows when it is not done by its limit, from the due moment on. */
  ladder: z.array(z.strictObject({
    after: limit.default('at-once'),
    tell: z.array(role).min(1),
    /** To this level; "next": the one above the present (SCH-2). */
    raise: id.optional(),
    /** Takes the case away from a silent holder and offers it to the next. */
    reassign: z.boolean().default(false),
  })).default([]),
  /** Actions offered on it first, by id. */
  actions: z.array(id).default([]),
  /** The resident is told when it is overdue. */
  tellResident: z.boolean().default(false),
  /** Whether holding the case stops this clock. */
  pausable: z.boolean().default(true),
  red: z.boolean().default(false),
  /** The resident sees this clock: "day 3 of 5". */
  shown: z.boolean().default(false),
  /** Still owed after the case is closed. */
  outlives: z.boolean().default(false),
  /** A duty this one takes the place of: its limit is never later than that one's was. */
  notAfter: id.optional(),
  /** Opens at most so many times in the life of a case. */
  times: z.number().int().min(1).optional(),
})
/** `alarm`: nobody owes it, the house itself does something at that moment. `apart`: owed by somebody else than whoever holds the case, who never hears of it. `asked`: owed by the office that is asked to take it over. No file has such duties. */
export type DutyRule = z.infer<typeof duty> & { alarm?: true; apart?: true; asked?: true; /** Owed by a linked body (MED-22). */ body?: true }

/** A step of the work that this regulation adds to the common ones: who may take it, when, and what it makes happen. */
const step = z.strictObject({
  id,
  rule,
  /** handler: the one who holds the case (or is offered it, in stage assigned); else whoever has that role in the office. */
  by: z.array(role).min(1),
  stages: z.array(z.enum(['filed', 'assigned', 'accepted', 'settling', 'closed'])).min(1),
  if: condition.optional(),
  /** Words must be typed with it, a choice made, both, or nothing but the tap. */
  /** instruction: words or voice, who answers for it, and by which day, no later than the rule would have it (PET-3). */
  takes: z.enum(['words', 'choice', 'choice-and-words', 'nothing', 'instruction']),
  choices: z.array(id).min(1).optional(),
  /** The words are asked for part by part, and seen whole before they are kept. */
  asks: z.array(part).min(1).max(8).optional(),
  /** The happening; with a choice it is `<happens>.<choice>`, of a question put to the resident `<happens>.asked`. */
  happens: happening,
  /** The resident reads the words, said with `<regulation>:told.<step>`. */
  tellsResident: z.boolean().default(false),
  /** Who reads it at once beside the holder, with what they owe next: the head a founded complaint is handed to (SVC-3). */
  tells: z.array(role).default([]),
  /** The resident is asked; their tap makes `<happens>.<answer>` happen. Only the first tap counts. */
  asksResident: z.array(id).optional(),
  /** What a side of the table asked before by this happening: that side is told, and not the other (MED-10). */
  answers: happening.optional(),
  /** Taken while the case is still on offer, it accepts the case as well (MED-3). */
  stage: z.enum(['accepted']).optional(),
  /** To this level; "next": the one above the present (SCH-2). */
  raise: id.optional(),
  /** What the other party was found to want (MED-6). */
  willing: z.enum(['willing', 'unwilling']).optional(),
  /**
   * Moves the limit of open duties, by one limit or by one for each choice. adds: to the present limit, and only before
   * it is over (PET-5); promises: counted from this step on (PRO-6); shortens: the same, but never later than it was (MED-8).
   */
  moves: z.strictObject({ duty: z.array(id).min(1), how: z.enum(['adds', 'promises', 'shortens']), by: z.union([limit, z.record(id, limit)]) }).optional(),
  /** Duties that are due by the day an instruction sets, where that is sooner. */
  limits: z.array(id).min(1).optional(),
  /** The case goes on under this regulation; the choices are its categories (PRO-1). */
  becomes: id.optional(),
})
export type Step = z.infer<typeof step>

/** What an office owes by the calendar, whether there are cases or not: rounds, reports, figures (SCR-1, PRO-11). */
const round = z.strictObject({
  id,
  rule,
  /**
   * A weekday, days of the month, or so many working days before each holiday. On a day off it begins on the next working
   * day. "called": when a head or leader calls it, for a topic or a sensitive date, until the day they say (SCR-1).
   */
  begins: z.union([
    z.literal('called'),
    z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
    z.array(z.string().regex(/^([1-9]|[12]\d|3[01])(st|nd|rd|th)$/, 'a day of the month such as "25th"')).min(1),
    z.strictObject({ beforeHoliday: z.number().int().min(1).max(10) }),
  ]),
  /** Only in these months, 1–12. */
  months: z.array(z.number().int().min(1).max(12)).min(1).optional(),
  who: role,
  /** From the opening of the day it begins; a day of the month ("28th") is the first after the day it is of. */
  limit,
  warn: limit.optional(),
  ladder: z.array(z.strictObject({ after: limit.default('at-once'), tell: z.array(role).min(1) })).default([]),
  /** Each one with the role reports by themselves, instead of the first for all (SCR-2). */
  each: z.boolean().default(false),
  /** The message holds the figures of the period (PRO-11, SCR-6). */
  figures: z.boolean().default(false),
  /** A list of what is still in hand; ticked off one by one when this happens, and reported by itself once all are (MED-20). */
  sheet: happening.optional(),
})
export type RoundRule = z.infer<typeof round>

const outcome = z.strictObject({
  id,
  rule,
  /** Days of `dates` told with it. */
  dates: z.array(id).default([]),
  /** Further ways told to the resident: arbitration, court, review, … said with `<regulation>:ways.<id>`. */
  ways: z.array(id).default([]),
  /** Needs somebody's word before the resident is told (PET-6, MED-17). */
  signOff: z.strictObject({ by: z.enum(['head', 'leader']), if: condition.optional() }).optional(),
  if: condition.optional(),
  callback: z.boolean().default(true),
  /** Can end a case that nobody has accepted yet: refused, referred. */
  before: z.boolean().default(false),
  /** The resident, not staff, ends the case so: withdrawn. */
  byResident: z.boolean().default(false),
})
export type OutcomeRule = z.infer<typeof outcome>

export const regulation = z.strictObject({
  id,
  /** Version, a date: the file is in force from then on. */
  edition: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date, YYYY-MM-DD'),
  rules: z.array(rule).min(1),
  /** Who may file. Staff are named by their roles: findings of a screening come from informants (SCR-1). */
  filers: z.array(z.enum(['resident', ...role.options])).min(1).default(['resident']),
  /**
   * In whose name: one's own, somebody else's (PET-9), under a code name that staff see instead of a person (PET-7),
   * together with others who have the same cause (LAB-4, PRO-12).
   */
  ways: z.array(z.enum(['self', 'proxy', 'hidden', 'group'])).min(1).default(['self']),
  /** Nameless filing allowed (PET-6). */
  anonymous: z.boolean().default(false),
  /** Whether one who filed namelessly is sent the result and asked about it afterwards. */
  tellsNameless: z.boolean().default(true),
  categories: z.array(category).min(1),
  questions: z.array(question),
  levels: z.array(level).min(1),
  /**
   * Two sides sit at a table: the other one is invited, has a room of its own, and offers go across (MED-6, LAB-3).
   * `aside`: what happens when one of them asks for another mediator (MED-10).
   */
  mediates: z.strictObject({ rule, aside: z.strictObject({ rule, happens: happening }) }).optional(),
  /** Said before the application is sent, e.g. rights and duties (MED-9): `<regulation>:first.<id>`. */
  showFirst: z.array(z.strictObject({ id, rule })).default([]),
  number: z.strictObject({ rule: rule.optional(), series: z.enum(['yearly', 'monthly']), format: z.string().regex(/\{serial:\d\}/, 'must hold {serial:N}') }),
  /** A second number, drawn once, when one of these first happens: that of the agreement and its dossier (MED-14). */
  dossier: z.strictObject({ rule, when: z.array(happening).min(1), series: z.enum(['yearly', 'monthly']), format: z.string().regex(/\{serial:\d\}/, 'must hold {serial:N}') }).optional(),
  /** What lies in the dossier, in its order (MED-18): each paper is there once one of its happenings has happened. */
  papers: z.array(z.strictObject({ id, rule, from: z.array(happening).min(1), if: condition.optional() })).default([]),
  /** What a case earns whoever mediated it, by the class it was archived in (MED-21): its happening is `<happens>.<class>`. An office writes its own amounts, in yuan. */
  subsidy: z.strictObject({ rule, happens: happening, yuan: z.record(id, z.number().min(0)).default({}) }).optional(),
  dates: z.array(date).default([]),
  rounds: z.array(round).default([]),
  /** The first day of the month that figures are counted by (PRO-11: the 25th). */
  month: z.strictObject({ from: z.number().int().min(1).max(28), rule: rule.optional() }).default({ from: 1 }),
  assign: z.strictObject({
    rule,
    /** Somebody answers at any hour, holidays too (SCH-3): offers and their limits do not wait for office hours. */
    aroundTheClock: z.boolean().default(false),
    roles: z.array(role).min(1),
    /** Who is asked instead while a case is on one of these levels: a complaint of a teacher is not offered to teachers (SCH-2). */
    byLevel: z.record(id, z.array(role).min(1)).optional(),
    /** An offer not answered within this passes to the next. */
    answerWithin: limit,
    /** A case that nobody took is assigned by the head within this. */
    headWithin: limit.default('4 working-hours'),
    /** So many are offered it before the head is asked. */
    offers: z.number().int().min(1).max(10),
  }),
  duties: z.array(duty).min(1),
  steps: z.array(step).default([]),
  extension: extension.optional(),
  outcomes: z.array(outcome).min(1),
  callback: z.strictObject({
    rule,
    delay: limit,
    /** Share of the closed cases that are asked about. */
    share: z.number().min(0).max(1),
    /** Share of those asked who are visited instead of asked by chat, and within what time from the closing on, however long the delay (PRO-7, PRO-9). Calls by phone have the same time. Where no office hour is left for a visit, they are asked by chat, within the cap. */
    inPerson: z.strictObject({ rule, share: z.number().min(0).max(1), within: limit }).optional(),
    /** Who visits and calls back on a level; else the head (PRO-8). */
    by: z.array(z.strictObject({ rule, level: id, who: z.enum(['head', 'leader']) })).default([]),
    /** What is asked about besides the five points: `<regulation>:asks.<id>` (PRO-8). */
    asks: z.array(z.strictObject({ id, rule })).default([]),
    /** Other shares for residents who said they were content, that is, once one of these has happened (PRO-7). */
    content: z.strictObject({ when: z.array(happening).min(1), share: z.number().min(0).max(1), inPerson: z.number().min(0).max(1).default(0) }).optional(),
    quiet: z.strictObject({ from: z.string(), to: z.string() }),
    /** No more than `most` surveys to one person in `days` days. */
    cap: z.strictObject({ most: z.number().int(), days: z.number().int() }),
    /** A score at or below reopens the case; 0 never does. */
    reopensAt: z.number().int().min(0).max(5),
    remedyRule: rule.optional(),
  }),
  /** Who it is about never learns who complained (PET-7). */
  sealed: z.boolean().default(false),
  /** Before filing, like cases are shown: of the same person alone, or also those of others near the same place (PRO-12). */
  alike: z.enum(['own', 'place']).default('own'),
  /** How long a closed case is kept: "10 years", or "for ever". */
  keep: z.string().regex(/^(?:for ever|[1-9]\d? years?)$/, '"for ever" or a number of years, "10 years"'),
})
export type Regulation = z.infer<typeof regulation>
export type Way = Regulation['ways'][number]
