import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadEnvFile } from 'node:process'
import { parseArgs } from 'node:util'
import { dayOf } from '../calendar/limit.ts'
import { readConfig } from '../config.ts'
import { inForce } from '../regulations/load.ts'
import { loadRules, ownLocales, RulesError, type Rules } from '../rules.ts'
import { openDatabase } from '../store/database.ts'
import { findDatabase } from '../store/postgres/find.ts'
import { makeSeal } from '../store/seal.ts'
import { keptSecret } from '../store/secret.ts'
import { loadSpeaker, type Speaker } from '../words/words.ts'
import { checkPage } from './rules/pages.ts'
import { houseClock, rehearse } from './rules/rehearse.ts'
import { sayIn } from './rules/say.ts'
import { regulationPage } from './rules/show/page.ts'

/** `npm run rules -- <verb>`: whether the regulations are right, what they say, what a change of them would do, what carries them out. */

const usage = `npm run rules -- <verb>
  check [folder]                                         every fault with file, line, field and what is expected
  show <id> [--language en|ja|…] [--edition D]           the regulation as a page that a clerk can read
  rehearse <file> [--json]                               what past cases would have come to under a changed file
  coverage                                               what carries out each rule, and which test proves it
The office's own folder is that of REGULATIONS_DIR.`

if (existsSync('.env')) loadEnvFile('.env')
const config = readConfig(process.env)
try {
  await run(process.argv[2] ?? '', process.argv.slice(3))
} catch (error) {
  if (error instanceof RulesError) fail(error.faults.join('\n'))
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) fail(`${error.message}\n${usage}`)
  throw error
}

async function run(verb: string, args: string[]): Promise<void> {
  switch (verb) {
    case 'check': return check(args)
    case 'show': return show(args)
    case 'rehearse': return rehearsal(args)
    case 'coverage': return cover(args)
    default: fail(usage)
  }
}

async function check(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true })
  const { rules, speaker } = await voices(positionals[0] ?? config.regulationsDir)
  console.log(checkPage(rules, speaker.languages, sayIn(speaker, config.defaultLanguage)))
}

/** The edition asked for, else the one in force today, else the first that will be. */
async function show(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { language: { type: 'string', default: config.defaultLanguage }, edition: { type: 'string' } } })
  const { rules, speaker } = await voices(config.regulationsDir)
  const [id = ''] = positionals
  const editions = rules.regulations.filter((each) => each.id === id).sort((a, b) => (a.edition < b.edition ? -1 : 1))
  if (editions.length === 0) fail(`There is no regulation "${id}": one of ${[...new Set(rules.regulations.map((each) => each.id))].join(', ')}`)
  if (!speaker.languages.includes(values.language)) fail(`--language: one of ${speaker.languages.join(', ')}`)
  const one = values.edition === undefined ? inForce(editions, dayOf(config.zone, Date.now()))[0] ?? editions[0] : editions.find(({ edition }) => edition === values.edition)
  if (!one) fail(`--edition: of "${id}" there is ${editions.map(({ edition }) => edition).join(', ')}`)
  console.log(regulationPage(one, sayIn(speaker, values.language)))
}

async function rehearsal(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } })
  const [file] = positionals
  if (file === undefined) fail(usage)
  const url = await findDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir })
  if (!url) fail('Laifang is not running here: start it with "npm start", or set DATABASE_URL or DATA_DIR as it has them.')
  const db = openDatabase(url, makeSeal([keptSecret(config.secretKey, config.dataDir, 'secret.key', false)]), () => {})
  try {
    const speaker = loadSpeaker({ folder: ownLocales, fallback: config.defaultLanguage, zone: config.zone })
    await rehearse({ db, file, officeFolder: config.regulationsDir, json: values.json, speaker, say: sayIn(speaker, config.defaultLanguage), now: await houseClock(db), print: (line) => console.log(line) })
  } finally {
    await db.close()
  }
}

/** Its tools come with the tests, so that a house that only runs need not have them. */
async function cover(args: string[]): Promise<void> {
  parseArgs({ args })
  const { coveragePage } = await import('./rules/coveragePage.ts')
  const { speaker } = await voices(undefined)
  const { text, missing } = coveragePage(join(import.meta.dirname, '../..'), sayIn(speaker, config.defaultLanguage))
  console.log(text)
  if (missing > 0) process.exitCode = 1
}

/** The rules and the words they are said with, the office's own over ours. */
async function voices(officeFolder: string | undefined): Promise<{ rules: Rules; speaker: Speaker }> {
  const rules = await loadRules(officeFolder)
  const speaker = loadSpeaker({ folder: ownLocales, fallback: config.defaultLanguage, zone: config.zone })
  speaker.learn(rules.words)
  return { rules, speaker }
}

function fail(why: string): never {
  console.error(why)
  process.exit(1)
}
