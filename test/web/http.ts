import { randomUUID } from 'node:crypto'
import { get, type IncomingMessage } from 'node:http'
import type { WebItem } from '../../src/channels/web.ts'

/** A browser as far as HTTP goes: it keeps its cookie and says where its requests come from. */
export type Visitor = {
  cookie: string
  /** Opens the page and takes the cookie it gives. */
  open(query?: string): Promise<Response>
  say(saying: Record<string, unknown>, headers?: Record<string, string>): Promise<Response>
  file(bytes: Uint8Array, options: { id?: string; name?: string; mime?: string }): Promise<Response>
  /** Reads the stream until `enough`, at most 5 s; gives all events so far. */
  stream(enough: (events: StreamEvent[]) => boolean, query?: string, headers?: Record<string, string>): Promise<StreamEvent[]>
}
export type StreamEvent = { event: string; id: string; data: unknown }

export function visitor(url: string): Visitor {
  const me: Visitor = {
    cookie: '',
    async open(query = '') {
      const answer = await fetch(`${url}/chat${query}`, { headers: { cookie: me.cookie, 'accept-language': 'zh-CN' } })
      me.cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? me.cookie
      return answer
    },
    say: (saying, headers = {}) => fetch(`${url}/chat/say`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie: me.cookie, ...headers }, body: JSON.stringify({ id: randomUUID(), ...saying }),
    }),
    file: (bytes, { id = randomUUID(), name = '图.png', mime = 'image/png' }) => fetch(`${url}/chat/file`, {
      method: 'POST', body: Buffer.from(bytes),
      headers: { 'content-type': mime, 'x-id': id, 'x-name': encodeURIComponent(name), 'sec-fetch-site': 'same-origin', cookie: me.cookie },
    }),
    stream: (enough, query = '', headers = {}) => new Promise((resolve, reject) => {
      const events: StreamEvent[] = []
      let rest = ''
      const request = get(`${url}/chat/stream${query}`, { headers: { cookie: me.cookie, ...headers } }, (answer: IncomingMessage) => {
        if (answer.statusCode !== 200) reject(new Error(`status ${answer.statusCode}`))
        answer.on('close', done)
        answer.setEncoding('utf8').on('data', (text: string) => {
          rest += text
          for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
            const event = readEvent(rest.slice(0, end), events.at(-1)?.id ?? '')
            rest = rest.slice(end + 2)
            if (event) events.push(event)
          }
          if (enough(events)) done()
        })
      })
      request.on('error', () => resolve(events))
      const timer = setTimeout(done, 5_000)
      function done(): void {
        clearTimeout(timer)
        request.destroy()
        resolve(events)
      }
    }),
  }
  return me
}

/** Null for a block without data; its id still counts for what follows, as in a browser. */
function readEvent(block: string, before: string): StreamEvent | null {
  const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]))
  return fields.data === undefined ? (fields.id === undefined ? null : { event: 'cursor', id: fields.id, data: null }) : { event: fields.event ?? 'message', id: fields.id ?? before, data: JSON.parse(fields.data) }
}

export function items(events: StreamEvent[]): WebItem[] {
  return events.filter((each) => each.event === 'item').map((each) => each.data as WebItem)
}

export function texts(events: StreamEvent[]): string[] {
  return items(events).map((item) => item.spoken.paragraphs.join(' '))
}
