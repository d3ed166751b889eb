/** One message of the house, and one of the person, as parts of the page. Text is only ever text. */

/** @import { Button, Item, Kept, Said, Tongue } from './types.d.ts' */
import { make } from './tongue.js'

/**
 * @param {Item} item
 * @param {{
 *   tongue: Tongue,
 *   handed: (id: string) => string,
 *   before: string | null,
 *   canPlace: boolean,
 *   onPress: (button: Button) => void,
 *   onPlace: () => void,
 * }} with_ `before`: what the person chose on the message whose place this one takes
 */
export function houseMessage(item, { tongue, handed, before, canPlace, onPress, onPlace }) {
  const { spoken } = item
  const article = make('article', `house ${spoken.as}`)
  article.dataset.id = item.id
  article.dataset.as = spoken.as
  article.tabIndex = -1
  article.setAttribute('aria-label', `${tongue.word('house')} ${tongue.time(item.at)}`)

  const bubble = make('div', 'bubble')
  if (before) bubble.append(make('p', 'chosen', tongue.word('chosen', { label: before })))
  for (const text of spoken.paragraphs) {
    const paragraph = make('p', '', text)
    paragraph.dir = 'auto'
    bubble.append(paragraph)
  }
  if (spoken.card.length) bubble.append(card(item, onPress))
  spoken.files.forEach((id, n) => bubble.append(handedFile(handed(id), tongue, n + 1)))
  const time = make('time', 'when', tongue.time(item.at))
  time.dateTime = new Date(item.at).toISOString()
  bubble.append(time)
  article.append(bubble)

  const rows = spoken.buttons.map((row) => {
    const line = make('div', `row of-${Math.min(row.length, 5)}`)
    line.append(...row.map((each) => pressButton(each, each.label, onPress)))
    return line
  })
  if (spoken.wants === 'place' && canPlace) {
    const ask = make('button', 'press wants', spoken.frame.wants ?? tongue.word('attachPlace'))
    ask.type = 'button'
    ask.addEventListener('click', onPlace)
    const line = make('div', 'row of-1')
    line.append(ask)
    rows.unshift(line)
  }
  if (rows.length) {
    const buttons = make('div', 'buttons')
    buttons.append(...rows)
    article.append(buttons)
  }
  return article
}

/** @param {Item} item @param {(button: Button) => void} onPress */
function card(item, onPress) {
  const list = make('dl', 'facts')
  for (const line of item.spoken.card) {
    const row = make('div', 'fact')
    const value = make('dd', '', line.value)
    value.dir = 'auto'
    row.append(make('dt', '', line.label), value)
    if (line.change) {
      const change = pressButton(line.change, item.spoken.frame.change, onPress)
      change.classList.add('change')
      change.setAttribute('aria-label', `${item.spoken.frame.change}: ${line.label}`)
      row.append(change)
    }
    list.append(row)
  }
  return list
}

/** @param {Button} button @param {string} shown @param {(button: Button) => void} onPress */
function pressButton(button, shown, onPress) {
  const made = make('button', `press ${button.tone}`)
  made.type = 'button'
  made.dataset.press = button.press
  const label = make('span', '', shown)
  label.dir = 'auto'
  made.append(label)
  made.addEventListener('click', () => onPress({ ...button, label: shown }))
  return made
}

/** A picture shows itself; anything else answers the picture's request with bytes to save, so the link stays. @param {string} url @param {Tongue} tongue @param {number} n */
function handedFile(url, tongue, n) {
  const link = make('a', 'handed', tongue.word('handed', { n }))
  link.href = url
  link.download = ''
  link.setAttribute('aria-label', tongue.word('handedName', { n }))
  const picture = make('img')
  picture.alt = ''
  picture.loading = 'lazy'
  picture.addEventListener('load', () => link.classList.add('pictured'))
  picture.addEventListener('error', () => picture.remove())
  picture.src = url
  link.prepend(picture)
  return link
}

/** What the person said; null for what shows itself elsewhere (a tapped button, the first knock). @param {Said} said @param {Tongue} tongue @param {Kept} kept */
export function ownMessage(said, tongue, kept) {
  if ('press' in said.what || 'start' in said.what) return null
  const article = make('article', 'mine')
  article.dataset.id = said.id
  article.setAttribute('aria-label', tongue.word('me'))
  const bubble = make('div', 'bubble')
  article.append(bubble)
  if ('file' in said.what) showFile(bubble, said, tongue, kept)
  else {
    const text = 'text' in said.what ? said.what.text : 'command' in said.what ? said.what.label : tongue.word('placeSent')
    const paragraph = make('p', '', text)
    paragraph.dir = 'auto'
    bubble.append(paragraph)
  }
  article.append(make('p', 'fate'))
  return article
}

/** @param {HTMLElement} bubble @param {Said} said @param {Tongue} tongue @param {Kept} kept */
function showFile(bubble, said, tongue, kept) {
  if (!('file' in said.what)) return
  const { name, mime, bytes } = said.what.file
  const voice = mime.startsWith('audio/')
  const label = make('p', `file ${voice ? 'voice' : ''}`, voice ? tongue.word('voice') : name || tongue.word('attachFile'))
  label.dir = 'auto'
  label.append(make('small', '', sizeOf(bytes)))
  bubble.append(label)
  if (!mime.startsWith('image/')) return
  void kept.blob(`small:${said.id}`).then((blob) => {
    if (!blob) return
    const picture = make('img')
    picture.alt = name
    picture.src = URL.createObjectURL(blob)
    bubble.classList.add('pictured')
    label.replaceWith(picture)
  })
}

/** @param {number} bytes */
function sizeOf(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
