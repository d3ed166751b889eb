import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser, openPhone, picture } from './browser.ts'
import { answerAll, presses, startProgram, tap, write, type Program } from './program.ts'

/** The program as anybody starts it, with nothing configured, and a newcomer who follows the demo's guide. */

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
