import { dirname, join, normalize } from 'node:path/posix'
import { finding, isNode, nodesOf, textOf, type Finding, type Node, type Source } from './source.ts'

/** Imports point one way. The whole rule is this table; whatever a row does not name is refused. */

type Row = {
  /** A folder or file below src/. The row that names the most of a path is the one that counts for it. */
  who: string
  /** No clock, no chance, no waiting, no world: see purity.ts. */
  pure?: true
  /** Besides its own folder: folders ("calendar"), files ("events.ts"), or only what they say ("type store/database.ts"). "x/*": the files right in x. */
  ours: string[]
  /** Packages; "node:*" is everything that Node brings. */
  theirs: string[]
}

const basics = ['events.ts', 'ids.ts']
const words = ['dialogue/message.ts', 'dialogue/press.ts', 'type dialogue/fields.ts']

export const table: Row[] = [
  // What can happen, and what may be told from it alone.
  { who: 'events.ts', pure: true, ours: [], theirs: [] },
  { who: 'ids.ts', pure: true, ours: [], theirs: ['node:crypto'] },
  { who: 'content.ts', pure: true, ours: ['type events.ts'], theirs: [] },
  { who: 'calendar', pure: true, ours: [], theirs: ['chinese-days'] },
  { who: 'regulations', pure: true, ours: ['calendar', 'cases/conditions.ts'], theirs: ['yaml', 'zod'] },
  { who: 'cases', pure: true, ours: [...basics, ...words, 'calendar', 'regulations/schema.ts'], theirs: [] },
  { who: 'rounds', pure: true, ours: [...basics, ...words, 'calendar', 'cases', 'regulations/schema.ts'], theirs: [] },
  { who: 'receptions', pure: true, ours: [...words, 'calendar', 'cases/named.ts'], theirs: [] },
  { who: 'suggest', pure: true, ours: ['regulations/schema.ts', 'type dialogue'], theirs: ['@node-rs/jieba', 'opencc-js', 'stemmer'] },
  { who: 'dialogue', pure: true, ours: [...basics, 'cases', 'receptions', 'type calendar/limit.ts', 'regulations/schema.ts'], theirs: [] },

  // Past cases played again, to see what a changed regulation would have done.
  { who: 'rehearsal', pure: true, ours: ['calendar', 'cases', 'regulations/schema.ts'], theirs: [] },

  // Messages become words, words become wire. Nobody here knows that there is a database.
  { who: 'words', ours: ['dialogue/message.ts'], theirs: ['i18next', 'node:*'] },
  { who: 'channels', ours: ['events.ts', ...words], theirs: ['undici', 'node:*'] },
  { who: 'channels/telegram', ours: ['channels/*', 'events.ts', ...words], theirs: ['telegraf', 'type @grammyjs/types', 'zod', 'node:*'] },
  { who: 'channels/line', ours: ['channels/*', 'events.ts', ...words], theirs: ['@line/bot-sdk', 'zod', 'node:*'] },

  // Papers: words become files.
  { who: 'documents', ours: ['dialogue/message.ts', 'type words/words.ts'], theirs: ['docxtemplater', 'ical-generator', 'pizzip', 'qrcode', 'node:*'] },

  // Rows, and the server that keeps them. Nobody here knows a channel.
  { who: 'store', ours: ['store', ...basics, 'type cases', 'cases/between.ts', 'type rounds', 'type receptions', 'type dialogue', ...words, 'calendar', 'type rehearsal'], theirs: ['@prisma/adapter-pg', 'pg', 'node:*'] },
  { who: 'store/postgres', ours: ['store/cannot-start.ts'], theirs: ['pg', 'node:*'] },
  { who: 'store/migrations', ours: ['store/cannot-start.ts', 'store/migrate.ts', 'store/postgres'], theirs: ['@prisma/adapter-pg', '@prisma/driver-adapter-utils', 'type @prisma/schema-engine-wasm', 'pg', 'node:*'] },

  // What goes on between them.
  { who: 'oneAtATime.ts', ours: [], theirs: [] },
  { who: 'delivery', ours: [...basics, 'oneAtATime.ts', 'dialogue/message.ts', 'documents', 'store', 'type channels/channel.ts', 'type words/words.ts', 'type log.ts'], theirs: ['node:*'] },
  { who: 'turns', ours: [...basics, 'cases', 'rounds', 'receptions', 'dialogue', 'calendar', 'regulations', 'store', 'delivery', 'type words/words.ts', 'type log.ts'], theirs: ['node:*'] },
  { who: 'jobs', ours: [...basics, 'oneAtATime.ts', 'content.ts', 'type cases', 'cases/keeping.ts', 'type regulations/schema.ts', 'dialogue', 'store', 'channels/channel.ts', 'type channels.ts', 'type turns', 'type log.ts'], theirs: ['sharp', 'node:*'] },

  // Doors. A page's own folder sees the shell it is given and no other part of the house; doors.ts gives it.
  { who: 'web', ours: ['web', 'channels.ts', 'store', 'documents/qr.ts', 'links.ts', 'type dialogue', 'dialogue/message.ts', 'type jobs', 'type turns', 'type words/words.ts', 'type config.ts', 'type demo.ts', 'type log.ts'], theirs: ['express', 'prom-client', 'node:*'] },
  { who: 'web/chat', ours: ['events.ts', 'content.ts', 'type channels/web.ts'], theirs: ['express', 'helmet', 'rate-limiter-flexible', 'zod', 'node:*'] },
  { who: 'web/demo', ours: ['web/chat'], theirs: ['express', 'zod', 'node:*'] },

  // Start and wiring.
  { who: 'config.ts', ours: [], theirs: ['zod'] },
  { who: 'links.ts', ours: ['type events.ts'], theirs: [] },
  { who: 'log.ts', ours: [], theirs: ['pino'] },
  { who: 'orphan.ts', ours: [], theirs: ['node:*'] },
  { who: 'rules.ts', ours: ['regulations'], theirs: ['node:*'] },
  { who: 'rules', ours: ['rules.ts', 'cases', 'regulations', 'type store/editions.ts', 'type log.ts'], theirs: ['node:*'] },
  { who: 'house.ts', ours: ['calendar', 'regulations', 'suggest', 'rules.ts', 'type dialogue', 'type words/words.ts'], theirs: ['yaml', 'zod', 'node:*'] },
  { who: 'demo.ts', ours: ['calendar', 'type store/database.ts', 'type words/words.ts'], theirs: ['node:*'] },
  { who: 'channels.ts', ours: ['channels', 'type store/database.ts', 'type web/chat/door.ts', 'type words/words.ts', 'type events.ts', 'type config.ts', 'type log.ts'], theirs: ['node:*'] },
  { who: 'start.ts', ours: ['calendar', 'channels.ts', 'config.ts', 'delivery', 'demo.ts', 'house.ts', 'jobs', 'links.ts', 'log.ts', 'rules.ts', 'rules', 'store', 'turns', 'web', 'words'], theirs: ['node:*'] },
  { who: 'main.ts', ours: ['config.ts', 'log.ts', 'orphan.ts', 'rules.ts', 'start.ts', 'store/cannot-start.ts'], theirs: ['node:*'] },
  // A command stands outside and may use whatever it is for, but not the running house.
  { who: 'commands', ours: ['calendar', 'cases', 'channels', 'config.ts', 'type dialogue/message.ts', 'ids.ts', 'links.ts', 'receptions', 'regulations', 'rehearsal', 'rules.ts', 'store', 'words'], theirs: ['playwright-core', 'vite', 'zod', 'yaml', 'node:*'] },
]

