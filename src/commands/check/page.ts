import { nameOf, nodesOf, textOf, type Finding, type Source } from './source.ts'

/** The pages' own words: chat.json, asked for by name in their HTML and scripts. */

/** `part` is the beginning of the page's keys in chat.json: "chat:" or "chat:demo.". */
export type Page = { part: string; html: { path: string; text: string }; scripts: readonly Source[] }

/** What the HTML names must have words; words that neither it nor a script names are left over. */
export function checkPage({ part, html, scripts }: Page, keys: ReadonlySet<string>): Finding[] {
  const asked = [...html.text.matchAll(/\{\{(\w+)\}\}|data-(?:word|label)="(\w+)"/g)].map((match) => match[1] ?? match[2] ?? '')
  const inScripts = new Set(scripts.flatMap((source) => [
    ...nodesOf(source, 'Literal').map((node) => textOf(node) ?? ''),
    ...nodesOf(source, 'MemberExpression').map((node) => nameOf(node['property']) ?? ''),
  ]))
  const mine = [...keys].filter((key) => key.startsWith(part) && !key.slice(part.length).includes('.'))
  return [
    ...[...new Set(asked)].filter((name) => !keys.has(part + name)).map((name) => ({ file: `src/${html.path}`, line: 0, says: `${name} has no words in chat.json` })),
    ...mine.filter((key) => !asked.includes(key.slice(part.length)) && !inScripts.has(key.slice(part.length)))
      .map((key) => ({ file: 'locales', line: 0, says: `${key} is said nowhere` })),
  ]
}
