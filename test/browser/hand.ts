import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Somebody at a phone with the web chat: taps what they read, writes, and waits for what comes of it. */
export type Hand = {
  page: Page
  /** Taps the newest button with these words and waits until something new is said. */
  taps(label: string | RegExp): Promise<void>
  /** The same on the newest message that has these words. */
  tapsIn(words: RegExp, label: string): Promise<void>
  says(text: string): Promise<void>
  /** Records a second or two and sends it. */
  speaks(): Promise<void>
  /** Until a message has these words; the text of the newest that has. */
  hears(words: RegExp): Promise<string>
  /** Until such a button can be tapped. */
  waits(label: string | RegExp): Promise<void>
  /** The newest message. */
  last(): Promise<string>
  /** Its buttons. */
  labels(): Promise<string[]>
  all(): Promise<string>
}

const patience = { timeout: 15_000 }

export function handOf(page: Page): Hand {
  const ids = () => page.locator('article.house').evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset['id'] ?? ''))
  const open = page.locator('button.press:enabled')
  const words = () => open.allInnerTexts()
  const fits = (label: string | RegExp) => (each: string): boolean => (typeof label === 'string' ? each.trim() === label : label.test(each.trim()))
  const waits = async (label: string | RegExp): Promise<void> => {
    await expect.poll(async () => (await words()).some(fits(label)), { ...patience, message: `a button ${label}` }).toBe(true)
  }
  const answered = async (act: () => Promise<void>): Promise<void> => {
    const before = new Set(await ids())
    await act()
    await expect.poll(async () => (await ids()).some((each) => !before.has(each)), { ...patience, message: 'an answer' }).toBe(true)
  }
  const newest = page.locator('article.house').last()
  return {
    page, waits,
    async taps(label) {
      await waits(label)
      const which = (await words()).findLastIndex(fits(label))
      await answered(() => open.nth(which).click())
    },
    tapsIn: (words, label) => answered(() => page.locator('article.house', { hasText: words }).filter({ has: page.getByRole('button', { name: label, exact: true }) }).last().getByRole('button', { name: label, exact: true }).click()),
    says: (text) => answered(async () => {
      await page.fill('#words', text)
      await page.press('#words', 'Enter')
    }),
    speaks: () => answered(async () => {
      await page.click('#attach-open')
      await page.click('#attach-voice')
      await page.waitForFunction(() => document.getElementById('record-time')?.textContent === '0:01')
      await page.click('#record-stop')
    }),
    async hears(words) {
      await page.locator('article.house', { hasText: words }).last().waitFor(patience)
      return page.locator('article.house', { hasText: words }).last().innerText()
    },
    last: () => newest.innerText(),
    labels: async () => (await newest.locator('button.press').allInnerTexts()).map((each) => each.trim()),
    all: () => page.locator('#log').innerText(),
  }
}
