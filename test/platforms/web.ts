import { randomUUID } from 'node:crypto'
import type { WebItem } from '../../src/channels/web.ts'
import type { ChatMessage, ChatPerson } from './person.ts'
import { tinyJpeg, tinyOgg } from './samples.ts'
import { createWatch } from './waiting.ts'

/** A person at the web page, without the page: the same requests over HTTP, the same stream of events. */
export type WebPerson = ChatPerson & { cookie: string; /** What each message hands over, by id. */ readonly files: readonly string[][]; close(): void }

type Shown = ChatMessage & { id: string; presses: { label: string; press: string }[]; turn: number; files: string[] }

export async function webPerson(base: string, how: { language?: string; query?: string } = {}): Promise<WebPerson> {
  const headers = { 'accept-language': how.language ?? 'zh-CN', 'sec-fetch-site': 'same-origin' }
  const page = await fetch(`${base}/chat/${how.query ?? ''}`, { headers })
  const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  if (!page.ok || cookie === '') throw new Error(`the page answered ${page.status}`)
  const watch = createWatch()
  const shown: Shown[] = []
  const transcript: ChatMessage[] = []
  let turn = 0
  const ending = new AbortController()
  void listen().catch(() => {})

  async function listen(): Promise<void> {
    const stream = await fetch(`${base}/chat/stream?after=0`, { headers: { ...headers, cookie }, signal: ending.signal })
    let rest = ''
    for await (const chunk of stream.body ?? []) {
      rest += Buffer.from(chunk).toString('utf8')
      const events = rest.split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1]
        if (/^event: item$/m.test(event) && data) show(JSON.parse(data) as WebItem)
      }
    }
  }

  function show(item: WebItem): void {
    if (shown.some((each) => each.id === item.id)) return
    const presses = [...item.spoken.card.flatMap((line) => (line.change ? [line.change] : [])), ...item.spoken.buttons.flat()]
    const message: Shown = {
      id: item.id, from: 'bot', kind: item.spoken.as, turn, sentAt: item.at, presses, labels: item.spoken.buttons.flat().map((each) => each.label),
      files: item.spoken.files, text: [...item.spoken.paragraphs, ...item.spoken.card.map((line) => `${line.label}: ${line.value}`)].join('\n\n'),
    }
    const replaced = shown.findIndex((each) => each.id === item.replaces)
    if (replaced >= 0) shown.splice(replaced, 1)
    shown.push(message)
    transcript.push(message)
    watch.changed()
  }

  async function say(what: object, kind: string, text: string): Promise<void> {
    turn += 1
    transcript.push({ from: 'user', kind, text, labels: [], sentAt: Date.now() })
    await post('/chat/say', JSON.stringify({ id: randomUUID(), ...what }), { 'content-type': 'application/json' })
  }

  async function post(path: string, body: string | Uint8Array<ArrayBuffer>, more: Record<string, string>): Promise<void> {
    const answer = await fetch(`${base}${path}`, { method: 'POST', body, headers: { ...headers, cookie, ...more } })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  }

  const file = async (bytes: Uint8Array, mime: string, name: string): Promise<void> => {
    turn += 1
    await post('/chat/file', new Uint8Array(bytes), { 'content-type': mime, 'x-id': randomUUID(), 'x-name': encodeURIComponent(name) })
  }
  const fits = (message: ChatMessage, wanted: Parameters<ChatPerson['waitFor']>[0]): boolean =>
    typeof wanted === 'string' ? message.text.includes(wanted) : wanted instanceof RegExp ? wanted.test(message.text) : wanted(message)

  return {
    cookie,
    close: () => ending.abort(),
    says: (text) => say({ text }, 'text', text),
    async taps(label) {
      // What is not at hand on a case is one tap further away: people look there.
      const more = shown.some((each) => each.presses.some((one) => (typeof label === 'string' ? one.label === label : label.test(one.label)))) ? undefined : shown.flatMap((each) => each.presses.map((one) => ({ ...one, message: each.id }))).findLast(({ press }) => /^(?:c:.*:more|d:home:show:more)$/.test(press))
      if (more) {
        await say({ press: more.press, source: more.message }, 'press', more.label)
        await watch.until(() => shown.find((each) => each.turn >= turn && each.presses.some((one) => (typeof label === 'string' ? one.label === label : label.test(one.label)))), 5000, () => `nothing more is ${String(label)}`)
      }
      const holds = (each: { label: string }): boolean => (typeof label === 'string' ? each.label === label : label.test(each.label))
      const message = shown.findLast((each) => each.presses.some(holds))
      const button = message?.presses.find(holds)
      if (!message || !button) throw new Error(`no button ${String(label)}; the last message has: ${shown.at(-1)?.labels.join(' | ')}`)
      await say({ press: button.press, source: message.id }, 'press', button.label)
    },
    sendsPhoto: (bytes = tinyJpeg) => file(bytes, 'image/jpeg', 'photo.jpg'),
    sendsVoice: (bytes = tinyOgg) => file(bytes, 'audio/ogg', 'voice.ogg'),
    location: (lat, lon) => say({ place: { lat, lon } }, 'place', `${lat},${lon}`),
    sticker: () => say({ text: '🙂' }, 'text', '🙂'),
    get messages() { return shown },
    get files() { return shown.map((each) => each.files) },
    get transcript() { return transcript },
    last() {
      const message = shown.at(-1)
      if (!message) throw new Error('nothing has been said yet')
      return message
    },
    waitFor: (wanted, ms = 5000) => watch.until(() => shown.findLast((each) => fits(each, wanted)), ms, () => `nothing fits ${String(wanted)}; last: ${shown.at(-1)?.text}`),
    waitForNew: (wanted = () => true, ms = 5000) => watch.until(() => shown.findLast((each) => each.turn >= turn && fits(each, wanted)), ms, () => `nothing new fits ${String(wanted)}; last: ${shown.at(-1)?.text}`),
  }
}
