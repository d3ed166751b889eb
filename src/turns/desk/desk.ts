import type { CaseEvent } from '../../cases/case.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import { pressText } from '../../dialogue/press.ts'
import type { DeskView, Speaking, TalkAsk, TalkEffect } from '../../dialogue/state.ts'
import type { Transaction } from '../../store/database.ts'
import { deskPress, inPairs, toDesk } from './buttons.ts'
import type { Desk, DeskAct, DeskPage, DeskParts, Place, Role } from './page.ts'
import { deskPages } from './pages.ts'

/** The desk of the staff: finds the page, sees that it is for whoever asks, shows it or has it done. */

/** Of several roles somebody has, the one with most rights speaks. */
const rank: readonly Role[] = ['leader', 'head', 'admin', 'mediator', 'handler', 'liaison', 'informant']

type Asked = { page: string; action: string; choice: string | null }

export async function deskView(parts: DeskParts & { clock(): number }, tx: Transaction, asked: Extract<TalkAsk, { ask: 'desk' }>, person: Speaking): Promise<DeskView> {
  if (asked.page === 'home') return { message: home(person, asked.choice === 'more') }
  const found = find(parts, tx, asked, person, '', parts.clock())
  if ('refused' in found) return { message: refusal(found.refused) }
  const { desk, page, act } = found
  if (!act) return { message: withHome(await page.show(desk, asked.choice)) }
  const form = await act.form?.(desk, asked.choice) ?? null
  if (form === null) return { act: true }
  return 'refused' in form ? { message: refusal(form.refused) } : { form }
}

export async function atDesk(parts: DeskParts, tx: Transaction, effect: Extract<TalkEffect, { do: 'desk' }>, person: Speaking, seed: string, now: number): Promise<{ answer: Message | null; events: readonly { caseId: string; event: CaseEvent }[] }> {
  const found = find(parts, tx, effect, person, seed, now)
  if ('refused' in found || !found.act) return { answer: refusal('refused' in found ? found.refused : { key: 'talk:stale' }), events: [] }
  const done = await found.act.do(found.desk, effect.choice, effect.given, effect.files)
  return { answer: done.answer && (done.keeps ? done.answer : withHome(done.answer)), events: done.events ?? [] }
}

function find(parts: DeskParts, tx: Transaction, { page: id, action }: Asked, person: Speaking, seed: string, now: number): { desk: Desk; page: DeskPage; act: DeskAct | null } | { refused: Words } {
  const page = deskPages.find((each) => each.id === id)
  const act = page?.acts && Object.hasOwn(page.acts, action) ? page.acts[action] ?? null : null
  if (!page || (!act && action !== 'show')) return { refused: { key: 'talk:stale' } }
  const places = placesOf(person, act?.roles ?? page.roles)
  const [me] = places
  if (!me) return { refused: { key: 'desk:refused.role' } }
  return { desk: { ...parts, tx, person, me, places, now, seed }, page, act }
}

function placesOf(person: Speaking, roles: readonly Role[]): Place[] {
  const all = person.staff.map((each) => ({ ...each, role: each.role as Role }))
  return all.filter(({ role }) => roles.includes(role)).sort((a, b) => rank.indexOf(a.role) - rank.indexOf(b.role) || a.id - b.id)
}

/** So many pages stand on the desk itself; where there are more, the rest is one tap further away. */
const atHandMost = 8

/** Only the pages that are theirs, in their order. */
function home(person: Speaking, further: boolean): Message {
  const mine = deskPages.filter(({ roles, menu }) => menu && placesOf(person, roles).length > 0)
  const shown = mine.length <= atHandMost + 1 ? mine : further ? mine.slice(atHandMost) : mine.slice(0, atHandMost)
  const rest: Button[] = shown.length === mine.length ? [] : further ? [toDesk] : [{ label: { key: 'case:action.more' }, press: deskPress('home', 'show', 'more') }]
  const buttons = shown.flatMap(({ id, menu }): Button[] => (menu ? [{ label: menu, press: deskPress(id) }] : []))
  // Whoever goes round finds this first (SCR-1).
  const first: Button[] = person.staff.some(({ role }) => role === 'informant') ? [{ label: { key: 'talk:button.finding' }, press: pressText({ on: 'menu', choice: 'finding', lasting: true }), tone: 'main' }] : []
  return { as: 'card', text: [{ key: 'desk:home.text' }], buttons: [...(first.length > 0 ? [first] : []), ...inPairs([...buttons, ...rest]), [{ label: { key: 'talk:menu.duties' }, press: pressText({ on: 'menu', choice: 'duties' }) }, toMenu]] }
}

function refusal(why: Words): Message {
  return { as: 'note', text: [why], buttons: [[toDesk]] }
}

/** There is always a way back. */
function withHome(message: Message): Message {
  return { ...message, buttons: [...(message.buttons ?? []), [toDesk]] }
}

const toMenu: Button = { label: { key: 'desk:button.menu' }, press: pressText({ on: 'menu', choice: 'home' }) }
