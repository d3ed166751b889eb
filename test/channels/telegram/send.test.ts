// Every way a call to Telegram can end, and what is to be done next.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Gone } from '../../../src/channels/channel.ts'
import { telegramChannel } from '../../../src/channels/telegram/channel.ts'
import type { TelegramChannel } from '../../../src/channels/telegram/channel.ts'
import { startTelegram } from '../../platforms/telegram.ts'
import type { TelegramPlatform, TelegramUser } from '../../platforms/telegram.ts'
import { tinyJpeg, tinyMp4, tinyOgg, tinyPdf } from '../../platforms/samples.ts'
import { button, how, logLines, spoken } from '../spoken.ts'

const token = '4242:SECRET-marker-token'
const choices = { buttons: [[button('继续', 's:1:go')]] }
let platform: TelegramPlatform
let channel: TelegramChannel
let resident: TelegramUser
let log: ReturnType<typeof logLines>

beforeEach(async () => {
  platform = await startTelegram({ token })
  log = logLines()
  channel = telegramChannel({ token, apiRoot: platform.url, log })
  resident = platform.user({ id: 7, first_name: '王芳' })
  resident.start().catch(() => {})
})
afterEach(async () => {
  await channel.stop()
  expect(platform.violations).toEqual([])
  await platform.stop()
  for (const secret of [token, 'SECRET-marker', '王芳', '漏水', '"7"']) expect(log.lines.join('\n')).not.toContain(secret)
})

describe('what came of a message', () => {
  it('sent: the platform\'s id of the message that carries the buttons', async () => {
    const sent = await channel.send('7', spoken({ paragraphs: ['漏水'.repeat(4000)], ...choices }), how())
    expect(sent).toEqual({ end: 'sent', by: 'push', id: String(resident.last().id) })
    expect(resident.messages).toHaveLength(2)
    expect(resident.messages.map((one) => one.labels)).toEqual([[], ['继续']])
  })

  it('edited in place instead of piling up, and "not modified" is as good', async () => {
    const first = await channel.send('7', spoken(choices), how())
    const edits = first.end === 'sent' ? first.id! : ''
    for (const _ of [1, 2]) expect(await channel.send('7', spoken({ paragraphs: ['已提交'] }), how({ edits }))).toEqual({ end: 'sent', by: 'edit', id: edits })
    expect(resident.messages.map((one) => [one.text, one.labels])).toEqual([['已提交', []]])
  })

  it('sent anew where the message to edit is gone, is the person\'s own, or cannot hold it all', async () => {
    const own = resident.transcript[0]!.id
    for (const edits of ['99999', String(own), 'not-a-number']) {
      expect(await channel.send('7', spoken(), how({ edits }))).toMatchObject({ end: 'sent', by: 'push' })
    }
    const first = await channel.send('7', spoken(choices), how())
    expect(await channel.send('7', spoken({ paragraphs: ['水'.repeat(5000)] }), how({ edits: first.end === 'sent' ? first.id! : '' }))).toMatchObject({ end: 'sent', by: 'push' })
  })

  it('429: again when the platform says', async () => {
    platform.fail({ with: '429', retryAfter: 17 })
    const before = Date.now()
    const sent = await channel.send('7', spoken(), how())
    expect(sent).toMatchObject({ end: 'retry', reason: 'telegram 429' })
    expect((sent as { at: number }).at - before).toBeGreaterThanOrEqual(17_000)
    expect((sent as { at: number }).at - before).toBeLessThan(18_000)
  })

  it('blocked, gone or never met: the person left', async () => {
    platform.fail({ with: '403' })
    expect(await channel.send('7', spoken(), how())).toEqual({ end: 'left', reason: 'blocked by the user' })
    expect(await channel.send('8', spoken(), how())).toEqual({ end: 'left', reason: 'no such chat' })
  })

  it.each(['500', 'reset', '409'] as const)('%s: again, a little later each time, and soon after the platform is back', async (failure) => {
    let at = 0
    const slow = telegramChannel({ token, apiRoot: platform.url, log, now: () => at })
    platform.fail({ with: failure, times: 8 })
    const waits: number[] = []
    for (let tries = 0; tries < 8; tries++) {
      const sent = await slow.send('7', spoken(), how())
      expect(sent.end).toBe('retry')
      waits.push((sent as { at: number }).at - at)
      at += 60_000
    }
    expect(waits[0]).toBeLessThan(1_300)
    expect(waits[3]).toBeGreaterThan(waits[0]! * 3)
    expect(Math.max(...waits)).toBeLessThan(75_000)
    expect(await slow.send('7', spoken(), how())).toMatchObject({ end: 'sent' })
    platform.fail({ with: failure })
    expect((await slow.send('7', spoken(), how()) as { at: number }).at - at).toBeLessThan(1_300)
    await slow.stop()
  })

  it('no answer within ten seconds counts as away', async () => {
    platform.fail({ with: 'hang' })
    const started = Date.now()
    expect(await channel.send('7', spoken(), how())).toMatchObject({ end: 'retry', reason: 'time-out' })
    expect(Date.now() - started).toBeGreaterThan(9_000)
    expect(Date.now() - started).toBeLessThan(12_000)
  })

  it('nobody listening there: again', async () => {
    const lost = telegramChannel({ token, apiRoot: 'http://127.0.0.1:9', log })
    expect(await lost.send('7', spoken(), how())).toMatchObject({ end: 'retry', reason: 'ECONNREFUSED' })
    await lost.stop()
  })

  it('a token nobody knows: kept for later, and the channel says it is not well', async () => {
    const wrong = telegramChannel({ token: '1:wrong', apiRoot: platform.url, log })
    expect(await wrong.send('7', spoken(), how())).toMatchObject({ end: 'retry', reason: 'telegram 401' })
    expect(wrong.healthy()).toBe(false)
    await wrong.stop()
  })

  it('what went through of a long message is not said again at the next try', async () => {
    const long = spoken({ paragraphs: ['一'.repeat(4000), '二'.repeat(4000), '三'.repeat(4000)] })
    const same = how()
    platform.onMessage((message) => { if (message.text.startsWith('二')) platform.fail({ with: '500', method: 'sendMessage' }) })
    expect(await channel.send('7', long, same)).toMatchObject({ end: 'retry' })
    expect(await channel.send('7', long, same)).toMatchObject({ end: 'sent' })
    expect(resident.messages.map((one) => one.text[0])).toEqual(['一', '二', '三'])
  })
})

