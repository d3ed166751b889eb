import { placeholdersByKey, type Languages } from './languages.ts'
import { finding, isNode, membersOf, nameOf, nodesOf, piecesOf, type Finding, type Node, type Source } from './source.ts'

/** Whether every key has words, every placeholder its value, and no words are left that nobody says. */

/** Functions that say a key of theirs: words('told.accepted', { who }) in cases/ says "case:told.accepted". */
const speakers = [{ call: 'words', folder: 'cases/', space: 'case' }, { call: 'words', folder: 'rounds/', space: 'case' }]

/** A key as it stands in code: its fixed pieces, and the names of the values given (null when reading cannot tell). */
type Use = { source: Source; node: Node; pieces: string[]; given: Set<string> | null }

/** A key that data asks for: a regulation, the danger words. */
export type Derived = { file: string; key: string }

export function checkKeys(sources: readonly Source[], languages: Languages, derived: readonly Derived[]): Finding[] {
  const known = new Map<string, Set<string>>()
  for (const words of languages.values()) for (const [key, names] of placeholdersByKey(words)) known.set(key, new Set([...(known.get(key) ?? []), ...names]))
  const spaces = new Set([...known.keys()].map((key) => key.split(':')[0] ?? ''))
  const uses = sources.filter(({ path }) => !path.startsWith('commands/check/')).flatMap((source) => usesIn(source, spaces))
  const said = new Set(derived.map(({ key }) => key))
  const found = derived.filter(({ key }) => !known.has(key)).map(({ file, key }): Finding => ({ file, line: 0, says: `${key} has no words` }))

  for (const use of uses) {
    const matching = [...known.keys()].filter((key) => fits(use.pieces, key))
    matching.forEach((key) => said.add(key))
    if (matching.length === 0) found.push(finding(use.source, use.node, `${use.pieces.join('…')} has no words`))
    // A key with a hole stands for several; which of them needs a value, reading cannot tell.
    const lacking = use.pieces.length > 1 || !use.given ? [] : [...(known.get(use.pieces.join('')) ?? [])].filter((name) => !use.given?.has(name))
    if (lacking.length > 0) found.push(finding(use.source, use.node, `${use.pieces.join('')} says {{${lacking.join('}}, {{')}}}, which is not given`))
  }
  return [...found, ...[...known.keys()].filter((key) => !said.has(key)).map((key) => ({ file: 'locales', line: 0, says: `${key} is said nowhere` }))]
}

/** Whether a text with holes can become the key. */
export function fits(pieces: readonly string[], key: string): boolean {
  return new RegExp(`^${pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^:]+')}$`).test(key)
}

function usesIn(source: Source, spaces: ReadonlySet<string>): Use[] {
  const called = spokenIn(source)
  const given = valuesIn(source)
  const written = nodesOf(source, 'Literal', 'TemplateLiteral').flatMap((node): Use[] => {
    const pieces = piecesOf(node)
    const space = /^([a-z-]+):([a-z]|$)/.exec(pieces?.[0] ?? '')?.[1]
    if (!pieces || space === undefined || !spaces.has(space)) return []
    // `case:${key}` says nothing yet: it is how such a function is made.
    return pieces.length === 2 && pieces.join('') === `${space}:` ? [] : [{ source, node, pieces, given: given.get(node) ?? null }]
  })
  return [...called, ...written]
}

function spokenIn(source: Source): Use[] {
  const speaker = speakers.find(({ folder }) => source.path.startsWith(folder))
  if (!speaker) return []
  return nodesOf(source, 'CallExpression').filter((call) => nameOf(call['callee']) === speaker.call).flatMap((call) => {
    const [key, values] = call['arguments'] as (Node | undefined)[]
    return endsOf(key).flatMap((node): Use[] => {
      const [first = '', ...rest] = piecesOf(node) ?? []
      return [{ source, node, pieces: [`${speaker.space}:${first}`, ...rest], given: values ? namesIn(values) : new Set() }]
    })
  })
}

/** What an expression may come out as: both ends of a choice, the text itself. */
function endsOf(node: unknown): Node[] {
  if (!isNode(node)) return []
  if (node.type === 'ConditionalExpression') return [...endsOf(node['consequent']), ...endsOf(node['alternate'])]
  return piecesOf(node) ? [node] : []
}

/** { key: 'talk:step', with: { n, of } }: the node of each key, with the names of its values. */
function valuesIn(source: Source): Map<Node, Set<string> | null> {
  const given = new Map<Node, Set<string> | null>()
  for (const object of nodesOf(source, 'ObjectExpression')) {
    const parts = object['properties'] as Node[]
    const own = (name: string): unknown => parts.find((each) => each.type === 'Property' && nameOf(each['key']) === name)?.['value']
    const values = own('with')
    const spread = parts.some((each) => each.type !== 'Property')
    for (const key of endsOf(own('key'))) given.set(key, isNode(values) ? namesIn(values) : spread ? null : new Set())
  }
  return given
}

function namesIn(values: Node): Set<string> | null {
  const members = membersOf(values)
  return members && new Set(members.keys())
}
