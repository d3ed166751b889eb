import { personRelation } from '../cases/access.ts'
import type { CaseState, Party } from '../cases/case.ts'
import { copyOf } from '../cases/copy.ts'
import { keptFrom, keptWords } from '../cases/keeping.ts'
import { partyFor } from '../cases/offered/residents.ts'
import { kindWords } from '../cases/telling/facts.ts'
import { stageWords } from '../cases/views.ts'
import type { Words } from '../dialogue/message.ts'
import type { Draft, MyData, Section } from '../dialogue/state.ts'
import { editionOf } from '../regulations/load.ts'
import type { Regulation } from '../regulations/schema.ts'
import { caseOf, loadCase } from '../store/cases.ts'
import type { Database, Transaction } from '../store/database.ts'
import { storeCaseEvent } from '../store/inbounds.ts'
import { wipeCases } from '../store/retention.ts'
import { erasePerson, readAbout, type About } from '../store/rights.ts'
import type { Talk } from '../store/talks.ts'
import type { CaseParts } from './caseTurns.ts'

/** What is kept about whoever asks, in plain words; the copy of all of it; and erasure with its exceptions (PIPL articles 44 to 47). */

const shownMost = 15

export async function myData({ db, regulations }: Pick<CaseParts, 'db' | 'regulations'>, tx: Transaction, whole: boolean, { person, state }: Talk): Promise<MyData> {
  const about = await readAbout(db, tx, person.id)
  const rows = await tx.case.findMany({ where: { id: { in: about.cases } }, orderBy: { filedAt: 'desc' }, include: { parties: true } })
  const cases = rows.map((row) => caseOf(db, row, row.parties))
  const rules = (one: CaseState): Regulation | null => editionOf(regulations, one.regulation, one.edition) ?? null
  const draft = state?.draft ?? null
  return {
    overview: [...known(about), ...drafted(draft), ...listed(cases, 'talk:data.case', rules), ...counts(about)],
    erasing: erasing(cases, person.id, rules),
    sections: whole ? [...aboutSections(about, draft), ...await caseSections(db, tx, cases, person.id, rules, about), ...restSections(about)] : [],
  }
}

type Rules = (one: CaseState) => Regulation | null

function known(about: About): Words[] {
  const none: Words = { key: 'talk:data.none' }
  const said = (text: string | null): Words => (text === null ? none : { say: text })
  return [
    { key: 'talk:data.person', with: { name: said(about.name), phone: said(about.phone), language: { key: `talk:languages.${about.language}` } } },
    about.consentAt === null ? { key: 'talk:data.no-consent' } : { key: 'talk:data.consent', with: { day: { date: about.consentAt } } },
    { key: 'talk:data.chats', with: { chats: { list: about.chats.map(({ channel }) => ({ key: `talk:data.channel.${channel}` })) } } },
  ]
}

function drafted(draft: Draft | null): Words[] {
  return draft === null ? [] : [{ key: 'talk:data.draft', with: { day: { date: draft.startedAt } } }]
}

function listed(cases: readonly CaseState[], key: 'talk:data.case' | 'talk:data.keeps', rules: Rules): Words[] {
  const lines = cases.slice(0, shownMost).map((one): Words => {
    const own = rules(one)
    return { key, with: { number: one.number, kind: kindWords(one), stage: stageWords(one), kept: own ? keptWords(one, own) : { key: 'talk:data.none' } } }
  })
  return [...lines, ...(cases.length > shownMost ? [{ key: 'talk:data.more', with: { n: cases.length - shownMost } }] : [])]
}

function counts({ files, surveys, bookings }: About): Words[] {
  return [{ key: 'talk:data.counts', with: { files: files.length, surveys: surveys.length, bookings: bookings.length } }]
}

/** What goes at once, what the law has us keep and until when, and what goes on. Following somebody else's case just ends. */
function erasing(cases: readonly CaseState[], person: string, rules: Rules): Words[] {
  const own = cases.filter((one) => personRelation(one, person) !== 'follower')
  const closed = own.filter(({ stage }) => stage.at === 'closed')
  const open = own.filter(({ stage }) => stage.at !== 'closed')
  return [
    { key: 'talk:data.erase.goes' },
    ...(closed.length > 0 ? [{ key: 'talk:data.erase.stays' }, ...listed(closed, 'talk:data.keeps', rules)] : []),
    ...(open.length > 0 ? [{ key: 'talk:data.erase.open' }, ...listed(open, 'talk:data.keeps', rules)] : []),
  ]
}

