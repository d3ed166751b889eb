// Owns the load: so many residents at once, each in a closed loop (the next update when the last reply has arrived),
// for a stretch of time of which only the part after the start is measured.
import { percentile } from './figures.ts'
import { runIntake } from './intake.ts'
import type { Turn } from './intake.ts'
import { bringTo } from './platform.ts'
import type { LoadPlatform } from './platform.ts'
import { memoryMb, treeCpuMs, cpuMs } from './proc.ts'

export type Contestant = { name: string; token: string; pid: number; webhook: { url: string; secret: string } }

export type Figures = {
  turns: number
  turnsPerSecond: number
  ackP50: number
  ackP99: number
  replyP50: number
  replyP99: number
  /** ms of CPU a turn: the program, PostgreSQL, and the load with the fake platform. */
  cpuApp: number
  cpuPostgres: number
  cpuLoad: number
  /** MB at the end of the stretch. */
  memory: number
  /** Calls to the platform a turn. */
  calls: number
  failed: number
}

export type LoadOptions = {
  platform: LoadPlatform
  contestant: Contestant
  residents: number
  /** ms before the measured window, and the window itself. */
  leadMs: number
  windowMs: number
  postgresPid: number
  story: string
  next: { chat: () => number; updateId: () => number }
}

export async function load({ platform, contestant, residents, leadMs, windowMs, postgresPid, story, next }: LoadOptions): Promise<Figures> {
  const bringer = bringTo(contestant.webhook, residents)
  const line = { platform, bringer, nextUpdateId: next.updateId }
  const from = performance.now() + leadMs
  const until = from + windowMs
  const acks: number[] = []
  const replies: number[] = []
  let failed = 0
  let why = ''

  const note = ({ ackMs, replyMs, endedAt }: Turn): boolean => {
    if (endedAt >= from && endedAt < until) {
      acks.push(ackMs)
      replies.push(replyMs)
    }
    return endedAt < until
  }
  const resident = async (n: number): Promise<void> => {
    // Nobody starts in step with the others.
    await new Promise((resolve) => setTimeout(resolve, leadMs * 0.8 * n / residents))
    while (performance.now() < until) {
      try {
        await runIntake(line, next.chat(), story, note)
      } catch (error) {
        failed += 1
        why ||= error instanceof Error ? error.message : String(error)
      }
    }
  }
  const everybody = Promise.all(Array.from({ length: residents }, (_, n) => resident(n)))
  const at = (moment: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, moment - performance.now())))
  const used = (): { app: number; postgres: number; own: number; calls: number } =>
    ({ app: cpuMs(contestant.pid), postgres: treeCpuMs(postgresPid), own: cpuMs(process.pid), calls: platform.calls.get(contestant.token) ?? 0 })

  await at(from)
  const before = used()
  await at(until)
  const after = used()
  const memory = memoryMb(contestant.pid).now
  await everybody
  await bringer.close()
  if (failed > 0) console.error(`${contestant.name}: ${failed} intakes failed, first: ${why}`)

  const turns = acks.length
  const per = (amount: number): number => amount / Math.max(turns, 1)
  return {
    turns, failed, memory,
    turnsPerSecond: turns * 1000 / windowMs,
    ackP50: percentile(acks, 0.5), ackP99: percentile(acks, 0.99),
    replyP50: percentile(replies, 0.5), replyP99: percentile(replies, 0.99),
    cpuApp: per(after.app - before.app), cpuPostgres: per(after.postgres - before.postgres), cpuLoad: per(after.own - before.own),
    calls: per(after.calls - before.calls),
  }
}
