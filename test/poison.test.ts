import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from './house.ts'
import { member, offered, onTelegram } from './people.ts'
import type { TelegramUser } from './platforms/telegram.ts'
import { fileCase, walksTo } from './resident.ts'

/** Something stored cannot be opened any more: it is kept with its error, tried again more and more slowly, and stops nobody else. */

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。'
const day = 86_400_000

let house: TestHouse
let head: TelegramUser
beforeAll(async () => {
  house = await openHouse()
  head = await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect(house.telegram.violations).toEqual([])
  await house.stop()
})

async function personOf(user: TelegramUser): Promise<string> {
  return (await house.query<{ person_id: string }>('select person_id from addresses where "user" = $1', [String(user.id)]))[0]?.person_id ?? ''
}

/** Turns one bit of the seal on the stored state; returns how to turn it back. */
async function tamper(user: TelegramUser): Promise<() => Promise<unknown>> {
  const person = await personOf(user)
  const [row] = await house.query<{ state: Buffer }>('select state from conversations where person_id = $1', [person])
  const broken = Buffer.from(row?.state ?? [])
  broken[20] = (broken[20] ?? 0) ^ 1
  await house.query('update conversations set state = $2 where person_id = $1', [person, broken])
  return () => house.query('update conversations set state = $2 where person_id = $1', [person, row?.state])
}

const kept = (): Promise<{ state: string; tries: number; error: string; wait: number }[]> => house.query(`select state, tries, error, extract(epoch from next_at - $1)::float as wait from inbounds where state in ('pending', 'failed') order by id`, [new Date(house.now())])

test('a poisoned talk: the update is kept, the person is told in their language, others go on, and mended it goes on too', async () => {
  const [poor, other] = [onTelegram(house, 'en'), onTelegram(house)]
  await walksTo(poor, 'My neighbour upstairs has a water leak and will not repair it.', /Who is on the other side/, { pick: /mediation · /i })
  await other.start()
  await other.waitForNew()
  const mend = await tamper(poor)
  await Promise.all([poor.says('Mr Wang'), other.says(story)])
  await other.waitForNew('保存您写下的内容')
  await poor.waitForNew('It is kept and will be looked at')

  const [first] = await kept()
  expect(first).toMatchObject({ state: 'pending', tries: 1 })
  expect(first?.error).toMatch(/Error/)
  expect(JSON.stringify(await kept())).not.toContain('Wang')
  const waits: number[] = []
  for (let n = 0; n < 4; n++) {
    await house.move(((await kept())[0]?.wait ?? 0) * 1000 + 100)
    waits.push(Math.round((await kept())[0]?.wait ?? 0))
  }
  expect(waits.every((wait, n) => n === 0 || wait > (waits[n - 1] ?? 0) * 1.5), String(waits)).toBe(true)
  expect(poor.messages.filter((message) => message.text.includes('It is kept'))).toHaveLength(1)

  await mend()
  await house.move(((await kept())[0]?.wait ?? 0) * 1000 + 100)
  await poor.waitFor(/How can they be reached|Where is it/)
  expect(await kept()).toEqual([])
  await poor.taps('Back')
  expect((await poor.waitForNew('Your answer so far')).text).toContain('Mr Wang')
})

test('a poison that stays is given up after some tries, stays stored, and the office is told', async () => {
  const poor = onTelegram(house)
  await walksTo(poor, story, /对方是谁/)
  const mend = await tamper(poor)
  await poor.says('老王')
  await poor.waitForNew('已经记下，会有人查看')
  for (let n = 0; n < 10 && (await kept())[0]?.state === 'pending'; n++) await house.move(((await kept())[0]?.wait ?? 0) * 1000 + 100)
  expect(await kept()).toMatchObject([{ state: 'failed', tries: 8 }])
  expect(await house.query(`select body is not null as stored from inbounds where state = 'failed'`)).toEqual([{ stored: true }])
  // The house looks for such things at the start and every hour.
  await house.restart()
  expect((await head.waitFor('多次处理不成')).text).toContain('1 条')
  await mend()
  await poor.says('老王')
  await poor.waitForNew('怎么能联系上')
  await house.query(`update inbounds set state = 'done' where state = 'failed'`)
})

test('a draft that cannot be opened keeps nobody else’s nudge and no case’s turn from coming', async () => {
  const [poor, other] = [onTelegram(house), onTelegram(house)]
  await walksTo(poor, story, /对方是谁/)
  await walksTo(other, story, /对方是谁/)
  await tamper(poor)
  await house.move(3 * day)
  await other.waitFor('提醒一下')
  expect(poor.messages.some((message) => message.text.includes('提醒一下'))).toBe(false)
})

test('a message that cannot be opened is marked and does not hold up those to others', async () => {
  const mediator = await member(house, 'mediator', '王调解')
  const resident = onTelegram(house)
  await resident.start()
  await resident.waitForNew()
  await house.query(`insert into deliveries (person_id, message, retry_key, next_at) values ($1, $2, gen_random_uuid(), $3)`, [await personOf(resident), Buffer.from('not sealed by anybody'), new Date(house.now())])
  const { number } = await fileCase(resident, story)
  await house.calm()
  offered([mediator], number)
  expect(await house.query(`select state, reason from deliveries where state = 'failed'`)).toEqual([{ state: 'failed', reason: 'sealed words cannot be opened' }])
})

test('an event of a case that cannot be opened is kept; what comes after it for the same case is dealt with', async () => {
  const mediator = await member(house, 'mediator', '赵调解')
  await house.query(`update staff set capacity = 0 where name = '王调解'`)
  const resident = onTelegram(house)
  const { number } = await fileCase(resident, story)
  await house.calm()
  await house.query(`insert into inbounds (channel, update_id, state, case_id, body, next_at) select 'case', 'broken', 'pending', id, $2, $3 from cases where number = $1`, [number, Buffer.from('broken'), new Date(house.now())])
  await mediator.tapsOld(offered([mediator], number).offer, '受理')
  await house.calm()
  await resident.waitFor('会负责到底')
  expect(await kept()).toMatchObject([{ state: 'pending', tries: 1 }])
})