export function rowOf(path: string): Row | undefined {
  return table.filter(({ who }) => path === who || path.startsWith(`${who}/`)).sort((a, b) => b.who.length - a.who.length)[0]
}

/** Rows that nothing is left of, and what a row lets in that is no longer there. */
export function checkTable(sources: readonly Source[]): Finding[] {
  const there = (name: string): boolean => sources.some(({ path }) => path === name || path.startsWith(`${name}/`))
  return table.flatMap((row) => [row.who, ...row.ours.map((each) => each.replace(/^type /, '').replace(/\/\*$/, ''))])
    .filter((name, n, all) => !there(name) && all.indexOf(name) === n)
    .map((name) => ({ file: 'src/commands/check/imports.ts', line: 0, says: `names ${name}, which there is not` }))
}

export function checkImports(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    const row = rowOf(source.path)
    if (!row) return [{ file: `src/${source.path}`, line: 0, says: 'has no row in the table of imports (src/commands/check/imports.ts)' }]
    return importsOf(source).filter((each) => !allowed(row, source.path, each)).map((each) =>
      finding(source, each.node, `${row.who} may not import ${each.from}${each.type ? '' : ', or no more than its types'}`))
  })
}

type Import = { node: Node; /** A path below src/, or the name of a package. */ from: string; own: boolean; type: boolean }

export function importsOf(source: Source): Import[] {
  const named = nodesOf(source, 'ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType')
  return named.flatMap((node): Import[] => {
    const spec = textOf(node['source']) ?? textOf(node['argument'])
    if (spec === null) return []
    const own = spec.startsWith('.')
    return [{ node, own, from: own ? normalize(join(dirname(source.path), spec)) : packageOf(spec), type: isType(node) }]
  })
}

function isType(node: Node): boolean {
  if (node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type') return true
  const specifiers = Array.isArray(node['specifiers']) ? (node['specifiers'] as unknown[]).filter(isNode) : []
  return specifiers.length > 0 && specifiers.every((each) => each['importKind'] === 'type' || each['exportKind'] === 'type')
}

function packageOf(spec: string): string {
  if (spec.startsWith('node:')) return spec
  return spec.split('/').slice(0, spec.startsWith('@') ? 2 : 1).join('/')
}

function allowed(row: Row, path: string, { from, own, type }: Import): boolean {
  if (!own) return row.theirs.some((each) => each === from || (type && each === `type ${from}`) || (each === 'node:*' && from.startsWith('node:')))
  if (!row.who.endsWith('.ts') && rowOf(from) === row) return true
  // A file with a row of its own may still say its folder's types.
  if (dirname(from) === dirname(path) && dirname(path) !== '.' && type) return true
  return row.ours.some((each) => {
    const name = each.startsWith('type ') ? each.slice(5) : each
    if (each.startsWith('type ') && !type) return false
    return name.endsWith('/*') ? dirname(from) === name.slice(0, -2) : from === name || from.startsWith(`${name}/`)
  })
}
