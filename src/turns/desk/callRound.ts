import { dayOf } from '../../calendar/limit.ts'
import type { Field, Form } from '../../dialogue/fields.ts'
import type { Words } from '../../dialogue/message.ts'
import { codeFrom } from '../../ids.ts'
import type { Regulation, RoundRule } from '../../regulations/schema.ts'
import { calledKind, calledRounds, calledRule } from '../../rounds/called.ts'
import { roundName } from '../../rounds/telling.ts'
import { takes } from '../../store/houses.ts'
import { createRounds, roundStaff } from '../../store/rounds.ts'
import { officesBelow } from '../tree.ts'
import { deskPress } from './buttons.ts'
import type { Desk, DeskDone } from './page.ts'

/** A round called by a head or leader: what it is about, from when, until when, and who goes round (SCR-1). */

const titleCharsMax = 60
/** Further ahead nobody plans a round, and nobody waits longer for one. */
const daysMost = 120

type Rules = { regulation: Regulation; rule: RoundRule }

/** The first regulation that has such rounds and that the office takes cases under. */
async function rulesOf(desk: Desk): Promise<Rules | null> {
  const office = await desk.offices.get(desk.me.officeId, desk.tx)
  const found = desk.inForce().flatMap((regulation): Rules[] => {
    const rule = calledRule(regulation)
    return rule && takes(office, regulation.id) ? [{ regulation, rule }] : []
  })
  return found[0] ?? null
}

export async function callForm(desk: Desk): Promise<Form | { refused: Words }> {
  if (!await rulesOf(desk)) return { refused: { key: 'desk:rounds.refused.none-here' } }
  const below = officesBelow(desk.offices.list(), desk.me.officeId)
  const words = (id: string): { label: Words; ask: Words } => ({ label: { key: `desk:rounds.label.${id}` }, ask: { key: `desk:rounds.ask.${id}` } })
  const who: Field[] = below.length === 0 ? [] : [{ id: 'who', ...words('who'), kind: 'choice', choices: ['here', 'below'].map((id) => ({ id, label: { key: `desk:rounds.who.${id}`, with: { n: below.length } } })) }]
  return {
    title: [{ key: 'desk:rounds.call-title' }],
    fields: [{ id: 'title', ...words('title'), kind: 'words', most: titleCharsMax }, { id: 'from', ...words('from'), kind: 'day' }, { id: 'until', ...words('until'), kind: 'day', optional: true }, ...who],
    send: { key: 'desk:rounds.call-so' },
  }
}

export async function callRound(desk: Desk, _: string | null, given: Readonly<Record<string, string>>): Promise<DeskDone> {
  const { tx, now, me } = desk
  const rules = await rulesOf(desk)
  if (!rules) return refusal({ key: 'desk:rounds.refused.none-here' })
  const { regulation, rule } = rules
  const home = await desk.offices.get(me.officeId, tx)
  const [title = '', from = dayOf(home.zone, now), until = null] = [given['title']?.trim().replaceAll(/\s+/g, ' '), given['from'], given['until']]
  if (title === '') return refusal({ key: 'desk:rounds.refused.title' })
  if (until !== null && until < from) return refusal({ key: 'desk:rounds.refused.days' })
  if (Date.parse(until ?? from) - now > daysMost * 86_400_000) return refusal({ key: 'desk:rounds.refused.far', with: { n: daysMost } })
  const call = { officeId: me.officeId, mark: codeFrom(desk.seed, 'call', 6).toLowerCase(), title, from, until }
  const ids = [me.officeId, ...(given['who'] === 'below' ? officesBelow(desk.offices.list(), me.officeId).map(({ id }) => id) : [])]
  const made: { opensAt: number; dueAt: number; of: number }[] = []
  for (const id of ids) {
    const office = await desk.offices.get(id, tx)
    if (!takes(office, regulation.id)) continue
    const rounds = calledRounds(call, rule, regulation.id, { id, calendar: office.calendar, staff: await roundStaff(tx, id) }, now)
    await createRounds(tx, rounds)
    if (rounds[0]) made.push({ opensAt: rounds[0].openedAt, dueAt: rounds[0].dueAt, of: rounds.length })
  }
  const [first] = made
  if (!first) return refusal({ key: 'desk:rounds.refused.nobody' })
  const round = roundName({ regulation: regulation.id, kind: calledKind(rule, call), title })
  const n = made.reduce((sum, { of }) => sum + of, 0)
  return { answer: { as: 'note', text: [{ key: 'desk:rounds.called', with: { round, n, from: { moment: first.opensAt }, at: { moment: first.dueAt } } }], buttons: [[{ label: { key: 'desk:rounds.to-list' }, press: deskPress('rounds') }]] } }
}

function refusal(text: Words): DeskDone {
  return { answer: { as: 'note', text: [text], buttons: [[{ label: { key: 'desk:rounds.call' }, press: deskPress('rounds', 'call') }], [{ label: { key: 'desk:rounds.to-list' }, press: deskPress('rounds') }]] } }
}
