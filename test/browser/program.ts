import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FrameLocator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** The program as anybody starts it, with nothing configured, and hands that tap and write in its chats. */

export type Program = { url: string; stop(): Promise<void> }
/** A chat: a page of its own, or a phone of the demo. */
export type Talk = Page | FrameLocator

const root = join(import.meta.dirname, '../..')

export async function startProgram(): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'laifang-browser-'))
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    cwd: root, env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, DEMO: '1', PORT: '0' }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (text: Buffer): void => {
      said += text.toString()
      const open = /Laifang is open: (http:\/\/localhost:\d+)/.exec(said)?.[1]
      if (open) resolve(open)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}:\n${said}`)))
  })
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Taps the newest button whose meaning (not its words) fits; waits until there is one. */
export async function tap(phone: Talk, press: RegExp): Promise<void> {
  await expect.poll(async () => (await presses(phone)).some((each) => press.test(each)), { timeout: 15_000, message: `a button ${press}` }).toBe(true)
  const which = (await presses(phone)).findLastIndex((each) => press.test(each))
  await phone.locator('button.press:enabled').nth(which).click()
}

export const presses = (phone: Talk) => phone.locator('button.press:enabled').evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.press ?? ''))

export async function write(phone: Talk, text: string): Promise<void> {
  await phone.locator('#words').fill(text)
  await phone.locator('#words').press('Enter')
}

/** Answers whatever is asked until the review card stands there: skips what may be skipped, else the first choice, else words. */
export async function answerAll(phone: Talk): Promise<void> {
  for (let asked = 0; asked < 20; asked++) {
    const before = await phone.locator('article.house').last().getAttribute('data-id')
    const open = await presses(phone)
    const choice = [/^s:\w+:send$/, /^s:\w+:skip$/, /^s:\w+:done$/, /^s:\w+:[ak]-/].find((each) => open.some((press) => each.test(press)))
    if (choice?.source.includes('send')) return
    if (choice) await tap(phone, choice)
    else await write(phone, (await phone.locator('#words').getAttribute('autocomplete')) === 'tel' ? '13800138000' : '三号楼 201 张先生')
    await expect.poll(() => phone.locator('article.house').last().getAttribute('data-id'), { timeout: 15_000 }).not.toBe(before)
  }
  throw new Error('no review card after twenty answers')
}
