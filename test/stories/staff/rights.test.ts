import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actors, caseActs, may, relations, type CaseAct, type Relation } from '../../../src/cases/access.ts'
import type { CommonAction } from '../../../src/cases/actions.ts'
import type { Between } from '../../../src/cases/between.ts'
import type { Stage, StaffMember } from '../../../src/cases/case.ts'
import { residentOffers, staffOffers } from '../../../src/cases/offered/offers.ts'
import { pressText } from '../../../src/dialogue/press.ts'
import { openHouse, type TestHouse } from '../../house.ts'
import { offered, onTelegram } from '../../people.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { regulationOf } from '../../cases/office.ts'
import { openTree, type Offices } from './tree.ts'

/**
 * The whole table of rights, pressed: every role in every relation to a case presses the buttons of every act, forged where
 * nobody was given them. What the table refuses is refused in words, changes nothing and tells nothing; what it allows is
 * done, or refused for a reason of its own. A role, a relation or an act that is new is met here by itself.
 * Buttons of one act pass the same gate: one of them is pressed, with RIGHTS=all each.
 */
const every = process.env['RIGHTS'] === 'all'
type Role = StaffMember['role']
type Person = { chat: TelegramUser; personId: string; staffId: number }

const roles = actors.filter((actor): actor is Role => actor !== 'resident')
const staffRelations = ['holder', 'offered', 'office', 'above', 'asked', 'body', 'outside', 'party'] as const satisfies readonly Relation[]
const residentRelations = relations.filter((each) => !(staffRelations as readonly Relation[]).includes(each))

/** Nobody comes to stand so: an administrator is never asked, and for a linked body only its liaisons speak. */
const never = (role: Role, relation: Relation): boolean => (relation === 'asked' && role === 'admin') || (relation === 'body' && role !== 'liaison')

const common = ['take', 'decline', 'recuse', 'message', 'close', 'sign-off', 'assign', 'note', 'hold', 'resume', 'visited', 'called'] as const satisfies readonly CommonAction[]
const everyCommon: [Exclude<CommonAction, (typeof common)[number]>] extends [never] ? true : false = true

/** Ids of the buttons by which staff do this. */
function staffButtons(act: CaseAct): string[] {
  const own = act === 'look' ? ['look', 'files'] : act === 'step' ? regulationOf('mediation').steps.map(({ id }) => id) : common.filter((each) => each === act)
  return some([...own, ...staffOffers.filter((each) => each.may === act).map(({ id }) => id)])
}
function residentButtons(act: CaseAct): string[] {
  return some(residentOffers.filter((each) => each.may === act).map(({ id }) => id))
}
function some(ids: string[]): string[] {
  return every ? ids : ids.slice(0, 1)
}

let house: TestHouse
let at: Offices & { elsewhere: number }
let caseId: string
let base: TelegramUser
const town = {} as Record<Role, Person>
const city = {} as Record<Role, Person>
const village = {} as Record<Role, Person>
const elsewhere = {} as Record<Role, Person>
const party = {} as Record<Role, Person>
let linked: Person
const residents = {} as Record<string, Person>

/** What nobody learns who must not: the story, and how to reach whom. */
const marks = { story: '绿色蜗牛', phone: '13912340001', name: '林小满', other: '13787650002' }

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  at = { ...await openTree(house), elsewhere: (await house.db.prisma.office.create({ data: { name: '别处', zone: 'Asia/Shanghai' } })).id }
  await house.restart()
  const places: [Record<Role, Person>, number][] = [[town, at.town], [city, at.city], [village, at.village], [elsewhere, at.elsewhere], [party, at.town]]
  for (const [group, office] of places) await Promise.all(roles.map(async (role) => { group[role] = await hired(role, office) }))
  await house.db.prisma.staff.updateMany({ where: { id: { in: roles.filter((role) => role !== 'mediator').map((role) => party[role].staffId) } }, data: { kinds: ['school'] } })
  // The party's mediator is never asked to take it.
  await house.db.prisma.staff.updateMany({ where: { id: { in: [party.mediator.staffId, party.handler.staffId] } }, data: { capacity: 0 } })
  const body = await house.db.prisma.body.create({ data: { officeId: at.town, kind: 'police', name: '派出所', createdAt: new Date(house.now()) } })
  linked = await hired('liaison', at.town, body.id)
  base = onTelegram(house)
  const { number } = await fileCase(base, `楼上邻居家的水管漏水，${marks.story}。`, { pick: /^人民调解/, typed: { 对方是谁: '周启明', 联系上对方: marks.other, 怎么称呼您: marks.name, 电话: marks.phone } })
  await house.calm()
  await town.mediator.chat.tapsOld(offered([town.mediator.chat], number).offer, '受理')
  await house.calm()
  const found = await house.db.prisma.case.findFirstOrThrow()
  caseId = found.id
  await house.db.prisma.referral.create({ data: { id: randomUUID(), caseId, bodyId: body.id, number: 'T1', direction: 'out', kind: 'entrusted', state: 'sent', sentAt: new Date(house.now()), dueAt: new Date(house.now() + 86_400_000) } })
  residents['applicant'] = { chat: base, personId: found.applicantId, staffId: 0 }
  for (const relation of ['member', 'respondent', 'follower', 'stranger'] as const) residents[relation] = await arrived()
  const rows = [...(['member', 'respondent', 'follower'] as const).map((role) => ({ role, personId: residents[role]?.personId ?? '' })), ...roles.map((role) => ({ role: 'follower', personId: party[role].personId }))]
  for (const row of rows) await house.db.prisma.party.create({ data: { id: randomUUID(), caseId, ...row } })
}, 120_000)
afterAll(async () => {
  expect(house.logged.filter((line) => line.includes('could not be dealt with'))).toEqual([])
  await house.stop()
})

