import { monthOf } from './spans.ts'
import { matchesAny } from '../../cases/conditions.ts'
import { kindWords } from '../../cases/telling/facts.ts'
import { act } from '../../cases/telling/messages.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import { readShare, unreadBy, type Unread } from '../../store/reads.ts'
import { inPairs } from './buttons.ts'
import type { Desk, DeskPage } from './page.ts'

/** What the leader has not instructed yet, oldest first, and the share of the month that has been (PET-3: all of it). */
export const readsPage: DeskPage = {
  id: 'reads',
  roles: ['leader', 'head'],
  menu: { key: 'desk:reads.button' },
  async show(desk) {
    const kinds = readingDuties(desk.regulations)
    const unread = await unreadBy(desk.tx, desk.places, kinds)
    const office = await desk.offices.get(desk.me.officeId, desk.tx)
    const share = await readShare(desk.tx, [...new Set(desk.places.map(({ officeId }) => officeId))], kinds, monthOf(office.zone, desk.now).from, desk.now)
    return readsCard(unread, share, desk)
  },
}

/** The duties that an instruction fulfils, as "regulation/duty". */
export function readingDuties(regulations: readonly Regulation[]): string[] {
  return [...new Set(regulations.flatMap(({ id, steps, duties }) => {
    const happens = steps.filter(({ takes }) => takes === 'instruction').map((step) => step.happens)
    return duties.filter(({ done, who }) => who === 'leader' && matchesAny(done, happens)).map((duty) => `${id}/${duty.id}`)
  }))]
}

const shownMost = 10

function readsCard(unread: readonly Unread[], share: { all: number; read: number; inTime: number }, { now }: Pick<Desk, 'now'>): Message {
  const shown = unread.slice(0, shownMost)
  const lines = shown.map((each, n): Words => ({ key: each.dueAt < now ? 'desk:reads.late' : 'desk:reads.line', with: { n: n + 1, number: each.number, kind: kindWords(each), day: { day: each.since }, until: { moment: each.dueAt } } }))
  const buttons = shown.map((each): Button => ({ label: { say: each.number }, press: act({ id: each.caseId }, 'look') }))
  return {
    as: 'card',
    text: [
      { key: unread.length === 0 ? 'desk:reads.none' : 'desk:reads.title', with: { count: unread.length } },
      ...lines,
      ...(unread.length > shown.length ? [{ key: 'desk:reads.more', with: { count: unread.length - shown.length } }] : []),
      shareWords(share),
    ],
    buttons: inPairs(buttons),
  }
}

/** "Read and instructed this month: 11 of 12 (91 %), 10 in time." */
export function shareWords({ all, read, inTime }: { all: number; read: number; inTime: number }): Words {
  return all === 0 ? { key: 'desk:reads.share-none' } : { key: 'desk:reads.share', with: { all, read, inTime, percent: Math.floor((read * 100) / all) } }
}
