import { readFile } from 'node:fs/promises'
import { faultText } from '../../regulations/faults.ts'
import { headOf, loadRegulations } from '../../regulations/load.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { compare, isDifferent, type Compared, type Course } from '../../rehearsal/compare.ts'
import { regulationTexts, RulesError } from '../../rules.ts'
import type { Database } from '../../store/database.ts'
import { officeBook } from '../../store/houses.ts'
import { pastCases } from '../../store/past.ts'
import type { Speaker } from '../../words/words.ts'
import { courseLines, sumLines, whyLine, type Voice } from './rehearsed.ts'
import type { Say } from './say.ts'

/** Past cases under a changed file: who would be late, called back, escalated, assigned differently. Changes nothing. */

export type RehearseParts = { db: Database; file: string; officeFolder: string | undefined; json: boolean; speaker: Speaker; say: Say; /** ms; until then open cases go on. */ now: number; print(line: string): void }

export type Sums = {
  cases: number
  changed: number
  unplayed: number
  offeredDifferently: number
  otherLevel: number
  late: Both
  escalated: Both
  calledBack: Both
  inPerson: Both
  reopened: Both
}
type Both = { before: number; after: number }

/** Lines for people are no use by the thousand. */
const shownMax = 200

/** Throws a RulesError when the file, or one beside it, cannot be used. */
export async function rehearse(parts: RehearseParts): Promise<Sums> {
  const { db, json, now, print } = parts
  const { changed, all } = await withChanged(parts)
  const offices = new Map((await officeBook(db)).list().map((office) => [office.id, office]))
  const sums = noSums()
  const counters = new Map<string, number>()
  const next = (series: string): number => {
    const n = (counters.get(series) ?? 0) + 1
    counters.set(series, n)
    return n
  }
  const unplayed: Compared[] = []
  const names = new Map<number, string>()
  const voice: Voice = { ...parts.say, speaker: parts.speaker, regulation: changed.id, names }
  let shown = 0
  await pastCases(db, changed.id, (past, officeId) => {
    const calendar = offices.get(officeId)?.calendar
    if (!calendar) throw new Error('a case lies in an office that there is not')
    for (const { id, name } of past.staff) names.set(id, name)
    const own = all.find(({ id, edition }) => id === past.case.regulation && edition === past.case.edition)
    const compared = compare({ past, own, changed, calendar, now, next })
    add(sums, compared)
    if (json) return print(JSON.stringify('why' in compared ? compared : { ...compared, offeredBefore: compared.before.offers.map((id) => names.get(id)), offeredAfter: compared.after.offers.map((id) => names.get(id)) }))
    if ('why' in compared) return void (unplayed.length < shownMax && unplayed.push(compared))
    if (!isDifferent(compared)) return
    if (shown < shownMax) print(courseLines(voice, compared))
    shown += 1
  })
  if (json) print(JSON.stringify({ regulation: changed.id, edition: changed.edition, sums }))
  else {
    const { say } = parts.say
    if (shown > shownMax) print(say('rules:rehearse.more', { n: shown - shownMax }))
    if (shown === 0) print(say('rules:rehearse.nothing'))
    print(['', say('rules:rehearse.title', { name: voice.speaker.say({ key: `${changed.id}:name` }, voice.language), cases: sums.cases, edition: changed.edition }), ...sumLines(voice, sums)].join('\n'))
    if (unplayed.length > 0) print(['', say('rules:rehearse.unplayed', { n: sums.unplayed }), ...unplayed.map((each) => whyLine(voice, each))].join('\n'))
  }
  return sums
}

/** The changed file in the place of the one with the same regulation and edition, or beside the others. */
async function withChanged({ file, officeFolder }: RehearseParts): Promise<{ changed: Regulation; all: Regulation[] }> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => { throw new RulesError([`${file}:1: the file: expected a file that can be read (${error instanceof Error && 'code' in error ? String(error.code) : 'error'})`]) })
  const texts = await regulationTexts(officeFolder)
  const now = loadRegulations(texts.files)
  const faults = [...texts.faults, ...('faults' in now ? now.faults : [])]
  if ('faults' in now || faults.length > 0) throw new RulesError(faults.map(faultText))
  // Which one it replaces is read from it alone; what is wrong with it is seen only beside the others: it may name one of them.
  const own = headOf(text)
  const replaced = now.regulations.findIndex(({ id, edition }) => id === own?.id && edition === own.edition)
  const beside = loadRegulations([...texts.files.filter((_, n) => n !== replaced), { name: file, text }])
  if ('faults' in beside) throw new RulesError(beside.faults.map(faultText))
  const changed = beside.regulations.at(-1)
  if (!changed) throw new Error('a file without faults holds a regulation')
  return { changed, all: now.regulations }
}

/** The time in the house: a demo's is ahead of the world's. */
export async function houseClock(db: Database): Promise<number> {
  const ahead = await db.prisma.setting.findUnique({ where: { key: 'demo-clock' } })
  return Date.now() + (typeof ahead?.value === 'number' ? ahead.value : 0)
}

function noSums(): Sums {
  const none = (): Both => ({ before: 0, after: 0 })
  return { cases: 0, changed: 0, unplayed: 0, offeredDifferently: 0, otherLevel: 0, late: none(), escalated: none(), calledBack: none(), inPerson: none(), reopened: none() }
}

function add(sums: Sums, compared: Compared): void {
  if ('why' in compared) {
    sums.unplayed += 1
    return
  }
  const { before, after } = compared
  sums.cases += 1
  if (isDifferent(compared)) sums.changed += 1
  if (before.offers.join() !== after.offers.join()) sums.offeredDifferently += 1
  if (before.level !== after.level) sums.otherLevel += 1
  const count = (both: Both, of: (course: Course) => number): void => {
    both.before += of(before)
    both.after += of(after)
  }
  count(sums.late, ({ late }) => late.length)
  count(sums.escalated, ({ escalated }) => escalated.length)
  count(sums.calledBack, ({ calledBack }) => calledBack.length)
  count(sums.inPerson, ({ calledBack }) => calledBack.filter((mode) => mode === 'in-person').length)
  count(sums.reopened, ({ reopened }) => reopened)
}
