import { describe, expect, it } from 'vitest'
import { accepted, variant } from './office.ts'

describe('what has been done anew is not what was reviewed before (PRO-5)', () => {
  const strict = variant('property-complaint', ({ steps }) => {
    const of = ['drafted', 'draft-returned', 'review-passed']
    for (const step of steps) {
      if (step.id === 'propose-reviewed') step.if = { level: 'major', latest: { of, is: 'review-passed' } }
      if (step.id === 'pass-review') step.if = { level: 'major', latest: { of, is: 'drafted' } }
    }
  })

  it('a draft that comes after the review has to be reviewed before the customer is asked', () => {
    const it = accepted(strict, '2026-11-23 10:00')
    it.staffDoes(5, 'escalate', { words: '影响整栋楼。' })
    const ask = { type: 'staff', staff: 3, action: 'propose-reviewed', words: '换新泵。' } as const
    it.staffDoes(5, 'draft', { words: '修泵。' })
    expect(it.attempts(ask)).toMatchObject({ key: 'case:refused.not-now' })
    it.staffDoes(6, 'pass-review')
    expect('refused' in it.tries(ask)).toBe(false)
    it.staffDoes(5, 'draft', { words: '换新泵。' })
    expect(it.attempts(ask)).toMatchObject({ key: 'case:refused.not-now' })
    it.staffDoes(6, 'pass-review')
    expect(it.attempts({ type: 'staff', staff: 6, action: 'pass-review' })).toMatchObject({ key: 'case:refused.not-now' })
    it.does(ask)
  })
})
