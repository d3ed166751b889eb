// Owns carrying out what people have in mind, the way the talk's turn does it: an event for a case, a filing, a button of the desk.
import type { CaseEvent } from '../../src/cases/case.ts'
import type { Speaking } from '../../src/dialogue/state.ts'
import { idFrom, shortId } from '../../src/ids.ts'
import { dayOf, isWorkingTime } from '../../src/calendar/limit.ts'
import { owe } from '../../src/store/deliveries.ts'
import { storeCaseEvent } from '../../src/store/inbounds.ts'
import { atDesk } from '../../src/turns/desk/desk.ts'
import { fileCases } from '../../src/turns/filing.ts'
import { reportRound } from '../../src/turns/roundReports.ts'
import { answers, chooses, residentDoes } from './choosing.ts'
import { dutyOwners } from './checks.ts'
import { zone, type SimulatedHouse } from './house.ts'
import { draftOf, pick, type Matter } from './residents.ts'
import { afterMinutes, type Plan, type Planning } from './staff.ts'
import { newPerson, type Member, type SimOffice } from './tree.ts'

export type Deeds = {
  /** So many were done. */
  readonly count: number
  /** By kind: duties that somebody wanted to answer and found no way to. */
  stuck: Map<string, number>
  done: Map<string, number>
  carryOut(plans: readonly Plan[]): Promise<void>
}

type Parts = { house: SimulatedHouse; planning: Planning }
type Act = { caseId: string; event: CaseEvent; member: Member | null }

const lanes = 4
const triesMost = 3

