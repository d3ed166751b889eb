import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

/** What the settings make of each other. */

const telegram = { TELEGRAM_BOT_TOKEN: '1:token' }
const line = { LINE_CHANNEL_SECRET: 's', LINE_CHANNEL_ACCESS_TOKEN: 't' }

test('the demo runs with nothing configured, and beside no real channel even where it is asked for', () => {
  expect(readConfig({}).demo).toBe(true)
  expect(readConfig({ DEMO: '0' }).demo).toBe(false)
  for (const channel of [telegram, line, { ...telegram, ...line }]) expect(readConfig({ ...channel, DEMO: '1' }).demo).toBe(false)
  expect(readConfig({ DATABASE_URL: 'postgresql://localhost/laifang' }).demo).toBe(false)
  expect(readConfig({ DATABASE_URL: 'postgresql://localhost/laifang', DEMO: '1' }).demo).toBe(true)
})

test('what cannot be used is named, without its value', () => {
  expect(() => readConfig({ LINE_CHANNEL_SECRET: 'hidden' })).toThrow(/LINE_CHANNEL_ACCESS_TOKEN/)
  expect(() => readConfig({ SECRET_KEY: 'short' })).toThrow(/^(?!.*short).*SECRET_KEY/)
})
