import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { hasBrowser, openBrowser, openPhone, picture } from './browser.ts'

/** The poster as it comes out of a printer. */

let browser: Browser
let house: TestHouse
const offices = new Map<string, number>()
beforeAll(async () => {
  if (!hasBrowser) return
  browser = await openBrowser()
  house = await openHouse({ publicUrl: 'https://office.example' })
  for (const name of ['河东', '一个名字长得出奇、一行无论如何也写不下的街道人民调解委员会与信访联合接待中心东区分部第一接待窗口']) {
    offices.set(name, (await house.db.prisma.office.create({ data: { name, zone: 'Asia/Shanghai' } })).id)
  }
})
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

describe.skipIf(!hasBrowser)('the poster', () => {
  test.each(['zh-CN', 'zh-TW', 'en'])('in %s prints on one sheet of A4, however long the office\'s name', async (language) => {
    for (const [name, id] of offices) {
      const { page, context, problems } = await openPhone(browser, { width: 800, height: 1130 })
      await page.goto(`${house.url}/posters/${id}?language=${language}`)
      expect(await page.locator('h1').innerText()).toBe(name)
      await picture(page, `poster-${language}-${name.length}`)
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
      const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? []
      expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842])
      expect(problems).toEqual([])
      await context.close()
    }
  })

  test('on a phone it can be read, and its languages are links', async () => {
    const { page, context } = await openPhone(browser)
    await page.goto(`${house.url}/posters/${offices.get('河东')}?language=zh-CN`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByText('Scan a code').waitFor()
    await context.close()
  })
})
