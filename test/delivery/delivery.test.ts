import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Channel, How, Sent } from '../../src/channels/channel.ts'
import { startDelivery, type Delivery } from '../../src/delivery/delivery.ts'
import { makeLog } from '../../src/log.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { claimDue, owe, revive } from '../../src/store/deliveries.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { loadSpeaker } from '../../src/words/words.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

/** What is owed goes out once and in order, whatever the platform does meanwhile. */

let database: TestDatabase
let db: Database
let delivery: Delivery
const said: string[] = []
/** What the platform does with the messages of these words; it takes all others. */
const does = new Map<string, (how: How) => Promise<Sent>>()
let moved = 0
const clock = (): number => Date.now() + moved
const speaker = loadSpeaker({ folder: join(import.meta.dirname, '../../locales'), fallback: 'zh-CN', zone: 'Asia/Shanghai' })
const platform: Channel = {
  name: 'telegram',
  async send(_to, spoken, how) {
    const text = JSON.stringify(spoken)
    const words = /w\d+/.exec(text)?.[0] ?? text
    const sent = await (does.get(words)?.(how) ?? Promise.resolve({ end: 'sent', by: 'push' } as const))
    if (sent.end === 'sent') said.push(words)
    return sent
  },
  fetchFile: () => Promise.reject(new Error('no files here')),
}

beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['for tests only']), () => {})
  delivery = startDelivery({ db, channels: new Map([['telegram', platform]]), speaker, log: makeLog('silent'), clock, file: async () => null })
})
afterAll(async () => {
  await delivery.stop()
  await db.close()
  await database.drop()
})

async function person(): Promise<{ personId: string; addressId: string }> {
  const [personId, addressId] = [randomUUID(), randomUUID()]
  await db.prisma.person.create({ data: { id: personId, language: 'zh-CN' } })
  await db.prisma.address.create({ data: { id: addressId, channel: 'telegram', user: addressId, personId } })
  return { personId, addressId }
}
const owed = async (personId: string, words: string, addressId?: string): Promise<void> => {
  await db.prisma.$transaction((tx) => owe(db, tx, [{ personId, caseId: null, message: { as: 'note', text: [{ say: words }] }, at: clock(), retryKey: randomUUID(), ...(addressId ? { addressId } : {}) }]))
}
const until = async (true_: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 8000; !(await true_());) {
    if (Date.now() > end) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const row = async (personId: string) => (await db.pool.query<{ state: string; reason: string; tries: number }>('select state, reason, tries from deliveries where person_id = $1 order by id desc limit 1', [personId])).rows[0]

test('a message that takes longer than its lease is sent once', async () => {
  const { personId } = await person()
  let finish = (): void => {}
  let calls = 0
  does.set('w1', () => new Promise((resolve) => {
    calls++
    finish = () => resolve({ end: 'sent', by: 'push' })
  }))
  await owed(personId, 'w1')
  delivery.wake()
  await until(() => calls === 1)
  moved += 60_000
  delivery.wake()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  finish()
  await delivery.settled()
  expect(calls).toBe(1)
  expect((await row(personId))?.state).toBe('sent')
})

test('what comes after a message that has to wait stays behind it, and uses up no try', async () => {
  const { personId, addressId } = await person()
  let first = true
  does.set('w2', async () => {
    if (!first) return { end: 'sent', by: 'push' }
    first = false
    return { end: 'retry', at: Date.now() + 1500, reason: 'telegram 429' }
  })
  await owed(personId, 'w2')
  delivery.wake()
  await delivery.settled()
  await owed(personId, 'w3', addressId)
  delivery.wake()
  await delivery.settled()
  await owed(personId, 'w4')
  expect(said.filter((each) => /w[234]/.test(each))).toEqual([])
  await until(() => said.includes('w4'))
  expect(said.filter((each) => /w[234]/.test(each))).toEqual(['w2', 'w3', 'w4'])
  await delivery.settled()
  expect((await row(personId))?.tries).toBe(1)
})

test('another process does not take what is behind an older one; LINE’s spent month holds back no answer', async () => {
  const { personId, addressId } = await person()
  const quota = await person()
  await delivery.stop()
  await db.pool.query(`insert into deliveries (person_id, message, retry_key, next_at, tries, reason) values ($1, $3, gen_random_uuid(), $4, 1, 'telegram 429'), ($2, $3, gen_random_uuid(), $4, 1, 'quota')`,
    [personId, quota.personId, db.seal.seal('{}'), new Date(clock() + 30_000)])
  await owed(personId, 'w5', addressId)
  await owed(quota.personId, 'w6', quota.addressId)
  const { parcels } = await claimDue(db, clock(), 20_000, 200)
  expect(parcels.map((each) => each.personId)).toEqual([quota.personId])
  expect((await row(personId))?.tries).toBe(0)
  delivery = startDelivery({ db, channels: new Map([['telegram', platform]]), speaker, log: makeLog('silent'), clock, file: async () => null })
})

test('a message that cannot be put together waits alone, longer each time, and is given up after days', async () => {
  const { personId } = await person()
  does.set('w7', () => Promise.reject(new Error('the file cannot be read')))
  await owed(personId, 'w7')
  delivery.wake()
  await until(async () => (await row(personId))?.reason === 'could not be prepared')
  await owed(personId, 'w8')
  delivery.wake()
  await until(() => said.includes('w8'))
  moved += 8 * 86_400_000
  delivery.wake()
  await until(async () => (await db.pool.query(`select 1 from deliveries where person_id = $1 and state = 'failed'`, [personId])).rowCount === 1)
})

test('what nobody could be reached with comes when they are back', async () => {
  const { personId, addressId } = await person()
  await db.prisma.address.update({ where: { id: addressId }, data: { state: 'blocked' } })
  await owed(personId, 'w9')
  delivery.wake()
  await until(async () => (await row(personId))?.reason === 'no-address')
  await db.prisma.address.update({ where: { id: addressId }, data: { state: 'live' } })
  await db.prisma.$transaction((tx) => revive(tx, personId, clock()))
  delivery.wake()
  await until(() => said.includes('w9'))
})
