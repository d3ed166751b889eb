import type { CaseDecision, CaseEvent, CaseState, World } from '../cases/case.ts'
import { decideCase } from '../cases/decide.ts'
import type { Transaction } from '../store/database.ts'
import { nextSerials } from '../store/houses.ts'

/** Decisions that need running numbers: the number of a dossier, who is visited. They are drawn in the transaction that keeps the decision, so that a series has neither gaps nor repeats. */

export type Decided = Exclude<CaseDecision, { draws: string[] }>
export type Drawn = Record<string, number>

/** One case's decision, made anew with what it asks for. */
export async function decideWithNumbers(tx: Transaction, state: CaseState, event: CaseEvent, world: World): Promise<Decided> {
  const [decided] = await decideAllWithNumbers(tx, ([drawn]) => [decideCase(state, event, { ...world, drawn: drawn ?? {} })])
  if (!decided) throw new Error('nothing was decided')
  return decided
}

/** The same for many at once: `decide` makes all of the decisions, each with the numbers drawn for it so far. */
export async function decideAllWithNumbers<D extends object>(tx: Transaction, decide: (drawn: readonly Drawn[]) => (D | { draws: string[] })[]): Promise<D[]> {
  let drawn: Drawn[] = []
  for (let tries = 0; tries < triesMost; tries++) {
    const decided = decide(drawn)
    const wanted = decided.flatMap((each, n) => ('draws' in each ? each.draws.map((series) => ({ n, series })) : []))
    if (wanted.length === 0) return decided as D[]
    drawn = decided.map((_, n) => ({ ...drawn[n] }))
    // In one order everywhere, so that two who draw from several series never wait for each other crosswise.
    for (const [series, all] of [...Map.groupBy(wanted, (each) => each.series)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const first = await nextSerials(tx, series, all.length)
      all.forEach(({ n }, place) => { drawn[n] = { ...drawn[n], [series]: first + place } })
    }
  }
  throw new Error('a decision keeps asking for numbers')
}

/** What a number leads to may ask for another one, but not without end. */
const triesMost = 4
