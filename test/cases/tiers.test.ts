import { describe, expect, test } from 'vitest'
import { relationOf } from '../../src/cases/access.ts'
import { actionsFor } from '../../src/cases/actions.ts'
import type { CaseState, StaffMember } from '../../src/cases/case.ts'
import { answerable, answerableApart } from '../../src/cases/house.ts'
import { officesFor } from '../../src/cases/offered/tiers.ts'
import type { NearOffice, Tree } from '../../src/cases/tree.ts'
import { residentCard, staffCard } from '../../src/cases/views.ts'
import { accepted, applicant, everybody, life, member, newCase, office, regulationOf, wholly, type Life } from './office.ts'

/** MED-20, PET-2: a case goes up or down by being received; until then it is the sender's. Office 1 is a town, 2 the city over it, 3 a village below. */
const city: StaffMember[] = [member(21, 'mediator', { officeId: 2, name: '周全' }), member(25, 'head', { officeId: 2, name: '高远' }), member(26, 'leader', { officeId: 2, name: '方正' })]
const village: StaffMember[] = [member(35, 'head', { officeId: 3, name: '田丰' })]

const near = (direction: NearOffice['direction'], staff: StaffMember[], name: string): NearOffice => ({ office: staff[0]?.officeId ?? 0, name, direction, officers: staff.filter(({ role }) => role === 'head' || role === 'leader') })
const offices = [near('up', city, '市中心'), near('down', village, '河东村')]

/** The world as the shell makes it: with the tree, and with those who are asked while somebody is. */
function among(it: Life, round: NearOffice[] = offices, level: Tree['level'] = 'town'): Life {
  const plain = it.world.bind(it)
  it.world = () => {
    const { tier } = it.case.between
    const all = [...everybody, ...city, ...village]
    const home = all.filter(({ officeId }) => officeId === it.case.officeId)
    const asked = all.filter(({ officeId }) => officeId === tier?.to.office).map((each) => ({ ...each, stands: each.officeId === 2 ? 'above' as const : 'asked' as const }))
    return { ...plain(), office: it.case.officeId === 1 ? '和平街道' : '市中心', staff: [...home, ...asked], tree: { level, near: round, asked: tier ? { name: tier.to.name, calendar: office } : null } }
  }
  return it
}

const start = '2026-11-24 10:00'
const up = (it: Life) => it.does({ type: 'staff', staff: 1, action: 'hand-up', given: { words: '双方都要求市里调解。' } })
const to = (it: Life, who: string): string => it.last.filter((each) => each.to === who).map(({ text }) => text).join('\n')

