import { chatCode, goodForMs } from '../../cases/acts/registered.ts'
import { lookButton } from '../../cases/telling/messages.ts'
import { newDangers } from '../../dialogue/dangers.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import { emptyDraft } from '../../dialogue/steps.ts'
import type { FileRef } from '../../events.ts'
import { idFrom } from '../../ids.ts'
import { takes } from '../../store/houses.ts'
import { fileCases } from '../filing.ts'
import { deskPress } from './buttons.ts'
import type { Desk, DeskDone, DeskPage } from './page.ts'
import { answersFrom, keepersFor, registerForm, type Kind } from './registering.ts'

/** Somebody comes to the counter and tells: staff write it down in their words, with or without a chat of theirs (MED-2, MED-3, PET-1, PET-2). */
export const registerPage: DeskPage = {
  id: 'register',
  roles: ['mediator', 'handler', 'head', 'leader'],
  menu: { key: 'desk:register.button' },
  show: async (desk, choice) => (choice === null ? regulationsCard(desk) : kindsCard(desk, choice)),
  acts: {
    file: {
      async form(desk, choice) {
        const kind = await kindOf(desk, choice)
        return kind ? registerForm(kind, await officeName(desk), keepersFor(kind.regulation, desk.me.role)) : gone
      },
      do: file,
    },
  },
}

const gone = { refused: { key: 'desk:register.gone' } }

async function officeName({ offices, me, tx }: Desk): Promise<string> {
  return (await offices.get(me.officeId, tx)).name
}

/** What residents may file and the office takes. */
async function kindsHere({ offices, me, tx, inForce }: Desk) {
  const office = await offices.get(me.officeId, tx)
  return inForce().filter(({ id, filers }) => takes(office, id) && filers.includes('resident'))
}

async function regulationsCard(desk: Desk): Promise<Message> {
  const all = await kindsHere(desk)
  const [only] = all
  if (only && all.length === 1) return kindsCard(desk, only.id)
  return { as: 'card', text: [{ key: 'desk:register.text' }], buttons: all.map(({ id }): Button[] => [{ label: { key: `${id}:name` }, press: deskPress('register', 'show', id) }]) }
}

async function kindsCard(desk: Desk, id: string): Promise<Message> {
  const regulation = (await kindsHere(desk)).find((each) => each.id === id)
  if (!regulation) return { as: 'note', text: [gone.refused] }
  return { as: 'card', text: [{ key: `${id}:name` }, { key: 'desk:register.kind' }], buttons: regulation.categories.map((category): Button[] => [{ label: { key: `${id}:category.${category.id}` }, press: deskPress('register', 'file', `${id}/${category.id}`) }]) }
}

async function kindOf(desk: Desk, choice: string | null): Promise<Kind | null> {
  const [id = '', category = ''] = (choice ?? '').split('/')
  const regulation = (await kindsHere(desk)).find((each) => each.id === id)
  return regulation?.categories.some((each) => each.id === category) ? { regulation, category } : null
}

async function file(desk: Desk, choice: string | null, given: Readonly<Record<string, string>>, files: readonly string[]): Promise<DeskDone> {
  const { tx, seed, me, person, now, house } = desk
  const kind = await kindOf(desk, choice)
  if (!kind || given['read'] !== 'yes') return { answer: { as: 'note', text: [gone.refused] } }
  const say = (words: Words): string => house.say(words, person.language)
  const kept = await tx.attachment.findMany({ where: { id: { in: [...files] }, personId: person.id }, select: { id: true, kind: true } })
  const story = given['story'] ?? say({ key: 'talk:story-by-voice' })
  const answers = answersFrom(kind, given, say, house.day(now))
  const mediated = given['keeper'] === 'mediated'
  const draft = {
    ...emptyDraft(now), story, regulation: kind.regulation.id, category: kind.category, answers, evidenceDone: true,
    files: kept.map((each) => ({ id: each.id, kind: each.kind as FileRef['kind'] })), dangers: newDangers([story, ...answers.map(({ text }) => text)].join('\n'), house.dangers, null),
  }
  const [filed] = await fileCases(desk, tx, [{
    draft, incoming: { seed, channel: await channelOf(desk) }, person: { ...person, id: idFrom(seed, 'applicant'), officeId: me.officeId, name: null, phone: null, staff: [] },
    desk: { staffId: me.id, personId: person.id, takes: mediated || given['keeper'] === 'mine', result: mediated ? given['result'] ?? story : null },
  }], now)
  if (!filed) throw new Error('nothing was filed')
  const code = chatCode(seed)
  return { answer: doneCard(filed.state, filed.trackCode, code, now), keeps: true }
}

/** What is given to the person to take along: number, tracking code, and the way into a chat of their own. */
function doneCard({ id, number }: { id: string; number: string }, trackCode: string, code: string, now: number): Message {
  return {
    as: 'card',
    text: [
      { key: 'desk:register.done', with: { number } }, { key: 'talk:filed.code', with: { code: trackCode } },
      { key: 'case:registered.code' }, { say: code }, { key: 'case:told.move-links', with: { links: { links: code }, until: { moment: now + goodForMs } } },
    ],
    papers: [{ paper: 'qr', code }],
    buttons: [[lookButton({ id })]],
  }
}

async function channelOf({ tx, person }: Desk): Promise<'telegram' | 'line' | 'web'> {
  const talk = await tx.conversation.findUnique({ where: { personId: person.id }, select: { addressId: true } })
  const address = talk?.addressId ? await tx.address.findUnique({ where: { id: talk.addressId }, select: { channel: true } }) : null
  return address?.channel === 'telegram' || address?.channel === 'line' ? address.channel : 'web'
}
