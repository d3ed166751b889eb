import { happen } from '../duties/duties.ts'
import type { Party } from '../case.ts'
import { endOffers } from '../table.ts'
import type { Work } from '../work.ts'

/** Whether they will take part, as they tapped it themselves or told whoever mediates (MED-6). `what`: as the regulation knows it, so that the same duties go on. */
export function settleWilling(work: Work, parties: readonly Party[], choice: 'willing' | 'unwilling', what: string | undefined): void {
  for (const party of parties) party.willing = choice
  // Nobody bargains with who will not: a yes said later would find an old offer still open.
  if (choice === 'unwilling') endOffers(work.case)
  if (what !== undefined) happen(work, what)
}
