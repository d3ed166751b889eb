import { expect, it } from 'vitest'
import { recent } from '../../src/channels/recent.ts'

it('keeps the last entries, forgets the oldest, and never grows past twice its size', () => {
  const memory = recent<number>(100)
  for (let n = 0; n < 1_000; n++) {
    memory.set(`k${n}`, n)
    for (const back of [0, 50, 99]) if (n >= back) expect(memory.get(`k${n - back}`)).toBe(n - back)
    if (n >= 200) expect(memory.get(`k${n - 200}`)).toBeUndefined()
  }
  memory.delete('k999')
  expect(memory.get('k999')).toBeUndefined()
  memory.set('k950', -1)
  memory.delete('k950')
  expect(memory.get('k950')).toBeUndefined()
})
