import type { CaseState, DutyState, Entry } from '../cases/case.ts'
import { placeKeys } from './alike.ts'
import { columns, dutyColumns, historyRows, partyColumns } from './cases.ts'
import type { Database, Transaction } from './database.ts'

/**
 * New cases with their parties, duties and first lines of history: one statement, for many as for one. Their numbers
 * are already drawn. (createMany would be four, each compiled anew for every count of rows.)
 */
/** `places`: what it is found by when somebody is about to file one like it. */
export type NewCase = { state: CaseState; trackCode: string; places?: readonly string[]; duties: readonly DutyState[]; history: readonly Entry[] }

export async function createCases(db: Database, tx: Transaction, created: readonly NewCase[], now: number): Promise<void> {
  const rows = {
    cases: created.map(({ state, trackCode, places = [] }) => ({
      id: state.id, number: state.number, officeId: state.officeId, story: db.seal.seal(state.story).toString('base64'), language: state.language, channel: state.channel,
      filedAt: new Date(state.filedAt), trackHash: db.seal.hash('track', trackCode).toString('base64'), placeKeys: placeKeys(db, places), ...columns(db, state),
    })),
    parties: created.flatMap(({ state }) => state.parties.map((party) => ({ id: party.id, caseId: state.id, ...partyColumns(db, party) }))),
    duties: created.flatMap(({ state, duties }) => duties.map((duty) => ({ id: duty.id, caseId: state.id, officeId: state.officeId, ...dutyColumns(duty) }))),
    histories: created.flatMap(({ state, history }) => historyRows(db, state.id, history, now, null)),
  }
  await tx.$executeRawUnsafe(insertText, JSON.stringify(rows, asText))
}

/** Bytes go over as base64; dates write themselves. */
function asText(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') : value
}

const insertText = `/* create-cases */
with j as (select $1::json as j),
 c as (insert into cases (id, number, dossier, office_id, regulation, edition, category, level, stage, outcome, story, facts, state, language, channel, applicant_id, handler_id, track_hash, score, filed_at, accepted_at, closed_at, answer, reopened, place_keys)
   select r.id, r.number, r.dossier, r."officeId", r.regulation, r.edition, r.category, r.level, r.stage, r.outcome, decode(r.story, 'base64'), decode(r.facts, 'base64'), decode(r.state, 'base64'), r.language, r.channel, r."applicantId",
     r."handlerId", decode(r."trackHash", 'base64'), r.score, r."filedAt", r."acceptedAt", r."closedAt", decode(r.answer, 'base64'), r.reopened, r."placeKeys"
   from j, json_to_recordset(j.j->'cases') as r(id uuid, number text, dossier text, "officeId" int, regulation text, edition text, category text, level text, stage text, outcome text, story text, facts text, state text, language text, channel text,
     "applicantId" uuid, "handlerId" int, "trackHash" text, score int, "filedAt" timestamptz, "acceptedAt" timestamptz, "closedAt" timestamptz, answer text, reopened int, "placeKeys" text[]) returning id),
 p as (insert into parties (id, case_id, role, person_id, name, contact, willing)
   select r.id, r."caseId", r.role, r."personId", decode(r.name, 'base64'), decode(r.contact, 'base64'), r.willing
   from j, json_to_recordset(j.j->'parties') as r(id uuid, "caseId" uuid, role text, "personId" uuid, name text, contact text, willing text)),
 d as (insert into duties (id, case_id, office_id, kind, rule, owner, staff_id, state, opened_at, warn_at, due_at, next_at, rung, done_at, late, unconfirmed)
   select r.id, r."caseId", r."officeId", r.kind, r.rule, r.owner, r."staffId", r.state, r."openedAt", r."warnAt", r."dueAt", r."nextAt", r.rung, r."doneAt", r.late, r.unconfirmed
   from j, json_to_recordset(j.j->'duties') as r(id uuid, "caseId" uuid, "officeId" int, kind text, rule text, owner text, "staffId" int, state text, "openedAt" timestamptz, "warnAt" timestamptz, "dueAt" timestamptz, "nextAt" timestamptz,
     rung int, "doneAt" timestamptz, late boolean, unconfirmed boolean))
insert into histories (case_id, n, at, kind, actor, open, details, previous, hash)
select r."caseId", r.n, r.at, r.kind, r.actor, r.open, decode(r.details, 'base64'), decode(r.previous, 'base64'), decode(r.hash, 'base64')
from j, json_to_recordset(j.j->'histories') as r("caseId" uuid, n int, at timestamptz, kind text, actor text, open boolean, details text, previous text, hash text)`
