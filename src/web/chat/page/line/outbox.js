/**
 * Carries what was said to the house, in order, each under its own id until the house has stored it. Without a
 * network it waits; a retried saying is the same saying.
 */

/** @import { Kept, Said } from '../types.d.ts' */

const textPatienceMs = 20_000
const filePatienceMs = 180_000
const waitMaxMs = 15_000

/**
 * @param {{
 *   kept: Kept,
 *   path: (name: string) => string,
 *   onFate: (said: Said) => void,
 *   onWait: (why: 'none' | 'network' | 'busy' | 'trouble', seconds: number) => void,
 * }} with_ `path` gives the address of a door; `onWait` hears why nothing moves just now
 */
export function openOutbox({ kept, path, onFate, onWait }) {
  let running = false
  let tries = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  return {
    /** Sends what waits; called whenever something was said and whenever the network may be back. */
    flush() {
      clearTimeout(timer)
      void run()
    },
    /** Whether anything still waits. */
    waiting: () => kept.said().some((each) => each.state === 'waiting'),
  }

  async function run() {
    if (running) return
    running = true
    // Two tabs of one device would overtake each other.
    if ('locks' in navigator) await navigator.locks.request(`laifang-outbox${path('')}`, sendAll)
    else await sendAll()
    running = false
  }

  async function sendAll() {
    for (;;) {
      const next = kept.said().find((each) => each.state === 'waiting')
      if (!next) return onWait('none', 0)
      const end = await post(next)
      if ('wait' in end) {
        tries += 1
        const wait = end.seconds ? end.seconds * 1000 : Math.min(waitMaxMs, 1000 * 2 ** (tries - 1))
        onWait(end.wait, Math.ceil(wait / 1000))
        timer = setTimeout(run, wait)
        return
      }
      tries = 0
      const fate = { ...next, ...end }
      kept.put(fate)
      if ('file' in next.what) await kept.dropBlob(`file:${next.id}`)
      onFate(fate)
    }
  }

  /** @param {Said} said @returns {Promise<{ state: 'sent' } | { state: 'refused', why: string } | { wait: 'network' | 'busy' | 'trouble', seconds: number }>} */
  async function post(said) {
    try {
      const answer = 'file' in said.what ? await postFile(said) : await postSaying(said)
      if (!answer) return { state: 'refused', why: 'refused' }
      if (answer.ok) return { state: 'sent' }
      if (answer.status === 401) {
        await renew(path)
        return { wait: 'trouble', seconds: 1 }
      }
      if (answer.status === 429) return { wait: 'busy', seconds: seconds(answer) }
      if (answer.status >= 500 || answer.status === 408) return { wait: 'trouble', seconds: seconds(answer) }
      return { state: 'refused', why: answer.status === 415 ? 'refusedType' : answer.status === 413 ? 'tooLarge' : 'refused' }
    } catch {
      return { wait: 'network', seconds: 0 }
    }
  }

  /** @param {Said} said */
  function postSaying(said) {
    return fetch(path('say'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: said.id, ...wire(said.what) }),
      signal: AbortSignal.timeout(textPatienceMs),
    })
  }

  /** Null when the device no longer has the file. @param {Said} said */
  async function postFile(said) {
    const blob = await kept.blob(`file:${said.id}`)
    if (!blob || !('file' in said.what)) return null
    const { name, mime } = said.what.file
    return fetch(path('file'), {
      method: 'POST',
      headers: { 'Content-Type': mime || 'application/octet-stream', 'X-Id': said.id, 'X-Name': encodeURIComponent(name) },
      body: blob,
      signal: AbortSignal.timeout(filePatienceMs),
    })
  }
}

/** The page's own address gives a stranger an identity. @param {(name: string) => string} path */
export async function renew(path) {
  await fetch(path(''), { cache: 'no-store' })
}

/** What the house is told: without the labels, which are for this page. @param {Said['what']} what */
function wire(what) {
  if ('press' in what) return { press: what.press, source: what.source }
  if ('command' in what) return { command: what.command }
  return what
}

/** @param {Response} answer */
function seconds(answer) {
  return Math.min(60, Number(answer.headers.get('Retry-After')) || 0)
}

/** crypto.randomUUID is missing on plain http. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
