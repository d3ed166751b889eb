import { expect, test } from 'vitest'
import { placesAsked, placesOf, sameOther } from '../../src/cases/alike.ts'
import { nothingBetween } from '../../src/cases/between.ts'
import { cellsOf, placeText } from '../../src/cases/places.ts'
import { regulationOf } from './office.ts'

/** PRO-12: when two people mean the same place, and when nobody can say. */

test.each([
  ['和平路3号', '和平路 3 號 2 樓'],
  ['和平路三号', '和平路3号2单元501室'],
  ['天安花园5栋', '天安花園５棟 1203'],
  ['天安花园5号楼电梯', '天安花园 第5号楼'],
  ['天安花园（东门）', '天安花园东门'],
  ['3 Well Lane', 'No. 3 Well Lane, flat 5'],
  ['12 Peace Street', '12 peace street, Apt. 4B'],
])('“%s” and “%s” are one place', (one, other) => {
  expect(placeText(one)).not.toBeNull()
  expect(placeText(one)).toBe(placeText(other))
})

test.each([['和平路3号', '和平路13号'], ['天安花园5栋', '天安花园6栋'], ['和平路3号', '解放路3号'], ['3 Well Lane', '5 Well Lane']])('“%s” and “%s” are two', (one, other) => {
  expect(placeText(one)).not.toBe(placeText(other))
})

test.each(['我家', '小区门口', '我们小区电梯里', '楼上', 'my home', 'In the lobby of our building', '这里', '31.23041,121.47370', ''])('“%s” could be anywhere', (text) => {
  expect(placeText(text)).toBeNull()
})

test('a pin is near those within about 150 m, and not near those 500 m away, in any latitude', () => {
  for (const lat of [1.3, 23.1, 31.2, 53.5, -33.9]) {
    const near = (north: number, east: number): boolean => {
      const pin = (n: number, e: number): string => `${(lat + n / 111_320).toFixed(5)},${(121.4737 + e / (111_320 * Math.cos(lat * Math.PI / 180))).toFixed(5)}`
      const kept = cellsOf(pin(0, 0))
      const asked = cellsOf(pin(north, east))
      return [kept?.own, ...(kept?.around ?? [])].includes(asked?.own)
    }
    for (const metres of [0, 70, 140, -140]) expect([near(metres, 0), near(0, metres), near(metres, metres)]).toEqual([true, true, true])
    for (const metres of [500, -500]) expect([near(metres, 0), near(0, metres)]).toEqual([false, false])
  }
  for (const none of ['', 'here', '31.2', '31.2,121.4,5', '91,0', 'NaN,1']) expect(cellsOf(none)).toBeNull()
})

test('nothing is kept to be found by of what nobody else may find (PET-7)', () => {
  const spot = (regulation: string, more: object = {}) => ({ officeId: 1, regulation, category: 'equipment', anonymous: false, between: nothingBetween, answers: [{ id: placeId(regulation), text: '和平路3号', value: '31.23041,121.47370' }], ...more })
  const kept = (regulation: string, more: object = {}): number => placesOf(spot(regulation, more), regulationOf(regulation)).length
  expect(kept('property-complaint')).toBe(10)
  expect(placesAsked(spot('property-complaint'), regulationOf('property-complaint'))).toHaveLength(2)
  expect(kept('property-complaint', { anonymous: true })).toBe(0)
  expect(kept('property-complaint', { between: { ...nothingBetween, codeName: 'K7QM' } })).toBe(0)
  for (const regulation of ['mediation', 'petition', 'construction', 'school', 'consumer']) {
    expect([regulation, kept(regulation), placesAsked(spot(regulation), regulationOf(regulation)).length]).toEqual([regulation, 0, 0])
  }
})

test('another office, another category, another place', () => {
  const asked = (more: object): string[] => placesAsked({ officeId: 1, regulation: 'property-complaint', category: 'equipment', answers: [{ id: placeId('property-complaint'), text: '和平路3号', value: null }], ...more }, regulationOf('property-complaint'))
  expect(new Set([asked({}), asked({ officeId: 2 }), asked({ category: 'order' }), asked({ answers: [] })].map(String)).size).toBe(4)
})

test('the other side may be the same when nobody said otherwise', () => {
  expect([sameOther('赵强', null), sameOther(null, null), sameOther('天安物业', '天安 物业公司'), sameOther('赵强', '孙丽')]).toEqual([true, true, true, false])
})

function placeId(regulation: string): string {
  return regulationOf(regulation).questions.find(({ kind }) => kind === 'place')?.id ?? 'place'
}
