import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { colleague, handsOf, saysIn, type Hands } from './staff/hands.ts'
import { filed, tongues } from './staff/passing.ts'
import type { ChatPerson } from '../platforms/person.ts'

/** A long case: its card stays short enough for its buttons to be seen, and what it leaves out is one tap away. */

const language = 'zh-CN'
const say = saysIn(language)
let house: TestHouse
let hands: Hands
let mediator: ChatPerson
beforeAll(async () => {
  house = await openHouse()
  hands = handsOf(house)
  mediator = await colleague(house, 'line', 'mediator', '王调解')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

test('mediator and resident read the latest on the card, all of it with one tap, and come back with another', async () => {
  const tongue = tongues['in Chinese']
  if (!tongue) throw new Error('no such tongue')
  const { who, number } = await filed(house, tongue, 'telegram')
  await hands.taps(mediator, say('case:action.take'))
  for (let n = 1; n <= 10; n++) {
    await hands.opens(mediator, number, say('case:action.message'))
    await hands.says(mediator, `第${n}回说`)
  }
  const look = say('case:action.look')
  const past = say('case:action.past')
  for (const reader of [mediator, who]) {
    const opens = async (): Promise<void> => {
      await hands.says(reader, reader === who ? '/mycases' : '我的待办')
      await hands.taps(reader, number)
    }
    await opens()
    expect(reader.last().text).toMatch(/更早还有 \d+ 条/)
    expect(reader.last().text).toContain('第10回说')
    expect(reader.last().text).not.toContain('第1回说')
    await hands.taps(reader, past)
    expect(reader.last().text).toContain('第1回说')
    expect(reader.last().text).toContain('第10回说')
    expect(reader.last().text).not.toContain('更早还有')
    const messages = reader.messages.length
    await hands.taps(reader, look)
    expect(reader.last().text).toMatch(/更早还有 \d+ 条/)
    // In place on Telegram: nothing piles up.
    expect(reader.messages.length - messages).toBe(reader === who ? 0 : 1)
  }
})
