// Owns the killing: at seeded moments of the residents' progress, and of the app's own start, `kill -9` strikes the app,
// sometimes its PostgreSQL as well; each time the app is started again on the same data folder.
import { pause, preciseNow } from '../platforms/waiting.ts'
import { postmasterPid } from '../bench/server.ts'
import { startHouse } from '../bench/house.ts'
import type { House, HouseOptions } from '../bench/house.ts'

export type Blow = { n: number; when: 'working' | 'starting'; atStep: number; afterMs: number; database: 'spared' | 'before' | 'after' | 'alone'; backMs: number }

export type Killing = {
  /** Resolves when all blows are struck and the app is ready again. */
  done: Promise<void>
  blows: Blow[]
  /** When the app was last ready (preciseNow); Infinity while it is not. */
  readySince(): number
  house(): House
}

export type KillOptions = {
  houseOptions: HouseOptions
  dataDir: string
  first: House
  kills: number
  /** All steps that the residents will go forward, and how many they have gone. */
  steps: number
  gone(): number
  /** No resident is under way any more, or the time is up: no further blow falls. */
  over(): boolean
  /** Share of the blows that strike PostgreSQL as well. */
  databaseShare: number
  dice: () => number
}

/** Not in the very first and last steps: the blows fall while many are under way. */
const [fromShare, toShare] = [0.02, 0.93]
const shareWhileStarting = 0.15
const startingMsMax = 2500
const workingMsMax = 120
/** Residents who make no step for so long are struck all the same. */
const waitingMsMax = 60_000

export function killAtRandom(options: KillOptions): Killing {
  const { dice, kills, steps } = options
  let house = options.first
  let readySince = preciseNow()
  const blows: Blow[] = plan()
  const struck: Blow[] = []

  function plan(): Blow[] {
    const moments = Array.from({ length: kills }, () => Math.floor(steps * (fromShare + dice() * (toShare - fromShare)))).sort((a, b) => a - b)
    return moments.map((atStep, n) => {
      const when = n > 0 && dice() < shareWhileStarting ? 'starting' as const : 'working' as const
      const database = dice() >= options.databaseShare ? 'spared' as const : (['before', 'after', 'alone'] as const)[Math.floor(dice() * 3)] ?? 'spared'
      return { n: n + 1, when, atStep, afterMs: Math.floor(dice() * (when === 'starting' ? startingMsMax : workingMsMax)), database: when === 'starting' && database === 'alone' ? 'after' : database, backMs: 0 }
    })
  }

  async function strike(blow: Blow): Promise<void> {
    if (blow.when === 'working') {
      await house.ready()
      readySince = Math.min(readySince, preciseNow())
      for (let waited = 0; options.gone() < blow.atStep && !options.over() && waited < waitingMsMax; waited += 5) await pause(5)
    }
    await pause(blow.afterMs)
    const begun = preciseNow()
    const database = postmasterPid(options.dataDir)
    if (blow.database === 'alone') {
      kill(database)
      await pause(50)
      await house.ready()
      blow.backMs = preciseNow() - begun
      return
    }
    readySince = Infinity
    if (blow.database === 'before') kill(database)
    house.kill()
    await house.ended
    if (blow.database === 'after') kill(database)
    house = startHouse(options.houseOptions)
    const next = blows[blow.n]
    if (next?.when === 'starting') return
    await house.ready()
    readySince = preciseNow()
    blow.backMs = readySince - begun
  }

  const done = (async () => {
    for (const blow of blows) {
      if (options.over()) break
      await strike(blow)
      struck.push(blow)
    }
    await house.ready()
    readySince = Math.min(readySince, preciseNow())
  })()
  return { done, blows: struck, readySince: () => readySince, house: () => house }
}

/** The process is one that our own app has started: the one its data folder names. */
function kill(pid: number): void {
  if (pid <= 1) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself in between.
  }
}
