import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onTelegram } from '../people.ts'
import { fileCase } from '../resident.ts'

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
afterAll(() => house.stop())

test('a moment dealt with while a duty was ended comes again when that is taken back: no ladder stands still', async () => {
  const mediator = await member(house, 'mediator', '王调解')
  const { number } = await fileCase(onTelegram(house), '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。')
  await house.calm()
  await mediator.tapsOld(offered([mediator], number).offer, '受理')
  await house.calm()
  const open = () => house.query<{ id: string; case_id: string; rung: number; next_at: Date }>(`select d.id::text, d.case_id::text, d.rung, d.next_at from duties d join cases c on c.id = d.case_id where c.number = $1 and d.state = 'open' and d.next_at is not null order by d.next_at limit 1`, [number])
  const [duty] = await open()
  if (!duty) throw new Error('nothing is owed')
  // As it stands after the end was handed in at that very moment and was sent back later.
  await house.query(`insert into inbounds (channel, update_id, state, case_id, at) values ('case', $1, 'done', $2::uuid, $3)`, [`duty:${duty.id}:${duty.rung}:${duty.next_at.getTime()}`, duty.case_id, duty.next_at])
  await house.moveTo(duty.next_at.getTime() + 60_000)
  const [after] = await house.query<{ rung: number }>('select rung from duties where id = $1::uuid', [duty.id])
  expect(after?.rung).toBe(duty.rung + 1)
  expect((await open())[0]?.next_at.getTime() ?? Infinity).toBeGreaterThan(house.now())
})
