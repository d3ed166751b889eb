/**
 * Stretches of time: from a number to a later one, the later one no longer belonging to it. Infinity is never over.
 */

export type Span = { from: number; to: number }

/** In order, empty ones dropped, those that touch or overlap made one. */
export function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else result.push({ ...span })
  }
  return result
}

/** What is left of a span once the `taken` ones (joined) are cut out of it. */
export function without(span: Span, taken: readonly Span[]): Span[] {
  const parts: Span[] = []
  let from = span.from
  for (const cut of taken) {
    if (cut.from >= span.to) break
    if (cut.from > from) parts.push({ from, to: cut.from })
    from = Math.max(from, cut.to)
  }
  if (from < span.to) parts.push({ from, to: span.to })
  return parts
}
