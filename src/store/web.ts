import type { Message } from '../dialogue/message.ts'
import type { Database } from './database.ts'

/** What the web page shows again after a reload: what was sent to its address. */
export type SentItem = { id: string; at: number; message: Message; replaces: string | null; language: string }

const most = 500

export async function sentTo(db: Database, user: string, since: number): Promise<SentItem[]> {
  const { rows } = await db.pool.query<{ id: string; sent_at: Date; message: Buffer; edits: string | null; language: string }>({
    name: 'sent-to-web',
    text: `select d.id::text, d.sent_at, d.message, d.edits, p.language from addresses a join deliveries d on d.person_id = a.person_id join people p on p.id = a.person_id
      where a.channel = 'web' and a."user" = $1 and d.state = 'sent' and d.sent_at >= $2::timestamptz and (d.address_id = a.id or d.address_id is null)
      order by d.id desc limit ${most}`,
    values: [user, new Date(since).toISOString()],
  })
  return rows.reverse().map((row) => ({ id: row.id, at: row.sent_at.getTime(), message: JSON.parse(db.seal.open(row.message)) as Message, replaces: row.edits, language: row.language }))
}

/** Whether a file was handed to the person behind this web address in one of the messages they still have. */
export async function wasHanded(db: Database, user: string, file: string): Promise<boolean> {
  return (await sentTo(db, user, 0)).some((item) => item.message.files?.includes(file))
}

export async function languageOfUser(db: Database, user: string): Promise<string | null> {
  const address = await db.prisma.address.findUnique({ where: { channel_user: { channel: 'web', user } }, select: { person: { select: { language: true } } } })
  return address?.person?.language ?? null
}