export function makeDeeds({ house, planning }: Parts): Deeds {
  const { db, regulations, offices } = house
  const { tree, watch, calendar, dice, add } = planning
  const byId = new Map(tree.staff.map((each) => [each.id, each]))
  const residents = new Map<number, { personId: string; language: string }[]>()
  const scored = new Set<string>()
  let n = 0
  let lastSurveys = 0
  const deeds: Deeds = {
    get count() { return n },
    stuck: new Map(), done: new Map(),
    async carryOut(plans) {
      const acts: Act[] = []
      for (const plan of plans.filter((each) => each.do === 'file')) await file(plan)
      for (const plan of plans) await beside(plan)
      await inLanes(plans, async (plan) => { acts.push(...await actsOf(plan)) })
      if (acts.length === 0) return
      await db.prisma.$transaction(async (tx) => { for (const act of acts) await store(tx, act) })
      await inLanes([...new Set(acts.map(({ caseId }) => caseId))], (caseId) => house.cases.run(caseId))
    },
  }

  const tally = (all: Map<string, number>, what: string): void => { all.set(what, (all.get(what) ?? 0) + 1) }

  async function store(tx: Parameters<typeof storeCaseEvent>[1], { caseId, event, member }: Act): Promise<void> {
    n += 1
    const seed = idFrom('simulation', `deed/${n}`)
    tally(deeds.done, event.type === 'staff' ? event.action : event.type === 'resident' ? `resident ${event.action}` : event.type)
    if (member) remember(seed, member.personId)
    // Whoever found a matter works here, and may urge it as whoever filed it.
    else if (event.type === 'resident') remember(seed, event.person)
    if (event.type === 'staff' && event.action === 'recuse') watch.askedAside.add(`${caseId}/${event.staff}`)
    const addressId = member?.addressId
    await storeCaseEvent(db, tx, caseId, `simulated:${n}`, { event, seed, from: member && addressId !== undefined ? { addressId, personId: member.personId, edits: null, token: null } : null }, house.now())
  }

  /** What answers their own act is none of what the house says by itself. */
  function remember(seed: string, personId: string): void {
    watch.free.add(idFrom(seed, 'case-answer'))
    for (let tell = 0; tell < 24; tell++) watch.free.add(idFrom(seed, `tell/${tell}/${personId}`))
  }

  async function actsOf(plan: Plan): Promise<Act[]> {
    if (plan.do === 'duty') return answersDuty(plan)
    if (plan.do === 'extra') {
      const one = watch.seen.get(plan.caseId)?.one
      const member = byId.get(plan.by)
      if (!one || !member || one.handlerId !== plan.by || one.stage !== 'accepted' || !isHere(member)) return []
      const event = await chooses(house, plan.caseId, plan.by, { wanted: plan.action }, dice)
      return event ? [{ caseId: plan.caseId, event, member }] : []
    }
    const person = 'caseId' in plan ? watch.seen.get(plan.caseId)?.one.applicantId ?? '' : ''
    if (plan.do === 'answer') return resident(plan.caseId, await answers(house, plan.caseId, person, dice))
    if (plan.do === 'urge') return resident(plan.caseId, await residentDoes(house, plan.caseId, person, 'urge'))
    if (plan.do === 'score') return resident(plan.caseId, { type: 'scored', survey: plan.surveyId, score: pick([5, 5, 5, 4, 4, 4, 3, 3, 2, 1], dice) })
    return []
  }

  function resident(caseId: string, event: CaseEvent | null): Act[] {
    return event ? [{ caseId, event, member: null }] : []
  }

  async function answersDuty(plan: Extract<Plan, { do: 'duty' }>): Promise<Act[]> {
    const { caseId, dutyId, tries } = plan
    const seen = watch.seen.get(caseId)
    const duty = seen?.duties.find(({ id }) => id === dutyId)
    if (!seen || duty?.state !== 'open') return []
    const owners = dutyOwners(duty, seen.one, watch.where())
    const by = owners.includes(plan.by) ? plan.by : owners[0] ?? plan.by
    const member = byId.get(by)
    if (!member) return []
    const later = (minutes: number): void => { if (tries < triesMost) add(afterMinutes(calendar, house.now(), minutes), { ...plan, by, tries: tries + 1 }) }
    if (duty.kind === 'answer-offer') {
      const chance = dice()
      const [declines, stands] = member.temper === 'choosy' ? [0.25, 0.08] : [0.03, 0.01]
      const event: CaseEvent = chance < declines ? { type: 'staff', staff: by, action: 'decline', choice: pick(['busy', 'absent', 'unfit'], dice) } : chance < declines + stands ? { type: 'staff', staff: by, action: 'recuse', choice: pick(['kin', 'interest'], dice) } : { type: 'staff', staff: by, action: 'take' }
      return [{ caseId, event, member }]
    }
    const event = await chooses(house, caseId, by, { duty: duty.kind, tries }, dice)
    if (event === null) {
      if (tries >= 2) tally(deeds.stuck, `${seen.one.regulation}: ${duty.kind}`)
      else later(240)
      return []
    }
    // Whether that was all of it is seen the next day.
    later(500)
    if (regulations.find(({ id }) => id === seen.one.regulation)?.steps.some(({ id, asksResident }) => id === event.action && asksResident) && dice() < 0.85) add(house.now() + (0.5 + dice() * 40) * 3_600_000, { do: 'answer', caseId })
    return [{ caseId, event, member }]
  }

  function isHere({ id }: Member): boolean {
    const now = watch.where().staff.get(id)
    return now !== undefined && !now.left && !now.away
  }

  async function file(_plan: Plan): Promise<void> {
    const office = pick(tree.offices.flatMap((each): SimOffice[] => Array.from({ length: each.level === 'village' ? 4 : each.level === 'town' ? 22 : 40 }, () => each)), dice)
    const here = tree.staff.filter((each) => each.officeId === office.id && ['mediator', 'handler', 'informant', 'head'].includes(each.role))
    const informant = tree.staff.find((each) => each.officeId === office.id && each.role === 'informant' && isHere(each))
    const finds = informant && dice() < 0.12 ? informant : null
    const takes = (offices.list().find(({ id }) => id === office.id)?.regulations ?? []).filter((id) => id !== 'screening')
    const about = dice() < 0.03 ? pick(here, dice) : null
    const matter: Matter = { regulation: finds ? 'screening' : pick(takes, dice), about: about ? { name: about.name, told: dice() < 0.5 ? 'other' : 'story' } : null, danger: dice() < 0.008, place: office.name }
    // Now and then it is somebody on the staff who has a matter of their own.
    const self = !finds && dice() < 0.01 ? pick(here, dice) : null
    const person = finds ?? self ? { ...speaking((finds ?? self) as Member), staff: finds ? speaking(finds).staff : [] } : await someResident(office.id)
    const draft = draftOf(house.house, matter, dice, house.now())
    n += 1
    const seed = idFrom('simulation', `filing/${n}`)
    const names = (each: Member): boolean => draft.story.includes(each.name) || draft.answers.some(({ text }) => text.includes(each.name))
    const [filed] = await db.prisma.$transaction((tx) => fileCases({ db, inForce: () => house.house.regulations, offices }, tx, [{ draft: finds ? { ...draft, finding: { staffId: finds.id, roundId: null } } : draft, incoming: { seed, channel: 'telegram' }, person }], house.now()), { maxWait: 20_000 })
    if (!filed) throw new Error('nothing was filed')
    watch.planted.set(filed.state.id, { named: about ? tree.staff.filter(names).map(({ id }) => id) : [], accused: matter.about?.told === 'other' || (regulations.find(({ id }) => id === matter.regulation)?.sealed ?? false), danger: matter.danger })
    if (finds ?? self) remember(seed, person.id)
    await house.cases.run(filed.state.id)
  }

  async function someResident(officeId: number): Promise<Speaking> {
    const known = residents.get(officeId) ?? []
    residents.set(officeId, known)
    const again = known.length > 3 && dice() < 0.15 ? pick(known, dice) : null
    const one = again ?? { personId: (await newPerson(db, dice, officeId)).personId, language: 'zh-CN' }
    if (!again) known.push(one)
    return { id: one.personId, language: one.language, consent: '2026-11', name: null, phone: null, officeId, staff: [] }
  }

  function speaking({ id, personId, role, officeId, name }: Member): Speaking {
    return { id: personId, language: 'zh-CN', consent: '2026-11', name, phone: null, officeId, staff: [{ id, role, officeId, name }] }
  }

  async function desk(member: Member, page: string, action: string, choice: string | null, given: Record<string, string>): Promise<void> {
    n += 1
    const seed = idFrom('simulation', `desk/${n}`)
    tally(deeds.done, `desk ${page} ${action}`)
    const events = await db.prisma.$transaction(async (tx) => {
      const done = await atDesk({ db, house: house.house, regulations, inForce: () => house.house.regulations, offices }, tx, { do: 'desk', page, action, choice, given, files: [] }, speaking(member), seed, house.now())
      if (done.answer) await owe(db, tx, [{ personId: member.personId, addressId: member.addressId, caseId: null, message: done.answer, at: house.now(), retryKey: idFrom(seed, 'case-answer') }])
      for (const [at, { caseId, event }] of done.events.entries()) await storeCaseEvent(db, tx, caseId, `simulated:${n}:${at}`, { event, seed: idFrom(seed, `event/${at}`), from: null }, house.now())
      return done.events
    })
    remember(seed, member.personId)
    for (const { caseId } of events) await house.cases.run(caseId)
  }

  /** What is done beside any one case. */
  async function beside(plan: Plan): Promise<void> {
    if (plan.do === 'day') return newDay()
    if (plan.do !== 'away' && plan.do !== 'leave' && plan.do !== 'agree' && plan.do !== 'report') return
    const member = byId.get(plan.staffId)
    if (!member || !isHere(member)) return
    if (plan.do === 'report') {
      await db.prisma.$transaction((tx) => reportRound({ db, inForce: () => house.house.regulations, offices }, tx, { do: 'report', roundId: plan.roundId, staffId: member.id, words: null, dangers: [] }, member.personId, house.now()))
      return tally(deeds.done, 'report of a round')
    }
    if (plan.do === 'agree') {
      const asked = await db.prisma.handover.findMany({ where: { toId: member.id, state: 'asked' } })
      for (const { id, why } of asked) await desk(member, why === 'away' ? 'away' : 'handover', why === 'away' ? 'yes' : 'take', shortId(id), {})
      return
    }
    const colleague = tree.staff.find((each) => each.officeId === member.officeId && each.id !== member.id && each.role === member.role && isHere(each)) ?? tree.staff.find((each) => each.officeId === member.officeId && each.id !== member.id && isHere(each))
    if (plan.do === 'away') await desk(member, 'away', 'set', null, { from: dayOf(zone, house.now()), until: dayOf(zone, house.now() + (3 + Math.floor(dice() * 6)) * 86_400_000), who: colleague && dice() < 0.8 ? String(colleague.id) : 'head' })
    else await desk(member, 'handover', 'leave', String(member.id), { to: colleague ? String(colleague.id) : 'head', words: '请接手。' })
    if (colleague) add(afterMinutes(calendar, house.now(), 20 + dice() * 60), { do: 'agree', staffId: colleague.id })
  }

  /** Surveys that have been sent find their answer; rounds that have opened are reported, by most. */
  async function newDay(): Promise<void> {
    const now = house.now()
    if (isWorkingTime(calendar, now)) watch.countLoads()
    const { rows: surveys } = await db.pool.query<{ id: string; case_id: string }>(`select id::text, case_id::text from surveys where state = 'sent' and sent_at > $1`, [new Date(lastSurveys)])
    lastSurveys = now - 1
    for (const { id, case_id } of surveys) {
      if (scored.has(id)) continue
      scored.add(id)
      if (dice() < 0.65) add(now + dice() * 12 * 3_600_000, { do: 'score', caseId: case_id, surveyId: id })
    }
    const { rows: rounds } = await db.pool.query<{ id: string; office_id: number; staff_id: number | null; owner: string }>(`select id::text, office_id, staff_id, owner from rounds where state = 'open'`)
    for (const { id, office_id, staff_id, owner } of rounds) {
      if (scored.has(id)) continue
      scored.add(id)
      const by = staff_id ?? tree.staff.find((each) => each.officeId === office_id && each.role === owner)?.id
      if (by !== undefined && dice() < 0.85) add(afterMinutes(calendar, now, 30 + dice() * 400), { do: 'report', roundId: id, staffId: by })
    }
  }
  return deeds
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: lanes }, async (_, lane) => { for (let at = lane; at < items.length; at += lanes) await work(items[at] as T) }))
}
