import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadSpeaker } from '../../src/words/words.ts'

it.each([
  ['zh', 'zh-TW', 'zh-TW'], ['zh', 'zh-CN', 'zh-CN'], ['zh', 'en', 'zh-CN'],
  ['zh-hans', 'zh-TW', 'zh-CN'], ['zh-Hant-HK', 'zh-CN', 'zh-TW'], ['en-GB', 'zh-TW', 'en'], ['fr', 'zh-TW', 'zh-TW'],
])('“%s” in a house whose language is %s: %s', (hint, fallback, expected) => {
  expect(loadSpeaker({ folder: join(import.meta.dirname, '../../locales'), fallback, zone: 'Asia/Taipei' }).nearest(hint)).toBe(expected)
})
