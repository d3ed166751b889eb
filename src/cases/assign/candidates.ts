import type { Words } from '../../dialogue/message.ts'
import { drawFrom } from '../../ids.ts'
import { hasStoodAside, relationOf } from '../access.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import { isSpokenOf } from '../named.ts'
import { words } from '../work.ts'

/** Who gets a case, and why. The reasons are kept: whoever asks later why it was this colleague finds them. */

export type Candidate = { member: StaffMember; fits: boolean; why: Words[] }

/**
 * Everybody in the office who could be asked, best first, then those who do not fit now, each with reasons. Fit means:
 * a role that handles such cases, this kind, this language, at work, with room left, not asked before. Nobody is among them who is a party, spoken of, or has stood aside (MED-10).
 * Among them: the role named first, who answers for the place, who is closest to this kind, who is least full by tenths, who was asked least lately, who has least in hand, then the lot.
 */
export function candidates(state: CaseState, world: World): Candidate[] {
  const { regulation, seed, now } = world
  const roles = rolesFor(state, regulation)
  return workers(state, world)
    .filter((member) => isFree(state, member, regulation))
    .map((member) => {
      const against = drawbacks(state, world, member, now)
      return { member, fits: against.length === 0, why: against.length > 0 ? against : merits(state, member), rank: [roles.indexOf(member.role), ...rankOf(state, member), drawFrom(seed, `assign/${member.id}`)] }
    })
    .sort((a, b) => Number(b.fits) - Number(a.fits) || compare(a.rank, b.rank))
    .map(({ member, fits, why }) => ({ member, fits, why }))
}

/** So many who do such work here are not to be asked: a party, spoken of in it, or having stood aside (MED-10). */
export function leftOut(state: CaseState, world: World): number {
  return workers(state, world).filter((member) => !isFree(state, member, world.regulation)).length
}

function workers(state: CaseState, { staff, regulation }: World): StaffMember[] {
  const roles = rolesFor(state, regulation)
  return staff.filter((member) => member.officeId === state.officeId && member.body === undefined && (roles.includes(member.role) || member.role === 'head'))
}

function isFree(state: CaseState, member: StaffMember, regulation: World['regulation']): boolean {
  return relationOf(state, member, regulation) !== 'party' && !isSpokenOf(state, member.name) && !hasStoodAside(state, member.id)
}

/** The roles that are asked on the case's present level, the first of them first. */
function rolesFor({ level }: CaseState, { assign }: World['regulation']): readonly StaffMember['role'][] {
  return assign.byLevel?.[level] ?? assign.roles
}

function drawbacks(state: CaseState, { regulation }: World, member: StaffMember, now: number): Words[] {
  const against: Words[] = []
  const tried = state.tried.find((each) => each.staff === member.id)
  if (tried) against.push(words(`why.${tried.why}`))
  if (!rolesFor(state, regulation).includes(member.role)) against.push(words('why.role'))
  if (!kindFit(state, member)) against.push(words('why.other-kind'))
  if (member.languages.length > 0 && !speaks(state, member)) against.push(words('why.other-language'))
  if (member.away && member.away.from <= now && (member.away.until === null || member.away.until > now)) against.push(words('why.away'))
  if (member.load >= member.capacity) against.push(words('why.full', { load: member.load, capacity: member.capacity }))
  return against
}

function merits(state: CaseState, member: StaffMember): Words[] {
  const area = areaOf(state, member)
  return [
    ...(area ? [words('why.area', { area })] : []),
    ...(kindFit(state, member) > 1 ? [words('why.kind')] : []),
    ...(member.languages.length > 0 ? [words('why.language')] : []),
    words('why.load', { load: member.load, capacity: member.capacity }),
  ]
}

/** Who is as full as another to within a tenth of what they can take is as full: then it is whoever was asked less. */
const steps = 10

/** Smaller is better, part by part. One whose areas are elsewhere comes after one who has none. */
function rankOf(state: CaseState, member: StaffMember): number[] {
  const area = areaOf(state, member)
  const full = member.load / Math.max(1, member.capacity)
  return [area ? -area.length : member.areas.length > 0 ? 1 : 0, -kindFit(state, member), Math.floor(full * steps), member.lately ?? 0, full]
}

/** 3: this very category, 2: this regulation, 1: anything, 0: something else. */
function kindFit(state: CaseState, member: StaffMember): number {
  if (member.kinds.length === 0) return 1
  if (member.kinds.includes(`${state.regulation}/${state.category}`)) return 3
  return member.kinds.includes(state.regulation) ? 2 : 0
}

/** A mediator who speaks one Chinese understands the other. */
function speaks(state: CaseState, member: StaffMember): boolean {
  const spoken = (language: string): string => language.split('-')[0] ?? language
  return member.languages.some((language) => spoken(language) === spoken(state.language))
}

/** The longest of their areas that the case's place names. */
function areaOf(state: CaseState, member: StaffMember): string | undefined {
  return member.areas.filter((area) => area !== '' && state.place?.includes(area)).sort((a, b) => b.length - a.length)[0]
}

function compare(a: readonly number[], b: readonly number[]): number {
  const n = a.findIndex((part, index) => part !== b[index])
  return n < 0 ? 0 : (a[n] ?? 0) - (b[n] ?? 0)
}
