import { expect, test } from 'vitest'
import { Gone } from '../../src/channels/channel.ts'
import { webChannel, type WebItem } from '../../src/channels/web.ts'
import { step } from '../web/script.ts'

const how = { id: '7', retryKey: 'k', now: 1000, file: async () => null }

test('a message is sent as soon as the page can ask for it; open pages of that person hear of it, others do not', async () => {
  const channel = webChannel(async () => null, () => 2000)
  const [mine, others]: [WebItem[], WebItem[]] = [[], []]
  const stop = channel.onSent('me', (item) => mine.push(item))
  channel.onSent('other', (item) => others.push(item))
  expect(await channel.send('me', step('你好', []), how)).toEqual({ end: 'sent', id: '7', by: 'push' })
  expect(await channel.send('me', step('换成这个', []), { ...how, id: '8', edits: '7' })).toEqual({ end: 'sent', id: '8', by: 'edit' })
  stop()
  expect((await channel.send('me', step('没人在看', []), { ...how, id: '9' })).end).toBe('sent')
  expect(mine.map((item) => [item.id, item.replaces, item.at])).toEqual([['7', null, 2000], ['8', '7', 2000]])
  expect(others).toEqual([])
})

test('a file comes from what the page’s door kept, and is gone when that is', async () => {
  const kept = { bytes: new Uint8Array([1]), mime: 'image/png', name: '图.png' }
  const channel = webChannel(async (ref) => (ref === 'a' ? kept : null), () => 2000)
  expect(await channel.fetchFile({ kind: 'picture', ref: 'a' }, AbortSignal.timeout(1000))).toBe(kept)
  await expect(channel.fetchFile({ kind: 'picture', ref: 'b' }, AbortSignal.timeout(1000))).rejects.toBeInstanceOf(Gone)
})
