// npm run bench: the same intake by 1, 20 and 100 residents at once against Laifang, against the bare limit (bare.ts) and
// against a telegraf bot with scenes and a session store (scenes.ts). One run, alternating, medians of the rounds.
//
//   --quick          about a minute       --rounds N    rounds (5)       --seconds N   measured window (4)
//   --levels a,b     residents at once (1,20,100)
//   --only a,b       of laifang, bare, scenes; without laifang give --script FILE
//   --script FILE    the intake to speak, as an earlier run wrote it with --record FILE       --keep   leaves the logs
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { endOrderly, freePort, startArguments, startHouse } from './house.ts'
import type { House } from './house.ts'
import { recordScript } from './intake.ts'
import type { Script } from './intake.ts'
import { load } from './load.ts'
import type { Contestant, Figures } from './load.ts'
import { bringTo, startLoadPlatform } from './platform.ts'
import { treeCpuMs } from './proc.ts'
import { report } from './report.ts'
import { startServer } from './server.ts'

endOrderly()
const { values: given } = parseArgs({ options: {
  quick: { type: 'boolean', default: false }, rounds: { type: 'string' }, seconds: { type: 'string' }, levels: { type: 'string', default: '1,20,100' },
  only: { type: 'string', default: 'laifang,bare,scenes' }, script: { type: 'string' }, record: { type: 'string' },
  keep: { type: 'boolean', default: false },
} })
const rounds = Number(given.rounds ?? (given.quick ? 3 : 5))
const windowMs = Number(given.seconds ?? (given.quick ? 1.2 : 4)) * 1000
const leadMs = given.quick ? 400 : 1000
const levels = given.levels.split(',').map(Number)
const secret = 'bench-secret'
const story = '楼上卫生间漏水已经两个多月，我家天花板起皮发霉，墙面也鼓了包。多次上门找楼上邻居商量，对方一直拖着不修，物业来看过两次也没有结果。希望能帮忙调解，让对方尽快修好防水并赔偿粉刷的费用。'

const folder = mkdtempSync(join(tmpdir(), 'laifang-bench-run-'))
const [platform, server] = await Promise.all([startLoadPlatform(), startServer()])
const houses: House[] = []
let lastChat = 700_000_000
let lastUpdateId = 500_000_000
const next = { chat: () => (lastChat += 1), updateId: () => (lastUpdateId += 1) }

try {
  const wanted = given.only.split(',')
  const contestants: Contestant[] = []
  let script: Script | null = given.script ? JSON.parse(readFileSync(given.script, 'utf8')) as Script : null
  if (wanted.includes('laifang')) {
    const laifang = await startLaifang()
    contestants.push(laifang)
    script = await recorded(laifang)
    if (given.record) writeFileSync(given.record, JSON.stringify(script))
  }
  if (!script) throw new Error('without laifang a --script is needed')
  const scriptFile = join(folder, 'script.json')
  writeFileSync(scriptFile, JSON.stringify(script))
  for (const name of ['bare', 'scenes']) if (wanted.includes(name)) contestants.push(await startOther(name, scriptFile))
  const idle = await idleCpu(contestants)

  for (const contestant of contestants) await run(contestant, 20, given.quick ? 1000 : 3000)
  const figures: { name: string; level: number; round: number; figures: Figures }[] = []
  for (let round = 0; round < rounds; round++) {
    for (const level of levels) {
      for (const contestant of turned(contestants, round)) figures.push({ name: contestant.name, level, round, figures: await run(contestant, level, windowMs) })
    }
    console.error(`round ${round + 1} of ${rounds} done`)
  }
  console.log(report(figures, { rounds, windowMs, turnsPerIntake: script.turns.length, idle }))
} finally {
  await Promise.all(houses.map((house) => house.stop()))
  await server.stop()
  await platform.stop()
  if (given.keep) console.error(`logs kept in ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
}

function run(contestant: Contestant, residents: number, forMs: number): Promise<Figures> {
  return load({ platform, contestant, residents, leadMs, windowMs: forMs, postgresPid: server.pid, story, next })
}

/** Each round begins with another one, so that no place in the row is always the same one's. */
function turned<T>(list: readonly T[], by: number): T[] {
  return list.map((_, n) => list[(n + by) % list.length] as T)
}

async function startLaifang(): Promise<Contestant> {
  const token = '1:laifang-bench'
  const house = await start('laifang', startArguments(), token, { DATA_DIR: join(folder, 'data'), TELEGRAM_WEBHOOK_SECRET: secret, OFFICE_NAME: '和平街道调解中心' })
  for (let waited = 0; !platform.webhook(token); waited += 50) {
    if (waited > 10_000) throw new Error('laifang did not ask for a webhook')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { name: 'laifang', token, pid: house.pid, webhook: platform.webhook(token) ?? { url: '', secret: '' } }
}

async function startOther(name: string, scriptFile: string): Promise<Contestant> {
  const token = `2:${name}-bench`
  const house = await start(name, ['--disable-warning=ExperimentalWarning', `test/bench/${name}.ts`], token, { SCRIPT: scriptFile, TELEGRAM_WEBHOOK_SECRET: secret })
  return { name, token, pid: house.pid, webhook: { url: `${house.url}/webhook`, secret } }
}

async function start(name: string, args: readonly string[], token: string, env: Record<string, string>): Promise<House> {
  const port = await freePort()
  const house = startHouse({
    name, args, port, log: join(folder, `${name}.log`),
    env: { PUBLIC_URL: `http://127.0.0.1:${port}`, DATABASE_URL: await server.database(`bench_${name}`), TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: platform.url, ...env },
  })
  houses.push(house)
  await house.ready()
  return house
}

/** Twice, since the first one meets a house that has never spoken; the second one's words are kept. */
async function recorded(laifang: Contestant): Promise<Script> {
  const bringer = bringTo(laifang.webhook, 1)
  const line = { platform, bringer, nextUpdateId: next.updateId }
  await recordScript(line, next.chat(), story)
  const script = await recordScript(line, next.chat(), story)
  await bringer.close()
  return script
}

/** CPU in ms a second that each one uses while nobody speaks, and PostgreSQL for all of them. */
async function idleCpu(contestants: readonly Contestant[]): Promise<Record<string, number>> {
  const seconds = given.quick ? 2 : 5
  const used = (): [string, number][] => [...contestants.map((each): [string, number] => [each.name, treeCpuMs(each.pid)]), ['postgres', treeCpuMs(server.pid)]]
  const before = new Map(used())
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  return Object.fromEntries(used().map(([name, ms]) => [name, Math.round((ms - (before.get(name) ?? 0)) / seconds)]))
}
