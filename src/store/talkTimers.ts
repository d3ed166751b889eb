import { randomUUID } from 'node:crypto'
import type { Speaking, TalkState, TalkTurn } from '../dialogue/state.ts'
import type { Database, Transaction } from './database.ts'
import { emptyReplies } from './deliveries.ts'
import { commitText, commitValues, type NextTalk } from './talks.ts'

/** Talks in which the machine has something to say by itself. */
export type DueTalk = { person: Speaking; addressId: string; version: number; state: TalkState }

/** One that cannot be opened is left out until its person speaks again, and does not stop the others. */
export async function dueTalks(db: Database, now: number, most: number): Promise<DueTalk[]> {
  const rows = await db.prisma.conversation.findMany({ where: { nextAt: { lte: new Date(now) } }, orderBy: { nextAt: 'asc' }, take: most, include: { person: true } })
  const due: DueTalk[] = []
  for (const row of rows) {
    const state = openedState(db, row.state)
    if (state === null || row.addressId === null) await db.prisma.conversation.updateMany({ where: { personId: row.personId, version: row.version }, data: { nextAt: null } })
    else due.push({
      addressId: row.addressId, version: row.version, state,
      person: { id: row.personId, language: row.person.language, consent: row.person.consent, name: null, phone: null, officeId: row.person.officeId, staff: [] },
    })
  }
  return due
}

/** Null where nothing was said yet, or what is stored cannot be opened. */
export function openedState(db: Pick<Database, 'seal'>, state: Uint8Array): TalkState | null {
  try {
    return JSON.parse(db.seal.open(state)) as TalkState
  } catch {
    return null
  }
}

/** Stores what a timer's turn decided, unless the person has spoken meanwhile. */
export async function storeTimerTurn(db: Database, due: DueTalk, turn: TalkTurn, now: number): Promise<void> {
  const drop = turn.effects.flatMap((effect) => (effect.do === 'drop-files' ? effect.ids : []))
  const next: NextTalk = {
    talk: { addressId: due.addressId, addressState: 'live', version: due.version, person: due.person, state: due.state },
    state: turn.state, updates: [], remember: {}, replies: turn.replies.map((reply) => ({ reply, retryKey: randomUUID(), edits: null, token: null })),
  }
  await db.prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRawUnsafe<{ moved: string[] | null }[]>(commitText, ...commitValues(db, [next], now, 0))
    if (!rows[0]?.moved) return
    for (const effect of turn.effects) if (effect.do === 'empty-replies') await emptyReplies(db, tx, due.person.id, effect.since, effect.told)
    if (drop.length > 0) await tx.attachment.updateMany({ where: { id: { in: drop }, caseId: null }, data: { state: 'dropped' } })
  })
}

/** A file that could not be kept leaves the draft, so that the review card counts only what the office will see. */
export async function takeFromDraft(db: Database, tx: Transaction, personId: string, fileId: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ state: Uint8Array }[]>`select state from conversations where person_id = ${personId}::uuid for update`
  const state = row && row.state.length > 0 ? openedState(db, row.state) : null
  if (!state?.draft?.files.some((file) => file.id === fileId)) return
  const next: TalkState = { ...state, draft: { ...state.draft, files: state.draft.files.filter((file) => file.id !== fileId) } }
  await tx.conversation.update({ where: { personId }, data: { state: new Uint8Array(db.seal.seal(JSON.stringify(next))), version: { increment: 1 } } })
}
