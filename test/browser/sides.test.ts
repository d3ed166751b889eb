import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser, openPhone, picture } from './browser.ts'
import { answerAll, presses, startProgram, tap, write, type Program } from './program.ts'

/** Both sides of a mediation and its mediator, each on a device of their own, up to the paper they get. */

let browser: Browser
let program: Program

beforeAll(async () => {
  if (hasBrowser) browser = await openBrowser()
})
beforeEach(async () => {
  if (hasBrowser) program = await startProgram()
}, 120_000)
afterEach(() => program?.stop())
afterAll(() => browser?.close())

/** Waits for the answer before the next tap: buttons that look alike hang on several messages. */
async function tapOn(page: Page, press: RegExp): Promise<void> {
  await tap(page, press)
  await page.waitForTimeout(500)
}

async function file(page: Page, story: string): Promise<void> {
  await tapOn(page, /^h:file$/)
  await tapOn(page, /:agree$/)
  await write(page, story)
  await expect.poll(async () => (await presses(page)).some((each) => /:k-0$/.test(each)), { timeout: 15_000 }).toBe(true)
  await answerAll(page)
  await tap(page, /:send$/)
}

describe.skipIf(!hasBrowser)('two sides of one case', () => {
  test('the other side comes by the link, a code is a picture at once, and both get the paper', { timeout: 150_000 }, async () => {
    const [resident, mediator, other] = await Promise.all([0, 1, 2].map(() => openPhone(browser)))
    const [asks, leads, answers] = [resident!.page, mediator!.page, other!.page]
    await asks.goto(`${program.url}/chat?as=demo-resident&lang=zh-CN`)
    await leads.goto(`${program.url}/chat?as=demo-mediator&lang=zh-CN`)
    await leads.locator('article.house').first().waitFor()
    await file(asks, '楼上邻居家的空调外机滴水，把我家窗台和墙都泡湿了，想请你们帮忙调解。')

    await tapOn(leads, /^c:[\w-]+:take$/)
    await tapOn(leads, /^c:[\w-]+:invite$/)
    await write(leads, '空调滴水的事，想请您来谈一谈。')
    await tap(leads, /^s:\w+:yes$/)
    await leads.locator('.handed.pictured img').waitFor({ timeout: 15_000 })
    await expect.poll(() => leads.evaluate(() => (document.querySelector('.handed')?.getBoundingClientRect().bottom ?? Infinity) <= (document.querySelector('footer')?.getBoundingClientRect().top ?? 0))).toBe(true)
    await picture(leads, 'sides-invitation')
    const link = /http:\S+start=\S+/.exec(await leads.locator('#log').innerText())?.[0] ?? ''
    await answers.goto(link)
    await expect.poll(() => answers.url()).not.toContain('start=')
    await tap(answers, /^s:\w+:yes$/)
    await tapOn(answers, /:willing:willing$/)
    await picture(answers, 'sides-other')

    await tapOn(leads, /^c:[\w-]+:look$/)
    await tapOn(leads, /^c:[\w-]+:clause$/)
    await tapOn(leads, /^c:[\w-]+:clause:add$/)
    await write(leads, '装好排水管，空调外机不再滴水。')
    await tapOn(leads, /^s:\w+:respondent$/)
    await tapOn(leads, /^s:\w+:none$/)
    await tapOn(leads, /^c:[\w-]+:send-agreement$/)
    await tapOn(leads, /^c:[\w-]+:send-agreement:/)
    for (const page of [asks, answers]) {
      await tapOn(page, /^m:[\w-]+:read-clause/)
      await tapOn(page, /^m:[\w-]+:agree/)
    }
    for (const [page, name] of [[asks, 'sides-paper'], [answers, 'sides-paper-other']] as const) {
      const paper = page.locator('a.handed').last()
      await paper.waitFor({ timeout: 15_000 })
      await picture(page, name)
      const [download] = await Promise.all([page.waitForEvent('download'), paper.click()])
      expect(download.suggestedFilename()).toMatch(/^调解协议书 M\d+\.docx$/)
      expect(readFileSync(await download.path()).subarray(0, 2).toString()).toBe('PK')
    }
    const shown = await answers.locator('#log').innerText()
    expect(shown).not.toContain('13800138000')
    expect([resident, mediator, other].flatMap((each) => each!.problems)).toEqual([])
    await Promise.all([resident, mediator, other].map((each) => each!.context.close()))
  })
})
