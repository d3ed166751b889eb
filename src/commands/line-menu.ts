// npm run line:menu: makes LINE's rich menus, one a language, and prints one JSON line for each. Safe to repeat.

import { existsSync, readdirSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { fileURLToPath } from 'node:url'
import { installMenus, menuPicture, menuPlaces } from '../channels/line/rich-menu.ts'
import type { MenuWords } from '../channels/line/rich-menu.ts'
import { readConfig } from '../config.ts'
import { loadSpeaker } from '../words/words.ts'

const localesFolder = fileURLToPath(new URL('../../locales/', import.meta.url))

/** The words of every language that has a picture. */
export function menuWords(folder: string, fallback: string, zone: string): MenuWords[] {
  const speaker = loadSpeaker({ folder, fallback, zone })
  return readdirSync(folder).filter((language) => existsSync(menuPicture(language))).sort().map((language) => {
    const word = (key: string) => speaker.say({ key: `line:menu.${key}` }, language)
    return { language, bar: word('bar'), labels: Object.fromEntries(menuPlaces.map((place) => [place, word(place)])) as MenuWords['labels'] }
  })
}

async function main(): Promise<void> {
  if (existsSync('.env')) loadEnvFile('.env')
  const config = readConfig(process.env)
  if (!config.line) throw new Error('Set LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN first; see .env.example.')
  const menus = menuWords(localesFolder, config.defaultLanguage, config.zone)
  for (const made of await installMenus({ ...config.line, menus, defaultLanguage: config.defaultLanguage })) console.log(JSON.stringify(made))
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
