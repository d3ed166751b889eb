import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openStandIn, type StandIn } from '../web/stand-in.ts'
import { hasBrowser, openBrowser, openPhone, picture, type Phone } from './browser.ts'

let browser: Browser
let house: StandIn
let phone: Phone
beforeAll(async () => {
  if (hasBrowser) browser = await openBrowser()
})
afterAll(() => browser?.close())
afterEach(async () => {
  await phone?.context.close()
  await house?.stop()
})

async function start(options: Parameters<typeof openPhone>[1] = {}): Promise<Page> {
  house = await openStandIn()
  phone = await openPhone(browser, options)
  await phone.page.goto(`${house.url}/demo`)
  for (const id of ['resident', 'mediator']) await phone.page.frameLocator(`#${id}-phone`).locator('article.house').first().waitFor()
  return phone.page
}

describe.skipIf(!hasBrowser)('the demo page', () => {
  test.each([['zh-CN', 1280], ['zh-CN', 390], ['en', 1280], ['en', 390], ['zh-TW', 390]])('in %s at %i px shows two phones, a clock and a guide', async (language, width) => {
    const page = await start({ language, width, height: width === 390 ? 844 : 900 })
    await page.waitForSelector('#filed.next')
    await picture(page, `demo-${language}-${width}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(phone.problems).toEqual([])
  })

  test('the two phones are two people, and both keep theirs after a reload', async () => {
    const page = await start()
    const resident = page.frameLocator('#resident-phone')
    await resident.locator('#words').fill('我家漏水')
    await resident.locator('#words').press('Enter')
    await resident.locator('article.mine[data-state="sent"]').waitFor()
    expect(await page.frameLocator('#mediator-phone').locator('article.mine').count()).toBe(0)
    expect(new Set(house.taken.map((each) => each.user)).size).toBe(2)
    await page.reload()
    await page.frameLocator('#resident-phone').locator('article.mine').waitFor()
    expect(await page.frameLocator('#mediator-phone').locator('article.mine').count()).toBe(0)
    expect(await resident.locator('#forget-open').isHidden()).toBe(true)
  })

  test('a sample story is written for those who do not want to make one up, and left for them to send', async () => {
    const page = await start()
    await page.click('#sample')
    const words = page.frameLocator('#resident-phone').locator('#words')
    await expect.poll(() => words.inputValue()).toContain('空调外机滴水')
    expect(house.taken.some((each) => each.body.kind === 'text')).toBe(false)
  })

  test('the clock moves and the guide ticks itself off', async () => {
    const page = await start()
    const before = await page.locator('#time').getAttribute('datetime')
    await page.click('[data-by="86400000"]')
    await page.waitForSelector('#told:has-text("时钟已拨到")')
    const after = await page.locator('#time').getAttribute('datetime')
    expect(Date.parse(after ?? '') - Date.parse(before ?? '')).toBeGreaterThanOrEqual(86_400_000)
    house.progress.filed = true
    await page.waitForSelector('#filed.done')
    await page.waitForSelector('#accepted.next')
    expect(await page.locator('#told').textContent()).toBe('居民登记: 已完成')
    Object.assign(house.progress, { accepted: true, closed: true, called: true })
    await page.waitForSelector('#told:has-text("全走完了")')
  })

  test('a lost server is said, and the page goes on when it is back', async () => {
    const page = await start()
    await phone.context.setOffline(true)
    await page.waitForSelector('#told:has-text("断了")')
    await phone.context.setOffline(false)
    await page.waitForFunction(() => document.getElementById('told')?.textContent === '')
  })
})
