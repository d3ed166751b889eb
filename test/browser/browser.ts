import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

/** The system's Chromium, as a phone. Tests that need it are skipped, loudly, where there is none. */

const executablePath = '/usr/bin/chromium'
export const hasBrowser = existsSync(executablePath)
if (!hasBrowser) console.warn(`\n*** No ${executablePath}: the browser tests are SKIPPED, and nothing of the pages was tried. ***\n`)

const pictures = join(import.meta.dirname, '../../test-results')

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // Names of downloads are Chinese: without a language of its own the browser calls every file "download".
    env: { ...process.env, LANG: 'C.UTF-8' },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
}

export type Phone = { page: Page; context: BrowserContext; problems: string[] }

/** A fresh device. `problems` gathers what the browser's console complains of: broken rules of content, errors. */
export async function openPhone(browser: Browser, options: { language?: string; width?: number; height?: number; dark?: boolean; permissions?: string[] } = {}): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 390, height: options.height ?? 844 },
    deviceScaleFactor: 2,
    locale: options.language ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    geolocation: { latitude: 31.2304, longitude: 121.4737 },
    permissions: options.permissions ?? ['geolocation', 'microphone'],
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return { page, context, problems }
}

/** Keeps a picture of the page in test-results/. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}
