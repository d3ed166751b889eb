import { randomBytes } from 'node:crypto'
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

async function start(options: Parameters<typeof openPhone>[1] = {}, standIn: Parameters<typeof openStandIn>[0] = {}): Promise<Page> {
  house = await openStandIn(standIn)
  phone = await openPhone(browser, options)
  await phone.page.goto(`${house.url}/chat`)
  await phone.page.waitForSelector('article.house')
  return phone.page
}

describe.skipIf(!hasBrowser)('what is sent besides words', () => {
  const photo = async (page: Page) => Buffer.from(await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 900
    const paint = canvas.getContext('2d')
    if (paint) {
      paint.fillStyle = '#7a8f8a'
      paint.fillRect(0, 0, 900, 900)
      paint.fillStyle = '#3d5a66'
      paint.fillRect(200, 300, 500, 420)
    }
    return canvas.toDataURL('image/png').split(',')[1] ?? ''
  }), 'base64')

  test('a picture is shown at once, sent whole, and still shown after a reload', async () => {
    const page = await start()
    const bytes = await photo(page)
    await page.setInputFiles('#photo-input', { name: '窗台.png', mimeType: 'image/png', buffer: bytes })
    await page.waitForSelector('article.mine .pictured img')
    await page.waitForSelector('article.mine[data-state="sent"]')
    await page.waitForSelector('text=1 份材料')
    await picture(page, 'chat-picture-zh-CN')
    expect([...house.uploads.values()].map((each) => [each.name, each.bytes.equals(bytes)])).toEqual([['窗台.png', true]])
    await page.reload()
    await page.waitForSelector('article.mine .pictured img')
    expect(phone.problems).toEqual([])
  })

  test('a picture taken without a network survives a reload and goes out once', async () => {
    const page = await start()
    const bytes = await photo(page)
    house.failNext(1000)
    await page.setInputFiles('#photo-input', { name: '窗台.png', mimeType: 'image/png', buffer: bytes })
    await page.waitForSelector('#state:has-text("暂时不可用")')
    await page.reload()
    house.failNext(0)
    await page.waitForSelector('article.mine[data-state="sent"]', { timeout: 20_000 })
    expect(house.taken.filter((each) => each.body.kind === 'file')).toHaveLength(1)
    expect([...house.uploads.values()][0]?.bytes.equals(bytes)).toBe(true)
  })

  test('what cannot be taken is said at once or shown as not sent', async () => {
    const page = await start({}, { limits: { fileBytesMax: 50_000 } })
    await page.setInputFiles('#file-input', { name: '大.png', mimeType: 'image/png', buffer: randomBytes(60_000) })
    await page.waitForSelector('#state:has-text("20 MB")')
    expect(await page.locator('article.mine').count()).toBe(0)
    await page.setInputFiles('#file-input', { name: '网页.html', mimeType: 'text/html', buffer: Buffer.from('<html><script></script>') })
    await page.waitForSelector('article.mine[data-state="refused"] .fate:has-text("不收这种文件")')
    await page.fill('#words', '后面的话照样走')
    await page.press('#words', 'Enter')
    await page.waitForSelector('article.mine[data-state="sent"]')
  })

  test('a recording is made and sent', async () => {
    const page = await start()
    await page.click('#attach-open')
    await page.click('#attach-voice')
    await page.waitForFunction(() => document.getElementById('record-time')?.textContent === '0:01')
    await picture(page, 'chat-recording-zh-CN')
    await page.click('#record-stop')
    await page.waitForSelector('article.mine[data-state="sent"]')
    expect(house.taken.find((each) => each.body.kind === 'file')?.body).toMatchObject({ file: { kind: 'voice' } })
  })

  test('without permission the page says what to do instead', async () => {
    const page = await start({ permissions: [] })
    await page.click('#attach-open')
    await page.click('#attach-place')
    await page.waitForSelector('#state:has-text("没有取得位置")')
  })
})
