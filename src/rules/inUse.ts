import { dutyRules } from '../cases/duties/duties.ts'
import { editionOf } from '../regulations/load.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { InUse } from '../store/editions.ts'

/**
 * What the regulations would take from cases that are there, a line each: an edition they were filed under, their
 * category or level, the rule of a duty somebody owes. None when the house can go by them.
 */
export function takenAway(regulations: readonly Regulation[], { cases, duties }: InUse): string[] {
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
    ...kept(duties).filter(({ one, each }) => !dutyRules(one).some(({ id }) => id === each.kind))
      .map(({ each }) => `${each.regulation}, edition ${each.edition}, duties: "${each.kind}" is owed in ${count(each.duties, 'case')} and is not in the file any more. ${instead}`),
  ]
}

const instead = 'Leave it there, and write the change as a newer edition beside it.'

function sum(all: readonly { cases: number }[]): number {
  return all.reduce((total, { cases }) => total + cases, 0)
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}
