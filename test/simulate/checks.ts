// Owns what must hold at every minute, as plain questions to plain rows: each can be shown to fail (checks.test.ts).

export type CaseRow = { id: string; number: string; officeId: number; regulation: string; level: string; stage: string; outcome: string | null; handlerId: number | null; applicantId: string; filedAt: number; acceptedAt: number | null }
export type DutyRow = { id: string; caseId: string; kind: string; owner: string; staffId: number | null; state: string; openedAt: number; dueAt: number; nextAt: number | null; rung: number; late: boolean }
export type StaffRow = { id: number; personId: string; officeId: number; role: string; name: string; left: boolean; away: boolean; standInId: number | null }
/** `parents`: the office over each. */
export type Where = { staff: ReadonlyMap<number, StaffRow>; parents: ReadonlyMap<number, number | null> }

/**
 * Whose it is now to see to this case; nobody is a fault. Accepted, or waiting for a signature: whoever holds it. On offer:
 * whoever is asked, and a head or leader who answers once they are silent. Else the duty to assign it has an owner.
 * Whoever has left owns nothing; whoever is away only through somebody who stands in.
 */
export function ownersOf(one: CaseRow, duties: readonly DutyRow[], where: Where): number[] {
  const open = duties.filter(({ state }) => state === 'open')
  switch (one.stage) {
    case 'closed': return [-1]
    case 'accepted':
    case 'settling': return one.handlerId === null ? [] : atWork(one.handlerId, where)
    case 'assigned': {
      const asked = open.filter(({ kind, staffId }) => kind === 'answer-offer' && staffId !== null).flatMap(({ staffId }) => atWork(staffId ?? 0, where))
      return officersOf(one.officeId, where).length > 0 ? asked : []
    }
    default: return open.filter(({ kind }) => kind === 'assign').flatMap((duty) => dutyOwners(duty, one, where))
  }
}

/** Who owes it: the one named, or everybody there with the role, or the next in line up the tree. */
export function dutyOwners(duty: DutyRow, { officeId }: Pick<CaseRow, 'officeId'>, where: Where): number[] {
  if (duty.owner === 'machine') return [-1]
  if (duty.staffId !== null) return atWork(duty.staffId, where)
  const own = [...where.staff.values()].filter((each) => each.officeId === officeId && each.role === duty.owner).flatMap(({ id }) => atWork(id, where))
  return own.length > 0 ? own : officersOf(officeId, where)
}

/** Whether there is an end to what was owed: done, done late, fallen away; or still open, and then not yet due, or escalated and with somebody. */
export function hasOutcome(duty: DutyRow, one: CaseRow, where: Where, end: number, held = false): boolean {
  if (duty.state === 'done' || duty.state === 'cancelled') return true
  if (duty.state !== 'open' || (duty.nextAt !== null && duty.nextAt <= end) || dutyOwners(duty, one, where).length === 0) return false
  // While the case is on hold its clock stands: the duty to look at the hold goes on instead.
  return duty.dueAt > end || duty.rung >= 2 || duty.nextAt !== null || held
}

/** Heads and leaders of the office, or of the nearest over it that has some. */
export function officersOf(officeId: number, where: Where): number[] {
  for (let at: number | null = officeId, steps = 0; at !== null && steps < 10; at = where.parents.get(at) ?? null, steps++) {
    const found = [...where.staff.values()].filter((each) => each.officeId === at && (each.role === 'head' || each.role === 'leader')).flatMap(({ id }) => atWork(id, where))
    if (found.length > 0) return found
  }
  return []
}

function atWork(id: number, where: Where): number[] {
  const member = where.staff.get(id)
  if (!member || member.left) return []
  if (!member.away) return [id]
  const instead = member.standInId === null ? undefined : where.staff.get(member.standInId)
  return instead && !instead.left ? [instead.id] : officersOf(member.officeId, { ...where, staff: new Map([...where.staff].filter(([other]) => other !== id)) })
}

/** A message that went out. `free`: it answers the reader's own act; `red`: it may not wait. */
export type Sent = { at: number; personId: string; caseId: string | null; words: string; free: boolean; red: boolean; working: boolean }

/** The most that came within any hour, of what bears waiting. */
export function mostAnHour(sent: readonly Sent[]): number {
  const moments = sent.filter(({ free, red }) => !free && !red).map(({ at }) => at).sort((a, b) => a - b)
  let most = 0
  for (let first = 0, n = 0; n < moments.length; n++) {
    while ((moments[n] ?? 0) - (moments[first] ?? 0) >= 3_600_000) first++
    most = Math.max(most, n - first + 1)
  }
  return most
}

export function atNight(sent: readonly Sent[]): Sent[] {
  return sent.filter(({ free, red, working }) => !free && !red && !working)
}

/** The same words once more within an hour, with nothing else said of that case in between, and not asked for. A rung of a ladder may say later what an earlier one said. */
export function toldTwice(sent: readonly Sent[]): Sent[] {
  const last = new Map<string, Sent>()
  return sent.filter((each) => {
    const about = `${each.personId}/${each.caseId}`
    const before = last.get(about)
    last.set(about, each)
    return !each.free && before !== undefined && before.words === each.words && each.at - before.at < 3_600_000
  })
}

/** `total`: of so many looks (or days) at which they were there. */
export type Share = { id: number; group: string; total: number; looks: number }
export type Spread = { group: string; members: number; mean: number; /** The furthest from the mean, as a share of it, and as it is. */ worst: number; apart: number }

/** Of colleagues who are equals, how far what each has, on the average of the looks at which they were there, lies from the mean of theirs. Groups of one have no equals. */
export function spreads(all: readonly Share[]): Spread[] {
  return [...Map.groupBy(all, ({ group }) => group)].flatMap(([group, members]): Spread[] => {
    const rates = members.map(({ total, looks }) => total / Math.max(1, looks))
    const mean = rates.reduce((sum, each) => sum + each, 0) / rates.length
    if (members.length < 2 || mean === 0) return []
    const apart = Math.max(...rates.map((each) => Math.abs(each - mean)))
    return [{ group, members: members.length, mean, worst: apart / mean, apart }]
  })
}

/** Further apart than that share of the mean. Where each has so few that this would be less than two cases, it says nothing. */
export function isUneven({ worst, apart }: Spread, within: number): boolean {
  return worst > within && apart >= 2
}
