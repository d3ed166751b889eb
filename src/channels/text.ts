/**
 * Cutting and splitting of text for chat apps. Lengths are UTF-16 units (Telegram, LINE texts) or grapheme clusters
 * (LINE labels). No cut goes through an emoji, a flag or an accented letter, and splits fall on paragraph borders where
 * there are some.
 */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Plain letters, digits and CJK: one unit is one grapheme, so counting needs no segmenter. */
const plain = /^[\n\x20-\x7e\u00a0-\u00ff\u2010-\u2027\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uff01-\uff5e]*$/

/** Without lone surrogates and control characters (both platforms refuse or mangle them); line ends are \n. */
export function clean(text: string): string {
  if (plain.test(text)) return text
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]/g, '')
}

/** Whether a reader would see anything at all: blanks, fillers and lone format characters count as nothing. */
export function visible(text: string): boolean {
  return /[^\p{C}\p{Z}\p{M}\s\u2800\u3164\u115f\u1160\uffa0\u034f]/u.test(text)
}

export function graphemeCount(text: string): number {
  if (plain.test(text)) return text.length
  let count = 0
  for (const _ of segmenter.segment(text)) count++
  return count
}

/** At most `max` graphemes, the last one "…" when something was cut. */
export function cutGraphemes(text: string, max: number): string {
  if (text.length <= max) return text
  if (plain.test(text)) return `${text.slice(0, max - 1).trimEnd()}…`
  let count = 0
  let cutAt = 0
  for (const { index } of segmenter.segment(text)) {
    if (count === max - 1) cutAt = index
    if (count === max) return `${text.slice(0, cutAt).trimEnd()}…`
    count++
  }
  return text
}

/** At most `max` UTF-16 units, ending in "…" when something was cut. */
export function cutUnits(text: string, max: number): string {
  if (text.length <= max) return text
  return `${text.slice(0, graphemeBorder(text, max - 1)).trimEnd()}…`
}

/**
 * Pieces of at most `max` (2 or more) UTF-16 units, none of them blank. The border is, in this order: between paragraphs, between
 * lines, after a sentence, at a blank, between graphemes. Only blanks at the borders are lost.
 */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > max) {
    const at = border(rest, max)
    const piece = rest.slice(0, at).trimEnd()
    if (visible(piece)) pieces.push(piece)
    rest = rest.slice(at).replace(/^\s+/, '')
  }
  if (visible(rest)) pieces.push(rest)
  return pieces
}

/** "Where: Well Lane", "地点：井巷": the colon the label's own script uses. */
export function labelled(label: string, value: string): string {
  return `${label}${colonOf(label)}${value}`
}

export function colonOf(label: string): string {
  return /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(label) ? '：' : ': '
}

/** Where to cut so that the first piece has 1…max units. */
function border(text: string, max: number): number {
  const paragraph = text.lastIndexOf('\n\n', max)
  if (paragraph > max * 0.3) return paragraph
  const line = text.lastIndexOf('\n', max)
  if (line > max * 0.3) return line
  const window = text.slice(0, max)
  const sentence = lastMatchEnd(window, /[。！？；…]["”』」）]?|[.!?;]["”)]?\s/g)
  if (sentence > max * 0.5) return sentence
  const blank = lastMatchEnd(window, /\s/g)
  if (blank > max * 0.5) return blank
  return graphemeBorder(text, max)
}

function lastMatchEnd(text: string, pattern: RegExp): number {
  let end = -1
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length
  return end
}

/** The last border between graphemes at or before `max`; inside a grapheme longer than that, between code points. */
function graphemeBorder(text: string, max: number): number {
  if (text.length <= max) return text.length
  const start = segmenter.segment(text.slice(0, max + 256)).containing(max)?.index ?? 0
  if (start > 0) return start
  const before = text.charCodeAt(max - 1)
  return before >= 0xd800 && before <= 0xdbff ? max - 1 : max
}
