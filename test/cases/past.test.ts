import { expect, test } from 'vitest'
import { latest, residentPast, type HistoryLine } from '../../src/cases/telling/past.ts'
import { writeLine } from '../../src/channels/line/write.ts'
import { accepted, speaker, wholly } from './office.ts'

/** All of what has happened, as far as one message can hold it; what it cannot is counted. */

const it = accepted('mediation', '2026-11-23 10:00')
const said = (n: number, chars: number): HistoryLine[] => Array.from({ length: n }, (_, i) => ({ at: it.now, kind: 'noted', actor: 'staff:1', open: true, room: 'applicant', details: { who: '林敏', words: `第${i + 1}句${'话'.repeat(chars)}` } }))

test('of very many lines the last hundred are shown, and how many there are before', () => {
  const text = wholly(residentPast(it.case, said(150, 5)))
  expect(text).toContain('更早还有 50 条')
  expect(text).toContain('第51句')
  expect(text).not.toContain('第50句')
})

test('of very long lines as many as one answer on LINE holds; of one that is longer still, that one', () => {
  const many = residentPast(it.case, said(100, 1000))
  expect(wholly(many)).toMatch(/更早还有 9\d 条/)
  expect(wholly(many)).toContain('第100句')
  expect(writeLine(speaker.speak(many, 'zh-CN')).messages.length).toBeLessThanOrEqual(5)
  expect(wholly(residentPast(it.case, said(2, 20_000)))).toContain('第2句')
})

test('a card leaves nothing uncounted', () => {
  const shown = latest(said(9, 5)).map((words) => speaker.say(words, 'zh-CN'))
  expect(shown[0]).toBe('更早还有 1 条')
  expect(shown).toHaveLength(9)
  expect(latest(said(8, 5))).toHaveLength(8)
})
