// The third part of npm run check, beside tsc and oxlint: what only this house asks of its code and words.

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { wordKeys } from '../regulations/keys.ts'
import { loadAllRegulations, RulesError } from '../rules.ts'
import { checkHabits, checkLength } from './check/habits.ts'
import { checkImports, checkTable } from './check/imports.ts'
import { checkKeys } from './check/keys.ts'
import { checkLanguages, readLanguages } from './check/languages.ts'
import { checkPage } from './check/page.ts'
import { checkPlain } from './check/plain.ts'
import { checkPurity } from './check/purity.ts'
import { checkSettings } from './check/settings.ts'
import { readSource, type Finding } from './check/source.ts'

const src = join(import.meta.dirname, '..')
const read = (path: string) => ({ path, text: readFileSync(join(src, path), 'utf8') })
const files = globSync('**/*.{ts,js,css,html}', { cwd: src, exclude: ['store/generated/**'] }).map((path) => path.replaceAll('\\', '/')).sort().map(read)
const sources = files.filter(({ path }) => /(?<!\.d)\.ts$/.test(path)).map(({ path, text }) => readSource(path, text))
const scripts = files.filter(({ path }) => path.endsWith('.js')).map(({ path, text }) => readSource(path, text))
const languages = readLanguages(join(src, '../locales'))
const broken: Finding[] = []
const regulations = await loadAllRegulations(undefined).catch((error: unknown) => {
  if (!(error instanceof RulesError)) throw error
  broken.push(...error.faults.map((says) => ({ file: 'src/regulations', line: 0, says })))
  return []
})
const dangers = z.array(z.object({ id: z.string(), numbers: z.array(z.string()) })).parse(parse(read('regulations/dangers.yaml').text))
const jargon = z.record(z.string(), z.array(z.string())).parse(parse(readFileSync(join(src, 'commands/check/jargon.yaml'), 'utf8')))
const derived = [
  ...regulations.flatMap((one) => wordKeys(one).map((key) => ({ file: `src/regulations/${one.id}.yaml`, key: `${one.id}:${key}` }))),
  ...dangers.flatMap(({ id, numbers }) => [`talk:danger-name.${id}`, ...numbers.map((each) => `talk:number.${each}`)]).map((key) => ({ file: 'src/regulations/dangers.yaml', key })),
]

const pageKeys = new Set([...languages.values()].flatMap((words) => [...words.keys()]).filter((key) => key.startsWith('chat:')))
// Pages ask for their words by name alone.
const talked = new Map([...languages].map(([language, words]) => [language, new Map([...words].filter(([key]) => !key.startsWith('chat:')))]))

const findings: Finding[] = [
  ...broken,
  ...checkLength(files),
  ...checkImports(sources),
  ...checkTable(sources),
  ...checkPurity(sources),
  ...checkHabits(sources),
  ...sources.filter(({ path }) => path === 'config.ts').flatMap((config) => checkSettings(config, readFileSync(join(src, '../.env.example'), 'utf8'))),
  ...checkLanguages(languages),
  ...checkPlain(languages, jargon, new Set(regulations.map(({ id }) => id))),
  ...checkKeys(sources, talked, derived),
  ...checkPage({ part: 'chat:', html: read('web/chat/page/chat.html'), scripts: scripts.filter(({ path }) => path.startsWith('web/chat/')) }, pageKeys),
  ...checkPage({ part: 'chat:demo.', html: read('web/demo/page/demo.html'), scripts: scripts.filter(({ path }) => path.startsWith('web/demo/')) }, pageKeys),
]

for (const { file, line, says } of findings) console.error(`${file}${line > 0 ? `:${line}` : ''}: ${says}`)
if (findings.length > 0) {
  console.error(`\n${findings.length} to mend.`)
  process.exitCode = 1
} else {
  console.log(`Imports, pure code, habits and words are in order: ${files.length} files, ${languages.size} languages, ${regulations.length} regulations.`)
}
