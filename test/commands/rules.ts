import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** `npm run rules -- …` as somebody types it: what it prints, and how it ends. */
export async function rulesCommand(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; out: string; err: string }> {
  const project = join(import.meta.dirname, '../..')
  const node = spawn(join(project, 'node_modules/.bin/node'), ['--disable-warning=ExperimentalWarning', 'src/commands/rules.ts', ...args], { cwd: project, env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  node.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  node.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
  const code = await new Promise<number | null>((resolve) => node.once('close', resolve))
  return { code, out, err }
}
