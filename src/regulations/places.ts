import { isMap, isNode, isScalar } from 'yaml'
import type { Document, LineCounter } from 'yaml'

/** Where something stands in a file, for whoever has to mend it. */

/** "duties[3].limit"; "the file" for the whole. */
export function fieldText(path: readonly PropertyKey[]): string {
  return path.map((part, n) => (typeof part === 'number' ? `[${part}]` : `${n > 0 ? '.' : ''}${String(part)}`)).join('') || 'the file'
}

/** The line, from 1, of what a path leads to; of the nearest thing around it when it is missing. */
export function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const around = document.getIn(path.slice(0, length - 1), true)
    const last = path[length - 1]
    const key = isMap(around) ? around.items.find((pair) => isScalar(pair.key) && pair.key.value === last)?.key : undefined
    const node = isNode(key) ? key : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
