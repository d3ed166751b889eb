/**
 * Listens to the house: one stream of server-sent events that comes back by itself, asks for what was missed, and
 * rests while nobody looks at the page.
 */

/** @import { Hello, Item } from '../types.d.ts' */
import { renew } from './outbox.js'

/** The house is heard at least every 20 s; after this silence the line is dead even if the device has not noticed. */
const silenceMaxMs = 50_000
const restAfterMs = 60_000
const waitMaxMs = 15_000

/**
 * @param {{
 *   path: (name: string) => string,
 *   onHello: (hello: Hello) => void,
 *   onItem: (item: Item) => void,
 *   onLive: () => void,
 *   onLine: (open: boolean) => void,
 * }} with_
 */
export function openStream({ path, onHello, onItem, onLive, onLine }) {
  /** @type {EventSource | null} */
  let source = null
  let after = ''
  let tries = 0
  let heard = Date.now()
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rest

  connect()
  setInterval(() => {
    if (source && Date.now() - heard > silenceMaxMs) again(0)
  }, 5000)
  addEventListener('online', () => again(0))
  addEventListener('offline', () => onLine(false))
  document.addEventListener('visibilitychange', () => {
    clearTimeout(rest)
    if (document.hidden) rest = setTimeout(stop, restAfterMs)
    else if (!source) again(0)
  })

  function connect() {
    stop()
    heard = Date.now()
    const url = path('stream')
    const mine = new EventSource(after ? `${url}${url.includes('?') ? '&' : '?'}after=${after}` : url)
    source = mine
    mine.addEventListener('open', () => {
      heard = Date.now()
      tries = 0
      onLine(true)
    })
    mine.addEventListener('hello', (event) => onHello(read(event)))
    mine.addEventListener('item', (event) => onItem(read(event)))
    mine.addEventListener('live', (event) => {
      read(event)
      onLive()
    })
    mine.addEventListener('beat', read)
    mine.addEventListener('error', () => {
      onLine(false)
      // The browser tries again by itself unless the house answered with something else than a stream.
      if (mine.readyState === EventSource.CLOSED && mine === source) {
        tries += 1
        void renew(path).catch(() => undefined)
        again(Math.min(waitMaxMs, 1000 * 2 ** (tries - 1)))
      }
    })
  }

  /** @param {MessageEvent<string>} event @returns {any} */
  function read(event) {
    heard = Date.now()
    if (event.lastEventId) after = event.lastEventId
    return JSON.parse(event.data)
  }

  /** @param {number} wait */
  function again(wait) {
    clearTimeout(timer)
    timer = setTimeout(connect, wait)
  }

  function stop() {
    source?.close()
    source = null
  }
}
