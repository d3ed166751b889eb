/** Brings the page to life: what the person does goes to the outbox, what the house says to the log. */

/** @import { Frame, Said, What } from './types.d.ts' */
import { canPlace, openAttach, smallPicture } from './attach.js'
import { openKept } from './line/kept.js'
import { newId, openOutbox, renew } from './line/outbox.js'
import { openStream } from './line/stream.js'
import { openLog } from './log.js'
import { openState } from './state.js'
import { part, relabel, tongueOf } from './tongue.js'
import { openView } from './view.js'

/** @type {Frame} */
const frame = JSON.parse(part('frame').textContent)
const entry = new URLSearchParams(location.search)
const kept = openKept(frame.as)
let tongue = tongueOf(frame.language, frame.zone, frame.words)
let started = false

const log = openLog({ log: part('log'), kept, tongue: () => tongue, handed: (id) => path(`handed/${encodeURIComponent(id)}`), canPlace, onPress, onPlace: () => attach.askPlace() })
const view = openView({ onChange: log.settle })
const state = openState(() => tongue)
const outbox = openOutbox({ kept, path, onFate, onWait: state.wait })
const attach = openAttach({ tongue: () => tongue, onFile: sayFile, onPlace: (place) => say({ place }), onTrouble: state.tell })

openStream({
  path,
  onHello(hello) {
    tongue = tongueOf(hello.language, hello.zone, hello.words)
    document.documentElement.lang = hello.language
    relabel(tongue, document)
    state.redraw()
    log.redraw()
  },
  onItem(item) {
    const element = log.item(item)
    // The phone's keyboard offers the number; the keyboard stays whole, for those who write a word instead.
    if (item.spoken.as === 'step') part('words').autocomplete = item.spoken.wants === 'phone' ? 'tel' : 'off'
    if (element && started) view.arrived(element)
  },
  onLive() {
    if (started) return
    started = true
    kept.said().forEach(log.said)
    begin()
    view.opened()
  },
  onLine(open) {
    state.line(open)
    log.settle()
    if (open) outbox.flush()
  },
})
addEventListener('online', outbox.flush)
kept.onElsewhere(() => {
  if (started) kept.said().forEach(log.said)
  log.settle()
})

composer()
menu()

/** An address of the house's door, for this phone. @param {string} name */
function path(name) {
  const query = new URLSearchParams()
  if (frame.as) query.set('as', frame.as)
  const language = entry.get('lang')
  if (language) query.set('lang', language)
  return `/chat/${name}${query.size ? `?${query}` : ''}`
}

/** The first knock: with what an entry link carried, or because nothing was ever said here. */
function begin() {
  const payload = entry.get('start') ?? entry.get('office')
  if (payload !== null && /^[A-Za-z0-9_-]{1,64}$/.test(payload)) {
    say({ start: payload })
    // The code has done its work: a reload must not use it again, nor the next person see it in the address.
    history.replaceState(null, '', path('').replace('/chat/', '/chat'))
  } else if (log.empty() && !outbox.waiting()) say({ start: '' })
  outbox.flush()
}

/** @param {What} what @param {string} [id] */
function say(what, id = newId()) {
  /** @type {Said} */
  const said = { id, at: Date.now(), after: log.newest(), what, state: 'waiting' }
  kept.put(said)
  log.said(said)
  if (!('start' in what)) view.spoke()
  outbox.flush()
}

/** @param {Blob} file @param {string} name */
async function sayFile(file, name) {
  if (file.size > frame.limits.fileBytes) return state.tell('tooLarge')
  const id = newId()
  await kept.keepBlob(`file:${id}`, file)
  const small = await smallPicture(file)
  if (small) await kept.keepBlob(`small:${id}`, small)
  say({ file: { name, mime: file.type, bytes: file.size } }, id)
}

/** @param {string} source @param {{ press: string, label: string }} button */
function onPress(source, button) {
  say({ press: button.press, source, label: button.label })
}

/** @param {Said} said */
function onFate(said) {
  log.settle()
  if (said.state === 'sent') view.waits()
  else if (said.why && !('file' in said.what)) state.tell(said.why)
}

function composer() {
  const words = part('words')
  words.value = kept.draft()
  const fit = () => {
    words.style.height = 'auto'
    words.style.height = `${Math.min(words.scrollHeight + 2, 160)}px`
    part('send').disabled = words.value.trim() === ''
  }
  const send = () => {
    const text = words.value.trim()
    if (!text) return
    if (text.length > frame.limits.textChars) return state.tell('tooLong')
    words.value = ''
    kept.keepDraft('')
    fit()
    say({ text })
  }
  words.addEventListener('input', () => {
    kept.keepDraft(words.value)
    fit()
  })
  words.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    // Enter also ends the choice of a Chinese word; that one is not ours.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    send()
  })
  part('composer').addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault()
    send()
    words.focus()
  })
  // The demo page writes a sample story for those who do not want to make one up.
  addEventListener('message', (event) => {
    if (!frame.as || event.origin !== location.origin || typeof event.data?.sample !== 'string') return
    words.value = event.data.sample
    words.dispatchEvent(new Event('input'))
    words.focus()
  })
  fit()
  if (matchMedia('(hover: hover) and (pointer: fine)').matches && !frame.as) words.focus()
}

function menu() {
  const sheets = { menu: part('menu'), forget: part('forget') }
  part('menu-open').addEventListener('click', () => sheets.menu.showModal())
  for (const sheet of Object.values(sheets)) {
    sheet.addEventListener('click', (/** @type {MouseEvent} */ event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null
      if (event.target === sheet || button) sheet.close()
      if (button?.dataset.command) say({ command: button.dataset.command, label: button.textContent ?? '' })
    })
  }
  part('forget-open').hidden = frame.as !== ''
  part('forget-open').addEventListener('click', () => sheets.forget.showModal())
  part('forget-yes').addEventListener('click', async () => {
    try {
      const answer = await fetch(path('forget'), { method: 'POST' })
      if (!answer.ok) return state.tell('trouble')
    } catch {
      return state.tell('lost')
    }
    await kept.forget()
    await renew(path).catch(() => undefined)
    location.replace('/chat')
  })
}
