import { expect, test } from 'vitest'
import { gather, type Waiting } from '../../src/turns/gather.ts'

type Item = { chat: string; n: number }

/** Rounds that last until they are let go. */
function house(rounds = 2, restMs = 0) {
  const begun: { items: Item[]; end(): void }[] = []
  const gathered = gather<Item>({
    keyOf: (item) => item.chat, idOf: (item) => `${item.chat}/${item.n}`, rounds, most: 64, restMs,
    work: (batch: Waiting<Item>[]) => new Promise((resolve) => {
      begun.push({ items: batch.map((each) => each.item), end: () => { batch.forEach((each) => each.done()); resolve() } })
    }),
  })
  return { ...gathered, begun }
}

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const chats = (count: number, from = 0): Item[] => Array.from({ length: count }, (_, n) => ({ chat: `chat ${from + n}`, n: 1 }))

test('the first to come goes at once, and a few who come meanwhile go together when it is over', async () => {
  const { take, begun } = house()
  const all = chats(6).map(async (item, n) => { if (n > 0) await breath(); return take(item) })
  await breath()
  await breath()
  expect(begun.map((round) => round.items.length)).toEqual([1])
  begun[0]?.end()
  await breath()
  expect(begun.map((round) => round.items.length)).toEqual([1, 5])
  begun[1]?.end()
  await Promise.all(all)
})

test('many who wait are not kept waiting for the round under way', async () => {
  const { take, begun } = house()
  const first = take({ chat: 'first', n: 1 })
  await breath()
  const all = chats(40).map(take)
  await breath()
  expect(begun.map((round) => round.items.length)).toEqual([1, 40])
  begun.forEach((round) => round.end())
  await Promise.all([first, ...all])
})

test('a round that is held up holds up nobody else, also not when its own chat says more', async () => {
  const { take, begun, idle } = house()
  const held = take({ chat: 'held', n: 1 })
  await breath()
  const more = take({ chat: 'held', n: 2 })
  await pause(30)
  const other = take({ chat: 'other', n: 1 })
  await breath()
  expect(begun.map((round) => round.items)).toEqual([[{ chat: 'held', n: 1 }], [{ chat: 'other', n: 1 }]])
  begun[1]?.end()
  await other
  begun[0]?.end()
  await held
  await breath()
  expect(begun[2]?.items).toEqual([{ chat: 'held', n: 2 }])
  begun[2]?.end()
  await more
  await idle()
})

test('a few who come while a round is held up wait a moment only', async () => {
  const { take, begun } = house()
  const held = take({ chat: 'held', n: 1 })
  await breath()
  const other = take({ chat: 'other', n: 1 })
  await pause(60)
  expect(begun.map((round) => round.items.length)).toEqual([1, 1])
  begun.forEach((round) => round.end())
  await Promise.all([held, other])
})

test('after a rest those who came meanwhile go together; many, and whoever comes later, do not wait for one', async () => {
  const { take, begun, idle } = house(1, 60)
  const end = async (n: number): Promise<void> => { begun[n]?.end(); await breath() }
  const all = [take({ chat: 'first', n: 1 })]
  await breath()
  await end(0)
  all.push(take({ chat: 'second', n: 1 }))
  await pause(20)
  all.push(take({ chat: 'third', n: 1 }))
  await breath()
  expect(begun.length).toBe(1)
  await pause(80)
  expect(begun.map((round) => round.items.map((item) => item.chat))).toEqual([['first'], ['second', 'third']])
  await end(1)
  all.push(...chats(40).map(take))
  await breath()
  expect(begun[2]?.items.length).toBe(40)
  await end(2)
  await pause(80)
  all.push(take({ chat: 'later', n: 1 }))
  await breath()
  expect(begun.length).toBe(4)
  await end(3)
  await Promise.all(all)
  await idle()
})
