import { describe, expect, it } from 'vitest'
import { actors, caseActs, may, relationOf, relations } from '../../src/cases/access.ts'
import type { Relation } from '../../src/cases/access.ts'
import { isNamedIn } from '../../src/cases/named.ts'
import { staffCard } from '../../src/cases/views.ts'
import { applicant, everybody, life, member, newCase, regulationOf } from './office.ts'

const holder = 'look look-contact recuse message note hold resume close step consent invite dates draft contacted extend hand-over hand-up refer ask-identity open-identity'
const offered = 'look take decline recuse close step'
const head = 'look look-contact look-score take message note hold resume close assign sign-off visited called step consent invite dates draft contacted decide-extension hand-up hand-down refer take-over urge-staff supervise merge ask-identity open-identity'
const leader = 'look look-score take message note assign sign-off visited called step decide-extension hand-up hand-down take-over urge-staff supervise ask-identity decide-identity open-identity'
/** To whom the holder would hand it: may read it and answer, and do no more before that (ADM-3). */
const colleague = 'look take-over open-identity'
const above = 'look look-score urge-staff supervise'

/** The same for both sides of the table (MED-9). */
const side = 'look reply add score move complain confirm-contact speak offer meet agree'

/** Written out by hand: what is not here is refused. */
const allowed: Record<string, string> = {
  'handler holder': holder, 'handler offered': offered, 'mediator holder': holder, 'mediator offered': offered,
  'informant holder': holder, 'informant offered': offered, 'liaison holder': holder, 'liaison offered': offered,
  'head holder': `${head} recuse extend hand-over`, 'head offered': `${head} decline recuse`, 'head office': head, 'head above': above, 'head asked': 'look receive',
  'leader holder': `${leader} look-contact recuse hold resume close consent invite dates draft contacted extend hand-over refer`, 'leader offered': `${leader} decline recuse close`, 'leader office': leader, 'leader above': above, 'leader asked': 'look receive',
  'admin holder': `${holder} assign`, 'admin offered': `${offered} assign open-identity`, 'admin office': 'assign open-identity',
  'handler office': 'open-identity', 'mediator office': 'open-identity', 'liaison body': 'look feedback',
  'handler asked': colleague, 'mediator asked': colleague, 'informant asked': colleague, 'liaison asked': colleague,
  'resident applicant': `${side} withdraw answer correct urge consent reveal group represent leave`, 'resident respondent': `${side} willing leave`,
  'resident member': 'look reply add score move complain confirm-contact represent leave', 'resident follower': 'look add leave move',
}

describe('who may do what (ADM-4)', () => {
  for (const actor of actors) {
    it.each(relations)(`${actor} as %s`, (relation) => {
      const mine = (allowed[`${actor} ${relation}`] ?? '').split(' ').filter(Boolean).sort()
      expect(caseActs.filter((act) => may(actor, relation, act)).sort()).toEqual(mine)
    })
  }
})

describe('how somebody stands to a case', () => {
  const state = newCase('mediation', { handlerId: 1, stage: { at: 'assigned', to: 2, since: 0, why: [] } })
  it.each<[string, Parameters<typeof member>, Relation]>([
    ['who holds it', [1, 'mediator'], 'holder'],
    ['who is asked', [2, 'mediator'], 'offered'],
    ['a colleague', [3, 'mediator'], 'office'],
    ['one of another office', [4, 'mediator', { officeId: 2 }], 'outside'],
    ['who filed it, even as the holder', [1, 'mediator', { personId: applicant }], 'party'],
    ['whom it is about, by name', [5, 'head', { name: '赵强' }], 'party'],
    ['who is only called like the applicant', [5, 'head', { name: '王芳' }], 'office'],
  ])('%s', (_who, args, relation) => {
    expect(relationOf(state, member(...args), regulationOf('mediation'))).toBe(relation)
  })
})

/** PET-7: a petition names the head, or the leader; who reads it then. */
describe('the accused hears nothing of it', () => {
  const about = (text: string) => ({ id: 'about', text, value: null })
  const readers = (answer: string, story: string, staff = everybody) => {
    const it = life('petition', '2026-11-24 10:00', { parties: [], answers: [about(answer)], story, dangers: ['violence'] }, staff)
    it.does({ type: 'filed' })
    it.until('2026-12-20 10:00')
    return { it, told: new Set(it.told.map(({ to }) => to)) }
  }

  it.each([
    ['named in the answer', '河东村的胡静', '他打了人。'],
    ['written with a gap', '胡 静', '他打了人。'],
    ['named only in the story', '', '胡静收了钱，还打人。'],
  ])('the head %s', (_how, answer, story) => {
    const { it: petition, told } = readers(answer, story)
    expect([...told]).not.toContain('head')
    expect([...told]).not.toContain('staff 5')
    expect(told).toContain('leader')
    const [head, leader] = [everybody[4], everybody[5]].map((each) => staffCard(petition.case, petition.world(), each as never, petition.history))
    expect(head).toBeNull()
    expect(leader).not.toBeNull()
    expect(petition.duties.filter((duty) => duty.owner === 'head')).toEqual([])
  })

  it('the only one there is to tell: then nobody is told', () => {
    const { told } = readers('Wang Dahai, the village head', 'He hit people.', [member(5, 'head', { name: 'wang dahai' })])
    expect([...told]).not.toContain('head')
    expect([...told]).not.toContain('staff 5')
  })

  it('only one of two heads', () => {
    const { told } = readers('胡静', '他打了人。', [...everybody, member(7, 'head', { name: '齐欣' })])
    expect(told).toContain('staff 7')
    expect([...told]).not.toContain('head')
  })

  it('not somebody whose name is part of another word, nor a working name like a house number', () => {
    expect(isNamedIn('The deadline has passed', 'Lin')).toBe(false)
    expect(isNamedIn('deadline, says Lin', 'Lin')).toBe(true)
    expect(isNamedIn('We live in #3', '#3')).toBe(false)
  })
})
