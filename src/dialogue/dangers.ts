import type { Words } from './message.ts'
import type { DangerRule, Draft, House, Reply, TalkEffect, TalkInput, TalkTurn } from './state.ts'

/** Danger spoken of in anything typed: found, answered with whom to call, and passed on to the duty officer at once. */

const repeatsAfterMs = 3_600_000

/** Kinds of danger spoken of in a text that were not known before. */
export function newDangers(text: string, rules: readonly DangerRule[], draft: Draft | null): string[] {
  const small = text.toLowerCase()
  return rules.filter(({ id, words, not }) => !draft?.dangers.includes(id) && (not ? small.replace(not, '\n') : small).search(words) >= 0).map(({ id }) => id)
}

/** The numbers to call come first, the duty officer is told, the talk goes on. */
export function withDangers(input: TalkInput, turn: TalkTurn): TalkTurn {
  const { body } = input.event
  const { at } = input.state
  const words = body.kind === 'text' || body.kind === 'edited' ? body.text : body.kind === 'file' ? body.caption ?? '' : ''
  // Staff who write about danger are not in it.
  if (words === '' || (at.at === 'write' && at.staffId !== null) || at.at === 'clause' || at.at === 'form' || at.at === 'answer') return turn
  if (at.at === 'report' && turn.state.at.at === 'report') return withReported(input, turn, at.staffId, words)
  // What was said of it an hour ago is no reason to be silent now.
  const told = input.state.draft?.dangersToldAt ?? input.state.touchedAt
  const dangers = newDangers(words, input.house.dangers, input.now - told > repeatsAfterMs ? null : input.state.draft)
  if (dangers.length === 0) return turn
  const finding = input.state.draft?.finding
  const draft = turn.state.draft && { ...turn.state.draft, dangers: [...new Set([...turn.state.draft.dangers, ...dangers])], dangersToldAt: input.now }
  return { state: { ...turn.state, draft }, replies: [dangerReply(finding ? [{ key: 'talk:finding.danger' }] : [{ key: `talk:danger.${dangers[0]}` }, { key: input.house.manned() ? 'talk:danger.told' : 'talk:danger.nobody' }], dangers, input.house), ...atOnce(turn)], effects: [...turn.effects, { do: 'alert', why: 'danger', dangers, words, ...asMember(input, finding?.staffId) }] }
}

/** What staff report of others: the alert does not wait for the report to be sent, and they read what else to do (SCR-4). */
function withReported(input: TalkInput, turn: TalkTurn, staffId: number, words: string): TalkTurn {
  const dangers = newDangers(words, input.house.dangers, null)
  if (dangers.length === 0) return turn
  const alert: TalkEffect = { do: 'alert', why: 'danger', dangers, words, ...asMember(input, staffId) }
  return { ...turn, replies: [dangerReply([{ key: 'talk:round.danger' }], dangers, input.house), ...atOnce(turn)], effects: [...turn.effects, alert] }
}

function asMember({ person }: TalkInput, staffId: number | undefined): { as?: { officeId: number; name: string } } {
  const member = person.staff.find(({ id }) => id === staffId)
  return member ? { as: { officeId: member.officeId, name: member.name } } : {}
}

/** Nothing said next may take the place of the numbers, so they do not wait for the rest of the story. */
function atOnce({ replies }: TalkTurn): Reply[] {
  return replies.map(({ slot: _, wait: __, ...reply }): Reply => reply)
}

function dangerReply(words: Words[], dangers: string[], house: House): Reply {
  const numbers = [...new Set(house.dangers.filter((rule) => dangers.includes(rule.id)).flatMap((rule) => rule.numbers))]
  return { as: 'note', text: [...words, ...numbers.map((number) => ({ key: `talk:number.${number}`, with: { number: house.numbers[number] ?? '' } }))] }
}
