// Without a public address: long polling that never forgets what was not stored, and starts while Telegram is away.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { telegramChannel } from '../../../src/channels/telegram/channel.ts'
import type { TelegramChannel } from '../../../src/channels/telegram/channel.ts'
import type { Incoming } from '../../../src/events.ts'
import { startTelegram } from '../../platforms/telegram.ts'
import type { TelegramPlatform } from '../../platforms/telegram.ts'
import { how, logLines, spoken, button } from '../spoken.ts'

const token = '4242:t'
const words = {
  default: { commands: [{ command: 'help', description: 'Help' }], description: 'A complaint centre', shortDescription: 'Complaints' },
  zh: { commands: [{ command: 'help', description: '帮助' }], description: '矛盾纠纷来访'.repeat(200), shortDescription: '来访'.repeat(100) },
}
let platform: TelegramPlatform
let channel: TelegramChannel
let taken: Incoming[]
let storing: () => Promise<void>

const take = async (incoming: Incoming[]) => {
  await storing()
  taken.push(...incoming)
}

beforeEach(async () => {
  taken = []
  storing = () => Promise.resolve()
  platform = await startTelegram({ token })
  channel = telegramChannel({ token, apiRoot: platform.url, log: logLines(), words })
})
afterEach(async () => {
  await channel.stop()
  expect(platform.violations).toEqual([])
  await platform.stop()
})

it('brings every update, answers taps at once, and tells who we are in each language', async () => {
  await channel.start({ secret: 's', take })
  expect(channel.healthy()).toBe(true)
  const resident = platform.user({ id: 7 })
  await resident.start()
  await channel.send('7', spoken({ buttons: [[button('好', 's:1:ok')]] }), how())
  storing = () => new Promise((resolve) => { setTimeout(resolve, 300) })
  const tapped = resident.taps('好')
  await expect.poll(() => resident.toasts, { timeout: 250 }).toEqual([''])
  await tapped
  expect(taken.map(({ body }) => body.kind)).toEqual(['start', 'press'])
  await expect.poll(() => platform.texts.get('setMyShortDescription/zh')).toHaveLength(120)
  expect(platform.texts.get('setMyDescription/zh')!.length).toBe(512)
  expect(platform.commands.get('default/')).toEqual(words.default.commands)
  expect(platform.commands.get('default/zh')).toEqual(words.zh.commands)
})

it('asks again for what could not be stored: nothing is lost, a tap is answered once', async () => {
  let failures = 2
  await channel.start({ secret: 's', take })
  const resident = platform.user({ id: 7 })
  await resident.start()
  await channel.send('7', spoken({ buttons: [[button('好', 's:1:ok')]] }), how())
  storing = () => (failures-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve())
  await Promise.all([resident.says('一'), resident.says('二'), resident.taps('好')])
  expect(taken.map(({ body }) => body.kind).sort()).toEqual(['press', 'start', 'text', 'text'])
  expect(platform.count('answerCallbackQuery')).toBe(1)
}, 20_000)

it('starts while Telegram is away and is there when it comes back', async () => {
  const away = platform.fail({ with: '500', times: Infinity })
  await channel.start({ secret: 's', take })
  expect(channel.healthy()).toBe(false)
  away.stop()
  await platform.user({ id: 7 }).says('漏水')
  expect(taken).toHaveLength(1)
  expect(channel.healthy()).toBe(true)
}, 20_000)

it('goes on after the connection was cut and after a rival took the updates for a moment', async () => {
  await channel.start({ secret: 's', take })
  platform.fail({ with: 'reset', method: 'getUpdates' })
  await platform.user({ id: 7 }).says('一')
  platform.fail({ with: '409', method: 'getUpdates' })
  await platform.user({ id: 7 }).says('二')
  await platform.user({ id: 7 }).says('三')
  expect(taken).toHaveLength(3)
}, 30_000)

it('stops at once although a question is open, and also while it was still trying to start', async () => {
  await channel.start({ secret: 's', take })
  const started = performance.now()
  await channel.stop()
  expect(performance.now() - started).toBeLessThan(500)
  const lost = telegramChannel({ token, apiRoot: 'http://127.0.0.1:9', log: logLines() })
  await lost.start({ secret: 's', take })
  await lost.stop()
  expect(performance.now() - started).toBeLessThan(1_000)
})
