import { act } from '../../cases/telling/messages.ts'
import { bodyKinds } from '../../cases/referrals/referral.ts'
import type { Button, Line, Message, Words } from '../../dialogue/message.ts'
import { addBody, bodiesAt, endBody, endLiaison, findBody, type BodyRow } from '../../store/bodies.ts'
import { openReferrals, type OpenReferral } from '../../store/referrals.ts'
import { invite } from '../../store/staff.ts'
import { deskPress, inPairs } from './buttons.ts'
import type { Desk, DeskAct, DeskPage } from './page.ts'

/** Linked bodies of the office: who they are, how they are reached, who speaks for them here, and what lies with them (MED-22). */
export const bodiesPage: DeskPage = {
  id: 'bodies',
  roles: ['head', 'admin'],
  menu: { key: 'desk:bodies.button' },
  async show(desk, choice) {
    const body = choice === null ? null : await own(desk, choice)
    if (body) return bodyCard(body, await openReferrals(desk.tx, body.id, openMost))
    return listCard(await bodiesAt(desk.tx, officesOf(desk)))
  },
  acts: {
    add: {
      form: async () => ({
        title: [words('add-title')],
        fields: [
          { id: 'kind', kind: 'choice', label: words('field.kind'), ask: words('ask.kind'), choices: bodyKinds.map((id) => ({ id, label: words(`kind.${id}`) })) },
          { id: 'name', kind: 'words', label: words('field.name'), ask: words('ask.name'), most: 60 },
          { id: 'phone', kind: 'words', label: words('field.phone'), ask: words('ask.phone'), most: 30, optional: true },
          { id: 'place', kind: 'words', label: words('field.place'), ask: words('ask.place'), most: 100, optional: true },
        ],
      }),
      async do(desk, _choice, { kind = '', name = '', phone, place }) {
        if (!bodyKinds.some((each) => each === kind) || name.trim() === '') return { answer: note('name-needed') }
        if ((await bodiesAt(desk.tx, officesOf(desk))).some((each) => !each.ended && each.name === name.trim())) return { answer: note('there-already', { name: name.trim() }) }
        const id = await addBody(desk.tx, { officeId: desk.me.officeId, kind, name: name.trim(), phone: phone ?? null, place: place ?? null }, desk.now)
        const body = await findBody(desk.tx, id)
        return { answer: body && bodyCard(body, [], [words('added', { name: body.name })]) }
      },
    },
    invite: ofBody(async (desk, body) => {
      if (body.ended) return { answer: note('ended-already', { name: body.name }) }
      const code = await invite(desk.db, 'liaison', body.officeId, desk.now, { bodyId: body.id }, desk.tx)
      return { answer: { as: 'card', text: [words('invited', { name: body.name }), { say: code }, words('invited-links', { links: { links: code } })], papers: [{ paper: 'qr', code }], buttons: [back(body)] } }
    }),
    drop: sure('drop-sure', async (desk, body, rest) => {
      const gone = await endLiaison(desk.tx, body.id, Number(rest), desk.now)
      if (!gone) return { answer: note('gone-already') }
      // What they owed is owed by whoever else speaks for the body, or else by whoever holds the case.
      const open = await openReferrals(desk.tx, body.id, touchedMost)
      return { answer: { as: 'note', text: [words('dropped', { name: body.liaisons.find(({ id }) => String(id) === rest)?.name ?? '' })], buttons: [back(body)] }, events: touched(open, desk.me.id) }
    }),
    end: sure('end-sure', async (desk, body) => {
      await endBody(desk.tx, body.id, desk.now)
      return { answer: note('ended', { name: body.name }) }
    }),
  },
}

const openMost = 8
const touchedMost = 500

function touched(open: readonly OpenReferral[], by: number) {
  return [...new Set(open.map(({ caseId }) => caseId))].map((caseId) => ({ caseId, event: { type: 'told' as const, what: 'body-changed', by, given: {} } }))
}

function ofBody(run: (desk: Desk, body: BodyRow, rest: string) => ReturnType<DeskAct['do']>): DeskAct {
  return {
    async do(desk, choice) {
      const [id = '', rest = ''] = (choice ?? '').split('.')
      const body = await own(desk, id)
      return body ? run(desk, body, rest) : { answer: note('not-here') }
    },
  }
}

