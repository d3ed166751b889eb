/** One line above the writing place that says how things stand; empty while all is well. */

/** @import { Tongue } from './types.d.ts' */
import { part } from './tongue.js'

const patienceMs = 3500
const tellMs = 7000

/** @param {() => Tongue} tongue */
export function openState(tongue) {
  const place = part('state')
  let open = true
  let wasLost = false
  let ever = false
  /** @type {{ why: 'none' | 'network' | 'busy' | 'trouble', seconds: number }} */
  let waiting = { why: 'none', seconds: 0 }
  let told = ''
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let telling
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let losing
  if (!navigator.cookieEnabled) tell('cookies')

  return { line, wait, tell, redraw }

  /** Whether the line to the house is open. A short break is not worth a word. @param {boolean} now */
  function line(now) {
    clearTimeout(losing)
    if (now) {
      open = true
      ever = true
      if (wasLost) tell('back', 2500)
      wasLost = false
      redraw()
    } else {
      losing = setTimeout(() => {
        open = false
        wasLost = true
        redraw()
      }, navigator.onLine ? patienceMs : 0)
    }
  }

  /** Why the outbox waits. @param {'none' | 'network' | 'busy' | 'trouble'} why @param {number} seconds */
  function wait(why, seconds) {
    waiting = { why, seconds }
    redraw()
  }

  /** Says something once, for a few seconds. @param {string} word */
  function tell(word, ms = tellMs) {
    told = word
    redraw()
    clearTimeout(telling)
    telling = setTimeout(() => {
      told = ''
      redraw()
    }, ms)
  }

  function redraw() {
    const away = ever ? 'lost' : 'connecting'
    const [word, kind] = told ? [told, told === 'back' ? 'good' : 'bad'] : !open || waiting.why === 'network' ? [away, 'bad'] : waiting.why === 'none' ? ['', ''] : [waiting.why, 'bad']
    const text = word ? tongue().word(word, { seconds: waiting.seconds }) : ''
    place.hidden = text === ''
    place.dataset.kind = kind ?? ''
    if (place.textContent !== text) place.textContent = text
  }
}
