import type { Transaction } from './database.ts'

/** Rounds as those who answer for them see them: how many have reported, and who has not. */

/** Of one kind and period: in one office, or for a round that was called in all offices it is called for. */
export type RoundList = { /** Of any round of it. */ sample: string; regulation: string; kind: string; title: string | null; officeId: number; dueAt: number; opensAt: number; done: number; all: number }

export type RoundOwner = { id: string; officeId: number; office: string; /** Null where the office owes it by a role. */ name: string | null; owner: string; state: string; late: boolean; rung: number }

/** Those of these offices, and those they have called, that somebody still has to report; the next due first. */
export async function roundLists(tx: Transaction, offices: readonly number[], most: number): Promise<RoundList[]> {
  const rows = await tx.$queryRaw<{ sample: string; regulation: string; kind: string; title: string | null; office_id: number; due_at: Date; opened_at: Date; done: number; all: number }[]>`
    select min(id::text) as sample, regulation, kind, max(title) as title, min(office_id) as office_id, max(due_at) as due_at, min(opened_at) as opened_at,
      count(*) filter (where state = 'done')::int as done, count(*)::int as all
    from rounds where state <> 'cancelled' and (office_id = any(${[...offices]}) or (title is not null and kind like any(${offices.map((id) => `%-${id}-%`)})))
    group by regulation, kind, period, case when title is null then office_id else 0 end
    having bool_or(state = 'open') order by max(due_at), regulation, kind limit ${most}`
  return rows.map((row) => ({ sample: row.sample, regulation: row.regulation, kind: row.kind, title: row.title, officeId: row.office_id, dueAt: row.due_at.getTime(), opensAt: row.opened_at.getTime(), done: row.done, all: row.all }))
}

export type Belonging = { regulation: string; kind: string; period: string; /** Null: all offices. */ officeIds: readonly number[] | null }

/** Whoever owes it, in the order of offices and names. */
export async function roundOwners(tx: Transaction, { regulation, kind, period, officeIds }: Belonging): Promise<RoundOwner[]> {
  const rows = await tx.round.findMany({ where: { regulation, kind, period, state: { not: 'cancelled' }, ...(officeIds === null ? {} : { officeId: { in: [...officeIds] } }) }, include: { office: { select: { name: true } } }, orderBy: [{ officeId: 'asc' }, { staffId: 'asc' }] })
  const names = new Map((await tx.staff.findMany({ where: { id: { in: rows.flatMap(({ staffId }) => staffId ?? []) } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]))
  return rows.map((row) => ({ id: row.id, officeId: row.officeId, office: row.office.name, name: row.staffId === null ? null : names.get(row.staffId) ?? null, owner: row.owner, state: row.state, late: row.late, rung: row.rung }))
}

/** Whether somebody may ask again: not before `since`. Two who ask at once are one. */
export async function mayUrge(tx: Transaction, about: string, now: number, pauseMs: number): Promise<boolean> {
  const key = `rounds-urged:${about}`
  const taken = await tx.$queryRaw<{ key: string }[]>`insert into settings (key, value) values (${key}, to_jsonb(${now}::bigint))
    on conflict (key) do update set value = excluded.value where (settings.value #>> '{}')::bigint <= ${now - pauseMs}::bigint returning key`
  return taken.length > 0
}
