import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lineChannel } from '../../../src/channels/line/channel.ts'
import type { LineChannel } from '../../../src/channels/line/channel.ts'
import { writeLine } from '../../../src/channels/line/write.ts'
import { startLine } from '../../platforms/line.ts'
import type { LinePlatform, LineUser } from '../../platforms/line.ts'
import { anySpoken, button, frame, how, logLines, spoken } from '../spoken.ts'

const choices = (count: number) => Array.from({ length: count }, (_, n) => button(`选项${n}`, `s:1:${n}`))
const kinds = (message: ReturnType<typeof writeLine>) => message.messages.map((one) => one.type)

describe('a step on LINE', () => {
  it('is text with quick replies that leave the choice in the chat as the person\'s own words', () => {
    expect(writeLine(spoken({ paragraphs: ['第 2 步', '什么事？'], buttons: [[button('邻里', 's:1:a', 'main')], [button('取消', 's:1:c', 'danger')]] }))).toEqual({
      dropped: 0,
      messages: [{
        type: 'text', text: '第 2 步\n\n什么事？',
        quickReply: { items: [
          { type: 'action', action: { type: 'postback', label: '邻里', data: 's:1:a', displayText: '邻里' } },
          { type: 'action', action: { type: 'postback', label: '取消', data: 's:1:c', displayText: '取消' } },
        ] },
      }],
    })
  })

  it('asks for a place with LINE\'s own button, before the choices', () => {
    const [message] = writeLine(spoken({ wants: 'place', frame: { ...frame, wants: '发送位置' }, buttons: [[button('跳过')]] })).messages
    expect(message!.quickReply!.items!.map((item) => [item.action!.type, item.action!.label])).toEqual([['location', '发送位置'], ['postback', '跳过']])
  })

  it('becomes a bubble when there are more choices than quick replies hold, or labels that would have to be cut', () => {
    expect(kinds(writeLine(spoken({ buttons: [choices(13)] })))).toEqual(['text'])
    expect(kinds(writeLine(spoken({ buttons: [choices(14)] })))).toEqual(['flex'])
    expect(kinds(writeLine(spoken({ wants: 'place', buttons: [choices(13)] })))).toEqual(['flex'])
    expect(kinds(writeLine(spoken({ buttons: [[button('一二三四五六七八九十一二三四五六七八九十')]] })))).toEqual(['text'])
    const long = writeLine(spoken({ buttons: [[button('Noise, smells or damage from a neighbour above')]] }))
    expect(kinds(long)).toEqual(['flex'])
    expect(JSON.stringify(long)).toContain('"text":"Noise, smells or damage from a neighbour above"')
  })

  it('splits long words between paragraphs, quick replies under the last part', () => {
    const { messages } = writeLine(spoken({ paragraphs: ['一'.repeat(3000), '二'.repeat(3000), '三'.repeat(6000)], buttons: [[button('好')]] }))
    expect(messages.map((one) => (one.type === 'text' ? one.text.length : 0))).toEqual([3000, 3000, 5000, 1000])
    expect(messages.map((one) => one.quickReply !== undefined)).toEqual([false, false, false, true])
  })
})

describe('a card on LINE', () => {
  const card = [
    { label: '地点', value: '井巷3号', change: button('修改', 's:1:e1') },
    { label: '经过', value: '楼上漏水。'.repeat(300), change: button('修改', 's:1:e2') },
    { label: '编号', value: '2026001' },
  ]

  it('is a bubble with a line each, its change buttons, and buttons that stay', () => {
    const { messages } = writeLine(spoken({ paragraphs: ['请核对'], card: card.slice(0, 1), as: 'card', buttons: [[button('提交', 's:1:ok', 'main')], [button('上一步', 's:1:b'), button('取消', 's:1:c', 'danger')]] }))
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ type: 'flex', altText: '请核对', contents: { type: 'bubble' } })
    expect(messages[0]!.quickReply).toBeUndefined()
    const text = JSON.stringify(messages[0])
    for (const part of ['请核对', '地点', '井巷3号', '✏️ 修改', '"label":"✏️ 地点"', '提交', '上一步', '取消', '"data":"s:1:e1"', '"displayText":"提交"']) expect(text).toContain(part)
  })

  it('says in full, before it, what would not fit a line', () => {
    const { messages } = writeLine(spoken({ paragraphs: ['请核对'], card }))
    expect(messages.map((one) => one.type)).toEqual(['text', 'flex'])
    expect(messages[0]).toMatchObject({ text: `经过：${'楼上漏水。'.repeat(300)}` })
    expect(JSON.stringify(messages[1])).toContain('…')
  })

  it('that only asks for a score keeps its buttons too', () => {
    expect(kinds(writeLine(spoken({ as: 'card', buttons: [choices(5)] })))).toEqual(['flex'])
    expect(kinds(writeLine(spoken({ as: 'card' })))).toEqual(['text'])
  })
})

describe('files and nothing', () => {
  it('pictures are shown, other files linked, and an empty message still says something', () => {
    const { messages } = writeLine(spoken(), [{ url: 'https://office.example/f/1', mime: 'image/jpeg', name: 'a.jpg' }, { url: 'https://office.example/f/2', mime: 'application/pdf', name: '协议书.pdf' }])
    expect(messages).toEqual([
      { type: 'image', originalContentUrl: 'https://office.example/f/1', previewImageUrl: 'https://office.example/f/1' },
      { type: 'text', text: '📎 协议书.pdf\nhttps://office.example/f/2' },
      { type: 'text', text: '发生了什么事？' },
    ])
    expect(writeLine(spoken({ paragraphs: [' \u200b'] })).messages).toEqual([{ type: 'text', text: frame.alt }])
  })
})

describe('any message at all', () => {
  let platform: LinePlatform
  let channel: LineChannel
  let resident: LineUser

  beforeAll(async () => {
    platform = await startLine({ channelSecret: 's', accessToken: 't', quota: Infinity })
    channel = lineChannel({ secret: 's', accessToken: 't', apiRoot: platform.url, dataApiRoot: platform.url, log: logLines() })
    resident = platform.user()
    resident.follow().catch(() => {})
  })
  afterAll(async () => {
    await channel.stop()
    await platform.stop()
  })

  it('is taken by LINE as its official description has it', async () => {
    await fc.assert(fc.asyncProperty(anySpoken, async (message) => {
      expect(await channel.send(resident.userId, message, how())).toMatchObject({ end: 'sent', by: 'push' })
    }), { numRuns: 300 })
    expect(platform.violations).toEqual([])
    expect(platform.count('push')).toBeGreaterThanOrEqual(300)
  })
})
