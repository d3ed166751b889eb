import { describe, expect, it } from 'vitest'
import { formatNumber, seriesKey } from '../../src/cases/numbering.ts'
import { at, regulationOf } from './office.ts'

describe('numbers', () => {
  it.each([
    ['M{yyyy}{serial:4}', 1, '2026-11-23', 'M20260001'],
    ['{yyyy}{serial:3}', 7, '2026-01-02', '2026007'],
    ['C{yy}{mm}{serial:3}', 12, '2026-03-09', 'C2603012'],
    ['{yyyy}-{mm}-{dd}/{serial:2}', 100, '2026-03-09', '2026-03-09/100'],
  ])('%s of the %i. on %s is %s', (format, serial, day, number) => {
    expect(formatNumber(format, serial, day)).toBe(number)
  })

  it('count by office, regulation and year or month, on the office’s own wall', () => {
    const newYear = at('2027-01-01 00:30')
    expect(seriesKey(regulationOf('mediation'), 1, newYear, 'Asia/Shanghai')).toBe('case/1/mediation/2027')
    expect(seriesKey(regulationOf('mediation'), 1, newYear, 'UTC')).toBe('case/1/mediation/2026')
    expect(seriesKey(regulationOf('property-complaint'), 2, newYear, 'Asia/Shanghai')).toBe('case/2/property-complaint/2027-01')
  })
})
