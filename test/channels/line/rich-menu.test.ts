import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lineChannel } from '../../../src/channels/line/channel.ts'
import { installMenus, menuPicture, menuRequest, menuSize } from '../../../src/channels/line/rich-menu.ts'
import { graphemeCount } from '../../../src/channels/text.ts'
import { menuWords } from '../../../src/commands/line-menu.ts'
import { startLine } from '../../platforms/line.ts'
import type { LinePlatform } from '../../platforms/line.ts'
import { logLines } from '../spoken.ts'

const menus = menuWords(fileURLToPath(new URL('../../../locales/', import.meta.url)), 'zh-CN', 'Asia/Shanghai')
let platform: LinePlatform
beforeEach(async () => { platform = await startLine({ channelSecret: 's', accessToken: 't' }) })
afterEach(async () => {
  expect(platform.violations).toEqual([])
  await platform.stop()
})

describe('the rich menu', () => {
  it('has words and a picture LINE takes in every language', () => {
    expect(menus.map((menu) => menu.language)).toEqual(['en', 'ja', 'th', 'vi', 'zh-CN', 'zh-TW'])
    for (const { language, bar, labels } of menus) {
      expect(graphemeCount(bar)).toBeLessThanOrEqual(14)
      for (const label of Object.values(labels)) {
        expect(label).not.toContain('menu.')
        expect(graphemeCount(label)).toBeLessThanOrEqual(20)
      }
      const png = readFileSync(menuPicture(language))
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([menuSize.width, menuSize.height])
      expect(png.length).toBeLessThan(1_000_000)
    }
  })

  it('covers the whole picture without gaps or overlaps', () => {
    const bounds = menuRequest(menus[0]!).areas!.map((area) => area.bounds!)
    expect(bounds.reduce((sum, one) => sum + one.width! * one.height!, 0)).toBe(menuSize.width * menuSize.height)
    expect(new Set(bounds.map((one) => `${one.x},${one.y}`)).size).toBe(6)
  })

  it('is made, made anew without leaving the old behind, and follows a person\'s language', async () => {
    const options = { accessToken: 't', apiRoot: platform.url, dataApiRoot: platform.url, menus, defaultLanguage: 'zh-TW' }
    const first = await installMenus(options)
    expect(first.map(({ language, isDefault }) => [language, isDefault])).toEqual([['en', false], ['ja', false], ['th', false], ['vi', false], ['zh-CN', false], ['zh-TW', true]])
    expect(platform.defaultRichMenuId).toBe(first[5]!.richMenuId)

    const channel = lineChannel({ secret: 's', accessToken: 't', apiRoot: platform.url, dataApiRoot: platform.url, log: logLines() })
    const resident = platform.user()
    await resident.follow().catch(() => {})
    expect(resident.richMenu!.id).toBe(first[5]!.richMenuId)
    await channel.menuFor(resident.userId, 'en')
    expect(resident.richMenu!.id).toBe(first[0]!.richMenuId)

    const second = await installMenus(options)
    expect([...platform.richMenus.keys()].sort()).toEqual(second.map((one) => one.richMenuId).sort())
    await channel.menuFor(resident.userId, 'en')
    expect(resident.richMenu!.id).toBe(second[0]!.richMenuId)
    await channel.menuFor(resident.userId, 'fr')
    platform.fail({ with: 'reset' })
    await channel.menuFor(resident.userId, 'zh-CN')
    expect(resident.richMenu!.id).toBe(second[0]!.richMenuId)
    await channel.stop()
  })

  it('is made by one command, which says what is missing where it cannot', async () => {
    const run = (env: Record<string, string>) => promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../../src/commands/line-menu.ts', import.meta.url))], { env: { PATH: process.env['PATH'], ...env } })
    const { stdout } = await run({ LINE_CHANNEL_SECRET: 's', LINE_CHANNEL_ACCESS_TOKEN: 't', LINE_API_ROOT: platform.url, LINE_DATA_API_ROOT: platform.url, DEFAULT_LANGUAGE: 'en' })
    expect(stdout.trim().split('\n').map((line) => JSON.parse(line) as object)).toMatchObject([{ language: 'en', isDefault: true }, { language: 'ja' }, { language: 'th' }, { language: 'vi' }, { language: 'zh-CN' }, { language: 'zh-TW' }])
    await expect(run({})).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('LINE_CHANNEL_ACCESS_TOKEN') as string })
    await expect(run({ LINE_CHANNEL_SECRET: 's', LINE_CHANNEL_ACCESS_TOKEN: 'SECRET-wrong', LINE_API_ROOT: platform.url, LINE_DATA_API_ROOT: platform.url }))
      .rejects.toMatchObject({ code: 1, stderr: expect.not.stringContaining('SECRET-wrong') as string })
  })
})
