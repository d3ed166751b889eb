import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { elsewhere, leftOut, ruleIds, type Part } from '../../regulations/rule-ids.ts'
import { isNode, memberName, nameOf, piecesOf, readSource, walk, type Node } from '../check/source.ts'

/** Which line carries out each rule, and which test proves it: found by reading, so that nobody has to keep a list. */

export type Place = { file: string; line: number; says: string }
export type Covered = {
  id: string
  carried: Place[]
  proven: Place[]
  elsewhere: readonly Part[]
  leftOut: boolean
  /** What there should be and is not. */
  missing: ('not-carried' | 'not-proven')[]
}

/** Say what the rules are, and carry none of them out. */
const notCarrying = ['src/regulations/rule-ids.ts', 'src/regulations/schema.ts', 'src/regulations/asked.ts', 'src/commands/']
const idPattern = /\b[A-Z]{3}-\d+\b/g

/** `root`: the project's folder. */
export function coverage(root: string): Covered[] {
  const carried = [...globSync('src/**/*.yaml', { cwd: root }).flatMap((file) => citedInYaml(file, textOf(root, file))), ...globSync('src/**/*.ts', { cwd: root, exclude: ['src/store/generated/**'] }).flatMap((file) => citedInComments(file, textOf(root, file)))]
    .filter(({ file }) => !notCarrying.some((each) => file.startsWith(each)))
  const proven = globSync('test/**/*.test.ts', { cwd: root }).flatMap((file) => namedInTitles(file, textOf(root, file)))
  return ruleIds.map((id) => one(id, carried.filter(({ says }) => names(says, id)), proven.filter(({ says }) => names(says, id))))
}

/** Rule ids somebody cites that are none of ours; most likely typing errors. */
export function strangeIds(root: string): Place[] {
  const sets = new Set(ruleIds.map((id) => id.split('-')[0]))
  return globSync('src/regulations/*.yaml', { cwd: root }).flatMap((file) => citedInYaml(file, textOf(root, file)))
    .filter(({ says }) => [...says.matchAll(idPattern)].some(([id]) => sets.has(id.split('-')[0]) && !ruleIds.includes(id)))
}

function one(id: string, carried: Place[], proven: Place[]): Covered {
  const other = elsewhere[id]
  const due = !leftOut.includes(id) && !other?.whole
  return {
    id, carried, proven, elsewhere: other?.parts ?? [], leftOut: leftOut.includes(id),
    missing: [...(due && carried.length === 0 ? ['not-carried' as const] : []), ...(due && proven.length === 0 ? ['not-proven' as const] : [])],
  }
}

function names(text: string, id: string): boolean {
  return [...text.matchAll(idPattern)].some(([found]) => found === id)
}

/** The list at the head of a regulation only announces; the items and remarks below it carry out. */
function citedInYaml(file: string, text: string): Place[] {
  return linesWithIds(file, text).filter(({ says }) => !/^rules:/.test(says))
}

function citedInComments(file: string, text: string): Place[] {
  return linesWithIds(file, text).filter(({ says }) => /^(\/\/|\/\*|\*)|\/\/ |\/\*\* /.test(says))
}

function linesWithIds(file: string, text: string): Place[] {
  return text.split('\n').map((says, n) => ({ file: file.replaceAll('\\', '/'), line: n + 1, says: says.trim() })).filter(({ says }) => hasIds(says))
}

function hasIds(text: string): boolean {
  return text.search(idPattern) >= 0
}

/** Titles of tests and of what is around them; of tests made from a table, the texts of the table that become titles. */
function namedInTitles(file: string, text: string): Place[] {
  if (!hasIds(text)) return []
  const found: Place[] = []
  const add = (node: Node, says: string): void => { if (hasIds(says)) found.push({ file: file.replaceAll('\\', '/'), line: text.slice(0, node.start).split('\n').length, says }) }
  walk(readSource(file, text).root, (node) => {
    if (node.type !== 'CallExpression') return
    const [title] = node['arguments'] as (Node | undefined)[]
    const written = piecesOf(title)?.join('…')
    if (!title || written === undefined || !isTest(node['callee'])) return
    add(title, written)
    const table = isNode(node['callee']) && node['callee'].type === 'CallExpression' ? (node['callee']['arguments'] as Node[])[0] : undefined
    if (table?.type === 'ArrayExpression' && /%s|\$/.test(written)) for (const row of table['elements'] as Node[]) add(row, firstText(row))
  })
  return found
}

/** test(…), it.only(…), describe(…), it.each(table)(…); what is skipped proves nothing. */
function isTest(callee: unknown): boolean {
  if (!isNode(callee)) return false
  if (callee.type === 'CallExpression') return isTest(callee['callee'])
  const name = memberName(callee) ?? nameOf(callee) ?? ''
  return /^(test|it|describe)(\.(only|each|concurrent|sequential|for))?$/.test(name)
}

/** The first text of a row: what %s puts into the title. */
function firstText(row: Node): string {
  const first = row.type === 'ArrayExpression' ? (row['elements'] as Node[])[0] : row
  return piecesOf(first)?.join('…') ?? ''
}

function textOf(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
