import { readFileSync } from 'node:fs'
import { messagingApi } from '@line/bot-sdk'
import { pressText } from '../../dialogue/press.ts'
import { recent } from '../recent.ts'
import { bodyOf } from './gateway.ts'
import type { LineGateway } from './gateway.ts'

/**
 * The menu at the foot of the chat: six places, one menu a language. Made by `npm run line:menu`, because LINE wants a
 * picture for it; the pictures lie in menu/ and are drawn anew by src/commands/line-menu-draw.ts when words change.
 */

/** Left to right, then the second row. Each is a place of the menu (dialogue/press.ts). */
export const menuPlaces = ['file', 'mine', 'track', 'human', 'language', 'help'] as const
export const menuSize = { width: 2500, height: 1686 } as const

export type MenuWords = {
  language: string
  /** On the bar that opens the menu; at most 14 graphemes. */
  bar: string
  /** Read out by screen readers, and said in the chat when tapped; at most 20 graphemes. */
  labels: Record<(typeof menuPlaces)[number], string>
}

const ours = 'laifang-'
const columns = 3

export function menuRequest({ language, bar, labels }: MenuWords): messagingApi.RichMenuRequest {
  const edge = (index: number, parts: number, length: number) => Math.round((index * length) / parts)
  return {
    size: menuSize,
    selected: true,
    name: aliasOf(language),
    chatBarText: bar,
    areas: menuPlaces.map((choice, index) => {
      const [column, row] = [index % columns, Math.floor(index / columns)]
      const [x, y] = [edge(column, columns, menuSize.width), edge(row, 2, menuSize.height)]
      return {
        bounds: { x, y, width: edge(column + 1, columns, menuSize.width) - x, height: edge(row + 1, 2, menuSize.height) - y },
        action: { type: 'postback', label: labels[choice], data: pressText({ on: 'menu', choice }), displayText: labels[choice] },
      }
    }),
  }
}

/**
 * Makes the menus of all languages, gives each its alias, makes one the default, and only then removes the menus made
 * before: people never stand without one. Throws what LINE's SDK throws.
 */
export async function installMenus(
  options: { accessToken: string; apiRoot: string; dataApiRoot: string; menus: MenuWords[]; defaultLanguage: string },
): Promise<{ language: string; richMenuId: string; isDefault: boolean }[]> {
  const { accessToken: channelAccessToken, menus } = options
  const api = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: options.apiRoot })
  const blobs = new messagingApi.MessagingApiBlobClient({ channelAccessToken, baseURL: options.dataApiRoot })
  const before = (await api.getRichMenuList()).richmenus.filter((menu) => menu.name.startsWith(ours))
  const aliases = new Set((await api.getRichMenuAliasList()).aliases.map((one) => one.richMenuAliasId))
  const byDefault = menus.find((menu) => menu.language === options.defaultLanguage) ?? menus[0]

  const made: { language: string; richMenuId: string; isDefault: boolean }[] = []
  for (const menu of menus) {
    const { richMenuId } = await api.createRichMenu(menuRequest(menu))
    await blobs.setRichMenuImage(richMenuId, new Blob([readFileSync(menuPicture(menu.language))], { type: 'image/png' }))
    made.push({ language: menu.language, richMenuId, isDefault: menu === byDefault })
  }
  for (const { language, richMenuId, isDefault } of made) {
    const richMenuAliasId = aliasOf(language)
    if (aliases.has(richMenuAliasId)) await api.updateRichMenuAlias(richMenuAliasId, { richMenuId })
    else await api.createRichMenuAlias({ richMenuAliasId, richMenuId })
    if (isDefault) await api.setDefaultRichMenu(richMenuId)
  }
  for (const menu of before) await api.deleteRichMenu(menu.richMenuId)
  return made
}

/** PNG of menuSize, below 1 MB. */
export function menuPicture(language: string): URL {
  return new URL(`./menu/${language}.png`, import.meta.url)
}

/** Links a person to the menu of their language. Quietly does nothing where none was made. */
export function menuLinker(gateway: LineGateway): (user: string, language: string) => Promise<void> {
  const known = recent<string>(50)

  async function menuId(language: string): Promise<string | undefined> {
    const alias = aliasOf(language)
    const id = known.get(alias) ?? bodyOf(await gateway.get(`/v2/bot/richmenu/alias/${alias}`))['richMenuId']
    if (typeof id !== 'string') return undefined
    known.set(alias, id)
    return id
  }

  return async function menuFor(user, language) {
    try {
      for (let tries = 0; tries < 2; tries++) {
        const id = await menuId(language)
        if (id === undefined) return
        const { status } = await gateway.post(`/v2/bot/user/${encodeURIComponent(user)}/richmenu/${id}`, {})
        if (status !== 404) return
        // The menus were made anew since we asked.
        known.delete(aliasOf(language))
      }
    } catch {
      // The menu they have still works.
    }
  }
}

function aliasOf(language: string): string {
  return ours + language.toLowerCase().replace(/[^a-z0-9]/g, '-')
}
