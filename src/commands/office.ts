import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadEnvFile } from 'node:process'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { entryLinks, type Entrances } from '../links.ts'
import { keptSecret } from '../store/secret.ts'
import { openDatabase } from '../store/database.ts'
import { rememberedNames } from '../store/office.ts'
import { findDatabase } from '../store/postgres/find.ts'
import { makeSeal } from '../store/seal.ts'
import { invite, staffRoles } from '../store/staff.ts'
import { calendar, calendarUsage } from './office/calendar.ts'
import { entry, entryUsage, poster, posterUsage } from './office/entry.ts'
import { receptions, receptionsUsage } from './office/receptions.ts'
import { officeOptions, officeSettings, officeUsage, offices } from './office/offices.ts'
import { settingOptions, settingsFrom, settingsUsage, staff, WrongOption } from './office/staff.ts'

/** `npm run office -- <verb>`: each prints JSON lines and nothing else, from the running system's database. */

const usage = `npm run office -- <verb>
  add --name <name> [--parent <id>] ${officeUsage.replace('[--name <name>] ', '')}
  offices [--id <n> ${officeUsage}]
  invite --role ${staffRoles.join('|')} --office <id> ${settingsUsage}
  staff [--office <id>]
  staff --id <n> ${settingsUsage} [--away <from> [--until <to>] | --back] [--leave]
  entry ${entryUsage}
  poster ${posterUsage}
  calendar ${calendarUsage}
  receptions ${receptionsUsage}
  cases [--number <n>]`

const casesAtOnce = 500

if (existsSync('.env')) loadEnvFile('.env')
const config = readConfig(process.env)
const url = await findDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir })
if (!url) fail('Laifang is not running here: start it with "npm start", or set DATABASE_URL or DATA_DIR as it has them.')
const db = openDatabase(url, makeSeal([keptSecret(config.secretKey, config.dataDir, 'secret.key', false)]), () => {})
try {
  await run(process.argv[2] ?? '', process.argv.slice(3))
} catch (error) {
  if (error instanceof WrongOption) fail(error.message)
  throw error
} finally {
  await db.close()
}

async function run(verb: string, rest: string[]): Promise<void> {
  switch (verb) {
    case 'add': return add(rest)
    case 'invite': return inviteOne(rest)
    case 'offices': return (await offices(db, rest, config.regulationsDir)).forEach(print)
    case 'staff': return (await staff(db, rest, config.regulationsDir)).forEach(print)
    case 'calendar': return (await calendar(db, rest, Date.now())).forEach(print)
    case 'receptions': return (await receptions(db, rest, Date.now())).forEach(print)
    case 'entry': return print(await entry(db, rest, await entrances()))
    case 'poster': return print(await poster(db, rest, await entrances(), readdirSync(join(import.meta.dirname, '../../locales'))))
    case 'cases': return cases(rest)
    default: fail(usage)
  }
}

async function add(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { ...officeOptions, parent: { type: 'string' } } })
  const { name, level = 'town', ...settings } = await officeSettings(values, config.regulationsDir)
  if (name === undefined) fail(usage)
  const parentId = values.parent === undefined ? null : Number(values.parent)
  if (parentId !== null && !(await db.prisma.office.findUnique({ where: { id: parentId } }))) fail(`there is no office ${values.parent}`)
  const office = await db.prisma.office.create({ data: { ...settings, name, level, parentId, zone: config.zone } })
  print({ office: office.id })
}

async function inviteOne(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { role: { type: 'string' }, office: { type: 'string' }, ...settingOptions } })
  if (!staffRoles.some((role) => role === values.role)) fail(usage)
  const office = Number(values.office)
  if (!(await db.prisma.office.findUnique({ where: { id: Number.isInteger(office) ? office : -1 } }))) fail(`there is no office ${values.office ?? ''}`)
  const code = await invite(db, values.role ?? '', office, Date.now(), await settingsFrom(values, config.regulationsDir))
  print({ code, links: await links(code) })
}

/** Where the invited person can go. Links that need a platform appear once that platform is configured. */
async function links(code: string): Promise<Record<string, string>> {
  const { web = '', ...others } = entryLinks(await entrances(), code)
  return { web, ...others }
}

async function entrances(): Promise<Entrances> {
  return { base: config.publicUrl ?? `http://localhost:${config.port}`, ...await rememberedNames(db) }
}

async function cases(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { number: { type: 'string' } } })
  for (let after: string | undefined; ;) {
    const rows = await db.prisma.case.findMany({
      where: values.number === undefined ? {} : { number: values.number }, orderBy: [{ filedAt: 'asc' }, { id: 'asc' }], take: casesAtOnce,
      include: { handler: { select: { name: true } } }, ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
    })
    for (const row of rows) {
      print({
        number: row.number, regulation: row.regulation, category: row.category, stage: row.stage, outcome: row.outcome, handler: row.handler?.name ?? null,
        language: row.language, story: db.seal.open(row.story), channel: row.channel, filedAt: row.filedAt.toISOString(), score: row.score,
      })
    }
    after = rows.at(-1)?.id
    if (rows.length < casesAtOnce) return
  }
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function fail(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
