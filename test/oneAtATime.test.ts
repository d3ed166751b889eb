import { expect, test } from 'vitest'
import { oneAtATime } from '../src/oneAtATime.ts'

/** Work whose runs end when they are told to. */
function work() {
  const runs: (() => void)[] = []
  let under = 0
  let most = 0
  const failed: unknown[] = []
  let fails = false
  const looking = oneAtATime(async () => {
    under += 1
    most = Math.max(most, under)
    await new Promise<void>((resolve) => runs.push(resolve))
    under -= 1
    if (fails) throw new Error('once')
  }, (error) => failed.push(error))
  return { looking, runs, failed, most: () => most, fail() { fails = true } }
}

const breath = () => new Promise((resolve) => setImmediate(resolve))

test('whoever wakes it while it is under way waits for a run that began later; all of them for the same one', async () => {
  const { looking, runs, most } = work()
  const ended: string[] = []
  const waits = [looking.wake().then(() => ended.push('first')), looking.wake().then(() => ended.push('second')), looking.wake().then(() => ended.push('third'))]
  await breath()
  expect(runs).toHaveLength(1)
  runs[0]?.()
  await breath()
  expect(ended).toEqual(['first'])
  expect(runs).toHaveLength(2)
  runs[1]?.()
  await Promise.all(waits)
  expect(ended).toEqual(['first', 'second', 'third'])
  expect(runs).toHaveLength(2)
  expect(most()).toBe(1)
})

test('a run that fails is told, and neither rejects nor ends the next', async () => {
  const { looking, runs, failed, fail } = work()
  fail()
  for (const n of [1, 2]) {
    const ended = looking.wake()
    await breath()
    runs[n - 1]?.()
    await ended
    expect(failed).toHaveLength(n)
  }
  const thrown: unknown[] = []
  await oneAtATime(() => { throw new Error('at once') }, (error) => thrown.push(error)).wake()
  expect(thrown).toHaveLength(1)
})

test('stopped, it waits for what is under way and begins nothing more', async () => {
  const { looking, runs } = work()
  void looking.wake()
  const queued = looking.wake()
  await breath()
  let stopped = false
  const stop = looking.stop().then(() => { stopped = true })
  await breath()
  expect(stopped).toBe(false)
  runs[0]?.()
  await Promise.all([stop, queued, looking.wake()])
  expect(runs).toHaveLength(1)
})
