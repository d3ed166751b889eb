import { describe, expect, it } from 'vitest'
import type { Group } from '../../src/cases/between.ts'
import { chosen, voted, without } from '../../src/cases/parties/votes.ts'

/** Five people, a founder f; who stands does so in the order of the names. */
function group(stands: string, votes: Record<string, string>, joined = 'f a b c d'): Group {
  const letters = (text: string): string[] => text.split(' ').filter(Boolean)
  return { founder: 'f', joined: letters(joined), stands: letters(stands).map((party) => ({ party, name: party.toUpperCase() })), votes: Object.fromEntries(Object.entries(votes).map(([who, given]) => [who, letters(given)])), code: null, until: 0 }
}

const names = (of: Group): string => chosen(of).map(({ party }) => party).join(' ')

describe('who speaks for a group (LAB-4)', () => {
  it.each<[string, Group, string]>([
    ['nobody stands', group('', {}), ''],
    ['nobody has a vote yet', group('a b', {}), ''],
    ['one vote is enough', group('a b', { f: 'b' }), 'b'],
    ['most votes first', group('a b', { f: 'b', c: 'b', d: 'a' }), 'b a'],
    ['three at most, and who stood first comes first of two with as many', group('a b c d', { f: 'a b c', a: 'd', b: 'd' }), 'd a b'],
    ['somebody may choose themselves', group('a', { a: 'a' }), 'a'],
    ['a vote named twice counts once', group('a b', { f: 'a a', c: 'b', d: 'b' }), 'b a'],
    ['votes of those who have left do not count', group('a b', { x: 'a', y: 'a', c: 'b' }), 'b'],
    ['votes for those who stand no more do not count', group('b', { f: 'a', c: 'b' }), 'b'],
  ])('%s', (_what, of, expected) => {
    expect(names(of)).toBe(expected)
  })

  it('choosing again changes it; the same tap twice is one; a fourth has no room', () => {
    const stands = group('a b c d', { f: 'a' })
    expect(voted(stands, 'f', 'b', true)?.votes['f']).toEqual(['a', 'b'])
    expect(voted(stands, 'f', 'a', true)?.votes['f']).toEqual(['a'])
    expect(voted(stands, 'f', 'a', false)?.votes['f']).toEqual([])
    expect(voted(stands, 'f', 'b', false)?.votes['f']).toEqual(['a'])
    const full = group('a b c d', { f: 'a b c' })
    expect(voted(full, 'f', 'd', true)).toBeNull()
    expect(voted(full, 'f', 'c', true)?.votes['f']).toEqual(['a', 'b', 'c'])
    // Of those who stand no more, none takes up room.
    expect(voted(group('b c d', { f: 'a b c' }), 'f', 'd', true)?.votes['f']).toEqual(['b', 'c', 'd'])
  })

  it.each<[string, Group, string, string]>([
    ['a founder hands on to the one with most votes', group('b c', { f: 'b', a: 'c', d: 'c' }), 'f', 'c'],
    ['or else to who has been there longest', group('', {}), 'f', 'a'],
    ['somebody else leaves: the founder stays', group('a', { f: 'a' }), 'a', 'f'],
  ])('%s', (_what, of, leaver, founder) => {
    const after = without(of, leaver)
    expect(after.founder).toBe(founder)
    expect(after.joined).not.toContain(leaver)
    expect(after.stands.map(({ party }) => party)).not.toContain(leaver)
    expect(Object.keys(after.votes)).not.toContain(leaver)
  })
})
