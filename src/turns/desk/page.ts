import type { CaseEvent, StaffMember } from '../../cases/case.ts'
import type { Form } from '../../dialogue/fields.ts'
import type { Message, Words } from '../../dialogue/message.ts'
import type { House, Speaking } from '../../dialogue/state.ts'
import type { Regulation } from '../../regulations/schema.ts'
import type { Database, Transaction } from '../../store/database.ts'
import type { OfficeBook } from '../../store/houses.ts'

/**
 * A page of the desk: a list to be read, and what can be done from it. Pages are told from each other by their id, which
 * stands in button data: at most 10 characters; action and choice together at most 48.
 */
export type Role = StaffMember['role']

export type DeskPage = {
  id: string
  /** Whose desk shows it; an act may be for fewer. Somebody with none of these roles is told that it is not theirs. */
  roles: readonly Role[]
  /** Its button on the desk; without one it is reached from other pages only. */
  menu?: Words
  /** The page itself, `choice` being what it is about. What is loaded here is only what the member may see. */
  show(desk: Desk, choice: string | null): Promise<Message>
  acts?: Readonly<Record<string, DeskAct>>
}

export type DeskAct = {
  roles?: readonly Role[]
  /** What must be filled in first, or why it cannot be done now; null: nothing. */
  form?(desk: Desk, choice: string | null): Promise<Form | { refused: Words } | null>
  /** Runs in the transaction that stores the talk, and may run twice: asks itself again whether it can be. */
  do(desk: Desk, choice: string | null, given: Readonly<Record<string, string>>, files: readonly string[]): Promise<DeskDone>
}

/** `answer`: null where a case answers by itself. `events`: what cases are to hear; each turns to it by itself. */
export type DeskDone = { answer: Message | null; /** It holds what is told once: nothing may take its place. */ keeps?: true; events?: readonly { caseId: string; event: CaseEvent }[] }

/** One of the places somebody has on the staff. */
export type Place = { id: number; role: Role; officeId: number; name: string }

export type DeskParts = { db: Database; house: Pick<House, 'say' | 'day' | 'dangers'>; regulations: readonly Regulation[]; inForce(): readonly Regulation[]; offices: OfficeBook }

/** Who sits at the desk, and where. `places`: those of theirs that the page is for, the one with most rights first. `seed`: for ids, the same when it runs twice. */
export type Desk = DeskParts & { tx: Transaction; person: Speaking; me: Place; places: readonly Place[]; now: number; seed: string }
