import type { Message } from '../dialogue/message.ts'
import type { Database } from './database.ts'

/** A message as it was owed, for making again what it hands over. `at`: when it was owed, ms. */
export type OwedMessage = { message: Message; language: string | null; at: number }

/** Null when there is none, or when its words have been emptied for their age. */
export async function owedMessage(db: Database, delivery: string): Promise<OwedMessage | null> {
  const { rows: [row] } = await db.pool.query<{ message: Buffer; language: string | null; created_at: Date }>({
    name: 'owed-message',
    text: 'select d.message, p.language, d.created_at from deliveries d left join people p on p.id = d.person_id where d.id = $1::bigint and length(d.message) > 0',
    values: [delivery],
  })
  return row ? { message: JSON.parse(db.seal.open(row.message)) as Message, language: row.language, at: row.created_at.getTime() } : null
}