describe('handing up', () => {
  test('until it is received everything stays with whoever has it, and the resident knows who that is', () => {
    const it = among(accepted('mediation', start))
    const before = it.open()
    up(it)
    expect([it.case.officeId, it.case.handlerId, it.case.stage.at]).toEqual([1, 1, 'accepted'])
    expect(it.open()).toEqual([...before, 'receive-case'].sort())
    expect(it.duty('receive-case')).toMatchObject({ owner: 'head', staffId: 25, rule: 'MED-20' })
    expect(to(it, 'resident')).toMatch(/转给市中心[\s\S]*仍由林敏负责，期限不变/)
    expect(to(it, 'staff 25')).toMatch(/和平街道的林敏请您单位接收[\s\S]*双方都要求市里调解[\s\S]*\[接收\][\s\S]*\[退回\]/)
    // Nothing by which anybody could be reached goes along before it is theirs.
    expect(to(it, 'staff 25')).not.toMatch(/1380000|1390000|王芳/)
    expect(to(it, 'head')).toContain('仍由我们负责')
    expect(wholly(residentCard(it.case, it.world(), it.history))).toContain('已经请市中心接收；接收之前由林敏负责')
  })

  test('received: the number stays, the limits and the history go along, and somebody there is asked to take it', () => {
    const it = among(accepted('mediation', start))
    const { number } = it.case
    const limits = it.duties.filter(({ state, kind }) => state === 'open' && kind !== 'receive-case').map(({ kind, dueAt }) => `${kind} ${dueAt}`)
    up(it)
    it.until('2026-11-24 15:00')
    it.staffDoes(25, 'receive')
    expect(it.case).toMatchObject({ number, officeId: 2, handlerId: null, stage: { at: 'assigned', to: 21 } })
    expect(it.case.between).toMatchObject({ tier: null, offices: [{ office: 1, name: '和平街道' }] })
    expect(it.duties.filter(({ state, kind }) => state === 'open' && kind !== 'answer-offer').map(({ kind, dueAt }) => `${kind} ${dueAt}`)).toEqual(limits)
    expect(it.duty('receive-case')).toMatchObject({ state: 'done', late: false })
    expect(to(it, 'resident')).toMatch(/市中心已经接收您的事项，现在由高远负责/)
    expect(to(it, 'staff 1')).toContain('高远已经接收')
    expect(to(it, 'staff 5')).toContain('高远已经接收')
    expect(to(it, 'staff 21')).toContain('楼上每天半夜拖桌子')
    it.staffDoes(21, 'take')
    expect(to(it, 'resident')).toContain('现在由周全承办')
    expect(it.history.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['filed', 'accepted', 'tier-up', 'tier-received', 'handed-over']))
    // Whoever had it before has nothing to do with it any more.
    expect(relationOf(it.case, everybody[0]!, regulationOf('mediation'))).toBe('outside')
  })

  test('sent back with the reason: it stays, and everybody who heard of it hears that too', () => {
    const it = among(accepted('mediation', start))
    up(it)
    expect(it.attempts({ type: 'staff', staff: 25, action: 'send-back', words: '  ' })).toEqual({ key: 'case:refused.words-needed' })
    it.staffDoes(25, 'send-back', { words: '金额不大，请你们先调一次。' })
    expect([it.case.officeId, it.case.handlerId, it.case.between.tier]).toEqual([1, 1, null])
    expect(it.open()).not.toContain('receive-case')
    expect(to(it, 'staff 1')).toContain('金额不大，请你们先调一次')
    expect(to(it, 'resident')).toMatch(/没有转到市中心[\s\S]*由林敏负责/)
    expect(to(it, 'resident')).not.toContain('金额不大')
  })

  test('nobody there answers: after a working day their leader and ours hear of it, and it is still ours', () => {
    const it = among(accepted('mediation', start))
    up(it)
    it.until('2026-11-26 10:00')
    const told = it.told.filter(({ text }) => text.includes('接收或退回移交的事项'))
    expect(new Set(told.map((each) => each.to))).toEqual(new Set(['staff 25', 'staff 26', 'leader']))
    expect([it.case.officeId, it.case.handlerId]).toEqual([1, 1])
  })

  test('while another office is asked it is handed to no colleague; a colleague asked before hears that it has gone', () => {
    const it = among(accepted('mediation', start))
    it.staffDoes(1, 'hand-over', { choice: '2', words: '出差。' })
    const { handover } = it.case.between
    it.staffDoes(1, 'keep-it')
    up(it)
    expect(it.attempts({ type: 'staff', staff: 1, action: 'hand-over', choice: '2', words: '出差。' })).toEqual({ key: 'case:refused.tier-first', with: { office: '市中心' } })
    // As it may still stand in a case from before.
    it.case.between.handover = handover
    it.staffDoes(25, 'receive')
    expect(to(it, 'staff 2')).toContain('转给其他同事')
    expect(it.open()).not.toContain('answer-handover')
  })

  test('kept here after all, and pressing again or late is answered with what is so now', () => {
    const it = among(accepted('mediation', start))
    up(it)
    expect(it.attempts({ type: 'staff', staff: 1, action: 'hand-up', given: { words: '再交一次' } })).toMatchObject({ key: 'case:refused.tier-asked' })
    it.staffDoes(5, 'keep-here')
    expect(to(it, 'staff 25')).toContain('不用再接收')
    expect(it.case.between.tier).toBeNull()
    expect(it.attempts({ type: 'staff', staff: 25, action: 'receive' })).not.toBeNull()
    up(it)
    it.staffDoes(25, 'receive')
    expect(it.attempts({ type: 'staff', staff: 25, action: 'receive' })).toEqual({ key: 'case:refused.tier-gone' })
  })

  test('it ends before anybody has received it: those asked hear that they need not', () => {
    const it = among(accepted('mediation', start))
    up(it)
    it.does({ type: 'resident', person: applicant, action: 'withdraw', words: '不办了', choice: 'own' })
    expect(it.case.stage.at).toBe('closed')
    expect(it.case.between.tier).toBeNull()
    expect(to(it, 'staff 25')).toContain('不用再接收')
    expect(it.open()).not.toContain('receive-case')
  })

  test('nobody there fits: whoever received it assigns it', () => {
    const it = among(accepted('mediation', start, { language: 'zh-CN' }))
    up(it)
    const [mediator] = city
    if (mediator) mediator.capacity = 0
    it.staffDoes(25, 'receive')
    if (mediator) mediator.capacity = 20
    expect(it.case.stage.at).toBe('filed')
    expect(it.duty('assign')).toMatchObject({ state: 'open', owner: 'head' })
    expect(to(it, 'staff 25')).toMatch(/请您指定承办人[\s\S]*\[指派承办人\]/)
  })
})

