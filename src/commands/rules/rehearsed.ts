import type { Compared, Course } from '../../rehearsal/compare.ts'
import type { Speaker } from '../../words/words.ts'
import type { Sums } from './rehearse.ts'
import type { Say } from './say.ts'

/** What a rehearsal prints: one line for each case that would go differently, and the sums. */

export type Voice = Say & { speaker: Speaker; /** Id of the regulation that is rehearsed. */ regulation: string; names: ReadonlyMap<number, string> }

export function courseLines(voice: Voice, { number, edition, before, after }: Extract<Compared, { before: Course }>): string {
  const { say, names } = voice
  const none = say('rules:rehearse.none')
  const counted = (ids: readonly string[], words: (id: string) => string): string => {
    const each = [...Map.groupBy(ids, (id) => id)].map(([id, all]) => (all.length === 1 ? words(id) : say('rules:rehearse.times', { what: words(id), n: all.length })))
    return each.length > 0 ? voice.list(each) : none
  }
  const duty = (id: string): string => dutyName(voice, id)
  const offers = (course: Course): string => course.offers.map((id) => names.get(id) ?? String(id)).join(' › ') || say('rules:rehearse.nobody')
  const different = (part: keyof Course): boolean => JSON.stringify(before[part]) !== JSON.stringify(after[part])
  const changes = [
    different('late') && say('rules:rehearse.late', { before: counted(before.late, duty), after: counted(after.late, duty) }),
    different('escalated') && say('rules:rehearse.escalated', { before: counted(before.escalated, duty), after: counted(after.escalated, duty) }),
    different('calledBack') && say('rules:rehearse.called-back', { before: counted(before.calledBack, (mode) => say(`rules:rehearse.${mode}`)), after: counted(after.calledBack, (mode) => say(`rules:rehearse.${mode}`)) }),
    different('level') && say('rules:rehearse.level', { before: known(voice, `level.${before.level}`, before.level), after: known(voice, `level.${after.level}`, after.level) }),
    different('offers') && say('rules:rehearse.assigned', { before: offers(before), after: offers(after) }),
    different('reopened') && say('rules:rehearse.reopened', { before: before.reopened, after: after.reopened }),
  ].filter((each) => each !== false)
  return say('rules:rehearse.case', { number, edition, changes: changes.reduce((one, other) => say('rules:join.then', { one, other })) })
}

export function sumLines({ say }: Voice, sums: Sums): string[] {
  const both = (what: string, { before, after }: { before: number; after: number }): string => `  ${say('rules:rehearse.sum-line', { what, before, after })}`
  const count = (what: string, n: number): string => `  ${say('rules:rehearse.count-line', { what, n })}`
  return [
    say('rules:rehearse.sums'),
    both(say('rules:rehearse.sum-late'), sums.late), both(say('rules:rehearse.sum-escalated'), sums.escalated), both(say('rules:rehearse.sum-called'), sums.calledBack),
    both(say('rules:rehearse.sum-visits'), sums.inPerson), both(say('rules:rehearse.sum-reopened'), sums.reopened),
    count(say('rules:rehearse.sum-assigned'), sums.offeredDifferently), count(say('rules:rehearse.sum-level'), sums.otherLevel), count(say('rules:rehearse.sum-changed'), sums.changed),
  ]
}

export function whyLine({ say }: Voice, compared: Compared): string {
  if (!('why' in compared)) return ''
  const { number, why, detail } = compared
  const named = { category: detail, edition: detail, act: detail, what: detail }
  return `  ${say('rules:rehearse.unplayed-case', { number, why: say(`rules:rehearse.why-${why}`, named) })}`
}

/** "mediation:duty.decide" or "decide"; a duty that only the changed file has may not have words yet. */
function dutyName(voice: Voice, id: string): string {
  const bare = id.split('duty.').at(-1) ?? id
  return known(voice, `duty.${bare}`, voice.speaker.knows(`case:duty.${bare}`) ? voice.say(`case:duty.${bare}`) : bare)
}

function known({ speaker, regulation, say }: Voice, key: string, otherwise: string): string {
  return speaker.knows(`${regulation}:${key}`) ? say(`${regulation}:${key}`) : otherwise
}
