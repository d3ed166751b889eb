/** Keeps the newest in sight without pulling the page away from somebody who reads further up. */

import { part } from './tongue.js'

const nearPixels = 120
const typingMs = 20_000

/** @param {{ onChange: () => void }} with_ called when waiting for an answer has lasted too long */
export function openView({ onChange }) {
  const scroll = part('scroll')
  const log = part('log')
  const typing = part('typing')
  const newer = part('newer')
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  /** The person just did something and looks for its answer. */
  let expecting = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience

  newer.addEventListener('click', () => toEnd(true))
  scroll.addEventListener('scroll', () => {
    if (nearEnd()) newer.hidden = true
  }, { passive: true })
  // A keyboard that opens makes the page lower; what was at the end stays in sight.
  let wasNear = true
  new ResizeObserver(() => {
    if (wasNear) toEnd(false)
  }).observe(scroll)
  scroll.addEventListener('scroll', () => { wasNear = nearEnd() }, { passive: true })

  // A picture that has come makes its message higher, a moment after it shows.
  log.addEventListener('load', (/** @type {Event} */ { target }) => {
    const element = target instanceof Element ? target.closest('article') : null
    if (!wasNear || !element) return
    requestAnimationFrame(() => (element.offsetHeight < scroll.clientHeight ? toEnd(false) : toBeginning(element, false)))
  }, true)

  return {
    /** The conversation is there: from now on what is new is read out. */
    opened() {
      toEnd(false)
      log.setAttribute('aria-live', 'polite')
    },

    /** A message of the house has come. @param {HTMLElement} element */
    arrived(element) {
      const follow = expecting || wasNear
      const lost = document.activeElement === null || document.activeElement === document.body || document.activeElement instanceof HTMLButtonElement && document.activeElement.disabled
      showTyping(false)
      if (follow) {
        const fits = element.offsetHeight < scroll.clientHeight
        if (fits && element === log.lastElementChild) toEnd(true)
        else toBeginning(element, fits)
      } else newer.hidden = false
      // Somebody at the keyboard whose button is gone goes on from the answer; nobody is pulled out of their writing.
      if (lost && expecting) element.focus({ preventScroll: true })
      expecting = false
    },

    /** The person said something. */
    spoke() {
      expecting = true
      toEnd(true)
    },

    /** It is stored; the answer is on its way. */
    waits() {
      if (expecting) showTyping(true)
    },
  }

  /** @param {boolean} on */
  function showTyping(on) {
    clearTimeout(patience)
    typing.hidden = !on
    if (!on) return
    if (wasNear) toEnd(true)
    patience = setTimeout(() => {
      showTyping(false)
      onChange()
    }, typingMs)
  }

  /** @param {boolean} gently */
  function toEnd(gently) {
    scroll.scrollTo({ top: scroll.scrollHeight, behavior: gently ? smooth() : 'auto' })
    newer.hidden = true
    wasNear = true
  }

  /** Only the talk itself moves: scrollIntoView would also move the page around the demo's phones. @param {HTMLElement} element @param {boolean} fits */
  function toBeginning(element, fits) {
    const [inside, outside] = [element.getBoundingClientRect(), scroll.getBoundingClientRect()]
    const above = inside.top - outside.top
    const below = inside.bottom - outside.bottom
    const by = !fits || above < 0 ? above : Math.max(0, below)
    if (by !== 0) scroll.scrollBy({ top: by, behavior: smooth() })
  }

  function nearEnd() {
    return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < nearPixels
  }

  /** @returns {ScrollBehavior} */
  function smooth() {
    return still.matches ? 'auto' : 'smooth'
  }
}
