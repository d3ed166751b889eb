// Draws the pictures of LINE's rich menus into src/channels/line/menu/ from the words in locales/*/line.json.
// Run it by hand after changing those words: node src/commands/line-menu-draw.ts [path of a Chromium]. It needs the
// development packages and a font with Chinese; whoever only runs Laifang needs none of this.

import { readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { menuPicture, menuPlaces, menuSize } from '../channels/line/rich-menu.ts'
import { loadSpeaker } from '../words/words.ts'

const localesFolder = fileURLToPath(new URL('../../locales/', import.meta.url))
const chromiumPath = process.argv[2] ?? '/usr/bin/chromium'

/** Line drawings on a 48 × 48 ground. */
const icons: Record<(typeof menuPlaces)[number], string> = {
  file: '<path d="M9 10h30v22H22l-9 8v-8H9z"/><path d="M24 15.5v11M18.5 21h11"/>',
  mine: '<path d="M14 9h20v31H14z"/><path d="M19 17h10M19 24h10M19 31h6"/>',
  track: '<circle cx="21" cy="21" r="11"/><path d="M29.5 29.5 40 40"/>',
  human: '<circle cx="24" cy="17" r="7.5"/><path d="M9.5 40c1-9 7-13 14.5-13s13.5 4 14.5 13"/>',
  language: '<circle cx="24" cy="24" r="15"/><path d="M9 24h30M24 9c5 5 6.5 10 6.5 15S29 34 24 39c-5-5-6.5-10-6.5-15S19 14 24 9z"/>',
  help: '<circle cx="24" cy="24" r="15"/><path d="M19.5 20c0-6 9-6 9 0 0 3.5-4.5 4-4.5 8"/><path d="M24 32.8v.2"/>',
}

const speaker = loadSpeaker({ folder: localesFolder, fallback: 'en', zone: 'UTC' })
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: menuSize })
  for (const language of readdirSync(localesFolder).sort()) {
    await page.setContent(pictureOf(language))
    await page.evaluate(() => document.fonts.ready)
    writeFileSync(menuPicture(language), await page.screenshot({ type: 'png' }))
    console.log(fileURLToPath(menuPicture(language)))
  }
} finally {
  await browser.close()
}

function pictureOf(language: string): string {
  const tiles = menuPlaces.map((place) => `
    <div class="${place}"><svg viewBox="0 0 48 48">${icons[place]}</svg><span>${speaker.say({ key: `line:menu.${place}` }, language)}</span></div>`)
  return `<!doctype html><html lang="${language}"><style>
    * { box-sizing: border-box; margin: 0 }
    body { width: ${menuSize.width}px; height: ${menuSize.height}px; display: grid; grid-template: 1fr 1fr / 1fr 1fr 1fr; gap: 6px; background: #cfd9d5; font: 600 92px "Noto Sans CJK SC", "Noto Sans", sans-serif }
    [lang=zh-TW] body { font-family: "Noto Sans CJK TC", sans-serif }
    [lang=en] body { font-size: 82px }
    [lang=ja] body { font-family: "Noto Sans CJK JP", sans-serif }
    [lang=th] body { font-family: "Noto Sans Thai", sans-serif; font-size: 76px }
    [lang=vi] body { font-family: "Noto Sans", sans-serif; font-size: 72px }
    div { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 56px; background: #f6f9f8; color: #12372a; text-align: center; padding: 0 40px }
    .file { background: #0b6e4f; color: #fff }
    svg { width: 300px; height: 300px; fill: none; stroke: currentColor; stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round }
  </style><body>${tiles.join('')}</body></html>`
}
