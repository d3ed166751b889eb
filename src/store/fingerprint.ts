import { CannotStart } from './cannot-start.ts'
import type { Database } from './database.ts'

/**
 * A database belongs to one key: what it holds cannot be read with another. The first start notes the key's fingerprint;
 * a start with a different key is refused before it writes a single row that the right key could not read.
 */
export async function requireRightKey(db: Database): Promise<void> {
  const fingerprint = db.seal.hash('fingerprint', 'laifang').toString('hex').slice(0, 16)
  await db.prisma.setting.createMany({ data: [{ key: 'key-fingerprint', value: fingerprint }], skipDuplicates: true })
  const kept = await db.prisma.setting.findUnique({ where: { key: 'key-fingerprint' } })
  if (kept?.value === fingerprint) return
  throw new CannotStart('This database was written with another SECRET_KEY. Set SECRET_KEY to that one, or put the file secret.key of that DATA_DIR back in its place.')
}
