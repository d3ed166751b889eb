// Owns how the bench's figures are laid out: a table for each number of residents, the ratios, and one JSON line.
import { median, round, table } from './figures.ts'
import type { Figures } from './load.ts'

export type Measured = { name: string; level: number; round: number; figures: Figures }

const columns: readonly (readonly [string, keyof Figures, number])[] = [
  ['turns/s', 'turnsPerSecond', 0], ['ack p50 ms', 'ackP50', 1], ['ack p99', 'ackP99', 1], ['reply p50 ms', 'replyP50', 1], ['reply p99', 'replyP99', 1],
  ['CPU app ms/turn', 'cpuApp', 2], ['CPU pg', 'cpuPostgres', 2], ['CPU load', 'cpuLoad', 2], ['calls/turn', 'calls', 2], ['MB', 'memory', 0], ['failed', 'failed', 0],
]

const names: Record<string, string> = { laifang: 'Laifang', bare: 'bare node:http + pg', scenes: 'telegraf scenes' }

export function report(measured: readonly Measured[], run: { rounds: number; windowMs: number; turnsPerIntake: number; idle: Record<string, number> }): string {
  const contestants = [...new Set(measured.map((each) => each.name))]
  const levels = [...new Set(measured.map((each) => each.level))]
  const middle = (name: string, level: number, what: keyof Figures): number =>
    median(measured.filter((each) => each.name === name && each.level === level).map((each) => each.figures[what]))

  const parts = [`An intake of ${run.turnsPerIntake} turns; medians of ${run.rounds} alternating rounds of ${run.windowMs / 1000} s.`]
  for (const level of levels) {
    parts.push(`\n${level} resident${level > 1 ? 's' : ''} at once`)
    parts.push(table([
      ['', ...columns.map(([head]) => head)],
      ...contestants.map((name) => [names[name] ?? name, ...columns.map(([, what, digits]) => middle(name, level, what).toFixed(digits))]),
    ]))
  }
  const ratios = contestants.includes('laifang') ? ratiosOf(measured, contestants, levels) : []
  if (ratios.length > 0) {
    parts.push('\nLaifang compared: turns a second as many times as …, with the smallest and largest round')
    parts.push(table([['residents', ...levels.map(String)], ...contestants.filter((name) => name !== 'laifang').map((name) => [
      `/ ${names[name] ?? name}`,
      ...levels.map((level) => {
        const found = ratios.find((each) => each.to === name && each.level === level)
        return found ? `${found.ratio.toFixed(2)} (${found.least.toFixed(2)}–${found.most.toFixed(2)})` : ''
      }),
    ])]))
  }
  parts.push(`\nCPU while nobody speaks, ms a second: ${Object.entries(run.idle).map(([name, ms]) => `${names[name] ?? name} ${ms}`).join(', ')}`)
  parts.push(JSON.stringify({
    bench: {
      ...run, ratios,
      medians: levels.flatMap((level) => contestants.map((name) => ({
        name, residents: level, ...Object.fromEntries(columns.map(([, what]) => [what, round(middle(name, level, what), 3)])),
      }))),
    },
  }))
  return parts.join('\n')
}

type Ratio = { to: string; level: number; ratio: number; least: number; most: number }

/** Of the medians; least and most are of the same round's two figures. */
function ratiosOf(measured: readonly Measured[], contestants: readonly string[], levels: readonly number[]): Ratio[] {
  const rate = (name: string, level: number): Measured[] => measured.filter((each) => each.name === name && each.level === level)
  return levels.flatMap((level) => contestants.filter((name) => name !== 'laifang').map((to) => {
    const own = rate('laifang', level)
    const others = rate(to, level)
    const byRound = own.map((each) => each.figures.turnsPerSecond / Math.max(1e-9, others.find((other) => other.round === each.round)?.figures.turnsPerSecond ?? 0))
    const of = (all: Measured[]): number => median(all.map((each) => each.figures.turnsPerSecond))
    return { to, level, ratio: round(of(own) / of(others), 3), least: round(Math.min(...byRound), 3), most: round(Math.max(...byRound), 3) }
  }))
}