function aboutSections(about: About, draft: Draft | null): Section[] {
  const chats = about.chats.map(({ channel, lastSeenAt }): Words => ({ key: 'talk:data.chat', with: { channel: { key: `talk:data.channel.${channel}` }, day: { date: lastSeenAt } } }))
  const person: Section = { title: { key: 'talk:data.title.person' }, lines: [...known(about), { key: 'talk:data.since', with: { day: { date: about.createdAt } } }, ...chats] }
  if (draft === null) return [person]
  return [person, { title: { key: 'talk:data.title.draft' }, lines: [...drafted(draft), { say: draft.story }, ...[...new Set([...draft.answers, ...(draft.pin ? [draft.pin] : [])].map(({ text }) => text))].map((text): Words => ({ say: text })), { key: 'talk:files', with: { count: draft.files.length } }] }]
}

/** One case after the other; each is read whole, with its history. */
async function caseSections(db: Database, tx: Transaction, cases: readonly CaseState[], person: string, rules: Rules, about: About): Promise<Section[]> {
  const sections: Section[] = []
  for (const one of cases) {
    const file = await loadCase(db, tx, one.id)
    const [own, viewer] = [rules(one), partyFor(one, person)]
    if (!file || !own || !viewer) continue
    const mine: Party = { ...viewer, personId: person }
    const files = about.files.filter(({ caseId }) => caseId === one.id).map(({ name, at }): Words => ({ key: 'talk:data.file', with: { name: name === null ? { key: 'talk:data.none' } : { say: name }, day: { date: at } } }))
    const surveys = about.surveys.filter(({ caseId }) => caseId === one.id).map(({ score, words }): Words => ({ key: 'talk:data.survey', with: { score: score ?? '', words: words ?? '' } }))
    sections.push({ title: { key: 'talk:data.title.case', with: { number: one.number, kind: kindWords(one) } }, lines: [...copyOf(file.case, own, file.history, mine), ...files, ...surveys] })
  }
  return sections
}

function restSections({ files, bookings }: About): Section[] {
  const loose = files.filter(({ caseId }) => caseId === null)
  const lines: Words[] = [
    ...bookings.map(({ from, place, words }): Words => ({ key: 'talk:data.booking', with: { at: { moment: from }, place, words: words ?? '' } })),
    ...(loose.length > 0 ? [{ key: 'talk:data.loose', with: { n: loose.length } }] : []),
  ]
  return lines.length === 0 ? [] : [{ title: { key: 'talk:data.title.rest' }, lines }]
}

/** Everything that may go, in the transaction of the turn that asked for it. The cases they stood in are returned: each hears of it. */
export async function erase({ db, regulations }: { db: Database; regulations: readonly Regulation[] }, tx: Transaction, person: string, incoming: { channel: string; updateId: string; seed: string }, kept: readonly string[], now: number): Promise<string[]> {
  const rows = await tx.case.findMany({ where: { applicantId: person, stage: 'closed', closedAt: { not: null } }, select: { id: true, regulation: true, edition: true, closedAt: true } })
  const over = rows.filter((row) => {
    const rules = editionOf(regulations, row.regulation, row.edition)
    const from = rules && keptFrom(rules, now)
    return typeof from === 'number' && row.closedAt !== null && row.closedAt.getTime() < from
  })
  for (const [regulation, ended] of Map.groupBy(over, (row) => row.regulation)) await wipeCases(db, tx, ended.map(({ id }) => id), regulation, now)
  const parts = [...new Set((await tx.party.findMany({ where: { personId: person, role: { not: 'former' } }, select: { caseId: true } })).map(({ caseId }) => caseId))]
  for (const caseId of parts) {
    await storeCaseEvent(db, tx, caseId, `${incoming.channel}:${incoming.updateId}:erase:${caseId}`, { event: { type: 'erased', person }, seed: incoming.seed, from: null }, now)
  }
  await erasePerson(db, tx, person, kept, now)
  return parts
}
