import { dutyRules } from '../cases/duties/dutyRules.ts'
import { editionOf } from '../regulations/load.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { InUse } from '../store/editions.ts'

/**
 * What the regulations would take from cases that are there, a line each: an edition they were filed under, their
 * category, level or outcome, the rule of a duty somebody owes, a question a resident has been asked. None when the house
 * can go by them.
 */
export function takenAway(regulations: readonly Regulation[], { cases, duties, outcomes, asked }: InUse): string[] {
  const gone = [...Map.groupBy(cases.filter(({ regulation, edition }) => !editionOf(regulations, regulation, edition)), ({ regulation, edition }) => `${regulation}, edition ${edition}`)]
  const kept = <T extends { regulation: string; edition: string }>(all: readonly T[]): { one: Regulation; each: T }[] => all.flatMap((each) => {
    const one = editionOf(regulations, each.regulation, each.edition)
    return one ? [{ one, each }] : []
  })
  const named = (what: 'category' | 'level', list: 'categories' | 'levels'): string[] => {
    const missing = kept(cases).filter(({ one, each }) => !one[list].some(({ id }) => id === each[what])).map(({ each }) => each)
    return [...Map.groupBy(missing, (each) => `${each.regulation}, edition ${each.edition}, ${list}: "${each[what]}"`)].map(([where, all]) => `${where} is that of ${count(sum(all), 'case')} and is not in the file any more. ${instead}`)
  }
  return [
    ...gone.map(([where, all]) => `${count(sum(all), 'case')} ${sum(all) === 1 ? 'was' : 'were'} filed under ${where}, and no file holds that edition any more. Put the file back beside the newer one; file names are free.`),
    ...named('category', 'categories'),
    ...named('level', 'levels'),
    ...kept(outcomes).filter(({ one, each }) => !one.outcomes.some(({ id }) => id === each.outcome))
      .map(({ each }) => `${each.regulation}, edition ${each.edition}, outcomes: "${each.outcome}" is that of ${count(each.cases, 'case')} and is not in the file any more. ${instead}`),
    ...kept(asked).filter(({ one, each }) => !one.steps.some(({ happens, asksResident }) => happens === each.happens && asksResident))
      .map(({ each }) => `${each.regulation}, edition ${each.edition}, steps: "${each.happens}" has been asked in ${count(each.cases, 'case')} and is not in the file any more. ${instead}`),
    ...kept(duties).filter(({ one, each }) => !dutyRules(one).some(({ id }) => id === each.kind))
      .map(({ each }) => `${each.regulation}, edition ${each.edition}, duties: "${each.kind}" is owed in ${count(each.duties, 'case')} and is not in the file any more. ${instead}`),
  ]
}

/** Offices that would take nothing any more, a line each: whoever comes there could only be sent to a person. */
export function takingNothing(regulations: readonly Regulation[], { offices }: Pick<InUse, 'offices'>): string[] {
  return offices.filter(({ regulations: named }) => named.length > 0 && !named.some((id) => regulations.some((each) => each.id === id)))
    .map(({ id, regulations: named }) => `office ${id} takes cases under ${named.join(', ')} alone, and no file holds any of them. Put the file back, or say what it takes: npm run office -- offices --id ${id} --regulations …`)
}

const instead = 'Leave it there, and write the change as a newer edition beside it.'

function sum(all: readonly { cases: number }[]): number {
  return all.reduce((total, { cases }) => total + cases, 0)
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}
