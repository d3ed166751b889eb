// Owns what the kernel says of a process: CPU time, memory, children. Linux only; elsewhere the columns stay empty.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = process.platform === 'linux' ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : 100

/** CPU time in ms that the process has used, its finished children included. 0 when it is gone. */
export function cpuMs(pid: number): number {
  const fields = statOf(pid)
  // utime, stime, cutime, cstime are fields 14 to 17 of proc_pid_stat(5).
  return fields ? [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) * 1000 / ticksPerSecond : 0
}

/** The same for a process and all that it has started and that still run. */
export function treeCpuMs(pid: number): number {
  return cpuMs(pid) + childrenOf(pid).reduce((sum, child) => sum + cpuMs(child), 0)
}

/** Resident memory in MB, now and at its height. */
export function memoryMb(pid: number): { now: number; peak: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const of = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
    return { now: of('VmRSS'), peak: of('VmHWM') }
  } catch {
    return { now: 0, peak: 0 }
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((each) => Number(statOf(each)?.[1]) === pid)
  } catch {
    return []
  }
}

/** The fields after the command's name, from the state on: [0] state, [1] parent. */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
