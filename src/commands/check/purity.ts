import { rowOf } from './imports.ts'
import { finding, memberName, nameOf, walk, type Finding, type Node, type Source } from './source.ts'

/** Pure code never waits, reads no clock, throws no dice and keeps nothing: the event brings time and ids. */

const worldly = ['process', 'globalThis', 'fetch', 'console', 'performance', 'crypto', 'navigator', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Worker']
const chance = ['Date.now', 'Math.random', 'Temporal.Now']

export function checkPurity(sources: readonly Source[]): Finding[] {
  return sources.filter(({ path }) => rowOf(path)?.pure).flatMap((source) => {
    const found: Finding[] = []
    walk(source.root, (node, around) => {
      const why = impurity(node, around.at(-1))
      if (why) found.push(finding(source, node, why))
    })
    return found
  })
}

function impurity(node: Node, parent: Node | undefined): string | null {
  switch (node.type) {
    case 'AwaitExpression': return 'pure code never awaits'
    case 'ForOfStatement': return node['await'] === true ? 'pure code never awaits' : null
    case 'ArrowFunctionExpression':
    case 'FunctionDeclaration':
    case 'FunctionExpression': return node['async'] === true ? 'pure code is never async' : null
    case 'NewExpression':
    case 'CallExpression': return nameOf(node['callee']) === 'Date' && (node['arguments'] as unknown[]).length === 0 ? 'pure code never reads a clock' : null
    case 'MemberExpression': {
      const name = memberName(node)
      return name !== null && chance.includes(name) ? `pure code has no ${name}` : null
    }
    case 'Identifier': {
      const name = nameOf(node) ?? ''
      // A name after a dot or before a colon is somebody's own part, not the world's.
      const part = parent !== undefined && ((parent.type === 'MemberExpression' && parent['property'] === node && parent['computed'] !== true) || (parent.type.endsWith('Property') || parent.type === 'TSPropertySignature') && parent['key'] === node && parent['shorthand'] !== true)
      return worldly.includes(name) && !part ? `pure code has no ${name}` : null
    }
    default: return null
  }
}
