import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { makeSeal } from '../../src/store/seal.ts'
import { decideAllWithNumbers, decideWithNumbers } from '../../src/turns/numbers.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { accepted, at, office, regulationOf, variant } from './office.ts'

/** Running numbers on a real PostgreSQL: drawn in the transaction that keeps what they are for. */

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.url, makeSeal(['a secret key for tests only']), () => {})
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const last = async (key: string): Promise<number | undefined> => (await db.prisma.series.findUnique({ where: { key } }))?.last

class Undone extends Error {}

describe('the number of a dossier', () => {
  const kept = variant('mediation', (regulation) => { regulation.dossier = { rule: 'MED-14', when: ['closed.agreement'], series: 'yearly', format: '{yyyy}{serial:3}' } })
  const key = `dossier/1/${kept}/2026`

  it('many at once, every third undone at the last moment: no gap, no number twice', async () => {
    const it_ = accepted(kept, '2026-11-23 10:00')
    const world = { ...it_.world(), regulation: regulationOf(kept), calendar: office, now: at('2026-11-23 11:00') }
    const numbers: string[] = []
    const closes = async (n: number): Promise<void> => {
      await db.prisma.$transaction(async (tx) => {
        const decided = await decideWithNumbers(tx, it_.case, { type: 'staff', staff: 1, action: 'close', choice: 'agreement', words: '谈成了。' }, world)
        if ('refused' in decided) throw new Error('refused')
        await tx.$queryRaw`select pg_sleep(0.01)::text`
        if (n % 3 === 0) throw new Undone()
        numbers.push(decided.case.dossier ?? '')
      }).catch((error: unknown) => { if (!(error instanceof Undone)) throw error })
    }
    await Promise.all(Array.from({ length: 30 }, (_, n) => closes(n)))
    expect([...numbers].sort()).toEqual(Array.from({ length: 20 }, (_, n) => `2026${String(n + 1).padStart(3, '0')}`))
    expect(await last(key)).toBe(20)
  })

  it('a refused decision draws nothing', async () => {
    const it_ = accepted(kept, '2026-11-23 10:00')
    const decided = await db.prisma.$transaction((tx) => decideWithNumbers(tx, it_.case, { type: 'staff', staff: 1, action: 'close', choice: 'agreement', words: '' }, it_.world()))
    expect(decided).toHaveProperty('refused')
    expect(await last(key)).toBe(20)
  })
})

describe('several decisions and several series together', () => {
  it('each gets its own, in one draw for each series, whatever order they ask in', async () => {
    const asks = [['in-person/b', 'in-person/a'], ['in-person/a'], [], ['in-person/b']]
    const batch = () => db.prisma.$transaction((tx) => decideAllWithNumbers(tx, (drawn) => asks.map((series, n) => {
      const missing = series.filter((each) => drawn[n]?.[each] === undefined)
      return missing.length > 0 ? { draws: missing } : { got: series.map((each) => `${each.slice(-1)}${drawn[n]?.[each]}`) }
    })))
    const all = (await Promise.all([batch(), batch(), batch(), batch()])).flat().flatMap(({ got }) => got)
    expect([...all].sort()).toEqual(['a', 'b'].flatMap((series) => Array.from({ length: 8 }, (_, n) => `${series}${n + 1}`)))
  })

  it('a decision that never stops asking is an error, not an endless loop', async () => {
    let n = 0
    await expect(db.prisma.$transaction((tx) => decideAllWithNumbers(tx, () => [{ draws: [`x/${n++}`] }]))).rejects.toThrow('keeps asking')
    expect(await last('x/0')).toBeUndefined()
  })
})