describe('handing down', () => {
  test('the head picks one of those directly below', () => {
    const it = among(accepted('mediation', start))
    const down = actionsFor(it.case, it.world(), everybody[4]!).find(({ id }) => id === 'hand-down')
    expect(down?.choices.map(({ id }) => id)).toEqual(['3'])
    expect(it.attempts({ type: 'staff', staff: 1, action: 'hand-down', choice: '3', given: { words: '小事' } })).toEqual({ key: 'case:refused.not-yours' })
    expect(it.attempts({ type: 'staff', staff: 5, action: 'hand-down', choice: '2', given: { words: '小事' } })).toEqual({ key: 'case:refused.choice' })
    it.does({ type: 'staff', staff: 5, action: 'hand-down', choice: '3', given: { words: '村里先调。' } })
    expect(it.duty('receive-case')).toMatchObject({ staffId: 35 })
    it.staffDoes(35, 'receive')
    expect(it.case.officeId).toBe(3)
    // The village has a head only: it is his to assign or to take.
    expect(it.case.stage.at).toBe('filed')
  })
})

describe('where it can go (PET-7)', () => {
  const about = (name: string): CaseState => newCase('petition', { parties: [], story: `${name}收了钱。` })
  const world = { tree: { level: 'town' as const, near: offices, asked: null }, regulation: regulationOf('petition') }
  test.each([
    ['the head there', '高远', [2], 26], ['nobody there', '某某', [2], 25],
  ])('about %s', (_who, name, expected, answers) => {
    const state = about(name)
    expect(officesFor(state, world, 'up').map(({ office: id }) => id)).toEqual(expected)
    const it = among(life('petition', start, { parties: [], story: state.story }))
    it.does({ type: 'filed' })
    if (it.case.stage.at !== 'assigned') throw new Error('nobody was asked')
    it.does({ type: 'staff', staff: 5, action: 'hand-up', given: { words: '请市里办理。' } })
    expect(it.duty('receive-case')).toMatchObject({ staffId: answers })
    if (answers === 26) {
      expect(to(it, 'staff 25')).toBe('')
      expect(relationOf(it.case, { ...city[1]!, stands: 'above' }, regulationOf('petition'))).toBe('party')
      expect(it.attempts({ type: 'staff', staff: 25, action: 'receive' })).toEqual({ key: 'case:refused.not-yours' })
    }
  })
  test('about everybody there: it is not handed there', () => {
    expect(officesFor(about('高远和方正'), world, 'up')).toEqual([])
    expect(officesFor(about('田丰'), world, 'down')).toEqual([])
  })
})

describe('who is round a case answers for nothing in it', () => {
  const regulation = regulationOf('mediation')
  const mine = [member(1, 'mediator')]
  const round = [{ ...city[1]!, stands: 'above' as const }, { ...village[0]!, stands: 'asked' as const }]
  const state = newCase('mediation', { handlerId: 1, between: { ...newCase('mediation').between, tier: { direction: 'down', to: { office: 3, name: '河东村' }, by: 1, words: '', at: 0 } } })
  test('neither who looks from above nor who is asked', () => {
    expect(answerable(state, { staff: [...mine, ...round], regulation }, 'head')).toEqual([])
    expect(answerableApart(state, { staff: [...mine, ...round], regulation })).toEqual([])
    // Whom the shell has put there to answer, because nobody here can, does.
    expect(answerable(state, { staff: [...mine, city[1]!], regulation }, 'head').map(({ id }) => id)).toEqual([25])
  })
  test('of the office asked only those who may answer for it', () => {
    expect(relationOf(state, round[1]!, regulation)).toBe('asked')
    expect(relationOf(state, member(39, 'mediator', { officeId: 3, stands: 'asked' }), regulation)).toBe('outside')
    expect(relationOf(state, round[0]!, regulation)).toBe('above')
    expect(relationOf(state, member(99, 'head', { officeId: 9 }), regulation)).toBe('outside')
  })
  test('the office above that is asked keeps its eye on it as well', () => {
    const it = among(accepted('mediation', start))
    up(it)
    const head = it.world().staff.find(({ id }) => id === 25)!
    expect(relationOf(it.case, head, regulation)).toBe('asked')
    expect(staffCard(it.case, it.world(), head, it.history)).not.toBeNull()
    expect(staffCard(it.case, it.world(), it.world().staff.find(({ id }) => id === 21)!, it.history)).toBeNull()
  })
})

describe('small in the village, ordinary in the town, major in the county (MED-20)', () => {
  const card = (level: string, tier: Tree['level'], round = offices): string => {
    const it = among(accepted('mediation', start, level === 'major' ? { category: 'demolition' } : {}), round, tier)
    expect(it.case.level).toBe(level)
    return wholly(staffCard(it.case, it.world(), everybody[0]!, it.history) ?? { as: 'note', text: [] })
  }
  test.each<[string, Tree['level'], boolean]>([['ordinary', 'village', false], ['major', 'village', true], ['major', 'town', true], ['major', 'city', false]])('%s in a %s', (level, tier, hinted) => {
    expect(card(level, tier).includes('可以上交给市中心，由您决定')).toBe(hinted)
  })
  test('where there is no office above nothing is advised', () => {
    expect(card('major', 'village', [])).not.toContain('上交')
  })
})
