import { dayMs } from '../../calendar/days.ts'
import { actionsFor } from '../../cases/actions.ts'
import type { CaseState } from '../../cases/case.ts'
import { isHidden } from '../../cases/alike.ts'
import { whyNotMerge } from '../../cases/merging.ts'
import { placeText } from '../../cases/places.ts'
import { lookButton } from '../../cases/telling/messages.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import { longId, shortId } from '../../ids.ts'
import { likeOpen, numberedAs } from '../../store/merging.ts'
import { deskPress, inPairs } from './buttons.ts'
import { named } from './lists.ts'
import type { Desk, DeskDone, DeskPage } from './page.ts'
import { seenCases, type Seen } from './seen.ts'

/** Of one case: which other it may be the same as, and going on as part of that one (PRO-12). */
export const mergePage: DeskPage = {
  id: 'merge',
  roles: ['head'],
  async show(desk, choice) {
    const one = await mergeable(desk, choice)
    return 'refused' in one ? { as: 'note', text: [one.refused] } : suggestions(desk, one)
  },
  acts: {
    in: {
      async form(desk, choice) {
        const pair = await pairOf(desk, choice)
        return 'refused' in pair ? pair : { title: [{ key: 'desk:merge.sure', with: { number: pair.one.state.number, main: pair.main.state.number } }, { key: 'desk:merge.what' }], fields: [{ id: 'reason', kind: 'words', optional: true, most: 300, label: { key: 'desk:merge.reason' }, ask: { key: 'desk:merge.ask-reason' } }], send: { key: 'desk:merge.send' } }
      },
      do: async (desk, choice, given) => merged(await pairOf(desk, choice), desk, given['reason']),
    },
    number: {
      async form(desk, choice) {
        const one = await mergeable(desk, choice)
        return 'refused' in one ? one : { title: [{ key: 'desk:merge.what' }], fields: [{ id: 'number', kind: 'words', most: 30, label: { key: 'desk:merge.main' }, ask: { key: 'desk:merge.ask-number', with: { number: one.state.number } } }], send: { key: 'desk:merge.send' } }
      },
      async do(desk, choice, given) {
        const one = await mergeable(desk, choice)
        if ('refused' in one) return refusedBy(one.refused)
        const id = await numberedAs(desk.tx, one.state.officeId, (given['number'] ?? '').trim())
        return merged(await pairOf(desk, `${shortId(one.state.id)}.${id === null ? '' : shortId(id)}`), desk)
      },
    },
  },
}

const likeDays = 90
const shownMost = 5

async function suggestions(desk: Desk, one: Seen): Promise<Message> {
  const { state } = one
  const found = await likeOpen(desk.tx, { id: state.id, officeId: state.officeId, regulation: state.regulation, category: state.category, applicantId: state.applicantId, since: desk.now - likeDays * dayMs })
  const seen = await seenCases(desk, found)
  const like = found.flatMap((id) => {
    const other = seen.get(id)
    return other && whyNot(one, other) === null ? [{ other, why: likeness(state, other.state) }] : []
  }).sort((a, b) => b.why.length - a.why.length).slice(0, shownMost)
  const into = (main: CaseState): Button => ({ label: { key: 'desk:merge.into', with: { number: main.number } }, press: deskPress('merge', 'in', `${shortId(state.id)}.${shortId(main.id)}`) })
  return {
    as: 'card',
    text: [
      { key: like.length === 0 ? 'desk:merge.none' : 'desk:merge.title', with: { number: state.number } },
      ...like.flatMap(({ other, why }, n): Words[] => [{ key: why.length === 0 ? 'desk:merge.line' : 'desk:merge.like', with: { ...named(other.state), n: n + 1, day: { day: other.state.filedAt }, why: { list: why } } }, { say: shortened(other.state.story) }]),
    ],
    buttons: [...inPairs(like.map(({ other }) => into(other.state))), [{ label: { key: 'desk:merge.by-number' }, press: deskPress('merge', 'number', state.id) }], [lookButton(state)]],
  }
}

/** Why they may be the same. Whether two code names are one person is for nobody to read (PET-7). */
function likeness(one: CaseState, other: CaseState): Words[] {
  const place = (state: CaseState): string | null => (state.place === null ? null : placeText(state.place))
  return [
    ...(one.applicantId === other.applicantId && !isHidden(one) && !isHidden(other) ? [{ key: 'desk:merge.same-person' }] : []),
    ...(place(one) !== null && place(one) === place(other) ? [{ key: 'desk:merge.same-place' }] : []),
  ]
}

function shortened(story: string): string {
  const letters = [...story]
  return letters.length > 80 ? `${letters.slice(0, 80).join('')}…` : story
}

async function mergeable(desk: Desk, choice: string | null): Promise<Seen | { refused: Words }> {
  const id = choice !== null && /^[0-9a-f-]{36}$/.test(choice) ? choice : null
  const one = id === null ? undefined : (await seenCases(desk, [id])).get(id)
  if (!one) return { refused: { key: 'talk:case.none' } }
  return actionsFor(one.state, one.world, one.member).some((action) => action.id === 'merge') ? one : { refused: { key: 'desk:merge.not-now' } }
}

/** `choice`: the ids of both, short, the main one last. */
async function pairOf(desk: Desk, choice: string | null): Promise<{ one: Seen; main: Seen } | { refused: Words }> {
  const [from, to] = (choice ?? '').split('.').map((each) => longId(each))
  const one = await mergeable(desk, from ?? null)
  if ('refused' in one) return one
  const main = to ? (await seenCases(desk, [to])).get(to) : undefined
  if (!main) return { refused: { key: 'desk:merge.no-number' } }
  const why = whyNot(one, main)
  return why ? { refused: why } : { one, main }
}

function whyNot({ state, world }: Seen, main: Seen): Words | null {
  return whyNotMerge(state, main.state, { state: world.regulation, main: main.world.regulation }, world.staff)
}

/** The case itself does it, and the main one takes it in: each in its own turn. */
function merged(pair: { one: Seen; main: Seen } | { refused: Words }, { person }: Desk, words?: string): DeskDone {
  if ('refused' in pair) return refusedBy(pair.refused)
  const { one, main } = pair
  const staff = person.staff.some(({ id }) => id === one.member.id) ? one.member.id : 0
  return { answer: null, events: [{ caseId: one.state.id, event: { type: 'staff', staff, action: 'merge', given: { into: main.state.id, number: main.state.number }, ...(words ? { words } : {}) } }] }
}

function refusedBy(why: Words): DeskDone {
  return { answer: { as: 'note', text: [why] } }
}
