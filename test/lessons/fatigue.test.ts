import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openHouse } from '../house.ts'
import { member, onTelegram, settled } from '../people.ts'

const day = 86_400_000
const mediation = { pick: /^人民调解/ }

test('never more surveys than the cap per person: an office that allows one a month asks about one of two cases', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'laifang-rules-'))
  const own = readFileSync(join(import.meta.dirname, '../../src/regulations/mediation.yaml'), 'utf8')
  writeFileSync(join(folder, 'mediation.yaml'), own.replace(/cap: \{ most: \d+/, 'cap: { most: 1'))
  const house = await openHouse({ env: { REGULATIONS_DIR: folder } })
  const mediator = await member(house, 'mediator', '王调解')
  const resident = onTelegram(house)
  await settled(house, resident, [mediator], '楼上漏水，把我家天花板泡坏了，三次都不肯修。', mediation)
  await house.move(day)
  await settled(house, resident, [mediator], '邻居家的狗半夜一直叫，我睡不好觉。', mediation)
  await house.move(12 * day)
  const asked = (): number => resident.messages.filter((message) => message.labels.includes('5 分 很满意')).length
  expect(asked()).toBe(1)
  // The other case is not lost for it: they are to be called.
  expect(await house.query('select state, mode, reason from surveys')).toEqual(expect.arrayContaining([{ state: 'sent', mode: 'phone', reason: 'asked-often' }]))

  // A month later the same person may be asked again.
  await house.move(30 * day)
  await settled(house, resident, [mediator], '隔壁半夜放音乐，吵得睡不着。', mediation)
  await house.move(12 * day)
  expect(asked()).toBe(2)
  expect(house.telegram.violations).toEqual([])
  await house.stop()
  rmSync(folder, { recursive: true })
})
