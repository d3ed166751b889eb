import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { button, step } from '../web/script.ts'
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

async function start(options: Parameters<typeof openPhone>[1] = {}, query = '', standIn: Parameters<typeof openStandIn>[0] = {}): Promise<Page> {
  house = await openStandIn(standIn)
  phone = await openPhone(browser, options)
  await phone.page.goto(`${house.url}/chat${query}`)
  await phone.page.waitForSelector('article.house')
  return phone.page
}

const bubbles = (page: Page) => page.locator('#log article').evaluateAll((all) => all.map((each) => `${each.className.startsWith('mine') ? '我' : '它'}：${(each.querySelector('.bubble p:not(.chosen)')?.textContent ?? '').slice(0, 10)}`))
const write = async (page: Page, text: string) => {
  await page.fill('#words', text)
  await page.press('#words', 'Enter')
}
const lastHouse = (page: Page) => page.locator('article.house').last()
const spoken = () => house.taken.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : []))

describe.skipIf(!hasBrowser)('web chat', () => {
  test.each([
    ['zh-CN', '楼上空调外机滴水，窗台都泡湿了，说了几次都不管。', '已登记'],
    ['en', 'The air conditioner above drips onto my windowsill every night.', 'Registered'],
  ])('a resident files a case at phone width in %s', async (language, story, filed) => {
    const page = await start({ language }, '?office=qingshi')
    expect(house.taken[0]?.body).toEqual({ kind: 'start', payload: 'qingshi' })
    expect(page.url()).not.toContain('qingshi')
    await picture(page, `chat-welcome-${language}`)
    await page.click('.press.main')
    await page.waitForSelector('.chosen')
    await lastHouse(page).locator('.press.main').click()
    await page.waitForFunction(() => document.querySelectorAll('article.house .press').length === 2)
    await write(page, story)
    await page.waitForFunction(() => document.querySelectorAll('article.house').length === 2)
    await picture(page, `chat-conversation-${language}`)
    await lastHouse(page).locator('.press.main').click()
    await page.click('.wants')
    await page.waitForSelector('.facts')
    expect(await page.locator('.facts .fact').count()).toBe(5)
    await picture(page, `chat-review-${language}`)
    await lastHouse(page).locator('.buttons .press.main').click()
    await page.waitForSelector(`text=${filed}`)
    await page.waitForSelector('article.card .of-5')
    await picture(page, `chat-filed-${language}`)
    expect(phone.problems).toEqual([])
  })

  test('after a reload the whole conversation is there again, in the same order', async () => {
    const page = await start()
    await page.click('.press.main')
    await page.waitForSelector('.chosen')
    await write(page, '第一句话')
    await page.waitForFunction(() => document.querySelectorAll('article.house').length === 2)
    await write(page, '第二句话')
    await page.waitForFunction(() => document.querySelectorAll('article.house').length === 3)
    const before = await bubbles(page)
    expect(before.map((each) => each[0]).join('')).toBe('它我它我它')
    await page.reload()
    await page.waitForFunction(() => document.querySelectorAll('article.mine').length === 2)
    expect(await bubbles(page)).toEqual(before)
    expect(await page.locator('.chosen').first().textContent()).toBe('您选了：反映问题')
    expect(house.taken.filter((each) => each.body.kind === 'start')).toHaveLength(1)
  })

  test('a tapped step shows its choice, can be tapped once, and steps long past cannot be tapped at all', async () => {
    const page = await start()
    await write(page, '漏水')
    await page.waitForFunction(() => document.querySelectorAll('article.house').length === 2)
    const kinds = lastHouse(page).locator('.press')
    house.failNext(1)
    await kinds.nth(1).click()
    expect(await kinds.nth(1).getAttribute('aria-pressed')).toBe('true')
    for (const each of await kinds.all()) expect(await each.isDisabled()).toBe(true)
    await page.waitForSelector('.wants')
    expect(house.taken.filter((each) => each.body.kind === 'press')).toHaveLength(1)
    expect(await page.locator('article.house').first().locator('.press:visible').count()).toBe(0)
  })

  test('a card keeps its buttons for as long as it stands', async () => {
    const page = await start()
    house.say(house.someone(), { spoken: { ...step('编号 2026001，请打分', [[button('5', 'v:AAAAAAAAAAAAAAAAAAAAAA:5'), button('4', 'v:AAAAAAAAAAAAAAAAAAAAAA:4')]]), as: 'card' } })
    await page.waitForSelector('article.card')
    await write(page, '先说别的')
    await page.waitForFunction(() => document.querySelectorAll('article.house').length === 3)
    await page.reload()
    await page.waitForSelector('article.card')
    expect(await page.locator('article.card .press').first().isEnabled()).toBe(true)
  })

  test('a message that replaces another takes its place; one that another process sent is found', async () => {
    const page = await start()
    const user = house.someone()
    const old = house.say(user, { spoken: step('原来的话', []) })
    await page.waitForSelector('text=原来的话')
    house.say(user, { spoken: step('后面的话', []) }, false)
    await page.waitForSelector('text=后面的话')
    house.say(user, { spoken: step('改过的话', []), replaces: old.id })
    await page.waitForSelector('text=改过的话')
    expect((await bubbles(page)).slice(1)).toEqual(['它：改过的话', '它：后面的话'])
  })

  test('what is said without a network waits, goes out in order when it is back, and counts once', async () => {
    const page = await start()
    await phone.context.setOffline(true)
    for (const text of ['第一句', '第二句', '第三句']) await write(page, text)
    await page.waitForSelector('#state:has-text("网络断开")')
    expect(await page.locator('article.mine .fate').allTextContents()).toEqual(['等网络恢复后自动发送', '等网络恢复后自动发送', '等网络恢复后自动发送'])
    await picture(page, 'chat-offline-zh-CN')
    expect(spoken()).toEqual([])
    await phone.context.setOffline(false)
    await page.waitForSelector('.mine.last')
    await page.waitForFunction(() => document.querySelectorAll('article.mine[data-state="sent"]').length === 3)
    expect(spoken()).toEqual(['第一句', '第二句', '第三句'])
  })

  test('a page that is closed while its words wait sends them when it is opened again', async () => {
    const page = await start()
    house.failNext(1000)
    await write(page, '请帮帮我')
    await page.fill('#words', '写到一半')
    await page.waitForSelector('#state:has-text("暂时不可用")')
    await page.reload()
    house.failNext(0)
    await page.waitForSelector('article.mine[data-state="sent"]', { timeout: 20_000 })
    expect(spoken()).toEqual(['请帮帮我'])
    expect(await page.inputValue('#words')).toBe('写到一半')
  })

  test('a broken line comes back by itself with what was missed', async () => {
    const page = await start()
    house.cut()
    house.say(house.someone(), { spoken: step('断线时说的', []) })
    await page.waitForSelector('text=断线时说的')
    house.say(house.someone(), { spoken: step('接上后说的', []) })
    await page.waitForSelector('text=接上后说的')
    expect(await page.locator('article.house').count()).toBe(3)
  })

  test('text is text: nothing that is said becomes part of the page', async () => {
    const page = await start()
    const nasty = '<img src=x onerror="document.title=1"><b>x</b>'
    house.say(house.someone(), { spoken: { ...step(nasty, [[button(nasty, 's:1:a')]]), card: [{ label: nasty, value: nasty }] } })
    await page.waitForSelector('.facts')
    await write(page, nasty)
    await page.waitForSelector('article.mine')
    expect(await page.locator('#log img, #log b').count()).toBe(0)
    expect(await page.locator('article.mine p').first().textContent()).toBe(nasty)
    expect(phone.problems).toEqual([])
  })

  test('Enter sends, Shift+Enter breaks the line, and Enter that picks a Chinese word does not send', async () => {
    const page = await start()
    await page.focus('#words')
    await page.keyboard.type('一')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('二')
    await page.evaluate(() => document.getElementById('words')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })))
    expect(await page.inputValue('#words')).toBe('一\n二')
    await page.keyboard.press('Enter')
    await page.waitForSelector('article.mine[data-state="sent"]')
    expect(spoken()).toEqual(['一\n二'])
    expect(await page.inputValue('#words')).toBe('')
  })

  test('the whole talk can be had by keyboard, and writing is never interrupted', async () => {
    const page = await start()
    await page.locator('article.house .press').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('.chosen')
    await page.waitForFunction(() => document.activeElement?.matches('article.house'))
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('同意，继续')
    await page.focus('#words')
    await page.keyboard.type('我正在写')
    house.say(house.someone(), { spoken: step('打扰一下', []) })
    await page.waitForSelector('text=打扰一下')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('words')
  })

  test('a screen reader is told what is new, who speaks and what every control is', async () => {
    const page = await start()
    expect(await page.locator('#log').getAttribute('role')).toBe('log')
    await page.waitForSelector('#log[aria-live="polite"]')
    expect(await lastHouse(page).getAttribute('aria-label')).toMatch(/^来访 \d\d:\d\d$/)
    await page.click('#attach-open')
    for (const each of await page.locator('button:visible, textarea:visible').all()) {
      const name = (await each.getAttribute('aria-label')) ?? (await each.textContent())
      expect(name?.trim()).toBeTruthy()
    }
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  })

  test.each([360, 390, 1280])('at %i px everything fits and every control is big enough for a thumb', async (width) => {
    const page = await start({ width, height: 700 })
    house.say(house.someone(), { spoken: {
      ...step('a'.repeat(300), [['一', '二', '三', '四', '五'].map((label) => button(label, `s:1:${label.codePointAt(0)}`)), [button('非常长的一个按钮，写了很多很多字也不可以撑破手机屏幕，后面还有', 's:1:b', 'danger')]]),
      as: 'card', card: [{ label: '很长的标签很长的标签很长的标签', value: 'x'.repeat(200), change: button('改', 's:1:c') }], frame: { alt: '', change: '改' },
    } })
    await page.waitForSelector('.facts')
    await page.click('#attach-open')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && (document.getElementById('scroll')?.scrollWidth ?? 0) <= innerWidth)).toBe(true)
    const small = await page.locator('button:visible').evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 44 || each.getBoundingClientRect().width < 44).map((each) => each.outerHTML.slice(0, 80)))
    expect(small).toEqual([])
  })

  test('the language of the talk becomes the language of the page', async () => {
    const page = await start()
    await page.click('#menu-open')
    await page.click('[data-command="language"]')
    await lastHouse(page).locator('.press', { hasText: 'English' }).click()
    await page.waitForSelector('textarea[placeholder="Write here"]')
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await lastHouse(page).getAttribute('aria-label')).toMatch(/^Laifang/)
  })

  test('forgetting the device wipes the talk from it and begins anew', async () => {
    const page = await start()
    await write(page, '我的秘密')
    await page.waitForSelector('article.mine[data-state="sent"]')
    const [before] = await phone.context.cookies()
    await page.click('#menu-open')
    await page.click('#forget-open')
    await picture(page, 'chat-forget-zh-CN')
    await page.click('#forget-yes')
    await page.waitForFunction(() => document.querySelectorAll('article').length === 1 && !document.querySelector('article.mine'))
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('我的秘密')
    expect((await phone.context.cookies())[0]?.value).not.toBe(before?.value)
  })

  test('dark mode and a tablet are looked after too', async () => {
    const page = await start({ dark: true })
    await write(page, '楼上漏水')
    await page.waitForFunction(() => document.querySelectorAll('article.house').length === 2)
    await picture(page, 'chat-dark-zh-CN')
    await page.setViewportSize({ width: 1100, height: 800 })
    await picture(page, 'chat-wide-zh-CN')
  })
})
