import { Gone } from '../channel.ts'
import type { Channel } from '../channel.ts'
import { TooLong } from '../http.ts'
import { sleep } from '../sleep.ts'
import { bodyOf } from './gateway.ts'
import type { LineGateway } from './gateway.ts'

/** LINE would hand over 200 MB; the house keeps 20. */
export const downloadBytesMax = 20_000_000
const downloadTimeoutMs = 120_000
const transcodingPollMs = 1_000
const transcodingPollsMax = 60

/**
 * The content of a message. LINE deletes it after a time it does not tell, so this is done at once. A long video or
 * recording is being prepared at first (202): it is asked for until it is ready. Error texts never hold its id.
 */
export function lineFiles(gateway: LineGateway, pollMs = transcodingPollMs): Channel['fetchFile'] {
  return async function fetchFile(file, signal) {
    if ((file.bytes ?? 0) > downloadBytesMax) throw new Gone('too large')
    const path = `/v2/bot/message/${encodeURIComponent(file.ref)}/content`
    for (let polls = 0; polls <= transcodingPollsMax; polls++) {
      const { status, mime, bytes } = await download(path, signal)
      if (status === 200) {
        const real = file.mime ?? mime?.split(';')[0]?.trim()
        return { bytes, ...(real ? { mime: real } : {}), ...(file.name ? { name: file.name } : {}) }
      }
      if (status === 404 || status === 410) throw new Gone('deleted on the platform')
      if (status !== 202) throw new Error(`line content: ${status}`)
      await untilPrepared(path, signal)
    }
    throw new Error('line content: not ready in time')
  }

  async function download(path: string, signal: AbortSignal) {
    try {
      return await gateway.content.bytes(path, { bytesMax: downloadBytesMax, timeoutMs: downloadTimeoutMs, signal })
    } catch (error) {
      if (error instanceof TooLong) throw new Gone('too large')
      throw new Error('line content: no answer')
    }
  }

  async function untilPrepared(path: string, signal: AbortSignal): Promise<void> {
    for (let polls = 0; polls < transcodingPollsMax; polls++) {
      await sleep(pollMs, signal)
      if (signal.aborted) throw new Error('line content: not ready in time')
      let status: unknown
      try {
        status = bodyOf(await gateway.content.get(`${path}/transcoding`, { signal }))['status']
      } catch {
        throw new Error('line content: no answer')
      }
      if (status === 'failed') throw new Gone('the platform could not prepare it')
      if (status !== 'processing') return
    }
    throw new Error('line content: not ready in time')
  }
}
