/** Whether numbers of two formats can come out the same, in this century: then one number would lie on two cases, or on a case and a dossier. */

/** One character, any of these; `more`: none or any number of them. */
type Piece = { of: string; more: boolean }

export function canBeSame(one: string, other: string): boolean {
  return waysOf(one).some((a) => waysOf(other).some((b) => meet(a, b)))
}

const digits = '0123456789'
/** What a hole may be filled with, each way a row of characters: years from 2024 on, months, days. */
const filled: Record<string, readonly string[][]> = {
  yyyy: [['2', '0', '2', '456789'], ['2', '0', '3456789', digits]],
  yy: [['2', '456789'], ['3456789', digits]],
  mm: [['0', '123456789'], ['1', '012']],
  dd: [['0', '123456789'], ['12', digits], ['3', '01']],
}

function waysOf(format: string): Piece[][] {
  const parts = format.match(/\{[^}]*\}|[^{]/g) ?? []
  return parts.reduce<Piece[][]>((ways, part) => {
    const next = piecesOf(part)
    return ways.flatMap((way) => next.map((more) => [...way, ...more]))
  }, [[]])
}

function piecesOf(part: string): Piece[][] {
  const serial = /^\{serial:(\d)\}$/.exec(part)
  if (serial) return [[...Array.from({ length: Number(serial[1]) }, () => ({ of: digits, more: false })), { of: digits, more: true }]]
  return (filled[part.slice(1, -1)] ?? [[part]]).map((way) => way.map((of) => ({ of, more: false })))
}

/** Whether some text is both. */
function meet([a, ...restA]: readonly Piece[], [b, ...restB]: readonly Piece[]): boolean {
  if (!a && !b) return true
  if (a?.more && meet(restA, b ? [b, ...restB] : [])) return true
  if (b?.more && meet(a ? [a, ...restA] : [], restB)) return true
  if (!a || !b || (a.more && b.more) || ![...a.of].some((each) => b.of.includes(each))) return false
  return meet(a.more ? [a, ...restA] : restA, b.more ? [b, ...restB] : restB)
}
