/** The words of the page's frame in one language, and how that language writes times of the house's zone. */

/** @import { Tongue, Words } from './types.d.ts' */

/** @param {string} language @param {string} zone @param {Words} words @returns {Tongue} */
export function tongueOf(language, zone, words) {
  const time = new Intl.DateTimeFormat(language, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat(language, { timeZone: zone, month: 'long', day: 'numeric', weekday: 'short' })
  return {
    word: (key, values = {}) => (words[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_all, name) => String(values[name] ?? '')),
    time: (at) => time.format(at),
    day: (at) => day.format(at),
  }
}

/** Puts the words into everything that is marked with their names. @param {Tongue} tongue @param {ParentNode} root */
export function relabel(tongue, root) {
  for (const each of root.querySelectorAll('[data-word]')) each.textContent = tongue.word(each.getAttribute('data-word') ?? '')
  for (const each of root.querySelectorAll('[data-label]')) {
    const text = tongue.word(each.getAttribute('data-label') ?? '')
    each.setAttribute('aria-label', text)
    if (each.hasAttribute('placeholder')) each.setAttribute('placeholder', text)
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {string} [className] @param {string} [text]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, className, text) {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

/** @param {string} id @returns {any} */
export function part(id) {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page lacks #${id}`)
  return found
}