it('a question that wants the phone\'s number or place is still one message', async () => {
  await channel.send('7', spoken({ paragraphs: ['您的电话？'], wants: 'phone', buttons: [[button('跳过', 's:2:skip')]] }), how())
  expect(resident.messages.map((one) => [one.text, one.labels, one.keyboard])).toEqual([['您的电话？', ['跳过'], undefined]])
})

describe('files', () => {
  const kept: Record<string, { bytes: Uint8Array; mime: string; name: string }> = {
    p: { bytes: tinyJpeg, mime: 'image/jpeg', name: '天花板.jpg' }, v: { bytes: tinyOgg, mime: 'audio/ogg', name: 'v.ogg' },
    m: { bytes: tinyMp4, mime: 'video/mp4', name: 'm.mp4' }, d: { bytes: tinyPdf, mime: 'application/pdf', name: '合同.pdf' },
  }
  const file = (id: string) => Promise.resolve(kept[id] ?? null)

  it('go before the words, each as what it is; one that is no more is passed over', async () => {
    expect(await channel.send('7', spoken({ ...choices, files: ['p', 'v', 'm', 'd', 'gone'] }), how({ file }))).toMatchObject({ end: 'sent' })
    expect(resident.messages.map((one) => [one.kind, one.file?.name])).toEqual([
      ['photo', '天花板.jpg'], ['voice', 'v.ogg'], ['video', 'm.mp4'], ['document', '合同.pdf'], ['text', undefined],
    ])
    expect(resident.messages[0]!.file!.bytes.equals(tinyJpeg)).toBe(true)
  })
  it('a picture Telegram cannot draw goes as a document', async () => {
    platform.fail({ with: '400', method: 'sendPhoto' })
    const sent = await channel.send('7', spoken({ files: ['p'] }), how({ file }))
    expect(sent.end === 'sent' || sent.end === 'left').toBe(true)
  })
  it('are not sent twice when the words fail', async () => {
    const same = how({ file })
    platform.fail({ with: '500', method: 'sendMessage' })
    expect(await channel.send('7', spoken({ files: ['p'] }), same)).toMatchObject({ end: 'retry' })
    expect(await channel.send('7', spoken({ files: ['p'] }), same)).toMatchObject({ end: 'sent' })
    expect(platform.count('sendPhoto')).toBe(1)
  })
  it('that the house cannot read now wait, and it is not the platform\'s fault', async () => {
    expect(await channel.send('7', spoken({ files: ['p'] }), how({ file: () => Promise.reject(new Error('database away')) }))).toMatchObject({ end: 'retry', reason: 'file not at hand' })
  })

  it('of people are fetched with their bytes', async () => {
    const { message } = await fileFrom(() => resident.sendsDocument(tinyPdf, '合同.pdf'))
    const ref = { kind: 'document' as const, ref: message.document.file_id, name: '合同.pdf', mime: 'application/pdf' }
    const got = await channel.fetchFile(ref, AbortSignal.timeout(5_000))
    expect(got).toMatchObject({ name: '合同.pdf', mime: 'application/pdf' })
    expect(Buffer.from(got.bytes).equals(tinyPdf)).toBe(true)
  })
  it('that will never come are Gone, those that fail now are not', async () => {
    const signal = () => AbortSignal.timeout(5_000)
    await expect(channel.fetchFile({ kind: 'document', ref: 'nobody-knows' }, signal())).rejects.toBeInstanceOf(Gone)
    await expect(channel.fetchFile({ kind: 'video', ref: 'x', bytes: 30_000_000 }, signal())).rejects.toBeInstanceOf(Gone)
    const { message } = await fileFrom(() => resident.sendsVideo(Buffer.alloc(21 * 1024 * 1024), 'long.mp4'))
    await expect(channel.fetchFile({ kind: 'video', ref: message.video.file_id }, signal())).rejects.toBeInstanceOf(Gone)
    const small = (await fileFrom(() => resident.sendsVoice())).message.voice.file_id
    for (const failure of ['500', 'reset'] as const) {
      platform.fail({ with: failure, method: 'download' })
      const error = await channel.fetchFile({ kind: 'voice', ref: small }, signal()).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expect(error).not.toBeInstanceOf(Gone)
      expect(String(error)).not.toContain('SECRET')
    }
    expect((await channel.fetchFile({ kind: 'voice', ref: small }, signal())).bytes.length).toBe(tinyOgg.length)
  })
})

// The fake waits for an acknowledgement that nobody gives here; the update itself is enough.
type Sent = { message: Record<'document' | 'video' | 'voice', { file_id: string }> }
async function fileFrom(act: () => Promise<unknown>): Promise<Sent> {
  act().catch(() => {})
  await new Promise((resolve) => { setTimeout(resolve, 10) })
  return { message: resident.transcript.at(-1)!.raw as Sent['message'] }
}
