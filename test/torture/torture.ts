// npm run torture: `kill -9` at 20 random moments during 200 concurrent filings over Telegram, the app started again
// each time, on its own embedded PostgreSQL; then every acknowledged filing must exist once and every reply be there.
//
//   --residents N (200)   --kills N (20)   --seed N (random, printed)   --doubled   every update delivered twice
//   --database N (0.3)    share of the kills that strike PostgreSQL as well
//   --minutes N (8)       the whole may take   --keep   leaves data and log behind and says where
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dice, median, percentile, table } from '../bench/figures.ts'
import { endOrderly, freePort, startArguments, startHouse } from '../bench/house.ts'
import { postmasterPid } from '../bench/server.ts'
import { startTelegram } from '../platforms/telegram.ts'
import { pause, preciseNow } from '../platforms/waiting.ts'
import { calm, reckon } from './check.ts'
import { startDoubling } from './doubling.ts'
import { killAtRandom } from './kills.ts'
import { fileOnce, scout } from './residents.ts'
import type { Filing } from './residents.ts'

endOrderly()
const { values: given } = parseArgs({ options: {
  residents: { type: 'string', default: '200' }, kills: { type: 'string', default: '20' }, seed: { type: 'string' },
  doubled: { type: 'boolean', default: false }, database: { type: 'string', default: '0.3' }, minutes: { type: 'string', default: '8' }, keep: { type: 'boolean', default: false },
} })
const residents = Number(given.residents)
const kills = Number(given.kills)
const seed = Number(given.seed ?? Math.floor(Math.random() * 1e9))
const endsAt = preciseNow() + Number(given.minutes) * 60_000
/** So long after the app is ready again a reply that has not come is missing. Longer than any lease or back-off of its own. */
const patienceMs = 75_000
const thinkMsMax = 700
const token = '4:laifang-torture'
const throwDice = dice(seed)

console.log(`seed ${seed}: ${residents} residents, ${kills} kills${given.doubled ? ', every update twice' : ''}`)
const begun = preciseNow()
const folder = mkdtempSync(join(tmpdir(), 'laifang-torture-'))
chmodSync(folder, 0o755)
const dataDir = join(folder, 'data')
const port = await freePort()
const app = `http://127.0.0.1:${port}`
const doubling = given.doubled ? await startDoubling(app, throwDice) : null
const platform = await startTelegram({ token, retry: { firstMs: 100, maxMs: 1000, giveUpMs: 3_600_000, answerMs: 10_000 }, callbackAnswerMs: 600_000 })
const env = { DATA_DIR: dataDir, OFFICE_NAME: '和平街道调解中心' }
const houseOptions = {
  name: 'laifang', args: startArguments(), port, log: join(folder, 'app.log'),
  env: { ...env, PUBLIC_URL: doubling?.url ?? app, TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: platform.url, TELEGRAM_WEBHOOK_SECRET: 'torture-secret' },
}
let house = startHouse(houseOptions)
let failed = true

