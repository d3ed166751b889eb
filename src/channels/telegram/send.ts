import type { Channel, How, Sent } from '../channel.ts'
import type { Log } from '../door.ts'
import type { Pulse } from '../pulse.ts'
import { recent } from '../recent.ts'
import type { Gateway } from './gateway.ts'
import { verdict } from './verdict.ts'
import { writeTelegram } from './write.ts'
import type { TelegramMessage, TelegramText } from './write.ts'

export type SendTools = { gateway: Gateway; pulse: Pulse; log: Log; now: () => number }

/** Bytes of files Telegram takes from a bot: pictures 10 MB, anything else 50 MB. */
const photoBytesMax = 10_000_000
const fileBytesMax = 50_000_000

/** Telegram knows no retry key, so what of a long message went through is remembered here until the rest has. */
type Progress = { files: number; texts: number }

export function telegramSend(tools: SendTools): Channel['send'] {
  const { gateway, pulse, log, now } = tools
  const halfSent = recent<Progress>(5_000)

  return async function send(to, spoken, how): Promise<Sent> {
    const wire = writeTelegram(spoken)
    if (wire.dropped > 0) log.warn({ channel: 'telegram', dropped: wire.dropped }, 'a message had buttons that do not fit')
    const progress = halfSent.get(how.retryKey) ?? { files: 0, texts: 0 }
    try {
      for (; progress.files < spoken.files.length; progress.files++) await sendFile(to, spoken.files[progress.files]!, how)
      const sent = await sendTexts(to, wire, spoken.files.length > 0 ? undefined : how.edits, progress)
      pulse.alive()
      halfSent.delete(how.retryKey)
      return sent
    } catch (error) {
      const sent = afterError(error)
      if (sent.end === 'retry' && progress.files + progress.texts > 0) halfSent.set(how.retryKey, progress)
      else halfSent.delete(how.retryKey)
      return sent
    }
  }

  async function sendTexts(to: string, wire: TelegramMessage, edits: string | undefined, progress: Progress): Promise<Sent> {
    const single = wire.texts.length === 1 ? wire.texts[0] : undefined
    if (single && edits !== undefined && /^\d{1,15}$/.test(edits) && await edit(to, Number(edits), single)) {
      return { end: 'sent', id: edits, by: 'edit' }
    }
    let id: number | undefined
    for (; progress.texts < wire.texts.length; progress.texts++) {
      id = (await gateway.call('sendMessage', { chat_id: chatId(to), ...quiet, ...wire.texts[progress.texts]! })).message_id
    }
    return { end: 'sent', by: 'push', ...(id === undefined ? {} : { id: String(id) }) }
  }

  /** False when the message is gone or too old, and a new one must do. */
  async function edit(to: string, messageId: number, text: TelegramText): Promise<boolean> {
    try {
      await gateway.call('editMessageText', { chat_id: chatId(to), message_id: messageId, ...quiet, ...text })
      return true
    } catch (error) {
      const found = verdict(error)
      if (found.do === 'accept') return true
      if (found.do === 'send-new') return false
      throw error
    }
  }

  async function sendFile(to: string, id: string, how: How): Promise<void> {
    let file: Awaited<ReturnType<How['file']>>
    try {
      file = await how.file(id)
    } catch {
      throw new FileAway()
    }
    if (file === null || file.bytes.length === 0 || file.bytes.length > fileBytesMax) {
      log.warn({ channel: 'telegram' }, 'a file of a message could not be handed over')
      return
    }
    const { method, field } = methodFor(file.mime, file.bytes.length)
    const source = { source: Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength), filename: file.name }
    try {
      await gateway.upload(method, { chat_id: to, [field]: source })
    } catch (error) {
      // A picture Telegram cannot draw is still a file.
      if (method === 'sendDocument' || verdict(error).do !== 'refused') throw error
      await gateway.upload('sendDocument', { chat_id: to, document: source })
    }
  }

  function afterError(error: unknown): Sent {
    if (error instanceof FileAway) return { end: 'retry', at: now() + 5_000, reason: 'file not at hand' }
    const found = verdict(error)
    switch (found.do) {
      case 'back-off': return { end: 'retry', at: now() + pulse.away(), reason: found.reason }
      case 'unauthorised': return { end: 'retry', at: now() + pulse.unauthorised(), reason: found.reason }
      case 'wait':
        pulse.alive()
        return { end: 'retry', at: now() + found.seconds * 1_000, reason: found.reason }
      case 'left':
        pulse.alive()
        return { end: 'left', reason: found.reason }
      case 'refused':
        pulse.alive()
        return { end: 'refused', reason: found.reason }
      case 'accept':
      case 'send-new':
        // Answers to an edit only; anywhere else they are a refusal in words we did not expect.
        return { end: 'refused', reason: `telegram: ${found.do}` }
    }
  }
}

class FileAway extends Error {}

/** No previews: the platform would fetch whatever address somebody wrote into their story. */
const quiet = { link_preview_options: { is_disabled: true } }

function chatId(to: string): number | string {
  return /^-?\d{1,15}$/.test(to) ? Number(to) : to
}

function methodFor(mime: string, bytes: number): { method: 'sendPhoto' | 'sendVideo' | 'sendVoice' | 'sendDocument'; field: string } {
  if (/^image\/(jpeg|png)$/.test(mime) && bytes <= photoBytesMax) return { method: 'sendPhoto', field: 'photo' }
  if (mime === 'video/mp4') return { method: 'sendVideo', field: 'video' }
  // LINE's phones record M4A.
  if (/^audio\/(ogg|mp4|mpeg)/.test(mime)) return { method: 'sendVoice', field: 'voice' }
  return { method: 'sendDocument', field: 'document' }
}
