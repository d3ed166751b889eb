import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onTelegram } from '../people.ts'
import { fileCase } from '../resident.ts'

/** A case is decided by the edition it was filed under and by no other; what comes for it meanwhile waits. */

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
afterAll(async () => { await house.stop() })

test('without its edition nothing is decided, and nothing is lost', async () => {
  const mediator = await member(house, 'mediator', '林敏')
  const { number } = await fileCase(onTelegram(house), '楼上总是漏水，把我家天花板都泡坏了，找过他几次都不理。')
  await house.calm()
  const { offer } = offered([mediator], number)
  const stage = async (): Promise<unknown> => (await house.query('select stage, edition from cases'))[0]
  await house.query(`update cases set edition = '2020-01-01'`)
  await mediator.tapsOld(offer, '受理')
  await house.calm()
  expect(await stage()).toEqual({ stage: 'assigned', edition: '2020-01-01' })
  expect((await house.query<{ state: string; error: string }>(`select state, error from inbounds where state = 'pending'`)).map(({ error }) => error)).toEqual([expect.stringContaining('worldOf')])

  await house.query(`update cases set edition = '2026-01-01'`)
  await house.move(10 * 60_000)
  expect(await stage()).toEqual({ stage: 'accepted', edition: '2026-01-01' })
})
