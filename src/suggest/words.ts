import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import { ConverterBuilder } from 'opencc-js/core'
import * as taiwanToMainland from 'opencc-js/preset/t2cn'
import { stemmer } from 'stemmer'

/**
 * The words of a text, Chinese and English alike, each with its place in the text as it was written: traditional and
 * simplified are one, "leaking" and "leaks" are one. Nothing here knows a regulation.
 */
export type Piece = {
  /** How it is compared: simplified characters, or an English stem. */
  word: string
  chinese: boolean
  /** Where it stands in the text as written. */
  at: number
  end: number
  /** Pronouns, particles, numbers, places, names, and what only tells where ("opposite the hospital"): nothing of what a matter is about. */
  empty: boolean
}

/** Loaded with the program and never changed, as a table in a file of ours would be. */
const jieba = Jieba.withDict(dict)
const simplified = ConverterBuilder(taiwanToMainland)({ from: 'tw', to: 'cn' })

/** Tags of the dictionary: adverb, pronoun, preposition, conjunction, particle, number, measure, interjection, person, place, institution. */
const emptyTags = /^(d|r|p|c|u\w*|m|q|y|e|o|nr\w*|ns|nt)$/
/** Words that tell where: what stands before them in Chinese, or behind them in English, is a landmark. */
const where = /^f$/
const whereEnglish = /^(near|opposite|behind|beside|outside)$/
const emptyEnglish = new Set(
  `a about above after again all also am an and any are as at be because been before being but by came can cannot come could day days did do does
  doing done down for from get gets getting give go goes going gone got had has have having he hello help her here hers him his how i if in into is it its just
  keep keeps last like long lot made make many me month months more most much my myself near never new next no nobody none not now of off often old ok okay on once one
  only or other our ours out over own please put really said same say says see she should since so some still take than thank thanks that the their them then
  there these they thing things this those three through time times to today told too took tried try twice two under until up us use used very want wants was
  we week weeks went were what when where which while who whole why will with without would year years yesterday yet you your`.split(/\s+/),
)

export const han = /^\p{Script=Han}/u

/** `plain`: a text as `plainOf` gives it. */
export function piecesOf(plain: string): Piece[] {
  const pieces: Piece[] = []
  for (const run of plain.matchAll(/\p{Script=Han}+|[a-z]+(?:['’][a-z]+)?/gu)) {
    if (han.test(run[0])) pieces.push(...chinese(run[0], run.index))
    else pieces.push(english(run[0], run.index, pieces))
  }
  return pieces
}

/** Small letters and simplified characters, as long as the text itself, so that places in one are places in the other. */
export function plainOf(text: string): string {
  const low = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  const simple = simplified(low)
  return simple.length === low.length ? simple : [...low].map((each) => sameLength(each, simplified(each))).join('')
}

function sameLength(before: string, after: string): string {
  return after.length === before.length ? after : before
}

function chinese(run: string, start: number): Piece[] {
  let end = start
  const tagged = jieba.tag(run, true)
  return tagged.map(({ word, tag }, n) => {
    const next = tagged[n + 1]
    const landmark = next !== undefined && next.word.length > 1 && where.test(next.tag)
    const at = end
    end += word.length
    return { word, chinese: true, at, end, empty: landmark || emptyTags.test(tag) }
  })
}

function english(run: string, at: number, before: readonly Piece[]): Piece {
  const whole = run.replace(/['’](s|ll|d|ve|re|m)$/, '')
  const landmark = before.slice(-2).some(({ word }) => whereEnglish.test(word))
  return { word: stemmer(whole.replace(/['’]/, '')), chinese: false, at, end: at + run.length, empty: landmark || emptyEnglish.has(whole) || whole.length < 2 }
}
