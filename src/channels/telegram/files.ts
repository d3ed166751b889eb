import { basename } from 'node:path'
import { Gone } from '../channel.ts'
import type { Channel } from '../channel.ts'
import { TooLong } from '../http.ts'
import { TelegramError } from 'telegraf'
import type { Gateway } from './gateway.ts'

/** What the Bot API hands to a bot at most (core.telegram.org/bots/api#getfile). */
export const downloadBytesMax = 20_000_000
const timeoutMs = 120_000

/** Two steps: getFile names a path that lives an hour, the path gives the bytes. Error texts never hold path or token. */
export function telegramFiles(gateway: Gateway): Channel['fetchFile'] {
  return async function fetchFile(file, signal) {
    if ((file.bytes ?? 0) > downloadBytesMax) throw new Gone('too large for the platform')
    let path: string | undefined
    try {
      path = (await gateway.call('getFile', { file_id: file.ref }, { signal })).file_path
    } catch (error) {
      if (error instanceof TelegramError && error.code === 400) throw new Gone(/too big/i.test(error.description) ? 'too large for the platform' : 'unknown to the platform')
      throw new Error(`telegram getFile: ${error instanceof TelegramError ? error.code : 'no answer'}`)
    }
    if (!path) throw new Error('telegram getFile: no path')
    const { status, mime, bytes } = await download(path, signal)
    if (status !== 200) throw new Error(`telegram file: ${status}`)
    const real = file.mime ?? (mime === 'application/octet-stream' ? undefined : mime)
    return { bytes, name: file.name ?? basename(path), ...(real ? { mime: real } : {}) }
  }

  async function download(path: string, signal: AbortSignal) {
    try {
      return await gateway.http.bytes(gateway.filePath(path), { bytesMax: downloadBytesMax, timeoutMs, signal })
    } catch (error) {
      if (error instanceof TooLong) throw new Gone('too large')
      throw new Error('telegram file: no answer')
    }
  }
}
