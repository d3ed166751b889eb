import { piecesOf, plainOf, type Piece } from './words.ts'

/**
 * What of a text can tell its matter: words, pairs of characters that touch or English words that follow each other,
 * single characters, and the phrases that a regulation gives as keywords, wherever they stand.
 */
export type Feature = {
  /** Where the whole words stand that it is part of. */
  at: number
  end: number
  /** A single character, or the seam of two words: a hint, and a reason only where there is no better one. */
  faint: boolean
}

/** The longest keyword that is looked for, in characters or English words. */
const longest = { characters: 8, words: 6 }

/** The keywords of all regulations, as `phraseOf` writes them. `longest`: of those that begin with a character, in characters; 0 where none does. */
export type Phrases = { has(phrase: string): boolean; longest(character: string): number }

export function phrasesOf(keywords: readonly string[]): Phrases {
  const phrases = new Set(keywords.map(phraseOf))
  const longestOf = new Map<string, number>()
  for (const phrase of phrases) longestOf.set(phrase.charAt(0), Math.min(longest.characters, Math.max(phrase.length, longestOf.get(phrase.charAt(0)) ?? 0)))
  return { has: (phrase) => phrases.has(phrase), longest: (character) => longestOf.get(character) ?? 0 }
}

/** Takes a feature: what it says, where, and whether only faintly. */
type Found = (what: string, at: number, end: number, faint: boolean) => void

/** Tells every feature of `plain`, a text as `plainOf` gives it; some of them more than once. */
export function eachFeature(plain: string, known: Phrases, found: Found): void {
  const pieces = piecesOf(plain)
  pieces.forEach((piece, n) => {
    inPiece(piece, found)
    acrossPieces(piece, pieces, n, found)
    if (!piece.chinese) englishPhrases(pieces, n, known, found)
  })
  for (const run of plain.matchAll(/\p{Script=Han}+/gu)) chinesePhrases(run[0], run.index, known, found)
}

/** How a keyword is known: its characters, or its English stems in a row. */
function phraseOf(keyword: string): string {
  const plain = plainOf(keyword)
  return /[a-z]/.test(plain) ? piecesOf(plain).map(({ word }) => word).join(' ') : plain.replace(/\P{Script=Han}/gu, '')
}

function inPiece({ word, chinese, at, end, empty }: Piece, found: Found): void {
  if (empty) return
  if (!chinese || word.length > 1) found(word, at, end, false)
  if (!chinese) return
  for (let n = 0; n < word.length; n++) {
    found(word.charAt(n), at, end, true)
    if (word.length > 2 && n > 0) found(word.slice(n - 1, n + 1), at, end, false)
  }
}

/** Where two Chinese words touch, the characters on both sides; in English the next word that says something. */
function acrossPieces(piece: Piece, pieces: readonly Piece[], n: number, found: Found): void {
  if (piece.chinese) {
    const next = pieces[n + 1]
    if (!next || next.at !== piece.end || (piece.empty && next.empty)) return
    const words = !piece.empty && !next.empty && piece.word.length === 1 && next.word.length === 1
    found(`${piece.word.at(-1)}${next.word.charAt(0)}`, piece.at, next.end, !words)
    return
  }
  const then = piece.empty ? undefined : pieces.slice(n + 1, n + 4).find(({ empty }) => !empty)
  if (then && !then.chinese) found(`${piece.word} ${then.word}`, piece.at, then.end, false)
}

function chinesePhrases(run: string, start: number, known: Phrases, found: Found): void {
  for (let at = 0; at < run.length; at++) {
    const most = Math.min(known.longest(run.charAt(at)), run.length - at)
    for (let long = 1; long <= most; long++) {
      const phrase = run.slice(at, at + long)
      if (known.has(phrase)) found(whole(phrase), start + at, start + at + long, false)
    }
  }
}

function englishPhrases(pieces: readonly Piece[], n: number, known: Phrases, found: Found): void {
  let phrase = ''
  for (let last = n; last < Math.min(pieces.length, n + longest.words); last++) {
    const piece = pieces[last]
    if (!piece || piece.chinese) return
    phrase += phrase === '' ? piece.word : ` ${piece.word}`
    if (known.has(phrase)) found(whole(phrase), pieces[n]?.at ?? 0, piece.end, false)
  }
}

/** A keyword as a feature, apart from the word it may be. */
function whole(phrase: string): string {
  return `=${phrase}`
}
