import { membersOf, nodesOf, textOf, isNode, type Finding, type Node, type Source } from './source.ts'

/** .env.example explains every setting of config.ts, and none that is not there; what it calls the default is. */

export function checkSettings(config: Source, example: string): Finding[] {
  const file = '.env.example'
  const explained = new Map([...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']))
  const settings = new Map([...settingsOf(config)].filter(([name]) => /^[A-Z][A-Z0-9_]*$/.test(name)))
  return [
    ...[...settings.keys()].filter((name) => !explained.has(name)).map((name) => ({ file, line: 0, says: `does not explain ${name}` })),
    ...[...explained.keys()].filter((name) => !settings.has(name)).map((name) => ({ file, line: 0, says: `explains ${name}, which config.ts does not know` })),
    ...[...settings].filter(([name, node]) => explained.has(name) && explained.get(name) !== defaultOf(node)).map(([name, node]) => ({ file, line: 0, says: `gives ${name} another default than config.ts: ${defaultOf(node) || 'none'}` })),
  ]
}

/** The members of the largest object written out: the schema of all settings. */
function settingsOf(config: Source): Map<string, Node> {
  return nodesOf(config, 'ObjectExpression').map((node) => membersOf(node) ?? new Map<string, Node>()).reduce((most, each) => (each.has('PORT') && each.size > most.size ? each : most), new Map<string, Node>())
}

/** "3000" in z.coerce.number().default(3000); empty where there is no default. */
function defaultOf(node: Node): string {
  const callee = node['callee']
  if (node.type !== 'CallExpression' || !isNode(callee) || !isNode(callee['property']) || callee['property']['name'] !== 'default') return ''
  const [value] = node['arguments'] as Node[]
  return value ? textOf(value) ?? String(value['value']) : ''
}
