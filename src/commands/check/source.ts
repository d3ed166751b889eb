import { parseSync } from 'vite'

/** Source files as the rules of `npm run check` look at them. */

/** `path` begins below src/, with slashes. */
export type Source = { path: string; text: string; root: Node }

/** What is wrong, and where. `line` counts from 1; 0 when it is the file as a whole. */
export type Finding = { file: string; line: number; says: string }

/** A node of the syntax tree (ESTree with types); what it has beside `type` depends on it. */
export type Node = { type: string; start: number; end: number; [part: string]: unknown }

/** Throws when the text cannot be read as TypeScript. */
export function readSource(path: string, text: string): Source {
  const read = parseSync(path, text, { lang: path.endsWith('.js') ? 'js' : 'ts' })
  const [broken] = read.errors
  if (broken) throw new Error(`${path} cannot be read: ${broken.message}`)
  return { path, text, root: read.program as unknown as Node }
}

export function finding(source: Source, node: Node, says: string): Finding {
  return { file: `src/${source.path}`, line: source.text.slice(0, node.start).split('\n').length, says }
}

/** Visits every node, outer before inner, with those around it (the nearest last). */
export function walk(node: Node, visit: (node: Node, around: readonly Node[]) => void, around: readonly Node[] = []): void {
  visit(node, around)
  const inside = [...around, node]
  for (const part of Object.values(node)) {
    for (const each of Array.isArray(part) ? part as unknown[] : [part]) if (isNode(each)) walk(each, visit, inside)
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The nodes of one kind. */
export function nodesOf(source: Source, ...types: string[]): Node[] {
  const found: Node[] = []
  walk(source.root, (node) => { if (types.includes(node.type)) found.push(node) })
  return found
}

export function nameOf(node: unknown): string | null {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : null
}

/** "Date.now" for Date.now(), "log.warn" for parts.log.warn(): the last two names of what is read or called. */
export function memberName(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier') return nameOf(node)
  if (node.type !== 'MemberExpression' || node['computed'] === true) return null
  const of = memberName(node['object'])
  const own = nameOf(node['property'])
  return of === null || own === null ? own : `${of.split('.').at(-1) ?? ''}.${own}`
}

/** The members of an object written out; null when one of them cannot be told by reading. */
export function membersOf(node: unknown): Map<string, Node> | null {
  if (!isNode(node) || node.type !== 'ObjectExpression') return null
  const members = new Map<string, Node>()
  for (const each of node['properties'] as Node[]) {
    const name = each.type === 'Property' && each['computed'] !== true ? nameOf(each['key']) ?? textOf(each['key']) : null
    if (name === null || !isNode(each['value'])) return null
    members.set(name, each['value'])
  }
  return members
}

/** The text of a string written out. */
export function textOf(node: unknown): string | null {
  return isNode(node) && node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null
}

/** The fixed pieces of a text with holes: ["talk:ask.", ""] for `talk:ask.${kind}`; one piece for a text without. */
export function piecesOf(node: unknown): string[] | null {
  const text = textOf(node)
  if (text !== null) return [text]
  if (!isNode(node) || node.type !== 'TemplateLiteral') return null
  return (node['quasis'] as { value: { cooked?: string } }[]).map((each) => each.value.cooked ?? '')
}
