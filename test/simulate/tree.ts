// Owns who works where: a city over towns over villages, each with its people, and how each of them is.
import { randomUUID } from 'node:crypto'
import type { StaffMember } from '../../src/cases/case.ts'
import type { Database } from '../../src/store/database.ts'
import { zone } from './house.ts'

/**
 * How somebody answers. prompt: soon; late: near the limit or after it; silent: often not at all; choosy: says no, or stands
 * aside, more often than others.
 */
export type Temper = 'prompt' | 'late' | 'silent' | 'choosy'
export type Member = { id: number; personId: string; addressId: string; officeId: number; role: StaffMember['role']; name: string; temper: Temper; body: number | null }
export type SimOffice = { id: number; level: 'city' | 'town' | 'village'; name: string; parentId: number | null }
export type Tree = { offices: SimOffice[]; staff: Member[] }

export type Size = { towns: number; villagesPerTown: number }

const villageRegulations = ['mediation', 'screening']
const townRegulations = ['mediation', 'petition', 'labour', 'consumer', 'property-complaint', 'school', 'screening']
const cityRegulations = ['mediation', 'petition', 'labour', 'service-complaint', 'construction', 'social-insurance', 'screening']

const town: StaffMember['role'][] = ['head', 'leader', 'mediator', 'mediator', 'handler', 'handler', 'informant']
const city: StaffMember['role'][] = ['head', 'leader', 'handler', 'handler', 'handler', 'mediator', 'mediator', 'mediator', 'admin']
const liaisons = ['police', 'court', 'hospital']

export async function plantTree(db: Database, size: Size, dice: () => number): Promise<Tree> {
  const tree: Tree = { offices: [], staff: [] }
  const names = someNames()
  const open = async (level: SimOffice['level'], name: string, parentId: number | null, regulations: string[]): Promise<number> => {
    const { id } = await db.prisma.office.create({ data: { name, level, zone, parentId, regulations, areas: [name] } })
    tree.offices.push({ id, level, name, parentId })
    return id
  }
  const join = async (officeId: number, role: StaffMember['role'], body: number | null = null): Promise<void> => {
    const name = names.next().value ?? ''
    const { personId, addressId } = await newPerson(db, dice, officeId)
    const custodian = role === 'admin'
    const { id } = await db.prisma.staff.create({ data: { personId, officeId, role, name, custodian, bodyId: body, joinedAt: new Date('2026-01-01') } })
    const answers = role === 'mediator' || role === 'handler' || role === 'informant'
    tree.staff.push({ id, personId, addressId, officeId, role, name, body, temper: answers ? temperOf(dice()) : dice() < 0.2 ? 'late' : 'prompt' })
  }

  const cityId = await open('city', '云泽市', null, cityRegulations)
  for (const role of city) await join(cityId, role)
  for (const kind of liaisons) {
    const body = await db.prisma.body.create({ data: { officeId: cityId, kind, name: `云泽市${kind}`, createdAt: new Date('2026-01-01') } })
    await join(cityId, 'liaison', body.id)
  }
  for (let t = 0; t < size.towns; t++) {
    const townId = await open('town', `${'东南西北中上下前'[t]}河镇`, cityId, townRegulations)
    for (const role of town) await join(townId, role)
    for (let v = 0; v < size.villagesPerTown; v++) {
      const villageId = await open('village', `${'东南西北中上下前'[t]}${'一二三四五六七八九十'[v]}村`, townId, villageRegulations)
      await join(villageId, 'mediator')
      await join(villageId, v % 2 === 0 ? 'mediator' : 'informant')
    }
  }
  return tree
}

/** Somebody with a chat of their own, at home with this office. */
export async function newPerson(db: Database, dice: () => number, officeId: number): Promise<{ personId: string; addressId: string }> {
  const [personId, addressId] = [randomUUID(), randomUUID()]
  await db.prisma.person.create({ data: { id: personId, language: dice() < 0.9 ? 'zh-CN' : 'en', officeId, consent: '2026-11', consentAt: new Date('2026-01-01') } })
  await db.prisma.address.create({ data: { id: addressId, channel: dice() < 0.5 ? 'telegram' : 'line', user: addressId, personId } })
  return { personId, addressId }
}

function temperOf(chance: number): Temper {
  return chance < 0.55 ? 'prompt' : chance < 0.8 ? 'late' : chance < 0.88 ? 'silent' : 'choosy'
}

/** Names that stand in no story by chance. */
function* someNames(): Generator<string, string> {
  for (const given of ['翊宸', '沅芷', '霁川', '砚舟', '筠溪', '晏清', '昀泽', '芮宁']) for (const surname of '欧贺覃邵虞霍褚裴阮柯申尉荀冉鞠') yield surname + given
  return ''
}
