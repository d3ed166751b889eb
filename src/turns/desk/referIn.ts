import { dayOf, instantOf } from '../../calendar/limit.ts'
import { act } from '../../cases/telling/messages.ts'
import { waysIn } from '../../cases/referrals/referral.ts'
import type { Field } from '../../dialogue/fields.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { bodySpokenFor, findBody, type BodyRow } from '../../store/bodies.ts'
import { takes, type Office } from '../../store/houses.ts'
import { cameBefore, lockBody, openReferrals } from '../../store/referrals.ts'
import { openLine } from './bodies.ts'
import { deskPress, inPairs } from './buttons.ts'
import type { Desk, DeskPage } from './page.ts'
import { fileReferral } from './referInFiling.ts'

/** Whoever speaks for a linked body: what lies between the two of us, and a case of theirs registered with us (MED-22, LAB-6). */
export const referInPage: DeskPage = {
  id: 'referin',
  roles: ['liaison'],
  menu: { key: 'desk:referin.button' },
  async show(desk, choice) {
    const body = await mine(desk)
    if (!body) return { as: 'note', text: [words('no-body')] }
    return choice === 'new' ? kindsCard(await offered(desk)) : listCard(body, await openReferrals(desk.tx, body.id, openMost))
  },
  acts: {
    file: {
      async form(desk, choice) {
        const body = await mine(desk)
        const regulation = (await offered(desk)).find(({ id }) => id === choice)
        if (!body || body.ended || !regulation) return { refused: words(body && !body.ended ? 'not-here' : 'no-body') }
        const office = await desk.offices.get(desk.me.officeId, desk.tx)
        return { title: [words('new-title', { kind: { key: `${regulation.id}:name` } })], fields: fieldsOf(regulation, office, desk.now), send: words('send') }
      },
      async do(desk, choice, given, files) {
        const body = await mine(desk)
        const regulation = (await offered(desk)).find(({ id }) => id === choice)
        if (!body || body.ended || !regulation) return { answer: note('not-here') }
        // Two who speak for it, or one on two phones: the second finds the number there.
        await lockBody(desk.tx, body.id)
        const why = await whyNot(desk, body, regulation, given, files)
        return { answer: why ? { as: 'note', text: [why], buttons: [toList] } : await fileReferral(desk, body, regulation, given, files) }
      },
    },
  },
}

const openMost = 10

async function mine({ tx, places }: Desk): Promise<BodyRow | null> {
  const spoken = await bodySpokenFor(tx, places.map(({ id }) => id))
  return spoken && findBody(tx, spoken.bodyId)
}

/** What residents may file, and the office takes. */
async function offered(desk: Desk): Promise<Regulation[]> {
  const office = await desk.offices.get(desk.me.officeId, desk.tx)
  return desk.inForce().filter(({ id, filers }) => filers.includes('resident') && takes(office, id))
}

async function whyNot(desk: Desk, body: BodyRow, regulation: Regulation, given: Readonly<Record<string, string>>, files: readonly string[]): Promise<Words | null> {
  const { category, way, number = '', applicant = '', story = '', day = '' } = given
  const complete = regulation.categories.some(({ id }) => id === category) && waysIn.some((each) => each === way) && number.trim() !== '' && applicant.trim() !== '' && (story.trim() !== '' || files.length > 0)
  if (!complete) return words('incomplete')
  const { zone } = await desk.offices.get(desk.me.officeId, desk.tx)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || instantOf(zone, day, '24:00') <= desk.now) return words('day-over')
  return await cameBefore(desk.tx, body.id, number.trim()) ? words('number-there', { number: number.trim() }) : null
}

function fieldsOf(regulation: Regulation, office: Office, now: number): Field[] {
  const text = (id: string, most: number, more: { optional?: true } = {}): Field => ({ id, kind: 'words', most, label: words(`field.${id}`), ask: words(`ask.${id}`), ...more })
  const choice = (id: string, ids: readonly string[]): Field => ({ id, kind: 'choice', label: words(`field.${id}`), ask: words(`ask.${id}`), choices: ids.map((each) => ({ id: each, label: words(`${id}.${each}`) })) })
  const other = regulation.mediates !== undefined || regulation.questions.some(({ kind }) => kind === 'other-name')
  return [
    { id: 'category', kind: 'choice', label: words('field.category'), ask: words('ask.category'), choices: regulation.categories.map(({ id }) => ({ id, label: { key: `${regulation.id}:category.${id}` } })) },
    choice('way', waysIn), text('number', 40), text('applicant', 40), text('phone', 30),
    ...(other ? [text('other', 60), text('other-phone', 30, { optional: true })] : []),
    text('place', 80, { optional: true }), text('story', 2000), choice('consent', ['both', 'applicant', 'none']),
    { id: 'day', kind: 'day', label: words('field.day'), ask: words('ask.day'), from: dayOf(office.zone, now + 86_400_000) },
  ]
}

function listCard(body: BodyRow, open: Awaited<ReturnType<typeof openReferrals>>): Message {
  const looks = open.map(({ caseId, caseNumber }): Button => ({ label: { say: caseNumber }, press: act({ id: caseId }, 'look') }))
  return {
    as: 'card', text: [words(open.length === 0 ? 'list-none' : 'list', { name: body.name, count: open.length }), ...open.map(openLine)],
    buttons: [...inPairs(looks), [...(body.ended ? [] : [{ label: words('button-new'), press: deskPress('referin', 'show', 'new'), tone: 'main' as const }]), { label: { key: 'desk:bodystat.button' }, press: deskPress('bodystat') }]],
  }
}

function kindsCard(regulations: readonly Regulation[]): Message {
  return { as: 'card', text: [words('which')], buttons: [...inPairs(regulations.map(({ id }) => ({ label: { key: `${id}:name` }, press: deskPress('referin', 'file', id) }))), toList] }
}

const toList: Button[] = [{ label: { key: 'desk:referin.button' }, press: deskPress('referin') }]

function note(key: string): Message {
  return { as: 'note', text: [words(key)], buttons: [toList] }
}

function words(key: string, values?: Exclude<Words, { say: string }>['with']): Words {
  return values ? { key: `desk:referin.${key}`, with: values } : { key: `desk:referin.${key}` }
}
