import { openTo as open } from '../cases/offered/handover.ts'
import type { Message } from '../dialogue/message.ts'
import { editionOf } from '../regulations/load.ts'
import type { Regulation } from '../regulations/schema.ts'
import type { Database, Transaction } from '../store/database.ts'
import type { Colleague, Handover, Held } from '../store/handovers.ts'
import { whoAnswers } from '../store/leaving.ts'
import { casesAndPlaces } from '../store/takers.ts'
import { deskPress } from './desk/buttons.ts'

/** What the pages and turns have in common by which cases go to a colleague (ADM-3). */

export type HandingParts = { db: Database; /** In all their editions. */ regulations: readonly Regulation[] }

/** Of a list of cases those somebody may be told of, and of these those that may become theirs: of one that speaks of them not even the number is said (MED-10, PET-7). */
export async function openTo({ db, regulations }: HandingParts, tx: Transaction, held: readonly Held[], who: Pick<Colleague, 'id' | 'personId'>): Promise<{ told: Held[]; takes: Held[] }> {
  const { states, places } = await casesAndPlaces(db, tx, held, who.personId)
  const { told, takes } = open(states, places, who.id, ({ regulation, edition }) => editionOf(regulations, regulation, edition))
  return { told: held.filter(({ id }) => told.includes(id)), takes: held.filter(({ id }) => takes.includes(id)) }
}

/** Who hears what becomes of it: whoever asked, and where they are gone, who answers for the office. */
export async function whoAsked(tx: Transaction, { by, from, officeId }: Handover, now: number): Promise<Colleague | null> {
  return by?.left ? whoAnswers(tx, { officeId, personId: from.personId }, now) : by ?? from
}

/** A post that was to end goes on; on the card of whoever has it somebody else can be asked. */
export function goesOnNote({ from, to }: Handover, how: 'declined' | 'silent'): Message {
  return {
    as: 'note', text: [{ key: `desk:handover.ending-${how}`, with: { who: to.name, from: from.name } }],
    buttons: [[{ label: { key: 'desk:staff.member', with: { who: from.name, role: { key: `case:role.${from.role}` } } }, press: deskPress('staff', 'show', `m${from.id}`) }]],
  }
}
