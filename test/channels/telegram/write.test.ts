import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { telegramChannel } from '../../../src/channels/telegram/channel.ts'
import type { TelegramChannel } from '../../../src/channels/telegram/channel.ts'
import { writeTelegram } from '../../../src/channels/telegram/write.ts'
import { startTelegram } from '../../platforms/telegram.ts'
import type { TelegramPlatform } from '../../platforms/telegram.ts'
import { anySpoken, button, frame, how, logLines, spoken } from '../spoken.ts'

describe('a message on Telegram', () => {
  it('is plain paragraphs with rows of buttons; colours say which is the main and which the dangerous one', () => {
    expect(writeTelegram(spoken({
      paragraphs: ['<第 2 步>', '发生了什么 & 在哪里？'],
      buttons: [[button('继续', 's:1:go', 'main')], [button('上一步', 's:1:back'), button('取消', 's:1:cancel', 'danger')]],
    }))).toEqual({
      dropped: 0,
      texts: [{
        text: '<第 2 步>\n\n发生了什么 & 在哪里？',
        reply_markup: { inline_keyboard: [
          [{ text: '继续', callback_data: 's:1:go', style: 'primary' }],
          [{ text: '上一步', callback_data: 's:1:back' }, { text: '取消', callback_data: 's:1:cancel', style: 'danger' }],
        ] },
      }],
    })
  })

  it('shows a card as lines with bold labels, and a pencil button for each line that can change, two a row', () => {
    const { texts } = writeTelegram(spoken({
      paragraphs: ['请核对'],
      card: [
        { label: '地点', value: '井巷3号', change: button('修改', 's:1:e1') },
        { label: '对方', value: '李四', change: button('修改', 's:1:e2') },
        { label: 'Phone', value: '138', change: button('修改', 's:1:e3') },
        { label: '编号', value: '2026001' },
      ],
      buttons: [[button('提交', 's:1:ok', 'main')]],
    }))
    expect(texts).toHaveLength(1)
    expect(texts[0]!.text).toBe('请核对\n\n地点：井巷3号\n对方：李四\nPhone: 138\n编号：2026001')
    expect(texts[0]!.entities!.map(({ offset, length }) => texts[0]!.text.slice(offset, offset + length))).toEqual(['地点', '对方', 'Phone', '编号'])
    expect(texts[0]!.reply_markup!.inline_keyboard.map((row) => row.map((one) => one.text))).toEqual([['✏️ 地点', '✏️ 对方'], ['✏️ Phone'], ['提交']])
  })

  it('splits what is too long between paragraphs and keeps the buttons under the last part', () => {
    const paragraph = '楼上漏水。'.repeat(500)
    const { texts } = writeTelegram(spoken({ paragraphs: [paragraph, paragraph, '对吗？'], card: [{ label: '经过', value: '水'.repeat(5000) }], buttons: [[button('对')]] }))
    expect(texts.map(({ text }) => text.length)).toEqual([2500, 2505, 4096, 907])
    expect(texts.every(({ text }) => text.length <= 4096)).toBe(true)
    expect(texts.slice(0, -1).every(({ reply_markup: markup }) => markup === undefined)).toBe(true)
    expect(texts.at(-1)!.reply_markup!.inline_keyboard).toHaveLength(1)
    expect(texts.map(({ text }) => text).join('').replaceAll(/\s/g, '')).toBe(`${paragraph}${paragraph}对吗？经过：${'水'.repeat(5000)}`)
  })

  it('leaves out and counts a button whose press does not fit 64 bytes, instead of cutting its meaning', () => {
    const { texts, dropped } = writeTelegram(spoken({ buttons: [[button('a', 'x'.repeat(64)), button('b', 'x'.repeat(65)), button('c', '中'.repeat(22)), button('d', '')]] }))
    expect(dropped).toBe(3)
    expect(texts[0]!.reply_markup!.inline_keyboard).toEqual([[{ text: 'a', callback_data: 'x'.repeat(64) }]])
  })

  it('breaks rows of more than eight and says at least something', () => {
    expect(writeTelegram(spoken({ buttons: [Array.from({ length: 10 }, (_, n) => button(String(n), `s:1:${n}`))] })).texts[0]!.reply_markup!.inline_keyboard.map((row) => row.length)).toEqual([8, 2])
    expect(writeTelegram(spoken({ paragraphs: ['', ' \u200b '] })).texts).toEqual([{ text: frame.alt }])
  })
})

describe('any message at all', () => {
  let platform: TelegramPlatform
  let channel: TelegramChannel

  beforeAll(async () => {
    platform = await startTelegram({ token: '4242:TEST-token' })
    channel = telegramChannel({ token: '4242:TEST-token', apiRoot: platform.url, log: logLines() })
    platform.user({ id: 7 }).start().catch(() => {})
  })
  afterAll(async () => {
    await channel.stop()
    await platform.stop()
  })

  it('is taken by Telegram as its official description has it', async () => {
    await fc.assert(fc.asyncProperty(anySpoken, async (message) => {
      expect(await channel.send('7', message, how())).toMatchObject({ end: 'sent', by: 'push' })
    }), { numRuns: 300 })
    expect(platform.violations).toEqual([])
    expect(platform.count('sendMessage')).toBeGreaterThan(300)
  })
})
