// Owns what a person does in one LINE chat: talk, tap, send things, and look at what the bot wrote.
import type { Json } from '../http.ts'
import { tinyJpeg, tinyMp4, tinyPdf } from '../samples.ts'
import { randomToken } from './chats.ts'
import type { Chat, Chats } from './chats.ts'
import { findButton } from './shown.ts'
import type { LineActs, LineButton, LineButtonWanted, LineEvent, LineMessage, LineWanted } from './types.ts'

export interface ActsContext {
  readonly chats: Chats
  readonly chat: Chat
  /** Questions answered with "processing" before a video's content is ready. */
  readonly transcodingPolls: number
  /** Makes an event of the chat with id, time and reply token, sends it, and waits for its acknowledgement. */
  send(content: Json, replyable: boolean): Promise<LineEvent>
  /** Throws when the person cannot act now; makes them a friend. */
  begin(): void
}

type Picked = Parameters<LineActs['taps']>[1]

const waitDefaultMs = 5000

export interface PersonActs {
  readonly acts: LineActs
  /** Carries out an action object: what buttons and rich menus share. */
  perform(action: Json, label: string, picked?: Picked): Promise<LineEvent>
}

export function createActs(context: ActsContext): PersonActs {
  const { chat, chats, send } = context
  let mark = 0

  function begin(): void {
    context.begin()
    mark = chat.turn
  }

  function post(raw: Json, content?: { bytes: Uint8Array; mime: string; polls?: number }): Promise<LineEvent> {
    begin()
    return deliver(raw, content)
  }

  function deliver(raw: Json, content?: { bytes: Uint8Array; mime: string; polls?: number }): Promise<LineEvent> {
    const message = chats.add(chat, raw, 'user')
    if (content !== undefined) chats.contents.set(message.id, { bytes: Buffer.from(content.bytes), mime: content.mime, pollsLeft: content.polls ?? 0 })
    return send({ type: 'message', message: { ...raw, id: message.id } }, true)
  }

  function says(text: string): Promise<LineEvent> {
    return post({ type: 'text', text, quoteToken: randomToken() })
  }

  const fromLine = { contentProvider: { type: 'line' } }

  function image(bytes: Uint8Array = tinyJpeg, mime = 'image/jpeg'): Promise<LineEvent> {
    return post({ type: 'image', quoteToken: randomToken(), ...fromLine }, { bytes, mime })
  }

  function audio(bytes: Uint8Array = tinyMp4, mime = 'audio/x-m4a'): Promise<LineEvent> {
    return post({ type: 'audio', duration: 3000, ...fromLine }, { bytes, mime })
  }

  /** Carries out an action object as LINE's app does when it is tapped. */
  function perform(action: Json, label: string, picked: Picked = {}): Promise<LineEvent> {
    const type = action['type']
    if (type === 'message') return says(String(action['text']))
    if (type !== 'postback' && type !== 'datetimepicker') {
      throw new Error(`the button "${label}" sends nothing by itself (${String(type)} action): ${JSON.stringify(action)}`)
    }
    if (type === 'datetimepicker' && Object.keys(picked).length === 0) throw new Error(`the button "${label}" needs a date: taps(label, { date })`)
    begin()
    const shown = action['displayText'] ?? action['text']
    if (typeof shown === 'string') chats.add(chat, { type: 'text', text: shown }, 'user')
    return send({
      type: 'postback',
      postback: { data: action['data'], ...(type === 'datetimepicker' ? { params: picked } : {}) },
    }, true)
  }

  function taps(wanted: LineButtonWanted, picked?: Picked): Promise<LineEvent> {
    const shown = shownQuickReplies()
    const quick = findButton(shown, wanted)
    if (quick !== undefined) {
      chat.quickRepliesUsed = [...chat.messages.keys()].at(-1)
      return perform(quick.action, quick.label, picked)
    }
    for (const message of visible().toReversed()) {
      const button = findButton(message.buttons.filter((one) => one.place !== 'quickReply'), wanted)
      if (button !== undefined) return perform(button.action, button.label, picked)
    }
    const labels = [...shown.map((one) => one.label), ...(visible().at(-1)?.labels ?? [])].join(' | ')
    throw new Error(`no button ${describe(wanted)} in chat ${chat.id}; the last message has: ${labels || 'none'}`)
  }

  function at(wanted: LineButtonWanted): boolean {
    return [...shownQuickReplies(), ...visible().flatMap((message) => message.buttons.filter((one) => one.place !== 'quickReply'))].some((one) => findButton([one], wanted))
  }

  /** What is not at hand on a case is one tap further away: people look there. */
  function throughMore(wanted: LineButtonWanted): Promise<LineEvent> | null {
    const more = [...shownQuickReplies(), ...visible().toReversed().flatMap((message) => message.buttons.filter((one) => one.place !== 'quickReply'))].find(({ action }) => /^(?:c:.*:more|d:home:show:more)$/.test(String(action['data'] ?? '')))
    if (!more) return null
    const after = chat.turn
    return perform(more.action, more.label).then(() => waitAmong((each) => each.buttons.some((one) => findButton([one], wanted)), 5000, after)).then(() => taps(wanted))
  }

  /** Quick replies are shown under the newest message only, until one is tapped. */
  function shownQuickReplies(): LineButton[] {
    const newest = [...chat.messages.values()].at(-1)
    if (newest === undefined || newest.id === chat.quickRepliesUsed) return []
    return newest.buttons.filter((one) => one.place === 'quickReply')
  }

  function visible(): LineMessage[] {
    return [...chat.messages.values()].filter((message) => message.from === 'bot')
  }

  function waitAmong(wanted: LineWanted | undefined, ms: number, after: number): Promise<LineMessage> {
    return chat.watch.until(
      () => visible().findLast((message) => message.turn > after && (wanted === undefined || fits(message, wanted))),
      ms,
      () => `${wanted === undefined ? 'a new message' : describe(wanted)} in chat ${chat.id}; last seen: ${JSON.stringify(visible().at(-1)?.text ?? null)}`,
    )
  }

  const acts: LineActs = {
    says,
    // Async, so that a missing button is a rejection and not a throw.
    taps: async (wanted, picked) => (at(wanted) ? taps(wanted, picked) : throughMore(wanted) ?? taps(wanted, picked)),
    async tapsOld(message, wanted) {
      const button = findButton(message.buttons, wanted)
      if (button === undefined) throw new Error(`that message had no button ${describe(wanted)}, but ${message.labels.join(' | ')}`)
      if (button.place === 'quickReply') throw new Error(`"${button.label}" was a quick reply and is gone`)
      return perform(button.action, button.label)
    },
    image,
    sendsPhoto: image,
    images(count) {
      begin()
      const id = randomToken()
      return Promise.all(Array.from({ length: count }, (_, index) => deliver(
        { type: 'image', quoteToken: randomToken(), ...fromLine, imageSet: { id, index: index + 1, total: count } },
        { bytes: tinyJpeg, mime: 'image/jpeg' },
      )))
    },
    video: (bytes = tinyMp4, mime = 'video/mp4') => post(
      { type: 'video', duration: 3000, quoteToken: randomToken(), ...fromLine }, { bytes, mime, polls: context.transcodingPolls }),
    audio,
    sendsVoice: audio,
    file: (bytes = tinyPdf, name = 'document.pdf') => post(
      { type: 'file', fileName: name, fileSize: bytes.length }, { bytes, mime: 'application/octet-stream' }),
    location: (latitude, longitude, place = {}) => post({ type: 'location', latitude, longitude, ...place }),
    sticker: (keywords = ['Yes']) => post({
      type: 'sticker', packageId: '446', stickerId: '1988', stickerResourceType: 'ANIMATION', keywords, quoteToken: randomToken(),
    }),
    async unsend(messageId) {
      const own = [...chat.messages.values()].filter((one) => one.from === 'user')
      const message = messageId === undefined ? own.at(-1) : own.find((one) => one.id === messageId)
      if (message === undefined) throw new Error('there is no message of this person to take back')
      begin()
      chats.remove(chat, message.id)
      chats.contents.delete(message.id)
      return send({ type: 'unsend', unsend: { messageId: message.id } }, false)
    },
    get quickReplies() { return shownQuickReplies().map((one) => one.label) },
    get messages() { return visible() },
    get transcript() { return [...chat.messages.values()] },
    last() {
      const message = visible().at(-1)
      if (message === undefined) throw new Error(`the bot has written nothing in chat ${chat.id}`)
      return message
    },
    waitFor: (wanted, ms = waitDefaultMs) => waitAmong(wanted, ms, -1),
    waitForNew: (wanted, ms = waitDefaultMs) => waitAmong(wanted, ms, mark),
  }
  return { acts, perform }
}

function fits(message: LineMessage, wanted: LineWanted): boolean {
  if (typeof wanted === 'string') return message.text.includes(wanted)
  return wanted instanceof RegExp ? wanted.test(message.text) : wanted(message)
}

function describe(wanted: LineWanted | LineButtonWanted): string {
  return typeof wanted === 'function' ? wanted.toString() : String(wanted instanceof RegExp ? wanted : JSON.stringify(wanted))
}
