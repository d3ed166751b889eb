/** Thanks and greetings: short words that tell of nothing, so that no complaint begins with them. */

export type Pleasantry = 'thanks' | 'hello'
const charsMax = 30
/** What may be left beside them: "for all you did", but no sentence of its own. */
const restCharsMax = 5

/** `words`: how they are said, in any of our languages, in small letters. Null for words with something to tell. */
export function pleasantryIn(text: string, words: Record<Pleasantry, readonly string[]>): Pleasantry | null {
  const low = text.trim().toLowerCase()
  if ([...low].length > charsMax) return null
  const first = (['thanks', 'hello'] as const).find((which) => words[which].some((word) => startsWith(low, word)))
  if (!first) return null
  const all = [...words.thanks, ...words.hello].sort((a, b) => b.length - a.length)
  let rest = low
  for (let more = true; more;) {
    rest = rest.replace(/^[\s\p{P}\p{S}啊呀哦呢吧哈啦了我]+/u, '')
    const word = all.find((each) => startsWith(rest, each))
    more = word !== undefined
    rest = rest.slice(word?.length ?? 0)
  }
  // A number or a time is something to tell, however short.
  return [...rest].length <= restCharsMax && !/[\d零一二三四五六七八九十点點]/.test(rest) ? first : null
}

/** "hi" begins "hi there", not "high". */
function startsWith(text: string, word: string): boolean {
  return text.startsWith(word) && !(/\p{Script=Latin}$/u.test(word) && /^\p{Script=Latin}/u.test(text.slice(word.length)))
}