async function arrived(): Promise<Person> {
  const chat = onTelegram(house)
  await chat.says('/start')
  await chat.waitForNew()
  const address = await house.db.prisma.address.findFirstOrThrow({ where: { channel: 'telegram', user: String(chat.id) } })
  return { chat, personId: address.personId ?? '', staffId: 0 }
}

let hires = 0
async function hired(role: Role, officeId: number, bodyId: number | null = null): Promise<Person> {
  const person = await arrived()
  const { id } = await house.db.prisma.staff.create({ data: { personId: person.personId, officeId, role, name: `员工${hires += 1}号`, bodyId } })
  return { ...person, staffId: id }
}

/** Whoever stands in that relation in that role, once the case has been made so. */
async function standing(role: Role, relation: (typeof staffRelations)[number]): Promise<Person> {
  const holder = town.mediator.staffId
  const accepted: Stage = { at: 'accepted', hold: null }
  await setCase({ handlerId: holder, stage: accepted, between: { tier: null, handover: null, offices: [] } })
  switch (relation) {
    case 'holder': {
      await setCase({ handlerId: town[role].staffId, stage: accepted })
      return town[role]
    }
    case 'offered': {
      await setCase({ handlerId: null, stage: { at: 'assigned', to: town[role].staffId, since: house.now(), why: [] } })
      return town[role]
    }
    case 'asked': {
      if (role === 'head' || role === 'leader') {
        await setCase({ between: { tier: { direction: 'down', to: { office: at.village, name: '河东村' }, by: holder, words: '请接收', at: house.now() } } })
        return village[role]
      }
      const other = role === 'mediator' ? town.handler.staffId : holder
      await setCase({ handlerId: other, between: { handover: { by: other, to: town[role].staffId, at: house.now() } } })
      return town[role]
    }
    case 'office': {
      if (role === 'mediator') await setCase({ handlerId: town.handler.staffId })
      return town[role]
    }
    case 'above': return city[role]
    case 'body': return linked
    case 'outside': return elsewhere[role]
    case 'party': return party[role]
  }
}

async function setCase(change: { handlerId?: number | null; stage?: Stage; between?: Partial<Between> }): Promise<void> {
  const row = await house.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } })
  const state = JSON.parse(house.db.seal.open(row.state)) as { stage: Stage; between?: Partial<Between> }
  const next = { ...state, ...(change.stage ? { stage: change.stage } : {}), between: { ...state.between, ...change.between } }
  await house.db.prisma.case.update({ where: { id: caseId }, data: { officeId: at.town, numberedBy: null, state: new Uint8Array(house.db.seal.seal(JSON.stringify(next))), ...(change.handlerId === undefined ? {} : { handlerId: change.handlerId }), ...(change.stage ? { stage: change.stage.at } : {}) } })
}

type Kept = { id: bigint; text: string }
let seen = 0n

/** What the house has told this person since then, opened: every key and every word. */
async function told({ personId }: Person, after: bigint): Promise<Kept[]> {
  const rows = await house.db.prisma.delivery.findMany({ where: { personId, id: { gt: after } }, orderBy: { id: 'asc' } })
  return rows.map(({ id, message }) => ({ id, text: house.db.seal.open(message) }))
}

async function presses({ chat }: Person, on: 'case' | 'mine', action: string): Promise<void> {
  await chat.tapsOld({ ...chat.last(), buttons: [[{ text: 'forged', callback_data: pressText({ on, caseId, action, choice: null }) }]] }, 'forged')
}

async function answered(person: Person, after: bigint, count = 1): Promise<Kept[]> {
  for (const until = Date.now() + 8000; Date.now() < until;) {
    const all = await told(person, after)
    if (all.length >= count) return all
    await new Promise((resolve) => setTimeout(resolve, 8))
  }
  return told(person, after)
}

async function lastTold(): Promise<bigint> {
  const last = await house.db.prisma.delivery.findFirst({ orderBy: { id: 'desc' }, select: { id: true } })
  return seen = last?.id ?? seen
}

