import { afterAll, beforeAll, expect, test } from 'vitest'
import { settingsFrom, staff, WrongOption } from '../../src/commands/office/staff.ts'
import { invite } from '../../src/store/staff.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { member, onTelegram } from '../people.ts'

/** Who is offered what is set from the command line, with the invitation or later. */

let house: TestHouse
beforeAll(async () => { house = await openHouse() })
afterAll(async () => { await house.stop() })

test('what the invitation says holds from the first day; later it can be changed', async () => {
  const { id: office } = await house.db.prisma.office.findFirstOrThrow({ orderBy: { id: 'asc' } })
  const settings = await settingsFrom({ name: '王大海', areas: '河东村，河西村', kinds: 'mediation,petition/land', languages: 'zh-CN,en', capacity: '7' }, undefined)
  const newcomer = onTelegram(house)
  await newcomer.says(await invite(house.db, 'mediator', office, house.now(), settings))
  await newcomer.waitForNew(/欢迎/)
  const told = (await staff(house.db, ['--office', String(office)], undefined)).find((each) => each.name === '王大海')
  expect(told).toMatchObject({ role: 'mediator', areas: ['河东村', '河西村'], kinds: ['mediation', 'petition/land'], languages: ['zh-CN', 'en'], capacity: 7, load: 0, away: null })

  const id = String(told?.id)
  const [away] = await staff(house.db, ['--id', id, '--away', '2026-12-01', '--until', '2026-12-03', '--areas', ''], undefined)
  expect(away).toMatchObject({ areas: [], capacity: 7, away: { from: '2026-11-30T16:00:00.000Z', until: '2026-12-03T16:00:00.000Z' } })
  expect((await staff(house.db, ['--id', id, '--back'], undefined))[0]?.away).toBeNull()
  expect(await staff(house.db, ['--id', id, '--leave'], undefined)).toEqual([])
})

test('one person has one name in every role', async () => {
  const head = await member(house, 'head', '周正')
  await head.says(await house.invite('leader'))
  await head.waitForNew(/欢迎/)
  expect((await staff(house.db, [], undefined)).filter((each) => each.name === '周正').map((each) => each.role).sort()).toEqual(['head', 'leader'])
})

test('what cannot be is refused, with what can', async () => {
  await expect(settingsFrom({ kinds: 'petiton' }, undefined)).rejects.toThrow(/"petiton" is none of .*petition\/land/)
  await expect(settingsFrom({ capacity: '0' }, undefined)).rejects.toThrow(WrongOption)
  await expect(staff(house.db, ['--id', '999999', '--back'], undefined)).rejects.toThrow(/999999/)
})
