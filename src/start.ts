import { mkdirSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { makeChannels, type Channels } from './channels.ts'
import type { Config } from './config.ts'
import { startDelivery, type Delivery } from './delivery/delivery.ts'
import { readsPapers } from './delivery/papers.ts'
import { makeDemo } from './demo.ts'
import { makeHouse } from './house.ts'
import { startFiles, type Files } from './jobs/files.ts'
import { startReckoner } from './jobs/reckoning.ts'
import { startTidying } from './jobs/tidy.ts'
import { startTimers } from './jobs/timers.ts'
import { anyPhoneLink, entryLinks, type Entrances } from './links.ts'
import type { Log } from './log.ts'
import { loadRules, RulesError, rulesStamp, type Rules } from './rules.ts'
import { takenAway, takingNothing } from './rules/inUse.ts'
import { watchRules, type RulesInForce } from './rules/watch.ts'
import { keptSecret } from './store/secret.ts'
import { CannotStart } from './store/cannot-start.ts'
import { openDatabase, type Database, type Transaction } from './store/database.ts'
import { inUse } from './store/editions.ts'
import { figures } from './store/figures.ts'
import { requireRightKey } from './store/fingerprint.ts'
import { seedCalendar } from './store/calendar.ts'
import { anyOffice, ensureOffice, officeBook } from './store/houses.ts'
import { applyMigrations } from './store/migrate.ts'
import { rememberNames, rememberedNames } from './store/office.ts'
import { startPostgres } from './store/postgres/start.ts'
import { makeSeal } from './store/seal.ts'
import { bodyReports } from './turns/bodyReports.ts'
import { caseTurns, oweReckoning } from './turns/caseTurns.ts'
import { makeDeeds } from './turns/deeds.ts'
import { groupMornings } from './turns/groupMornings.ts'
import { staffGroups } from './turns/groups.ts'
import { busyWith, lookUp } from './turns/lookups.ts'
import { mornings } from './turns/mornings.ts'
import { absenceTurns } from './turns/absenceTurns.ts'
import { receptionTurns } from './turns/receptionTurns.ts'
import { houseNews } from './turns/houseNews.ts'
import { roundTurns } from './turns/roundTurns.ts'
import { talkTurns } from './turns/talks.ts'
import { weekly } from './turns/weekly.ts'
import { makeDoors } from './web/doors.ts'
import { makeLinks } from './web/handed.ts'
import { webServer } from './web/server.ts'
import { loadSpeaker } from './words/words.ts'

/** Puts the house together and opens it. Everything that is started here is stopped here, in the opposite order. */
export type RunningHouse = { port: number; greeting: string[]; /** Looks for what is due now instead of at the next second. */ wake(): void; /** The same, and resolves when what was due then has been done and sent. For tests. */ settled(): Promise<void>; /** Looks at once whether the regulations have changed. */ reload(): Promise<void>; stop(): Promise<void> }

export const localesFolder = join(import.meta.dirname, '../locales')

/** What the sample office takes: enough to choose from, little enough to see through. A real one names its own. */
const sampleRegulations = ['mediation', 'petition', 'property-complaint']

/** `now`: the time, ms; tests move it, the demo moves its own. */
export async function startHouse(config: Config, log: Log, now: () => number = Date.now): Promise<RunningHouse> {
  const stops: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => { for (const each of stops.splice(0).reverse()) await each() }
  try {
    mkdirSync(config.dataDir, { recursive: true })
    const stamp = await rulesStamp(config.regulationsDir)
    const first = await loadRules(config.regulationsDir)
    const storeLog = { info: (message: string) => log.info({}, message), warn: (message: string) => log.warn({}, message) }
    const postgres = config.databaseUrl ? null : await startPostgres({ dataDir: config.dataDir, log: storeLog })
    if (postgres) {
      stops.push(postgres.stop)
      log.info({}, postgres.note)
    }
    const url = config.databaseUrl ?? postgres?.url ?? ''
    await applyMigrations(url, storeLog)
    const seal = makeSeal([keptSecret(config.secretKey, config.dataDir, 'secret.key')])
    const db = openDatabase(url, seal, (error) => log.warn({ error }, 'a database connection was lost'))
    stops.push(db.close)
    await requireRightKey(db)
    await seedCalendar(db)

    // Wakers and names are handed round before what they wake or name exists; nothing runs until all of it does.
    const later: { delivery?: Delivery; channels?: Channels; port?: number } = {}
    const told = await rememberedNames(db)
    /** Who we are on each platform is known once it has told; until then, what it told last time. */
    const entrances = (): Entrances => ({
      base: config.publicUrl ?? `http://localhost:${later.port ?? config.port}`,
      telegram: config.telegram ? later.channels?.telegram?.username() ?? told.telegram : null,
      line: config.line ? later.channels?.line?.basicId() ?? told.line : null,
    })
    const speaker = loadSpeaker({ folder: localesFolder, fallback: config.defaultLanguage, zone: config.zone, links: (code) => Object.values(entryLinks(entrances(), code)) })
    if (!speaker.languages.includes(config.defaultLanguage)) throw new CannotStart(`Settings that cannot be used: DEFAULT_LANGUAGE (one of ${speaker.languages.join(', ')}). See .env.example.`)
    const officeName = config.officeName ?? speaker.say({ key: 'talk:default-office' }, config.defaultLanguage)
    await ensureOffice(db, { name: officeName, zone: config.zone, sample: config.demo, regulations: config.demo ? sampleRegulations : [] })
    const demo = await makeDemo({ db, enabled: config.demo, speaker, language: config.defaultLanguage, now })
    const clock = demo.clock
    const offices = await officeBook(db)
    const office = (id: number | null) => offices.list().find((each) => each.id === id) ?? anyOffice(offices.list())
    const house = makeHouse({ name: officeName, zone: config.zone, get regulations() { return rules.now().regulations }, office, manned: () => offices.list().some((each) => each.manned), speaker, clock })
    const take = async (next: Rules, before: Rules | null): Promise<void> => {
      await requireRulesInUse(db, next, before, log)
      speaker.learn(next.words)
      house.learn(next.regulations)
    }
    await take(first, null)
    const rules: RulesInForce = watchRules({ officeFolder: config.regulationsDir, first, stamp, load: () => loadRules(config.regulationsDir), take: (next) => take(next, rules.now()), log })
    stops.push(rules.stop)

    const filesFolder = join(config.dataDir, 'files')
    const links = makeLinks(seal, config.publicUrl, clock)
    const channels = makeChannels({ config, telegramSecret: config.telegram?.secret ?? seal.hash('telegram-webhook', config.telegram?.token ?? '').toString('base64url'), log, speaker, uploads: join(config.dataDir, 'uploads'), clock, fileLink: (id) => links.linkTo(id, readFile) })
    later.channels = channels
    // Closed last: what delivery has under way when the house stops still goes out.
    stops.push(channels.stop)
    const wakeDelivery = (): void => later.delivery?.wake()
    const files: Files = startFiles({ db, channels: channels.all, folder: filesFolder, log, clock })
    stops.push(files.stop)
    const readFile = readsPapers({ db, log, speaker, zone: config.zone, fallback: config.defaultLanguage, qrLink: (code) => anyPhoneLink(entrances(), code) }, files.read)
    const delivery = startDelivery({ db, channels: channels.all, speaker, log, clock, file: readFile })
    later.delivery = delivery
    stops.push(delivery.stop)
    const caseParts = { db, get regulations() { return rules.now().regulations }, offices, inForce: () => house.regulations, log, clock, wakeDelivery, busyWith: (tx: Transaction, person: string) => busyWith(db, tx, person, clock()) }
    const cases = caseTurns(caseParts)
    const deeds = makeDeeds({ db, house, get regulations() { return rules.now().regulations }, inForce: () => house.regulations, offices, turnCases: (ids) => ids.forEach((id) => void cases.run(id)), wakeFiles: files.wake, wakeDelivery })
    const talks = talkTurns({ db, house, speaker, delivery, deeds, log, clock, lookUp: (ask, talk) => lookUp({ ...caseParts, house }, ask, talk), courtesy: channels.courtesy, groups: staffGroups({ db, offices, clock }) })
    stops.push(async () => { await talks.idle(); await cases.idle() })
    const rounds = roundTurns({ db, offices, inForce: () => house.regulations, clock, log, wakeDelivery })
    const receptions = receptionTurns({ db, offices, clock, gentleMoment: house.gentleMoment, log, wakeDelivery })
    const absences = absenceTurns({ db, offices, clock, log, wakeDelivery })
    const timers = startTimers({ db, house, talks, cases, rounds, receptions, absences, mornings: mornings(caseParts), reports: [groupMornings({ db, offices, clock, log, wakeDelivery }), bodyReports({ db, offices, clock, log, wakeDelivery }), weekly({ db, offices, get regulations() { return rules.now().regulations }, clock, log, wakeDelivery })], wakeDelivery, log, clock })
    stops.push(timers.stop)
    stops.push(startTidying({ db, log, clock, channels, uploads: join(config.dataDir, 'uploads'), files: filesFolder, regulations: () => rules.now().regulations, tellHouse: houseNews({ db, offices, clock, wakeDelivery }) }))

    const reckoner = startReckoner({ db, offices, owe: (tx, ids, change, at) => oweReckoning(db, tx, ids, change, at), clock, log })
    stops.push(reckoner.stop)
    const wake = (): void => { void timers.wake(); void reckoner.wake(); delivery.wake() }
    const settled = async (): Promise<void> => {
      await Promise.all([timers.wake(), reckoner.wake()])
      await talks.idle()
      await cases.idle()
      await delivery.settled()
    }
    const doors = makeDoors({ config, log, db, speaker, talks, channels, readFile, house, demo, localesFolder, links, entrances, officeName: async (id) => (await db.prisma.office.findUnique({ where: { id }, select: { name: true } }))?.name ?? null, wake })
    const server = webServer({ log, ...doors, figures: () => figures(db, clock()), home: config.demo ? '/demo' : '/chat', notReady: () => channels.notReady(db) })
    const port = await listen(server, config)
    later.port = port
    stops.push(async () => { doors.close(); await close(server) })
    let closing = false
    stops.push(async () => { closing = true })
    await channels.start((incoming) => (closing ? Promise.reject(new Error('the house is closing')) : talks.take(incoming)))
    await rememberNames(db, { 'telegram-username': channels.telegram?.username() ?? null, 'line-basic-id': channels.line?.basicId() ?? null })
    void timers.wake()
    log.info({ port, channels: [...channels.all.keys()], regulations: house.regulations.map((each) => each.id), demo: config.demo }, 'open')
    const at = `http://localhost:${port}`
    return { port, stop, wake, settled, reload: rules.reload, greeting: [`Laifang is open: ${at}/chat${config.demo ? `  ·  demo: ${at}/demo` : ''}`] }
  } catch (error) {
    await stop().catch((again: unknown) => log.error({ error: again }, 'the stop was not clean'))
    throw error
  }
}

/**
 * New rules may take nothing from the cases there are, nor leave an office with nothing to take that has had something.
 * One that has nothing at the start is told of: what it takes can be changed only while the house runs.
 */
async function requireRulesInUse(db: Database, { regulations }: Rules, before: Rules | null, log: Log): Promise<void> {
  const used = await inUse(db)
  const idle = takingNothing(regulations, used)
  const known = before ? takingNothing(before.regulations, used) : idle
  const missing = [...takenAway(regulations, used), ...idle.filter((each) => !known.includes(each))]
  if (missing.length > 0) throw new RulesError(missing)
  if (idle.length > 0) log.warn({ faults: idle }, 'an office takes nothing; whoever comes there is sent to a person')
}

function listen(server: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new CannotStart(`port ${config.port} cannot be used (${'code' in error ? String(error.code) : 'error'}). Set PORT to another one.`)))
    server.listen({ port: config.port, ...(config.host ? { host: config.host } : {}) }, () => resolve((server.address() as AddressInfo).port))
  })
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  await Promise.race([closed, pause(3000).then(() => server.closeAllConnections())])
}
