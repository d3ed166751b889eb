import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../../src/commands/office/offices.ts'
import { WrongOption } from '../../src/commands/office/staff.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { onTelegram } from '../people.ts'
import { fileCase } from '../resident.ts'

/** What an office takes, where and when, is set from the command line and holds in chat soon after. */

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
afterAll(async () => { await house.stop() })

const set = (...args: string[]) => offices(house.db, args, undefined)

test('an office that takes mediation alone offers nothing else', async () => {
  const [first] = await set()
  const id = String(first?.office)
  expect(first).toMatchObject({ name: '和平街道', regulations: [], hours: '09:00-12:00,13:30-17:30', dutyPhone: null })
  expect((await set('--id', id, '--regulations', 'mediation', '--areas', '河东，河西', '--hours', '08:30-12:00,14:00-18:00', '--duty-phone', '010-5555 0101'))[0])
    .toMatchObject({ regulations: ['mediation'], areas: ['河东', '河西'], hours: '08:30-12:00,14:00-18:00', dutyPhone: '010-5555 0101' })
  await house.restart()
  const resident = onTelegram(house)
  await resident.says('物业三个月不打扫楼道，垃圾堆成山，打电话也不理。')
  await resident.waitForNew(/个人信息|隐私|同意/)
  await resident.taps('同意，继续')
  const shown = await resident.waitForNew(/哪一类/)
  expect(JSON.stringify(shown)).not.toMatch(/物业投诉|信访/)
})

test('other hours move the limits of what is owed already', async () => {
  const resident = onTelegram(house)
  await fileCase(resident, '楼上总是漏水，把我家天花板都泡坏了，找过他几次都不理。')
  await house.calm()
  const id = String((await set())[0]?.office)
  const due = async () => house.query(`select to_char(due_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as due from duties where kind = 'assign' and state = 'open'`)
  const reckonings = async () => (await house.query(`select 1 from inbounds where update_id like 'reckon:%'`)).length
  // Nobody is on the staff: four working hours from half past nine on, which end in the afternoon.
  expect(await due()).toEqual([{ due: expect.stringMatching(/^11-23 15:3\d$/) as unknown }])
  expect((await set('--id', id, '--hours', '08:30-12:00,14:00-18:00'))[0]?.touched).toBeUndefined()
  expect((await set('--id', id, '--hours', '08:30-11:30'))[0]?.touched).toBe(1)
  house.house.wake()
  await expect.poll(reckonings, { timeout: 10_000 }).toBe(1)
  await house.move(15_000)
  expect(await due()).toEqual([{ due: expect.stringMatching(/^11-24 10:3\d$/) as unknown }])
  await set('--id', id, '--hours', '08:30-12:00,14:00-18:00')
})

test('what cannot be is refused, with what can', async () => {
  const [first] = await set()
  const id = String(first?.office)
  await expect(set('--id', id, '--regulations', 'meditation')).rejects.toThrow(/"meditation" is none of .*mediation.*petition/)
  await expect(set('--id', id, '--hours', '12:00-09:00')).rejects.toThrow(WrongOption)
  await expect(set('--id', id, '--hours', '09:00-12:00,11:00-13:00')).rejects.toThrow(/--hours/)
  await expect(set('--id', '999999', '--name', '某处')).rejects.toThrow(/no office 999999/)
  await expect(set('--name', '某处')).rejects.toThrow(/which office/)
  expect((await set('--id', id))[0]?.hours).toBe('08:30-12:00,14:00-18:00')
})
