import { filesOf, type Message } from '../dialogue/message.ts'
import type { Database } from './database.ts'

/** What the web page shows again after a reload: what was sent to its address. */
export type SentItem = { id: string; at: number; message: Message; replaces: string | null; language: string }

const most = 500

/** The newest that were sent since then (ms), oldest first. Words that have been emptied for their age are left out. */
export async function sentTo(db: Database, user: string, since: number): Promise<SentItem[]> {
  const { rows } = await db.pool.query<{ id: string; sent_at: Date; message: Buffer; edits: string | null; language: string }>({
    name: 'sent-to-web',
    text: `select * from (
        select d.id, d.sent_at, d.message, d.edits, p.language from addresses a join people p on p.id = a.person_id join deliveries d on d.person_id = a.person_id
        where a.channel = 'web' and a."user" = $1 and d.state = 'sent' and d.sent_at >= $2::timestamptz and (d.address_id = a.id or d.address_id is null) and length(d.message) > 0
        order by d.sent_at desc limit ${most}) newest order by id`,
    values: [user, new Date(since).toISOString()],
  })
  return rows.map((row) => ({ id: row.id, at: row.sent_at.getTime(), message: JSON.parse(db.seal.open(row.message)) as Message, replaces: row.edits, language: row.language }))
}

const usersMost = 500
const rememberMs = 600_000
/** A message is written down as sent a moment after the page has it. */
const overlapMs = 60_000

/**
 * Tells whether a file was handed to the person behind a web address in one of the messages they still have. A page
 * asks for each of its pictures, so what was found is remembered for a while, and after that only what is new is opened.
 */
export function handedFiles(db: Database): (user: string, file: string) => Promise<boolean> {
  const known = new Map<string, { files: Set<string>; upTo: number; readAt: number }>()
  return async (user, file) => {
    const before = known.get(user)
    const seen = before && Date.now() - before.readAt < rememberMs ? before : { files: new Set<string>(), upTo: 0, readAt: Date.now() }
    if (seen.files.has(file)) return true
    for (const item of await sentTo(db, user, Math.max(0, seen.upTo - overlapMs))) {
      filesOf(item.message, item.id).forEach((each) => seen.files.add(each))
      seen.upTo = Math.max(seen.upTo, item.at)
    }
    known.delete(user)
    known.set(user, seen)
    const [oldest] = known.keys()
    if (known.size > usersMost && oldest !== undefined) known.delete(oldest)
    return seen.files.has(file)
  }
}

export async function languageOfUser(db: Database, user: string): Promise<string | null> {
  const address = await db.prisma.address.findUnique({ where: { channel_user: { channel: 'web', user } }, select: { person: { select: { language: true } } } })
  return address?.person?.language ?? null
}