try {
  await house.ready()
  await platform.connected()
  const road = await scout(platform, 1000, storyOf('scout'))
  console.log(`an undisturbed filing takes ${road.says.length} turns`)

  let gone = 0
  let underWay = residents
  const killing = killAtRandom({
    houseOptions, dataDir, first: house, kills, steps: residents * road.says.length, gone: () => gone, over: () => underWay === 0 || preciseNow() > endsAt, dice: dice(seed + 1), databaseShare: Number(given.database),
  })
  const inVain = (since: number): boolean => {
    const now = preciseNow()
    return now > endsAt || now - Math.max(since, killing.readySince()) > patienceMs
  }
  const filing = Promise.all(Array.from({ length: residents }, (_, n) => fileOnce({
    platform, id: 100_000 + n, story: storyOf(String(n)), road, thinkMsMax, dice: dice(seed + 2 + n), forward: (steps) => { gone += steps }, inVain,
  }).finally(() => { underWay -= 1 })))
  const said = setInterval(() => { console.error(`${Math.round((preciseNow() - begun) / 1000)} s: ${gone} steps of ${residents * road.says.length}, ${underWay} under way, ${killing.blows.length} kills`) }, 15_000)
  const filings = await filing.finally(() => { clearInterval(said) })
  await killing.done
  house = killing.house()
  await doubling?.calm()
  await platform.settled(500, 60_000).catch(() => {})
  const calmed = await calm(dataDir, Math.max(5_000, Math.min(60_000, endsAt - preciseNow())))
  await pause(500)
  const found = await reckon([...filings, scoutFiling()], dataDir, env)
  failed = tell(filings, found, calmed)

  function tell(all: readonly Filing[], { deliveries, inbounds, owed, ...cases }: typeof found, atRest: boolean): boolean {
    const missing = all.filter((each) => each.missing !== null)
    const wrong = all.flatMap((each) => each.wrong)
    const waits = all.flatMap((each) => each.waits)
    const figures = {
      seed, residents, doubled: given.doubled, seconds: Math.round((preciseNow() - begun) / 1000),
      turns: waits.length, kills: killing.blows.length, killsWhileStarting: killing.blows.filter((blow) => blow.when === 'starting').length,
      databaseKilled: killing.blows.filter((blow) => blow.database !== 'spared').length,
      backMs: Math.round(median(killing.blows.filter((blow) => blow.backMs > 0).map((blow) => blow.backMs))),
      updatesDoubled: doubling?.doubled() ?? 0,
      acknowledged: all.filter((each) => each.acknowledged || each.filed).length, cases: cases.cases - 1,
      lost: cases.lost.length, filedTwice: cases.doubled.length, wrongNumber: cases.wrongNumber.length, strange: cases.strange,
      repliesMissing: missing.length, stillOwed: owed.length, atRest,
      duplicates: all.reduce((sum, each) => sum + each.duplicates, 0), wrongAnswers: wrong.length,
      replyMsP50: Math.round(percentile(waits, 0.5)), replyMsP99: Math.round(percentile(waits, 0.99)), replyMsMax: Math.round(Math.max(0, ...waits)),
      violations: platform.violations.length, updatesGivenUp: platform.undelivered.length, deliveries, inbounds,
    }
    console.log(table([['', 'count'], ...rows(figures)]))
    console.log(`kills: ${killing.blows.map((blow) => `${blow.n}@${blow.atStep}+${blow.afterMs}ms ${blow.when}${blow.database === 'spared' ? '' : `, database ${blow.database}`}`).join('; ')}`)
    const samples = (name: string, list: readonly string[]): void => {
      for (const [text, times] of tally(list)) console.log(`${name} (${times} times): ${text}`)
    }
    samples('lost', cases.lost)
    samples('filed twice', cases.doubled)
    samples('wrong number', cases.wrongNumber)
    samples('no reply after', missing.map((each) => each.missing?.slice(0, 120) ?? ''))
    samples('wrong answer', wrong.map((text) => text.slice(0, 160)))
    samples('still owed', owed)
    samples('violation', platform.violations.map((each) => `${each.method}: ${each.problem}`))
    const bad = figures.lost + figures.filedTwice + figures.wrongNumber + figures.strange + figures.repliesMissing + figures.stillOwed > 0
    console.log(bad ? 'FAILED' : 'Every acknowledged filing exists once; no reply is missing.')
    console.log(JSON.stringify({ torture: figures }))
    return bad
  }
} finally {
  await house.stop()
  await doubling?.stop()
  await platform.stop()
  await removeAll()
}
process.exit(failed ? 1 : 0)

/** Long enough to be answered at once, with everything that gets lost in translation between systems, and unlike any other. */
function storyOf(who: string): string {
  return `楼上卫生间漏水已经两个多月，天花板发霉，<b>多次</b>上门商量都说“再等等”。\n物业来看过 2 次 & 拍了照 🏠👨‍👩‍👧，It's 100% 没有结果；路径 C:\\房\\${who}，$1 %s {{name}}。\n希望帮忙调解，尽快修好并赔偿粉刷的费用。（记号 ${seed}-${who}）。`
}

function scoutFiling(): Filing {
  return { story: storyOf('scout'), acknowledged: true, filed: null, duplicates: 0, wrong: [], missing: null, waits: [] }
}

function rows(figures: Record<string, unknown>): [string, string][] {
  return Object.entries(figures).map(([name, value]) => [name, typeof value === 'object' ? Object.entries(value ?? {}).map(([of, n]) => `${of} ${n}`).join(', ') : String(value)])
}

function tally(list: readonly string[]): [string, number][] {
  return [...Map.groupBy(list, (text) => text)].map(([text, all]): [string, number] => [text, all.length]).sort((a, b) => b[1] - a[1]).slice(0, 12)
}

/** The last start may have left a PostgreSQL when the app did not end by itself. */
async function removeAll(): Promise<void> {
  if (given.keep) return console.log(`kept in ${folder}`)
  const left = postmasterPid(dataDir)
  if (left > 1) {
    try {
      process.kill(left, 'SIGQUIT')
      await pause(500)
    } catch {
      // It is gone already.
    }
  }
  for (const each of [linkedPlace(), folder]) if (each) rmSync(each, { recursive: true, force: true })
}

function linkedPlace(): string | null {
  try {
    return realpathSync(join(dataDir, 'postgres'))
  } catch {
    return null
  }
}
