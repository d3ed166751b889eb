import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser, openPhone, picture } from './browser.ts'

/** The program as anybody starts it, with nothing configured, and a newcomer who follows the demo's guide. */

const root = join(import.meta.dirname, '../..')
let browser: Browser
let program: { url: string; stop(): Promise<void> }

beforeAll(async () => {
  if (hasBrowser) browser = await openBrowser()
})
beforeEach(async () => {
  if (hasBrowser) program = await startProgram()
}, 120_000)
afterEach(() => program?.stop())
afterAll(() => browser?.close())

async function startProgram(): Promise<typeof program> {
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
async function tap(phone: FrameLocator, press: RegExp): Promise<void> {
  await expect.poll(async () => (await presses(phone)).some((each) => press.test(each)), { timeout: 15_000, message: `a button ${press}` }).toBe(true)
  const which = (await presses(phone)).findLastIndex((each) => press.test(each))
  await phone.locator('button.press:enabled').nth(which).click()
}

const presses = (phone: FrameLocator) => phone.locator('button.press:enabled').evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.press ?? ''))

async function write(phone: FrameLocator, text: string): Promise<void> {
  await phone.locator('#words').fill(text)
  await phone.locator('#words').press('Enter')
}

/** Answers whatever is asked until the review card stands there: skips what may be skipped, else the first choice, else words. */
async function answerAll(phone: FrameLocator): Promise<void> {
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

describe.skipIf(!hasBrowser)('the program’s own demo', () => {
  test.each(['zh-CN', 'en'])('a newcomer sees filing, acceptance, closing and the callback, in %s', { timeout: 150_000 }, async (language) => {
    const { page, context, problems } = await openPhone(browser, { language, width: 1280, height: 900 })
    await page.goto(`${program.url}/demo?lang=${language}`)
    const [resident, mediator] = [page.frameLocator('#resident-phone'), page.frameLocator('#mediator-phone')]
    await resident.locator('article.house').first().waitFor()
    await mediator.locator('article.house').first().waitFor()

    await tap(resident, /^h:file$/)
    await tap(resident, /:agree$/)
    await expect.poll(async () => (await presses(resident)).some((each) => each.endsWith(':agree'))).toBe(false)
    await page.click('#sample')
    await expect.poll(() => resident.locator('#words').inputValue()).not.toBe('')
    await resident.locator('#send').click()
    await expect.poll(async () => (await presses(resident)).some((each) => /:k-0$/.test(each)), { timeout: 15_000 }).toBe(true)
    await pictureOfPhone(page, language, 'conversation')
    await answerAll(resident)
    await pictureOfPhone(page, language, 'review')
    await tap(resident, /:send$/)

    await tap(mediator, /^c:[\w-]+:take$/)
    await step(page, 'accepted')
    await picture(page, `house-accepted-${language}`)
    await tap(mediator, /^c:[\w-]+:close$/)
    await tap(mediator, /^c:[\w-]+:close:agreement/)
    await expect.poll(async () => (await presses(mediator)).some((each) => /:back$/.test(each)), { timeout: 15_000 }).toBe(true)
    await write(mediator, language === 'en' ? 'The neighbour fits a drain pipe this Saturday.' : '楼上本周六装好排水管，不再滴水。')
    await tap(mediator, /^s:\w+:yes$/)
    await step(page, 'closed')

    for (let moves = 0; moves < 8 && !(await presses(resident)).some((each) => each.startsWith('v:')); moves++) {
      await page.click('[data-by="next"]:enabled')
      await page.waitForTimeout(2500)
    }
    await picture(page, `house-callback-${language}`)
    await tap(resident, /^v:[\w-]+:5$/)
    await step(page, 'called')
    await picture(page, `house-done-${language}`)

    const before = await resident.locator('#log article .bubble').allInnerTexts()
    await page.reload()
    await resident.locator('article.mine').first().waitFor()
    await expect.poll(() => resident.locator('#log article .bubble').allInnerTexts()).toEqual(before)
    expect(problems).toEqual([])
    await context.close()
  })
})

/** The resident's phone by itself, at a phone's width: what it shows there is what this device was told and said. */
async function pictureOfPhone(page: Page, language: string, name: string): Promise<void> {
  const alone = await page.context().newPage()
  await alone.setViewportSize({ width: 390, height: 844 })
  await alone.goto(`${program.url}/chat?as=demo-resident&lang=${language}`)
  await alone.waitForSelector('#log[aria-live="polite"] article.mine')
  if (name === 'review') await alone.locator('article.card').last().evaluate((card) => card.scrollIntoView())
  await picture(alone, `house-${name}-${language}`)
  await alone.close()
}

async function step(page: Page, name: string): Promise<void> {
  await page.locator(`#${name}.done`).waitFor({ timeout: 20_000 })
}