/** The same, asked once more before it is done. */
function sure(ask: string, run: Parameters<typeof ofBody>[0]): DeskAct {
  return {
    ...ofBody(run),
    async form(desk, choice) {
      const [id = '', rest = ''] = (choice ?? '').split('.')
      const body = await own(desk, id)
      if (!body) return { refused: words('not-here') }
      return { title: [words(ask, { name: body.name, who: body.liaisons.find((each) => String(each.id) === rest)?.name ?? '' })], fields: [], send: words('yes-so') }
    },
  }
}

/** A body of an office that this member answers for; null for any other. */
async function own(desk: Desk, id: string): Promise<BodyRow | null> {
  const body = /^\d{1,9}$/.test(id) ? await findBody(desk.tx, Number(id)) : null
  return body && officesOf(desk).includes(body.officeId) ? body : null
}

function officesOf({ places }: Desk): number[] {
  return [...new Set(places.map(({ officeId }) => officeId))]
}

function listCard(bodies: readonly BodyRow[]): Message {
  const lines = bodies.map((body, n): Words => words(body.ended ? 'line-ended' : body.liaisons.length === 0 ? 'line-silent' : 'line', { n: n + 1, name: body.name, kind: words(`kind.${body.kind}`), who: { list: body.liaisons.map(({ name }) => ({ say: name })) } }))
  const each = bodies.map(({ id, name }): Button => ({ label: { say: name }, press: deskPress('bodies', 'show', String(id)) }))
  return {
    as: 'card', text: [words(bodies.length === 0 ? 'none' : 'title', { count: bodies.length }), ...lines],
    buttons: [...inPairs(each), [{ label: words('button-add'), press: deskPress('bodies', 'add'), tone: 'main' }, ...(bodies.length > 0 ? [{ label: words('button-figures'), press: deskPress('bodystat') }] : [])]],
  }
}

function bodyCard(body: BodyRow, open: readonly OpenReferral[], first: Words[] = []): Message {
  const line = (label: string, value: Words): Line => ({ label: words(`field.${label}`), value })
  const id = String(body.id)
  return {
    as: 'card',
    text: [...first, { say: body.name }, ...(body.ended ? [words('is-ended')] : body.liaisons.length === 0 ? [words('nobody-yet')] : []), ...open.map(openLine)],
    card: [
      line('kind', words(`kind.${body.kind}`)), ...(body.phone === null ? [] : [line('phone', { say: body.phone })]), ...(body.place === null ? [] : [line('place', { say: body.place })]),
      ...(body.liaisons.length === 0 ? [] : [line('who', words('list', { what: { list: body.liaisons.map(({ name }) => ({ say: name })) } }))]),
    ],
    buttons: [
      ...inPairs(open.map(({ caseId, caseNumber }): Button => ({ label: { say: caseNumber }, press: act({ id: caseId }, 'look') }))),
      [...(body.ended ? [] : [{ label: words('button-invite'), press: deskPress('bodies', 'invite', id), tone: 'main' as const }]), { label: words('button-figures'), press: deskPress('bodystat', 'show', id) }],
      ...body.liaisons.map((each): Button[] => [{ label: words('button-drop', { who: each.name }), press: deskPress('bodies', 'drop', `${id}.${each.id}`) }]),
      [...(body.ended ? [] : [{ label: words('button-end'), press: deskPress('bodies', 'end', id), tone: 'danger' as const }]), { label: words('button-all'), press: deskPress('bodies') }],
    ],
  }
}

/** One that is under way, in a line: which, to or from them, until when. */
export function openLine({ number, caseNumber, direction, state, dueAt }: OpenReferral): Words {
  return words(`open-${direction}-${state}`, { number: direction === 'out' ? { key: 'case:refer.number', with: { number } } : number, case: caseNumber, day: { day: dueAt } })
}

function back(body: BodyRow): Button[] {
  return [{ label: { say: body.name }, press: deskPress('bodies', 'show', String(body.id)) }]
}

function note(key: string, values?: Record<string, string>): Message {
  return { as: 'note', text: [words(key, values)], buttons: [[{ label: words('button-all'), press: deskPress('bodies') }]] }
}

function words(key: string, values?: Exclude<Words, { say: string }>['with']): Words {
  return values ? { key: `desk:bodies.${key}`, with: values } : { key: `desk:bodies.${key}` }
}
