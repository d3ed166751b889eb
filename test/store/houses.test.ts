import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database, type Transaction } from '../../src/store/database.ts'
import { officeBook } from '../../src/store/houses.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** The book of offices, read anew by several at once. */

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
  await db.prisma.office.create({ data: { id: 1, name: 'before' } })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

test('a reading begun earlier and ended later does not bring back what was', async () => {
  const book = await officeBook(db)
  let read = (): void => {}
  let goOn = (): void => {}
  const hasRead = new Promise<void>((resolve) => { read = resolve })
  const mayGoOn = new Promise<void>((resolve) => { goOn = resolve })
  // The same database; only its answer about offices is long on its way.
  const slow = db.prisma.$extends({ query: { office: { async findMany({ args, query }) {
    const found = await query(args)
    read()
    await mayGoOn
    return found
  } } } }) as unknown as Transaction
  const earlier = book.renew(slow)
  await hasRead
  await db.prisma.office.update({ where: { id: 1 }, data: { name: 'after' } })
  await book.renew(db.prisma)
  goOn()
  await earlier
  expect(book.list().map(({ name }) => name)).toEqual(['after'])
})

test('an office opened a moment ago is found by the connection that opened it', async () => {
  const book = await officeBook(db)
  await db.prisma.$transaction(async (tx) => {
    await tx.office.create({ data: { id: 7, name: 'new' } })
    expect((await book.get(7, tx)).name).toBe('new')
  })
  await expect(book.get(8, db.prisma)).rejects.toThrow('there is no office 8')
})
