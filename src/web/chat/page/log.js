/**
 * The conversation on the page: the house's messages in the order they were sent, the person's own where they said
 * them. A message that replaces another takes its place; only the newest step can still be answered.
 */

/** @import { Button, Item, Kept, Said, Tongue } from './types.d.ts' */
import { houseMessage, ownMessage } from './message.js'

/** A pressed step that got no answer in this time may be pressed again. */
const answerPatienceMs = 20_000

/**
 * @param {{
 *   log: HTMLElement,
 *   kept: Kept,
 *   tongue: () => Tongue,
 *   handed: (id: string) => string,
 *   canPlace: boolean,
 *   onPress: (source: string, button: Button) => void,
 *   onPlace: () => void,
 * }} with_
 */
export function openLog({ log, kept, tongue, handed, canPlace, onPress, onPlace }) {
  /** @type {Map<string, { item: Item, element: HTMLElement }>} also under the ids of messages it replaced */
  const shown = new Map()
  /** @type {Map<string, HTMLElement>} */
  const own = new Map()
  /** Presses of this visit, by message. @type {Map<string, number>} */
  const pressedAt = new Map()

  return {
    /** Shows a message of the house; false when it was there already. @param {Item} item */
    item(item) {
      if (shown.has(item.id)) return null
      const element = draw(item)
      const old = item.replaces === null ? undefined : shown.get(item.replaces)
      if (old) {
        const focused = old.element.contains(document.activeElement)
        old.element.replaceWith(element)
        for (const [id, each] of shown) if (each === old) shown.set(id, { item, element })
        if (focused) element.focus({ preventScroll: true })
      } else {
        const later = newerThan(item)
        if (later) later.before(element)
        else log.append(element)
      }
      shown.set(item.id, { item, element })
      settle()
      return element
    },

    /** Shows what the person said, at the end or, after a reload, where they said it. @param {Said} said */
    said(said) {
      if ('press' in said.what) {
        if (said.state === 'waiting') pressedAt.set(said.what.source, Date.now())
        settle()
        return
      }
      if (own.has(said.id)) return
      const element = ownMessage(said, tongue(), kept)
      if (!element) return
      own.set(said.id, element)
      place(said, element)
      settle()
    },

    /** Shows anew how far each of the person's words has come. */
    settle,

    /** Draws everything in the present language. */
    redraw() {
      for (const each of new Set(shown.values())) {
        const element = draw(each.item)
        each.element.replaceWith(element)
        each.element = element
      }
      settle()
    },

    newest: () => [...log.querySelectorAll('article.house')].at(-1)?.getAttribute('data-id') ?? null,
    empty: () => log.querySelector('article') === null,
  }

  /** @param {Item} item */
  function draw(item) {
    return houseMessage(item, {
      tongue: tongue(), handed, canPlace, onPlace,
      before: item.replaces === null ? null : chosenOn(item.replaces)?.label ?? null,
      onPress: (button) => onPress(item.id, button),
    })
  }

  /** What the person last tapped on a message. @param {string} id */
  function chosenOn(id) {
    const said = kept.said().findLast((each) => 'press' in each.what && each.what.source === id && each.state !== 'refused')
    return said && 'press' in said.what ? { ...said.what, state: said.state } : null
  }

  /** @param {Item} item */
  function newerThan(item) {
    for (const element of log.querySelectorAll('article.house')) {
      const there = shown.get(element.getAttribute('data-id') ?? '')?.item
      if (there && isLater(there, item)) return element
    }
    return null
  }

  /** @param {Said} said @param {HTMLElement} element */
  function place(said, element) {
    const anchor = said.after === null ? null : shown.get(said.after)?.element
    if (said.state === 'waiting' || (said.after !== null && !anchor && !log.querySelector('article.house'))) return log.append(element)
    let after = anchor ?? null
    let next = after ? after.nextElementSibling : log.firstElementChild
    while (next?.classList.contains('mine')) {
      after = /** @type {HTMLElement} */ (next)
      next = next.nextElementSibling
    }
    if (after) after.after(element)
    else log.prepend(element)
  }

  function settle() {
    const said = kept.said()
    for (const [id, element] of own) {
      const one = said.find((each) => each.id === id)
      if (one) showFate(element, one)
    }
    markLastSent()

    const house = [...log.querySelectorAll('article.house')]
    let day = ''
    for (const element of house) {
      const id = element.getAttribute('data-id') ?? ''
      const there = shown.get(id)
      if (!there) continue
      const its = tongue().day(there.item.at)
      if (its === day) element.removeAttribute('data-day')
      else element.setAttribute('data-day', its)
      day = its
      showChoice(element, id, isPast(element, id))
    }
  }

  /**
   * A step is past when a later one stands below it, or when it was answered and a card is the answer to that.
   * @param {Element} element @param {string} id
   */
  function isPast(element, id) {
    if (element.getAttribute('data-as') !== 'step') return false
    let answered = chosenOn(id) !== null
    for (let next = element.nextElementSibling; next; next = next.nextElementSibling) {
      if (next.getAttribute('data-as') === 'step' || (answered && next.getAttribute('data-as') === 'card')) return true
      answered ||= next.classList.contains('mine')
    }
    return false
  }

  /** @param {Element} element @param {string} id @param {boolean} past */
  function showChoice(element, id, past) {
    const chosen = chosenOn(id)
    const step = element.getAttribute('data-as') === 'step'
    element.classList.toggle('past', past)
    element.classList.toggle('chose', chosen !== null)
    const busy = chosen?.state === 'waiting' || (step && Date.now() - (pressedAt.get(id) ?? 0) < answerPatienceMs)
    for (const button of element.querySelectorAll('button')) {
      const its = chosen !== null && button.dataset.press === chosen.press
      button.disabled = busy || past
      button.classList.toggle('picked', its)
      if (its) button.setAttribute('aria-pressed', 'true')
      else button.removeAttribute('aria-pressed')
    }
  }

  /** @param {HTMLElement} element @param {Said} said */
  function showFate(element, said) {
    element.dataset.state = said.state
    const fate = element.querySelector('.fate')
    const words = said.state === 'sent' ? 'sent' : said.state === 'waiting' ? (navigator.onLine ? 'sending' : 'waiting') : said.why ?? 'refused'
    const text = tongue().word(words)
    if (fate && fate.textContent !== text) fate.textContent = text
  }

  /** "Delivered" stands under the newest of the person's own words only. */
  function markLastSent() {
    const sent = [...log.querySelectorAll('article.mine[data-state="sent"]')]
    for (const each of sent) each.classList.toggle('last', each === sent.at(-1))
  }
}

/** @param {Item} one @param {Item} other */
function isLater(one, other) {
  return one.at !== other.at ? one.at > other.at : BigInt(one.id) > BigInt(other.id)
}
