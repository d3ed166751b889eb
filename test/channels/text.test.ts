import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean, cutGraphemes, cutUnits, graphemeCount, labelled, splitText, visible } from '../../src/channels/text.ts'

const family = '👨‍👩‍👧‍👦'
const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 }))

describe('splitting', () => {
  it('falls between paragraphs before lines, lines before sentences, sentences before words', () => {
    expect(splitText('aaaa aaaa\n\nbbbb. bbbb\ncc', 16)).toEqual(['aaaa aaaa', 'bbbb. bbbb\ncc'])
    expect(splitText('aaaaa aaaaa\nbbbbb bbbbb', 14)).toEqual(['aaaaa aaaaa', 'bbbbb bbbbb'])
    expect(splitText('楼上漏水三天了。找过物业两次没人管。请帮忙', 12)).toEqual(['楼上漏水三天了。', '找过物业两次没人管。', '请帮忙'])
    expect(splitText('one two three four', 10)).toEqual(['one two', 'three four'])
  })

  it('does not cut through an emoji, a flag or a letter with its accent', () => {
    expect(splitText(family.repeat(3), family.length + 3)).toEqual([family, family, family])
    expect(splitText('🇨🇳🇹🇼🇭🇰', 6)).toEqual(['🇨🇳', '🇹🇼', '🇭🇰'])
    expect(splitText('e\u0301e\u0301e\u0301', 3)).toEqual(['e\u0301', 'e\u0301', 'e\u0301'])
  })

  it('gives pieces that fit, are never blank, and lose nothing but blanks', () => {
    fc.assert(fc.property(anyText, fc.integer({ min: 2, max: 60 }), (text, max) => {
      const whole = clean(text)
      const pieces = splitText(whole, max)
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(max)
        expect(visible(piece)).toBe(true)
        expect(piece.isWellFormed()).toBe(true)
      }
      const seen = (one: string) => [...one].filter(visible).join('')
      expect(seen(pieces.join(''))).toBe(seen(whole))
    }))
  })

  it('takes 200 000 characters without a border in well under a second', () => {
    const started = performance.now()
    expect(splitText('水'.repeat(200_000), 4096)).toHaveLength(49)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('cutting', () => {
  it('counts what a reader counts', () => {
    expect(graphemeCount(`${family}🇨🇳é水`)).toBe(4)
    expect(cutGraphemes('楼上漏水没人管', 5)).toBe('楼上漏水…')
    expect(cutGraphemes(family.repeat(21), 20)).toBe(`${family.repeat(19)}…`)
    expect(cutGraphemes(family.repeat(20), 20)).toBe(family.repeat(20))
    expect(cutUnits(`ab${family}`, 6)).toBe('ab…')
  })

  it('keeps within its limit whatever the text', () => {
    fc.assert(fc.property(anyText, fc.integer({ min: 2, max: 30 }), (text, max) => {
      expect(graphemeCount(cutGraphemes(clean(text), max))).toBeLessThanOrEqual(max)
      expect(cutUnits(clean(text), max).length).toBeLessThanOrEqual(max)
      expect(cutUnits(clean(text), max).isWellFormed()).toBe(true)
    }))
  })
})

it('takes out halves of letters and control characters, and keeps joiners of emoji', () => {
  expect(clean(`a\u0000b\ud83dc\r\nd\u0007${family}\t`)).toBe(`ab\ufffdc\nd${family}\t`)
})

it('writes the colon of the label\'s own script', () => {
  expect(labelled('地点', '井巷3号')).toBe('地点：井巷3号')
  expect(labelled('Where', '3 Well Lane')).toBe('Where: 3 Well Lane')
})
