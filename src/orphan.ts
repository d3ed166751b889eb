import { readFileSync } from 'node:fs'

/**
 * Calls `gone` once when the npm that started this process has ended. npm passes a signal on to its shell only, and not
 * every shell passes it on to us; whoever stops `npm start`, however roughly, wants the program to stop.
 */
export function whenOrphaned(gone: () => void): void {
  const before = elders()
  const timer = setInterval(() => {
    if (elders() === before) return
    clearInterval(timer)
    gone()
  }, lookEveryMs)
  timer.unref()
}

const lookEveryMs = 250

/** Our parent, and its own parent where ours is only the shell between npm and us. */
function elders(): string {
  return `${process.ppid} ${shellsParent(process.ppid)}`
}

/** Where there is no /proc, the parent alone has to do. */
function shellsParent(pid: number): string {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return name === undefined || /npm|node/.test(name) ? '' : parent ?? ''
  } catch {
    return ''
  }
}
