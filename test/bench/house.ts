// Owns running a program of ours as a child: Laifang the way `npm start` starts it, or one of the two it is compared with.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

export const projectFolder: string = fileURLToPath(new URL('../../', import.meta.url))

export type House = {
  name: string
  pid: number
  /** "http://127.0.0.1:<port>" */
  url: string
  /** Resolves once GET /readyz says 200; rejects with the end of its log when it ends before, or after `ms`. */
  ready(ms?: number): Promise<void>
  /** Resolves when the process has ended. */
  ended: Promise<void>
  /** SIGTERM, and SIGKILL to who does not listen within 12 s. */
  stop(): Promise<void>
  kill(): void
}

export type HouseOptions = {
  name: string
  /** Arguments of node. */
  args: readonly string[]
  port: number
  env: Record<string, string>
  /** What it prints goes here. */
  log: string
}

/** The arguments of node in package.json's `start`. */
export function startArguments(): string[] {
  const start = (JSON.parse(readFileSync(`${projectFolder}package.json`, 'utf8')) as { scripts?: { start?: string } }).scripts?.start ?? ''
  return /^node\s+(.+)$/.exec(start)?.[1]?.split(/\s+/) ?? ['--disable-warning=ExperimentalWarning', 'src/main.ts']
}

export function startHouse({ name, args, port, env, log }: HouseOptions): House {
  const file = openSync(log, 'a', 0o600)
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: projectFolder,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', PORT: String(port), HOST: '127.0.0.1', ...env },
    stdio: ['ignore', file, file],
  })
  closeSync(file)
  // Whoever ends the bench in the middle does not leave its houses behind.
  const lastWord = (): void => { child.kill('SIGTERM') }
  process.once('exit', lastWord)
  const url = `http://127.0.0.1:${port}`
  let over = false
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      over = true
      process.removeListener('exit', lastWord)
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  const tail = (): string => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n')

  return {
    name, url, ended,
    pid: child.pid ?? 0,
    async ready(ms = 60_000) {
      for (const begun = Date.now(); Date.now() - begun < ms;) {
        if (over) throw new Error(`${name} ended while starting:\n${tail()}`)
        const status = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.status, () => 0)
        if (status === 200) return
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`${name} was not ready within ${ms} ms:\n${tail()}`)
    },
    async stop() {
      if (over) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 12_000)
      await ended
      clearTimeout(timer)
    },
    kill: () => { child.kill('SIGKILL') },
  }
}

/** Ctrl-C and `timeout` end the process by the ordinary way, so that what was started is stopped. */
export function endOrderly(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
