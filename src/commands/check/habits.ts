import { finding, isNode, memberName, membersOf, nameOf, nodesOf, piecesOf, textOf, walk, type Finding, type Node, type Source } from './source.ts'

/** Habits of the house that a compiler does not know. */

export const linesMost = 300

/** Where words of people are read, not said: what residents may type for yes, a day, an amount. */
export const readsWords = ['channels/groupWords.ts', 'cases/places.ts', 'dialogue/answers.ts', 'dialogue/comingDays.ts', 'dialogue/moments.ts', 'dialogue/months.ts', 'dialogue/numbers.ts', 'dialogue/pleasantries.ts']

/** Who may read the environment: the start, the commands, and the one that passes paths on to PostgreSQL's programs. */
const readsEnvironment = ['main.ts', 'commands/', 'store/postgres/cluster.ts']

/** What a line of the log may tell beside its fixed words. Nothing of it says who somebody is or what they wrote. */
export const loggable = [
  'error', 'reason', 'status', 'signal', 'channel', 'channels', 'port', 'demo', 'regulations', 'faults', 'used', 'limit', 'dropped', 'events', 'updates', 'files',
  'case', 'delivery', 'attachment', 'inbound', 'person', 'duty', 'survey', 'count', 'tries', 'ms',
]

const letters = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}/u

export function checkLength(files: readonly { path: string; text: string }[]): Finding[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
    return lines > linesMost ? [{ file: `src/${path}`, line: 0, says: `has ${lines} lines; ${linesMost} at most, then it is two files` }] : []
  })
}

export function checkHabits(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => [...wordsInCode(source), ...environment(source), ...logging(source), ...state(source), ...classes(source)])
}

/** Words that people see live in locales/, never in code. */
function wordsInCode(source: Source): Finding[] {
  const found: Finding[] = []
  walk(source.root, (node, around) => {
    const written = node.type === 'TemplateElement' ? (node['value'] as { raw: string }).raw
      : node.type !== 'Literal' ? null
      : isNode(node['regex']) || typeof node['regex'] === 'object' ? String((node['regex'] as { pattern: string } | null)?.pattern ?? '') : textOf(node)
    if (written !== null && letters.test(written) && !readsWords.includes(source.path)) found.push(finding(source, node, `words in code: ${written.slice(0, 20)}`))
    const parent = around.at(-1)
    if (parent?.type === 'Property' && parent['value'] === node && nameOf(parent['key']) === 'say' && piecesOf(node)?.some((piece) => /\p{L}/u.test(piece))) {
      found.push(finding(source, node, 'words in code: say is for what people themselves have said'))
    }
  })
  return found
}

function environment(source: Source): Finding[] {
  if (readsEnvironment.some((each) => source.path.startsWith(each))) return []
  return nodesOf(source, 'MemberExpression').filter((node) => memberName(node) === 'process.env').map((node) => finding(source, node, 'reads the environment; main.ts does, and config.ts says what is in it'))
}

const levels = ['debug', 'info', 'warn', 'error']

/** log.warn({ facts }, 'fixed words'): facts from the list above, words without holes. */
function logging(source: Source): Finding[] {
  return nodesOf(source, 'CallExpression').flatMap((call) => {
    const [of, level] = (memberName(call['callee']) ?? '').split('.')
    if (of !== 'log' || !levels.includes(level ?? '')) return []
    const [facts, said] = call['arguments'] as (Node | undefined)[]
    // The store's own log takes words alone; it speaks of servers and files, never of people.
    if (!said || source.path.startsWith('store/')) return []
    const named = membersOf(facts)
    const strange = [...(named?.keys() ?? [])].filter((name) => !loggable.includes(name))
    return [
      ...strange.map((name) => finding(source, call, `logs "${name}": add it to the list in habits.ts if it can tell nothing of a person`)),
      ...(facts && named === null && facts.type === 'ObjectExpression' ? [finding(source, call, 'logs facts that cannot be told by reading: name each')] : []),
      ...(said.type === 'TemplateLiteral' && (said['expressions'] as unknown[]).length > 0 ? [finding(source, call, 'logs words with holes: put what varies among the facts')] : []),
    ]
  })
}

/** Nothing is remembered between calls but by what the start has made. */
function state(source: Source): Finding[] {
  if (source.path === 'main.ts' || source.path.startsWith('commands/')) return []
  return (source.root['body'] as Node[]).map((node) => (node.type === 'ExportNamedDeclaration' && isNode(node['declaration']) ? node['declaration'] : node))
    .filter((node) => node.type === 'VariableDeclaration' && node['kind'] !== 'const')
    .map((node) => finding(source, node, 'keeps state in the module'))
}

function classes(source: Source): Finding[] {
  return nodesOf(source, 'ClassDeclaration', 'ClassExpression').filter((node) => !(nameOf(node['superClass']) ?? '').endsWith('Error')).map((node) => finding(source, node, 'a class that is no error'))
}