/** Everything about the case that an act could change. */
async function print(): Promise<unknown> {
  return house.query(`select c.stage, c.handler_id, c.level, c.office_id, md5(c.state) as state, md5(c.facts) as facts, (select count(*) from parties p where p.case_id = c.id)::int as parties, (select md5(string_agg(d::text, ',' order by d.id)) from duties d where d.case_id = c.id) as duties,
    (select count(*) from histories h where h.case_id = c.id)::int as lines, (select count(*) from tickets t where t.case_id = c.id)::int as tickets, (select md5(string_agg(r::text, ',')) from referrals r where r.case_id = c.id) as referrals from cases c where c.id = $1`, [caseId])
}

const refusal = /"key":"(case:refused\.[a-z-]+|talk:case\.none|talk:stale)"/
/** What the case is about is seen by who may look, and whom to reach by who may look at that. */
function tellsTooMuch(text: string, role: Role | 'resident', relation: Relation): string[] {
  const look = may(role, relation, 'look')
  const contact = may(role, relation, 'look-contact') || relation === 'applicant'
  const hidden = [...(look && relation !== 'follower' && relation !== 'respondent' ? [] : [marks.story]), ...(contact ? [] : [marks.phone, marks.name]), ...(contact && relation !== 'applicant' ? [] : relation === 'applicant' ? [] : [marks.other])]
  return hidden.filter((mark) => text.includes(mark))
}

test('every act has its buttons, or is none that anybody presses', () => {
  expect(everyCommon).toBe(true)
  const bare = caseActs.filter((act) => staffButtons(act).length + residentButtons(act).length === 0)
  // What is seen of a case, and the points of a survey, which has a button of its own.
  expect(bare).toEqual(['look-contact', 'look-score', 'score'])
})

test('nobody has a right where nobody comes to stand', () => {
  for (const role of roles) for (const relation of relations) if (residentRelations.includes(relation) || never(role, relation)) expect(caseActs.filter((act) => may(role, relation, act)), `${role} as ${relation}`).toEqual([])
  for (const relation of staffRelations) expect(caseActs.filter((act) => may('resident', relation, act)), relation).toEqual([])
})

describe.each(staffRelations)('as %s', (relation) => {
  test.each(roles.filter((role) => !never(role, relation)))('%s', async (role) => {
    const person = await standing(role, relation)
    const before = await print()
    const after = await lastTold()
    const refused = caseActs.filter((act) => !may(role, relation, act)).flatMap(staffButtons)
    for (const id of refused) await presses(person, 'case', id)
    // Their own chat shows them no case either, unless they stand in it.
    const own = caseActs.flatMap(residentButtons)
    const mine = relation === 'party' ? [] : every || relation === 'outside' ? own : own.slice(0, 2)
    for (const id of mine) await presses(person, 'mine', id)
    const answers = await answered(person, after, refused.length + mine.length)
    expect(answers.length).toBeGreaterThanOrEqual(refused.length + mine.length)
    for (const { text } of answers) {
      expect(text).toMatch(refusal)
      expect(tellsTooMuch(text, role, relation), text).toEqual([])
    }
    expect(await print()).toEqual(before)
  }, 60_000)
})

describe.each(residentRelations)('a resident as %s', (relation) => {
  test('in their own chat', async () => {
    await standing('mediator', 'holder')
    const person = residents[relation]!
    const before = await print()
    const after = await lastTold()
    const staffs = caseActs.flatMap(staffButtons)
    for (const id of staffs) await presses(person, 'case', id)
    const mine = caseActs.filter((act) => !may('resident', relation, act)).flatMap(residentButtons)
    for (const id of mine) await presses(person, 'mine', id)
    const answers = await answered(person, after, staffs.length + mine.length)
    expect(answers.length).toBeGreaterThanOrEqual(staffs.length + mine.length)
    for (const { text } of answers) {
      expect(text).toMatch(refusal)
      expect(tellsTooMuch(text, 'resident', relation), text).toEqual([])
    }
    expect(await print()).toEqual(before)
  }, 60_000)
})

/** Not a word that it is not theirs: something is asked or done, or cannot be now for a reason of its own. */
const notTheirs = /"key":"(case:refused\.(not-yours|unknown)|talk:case\.none)"/

describe.each(staffRelations.filter((relation) => roles.some((role) => may(role, relation, 'look'))))('what is theirs as %s', (relation) => {
  test.each(roles.filter((role) => may(role, relation, 'look')))('%s', async (role) => {
    for (const act of caseActs.filter((each) => may(role, relation, each))) {
      for (const id of staffButtons(act)) {
        const person = await standing(role, relation)
        const after = await lastTold()
        await presses(person, 'case', id)
        const answers = await answered(person, after)
        expect(answers.length, `${id}: no answer`).toBeGreaterThan(0)
        for (const { text } of answers) {
          // A step has its own list of who takes it, and an opened identity its own leave: that answer is its own reason.
          if (act !== 'step' && act !== 'open-identity' && act !== 'apart') expect(text, id).not.toMatch(notTheirs)
          // Whoever has just taken it reads what its holder reads.
          if (act !== 'take' && act !== 'take-over') expect(tellsTooMuch(text, role, relation), `${id}: ${text}`).toEqual([])
        }
      }
    }
  }, 60_000)
})
