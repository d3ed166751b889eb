import { describe, expect, it } from 'vitest'
import { may, relationOf } from '../../src/cases/access.ts'
import type { Actor, CaseAct, Relation } from '../../src/cases/access.ts'
import { applicant, member, newCase } from './office.ts'

const actors: Actor[] = ['handler', 'mediator', 'head', 'leader', 'informant', 'liaison', 'admin', 'resident']
const relations: Relation[] = ['holder', 'offered', 'office', 'outside', 'party', 'applicant', 'respondent', 'stranger']
const acts: CaseAct[] = [
  'look', 'look-contact', 'look-score', 'take', 'decline', 'recuse', 'message', 'note', 'hold', 'resume', 'close', 'assign', 'sign-off', 'visited', 'step',
  'reply', 'add', 'withdraw', 'answer', 'score',
]

const holder = 'look look-contact recuse message note hold resume close step'
const offered = 'look take decline recuse close step'
const head = 'look look-contact look-score take message note hold resume close assign sign-off visited step'
const leader = 'look look-score take message note assign sign-off visited step'

/** Written out by hand: what is not here is refused. */
const allowed: Record<string, string> = {
  'handler holder': holder, 'handler offered': offered, 'mediator holder': holder, 'mediator offered': offered,
  'informant holder': holder, 'informant offered': offered, 'liaison holder': holder, 'liaison offered': offered,
  'head holder': `${head} recuse`, 'head offered': `${head} decline recuse`, 'head office': head,
  'leader holder': `${leader} look-contact recuse hold resume close`, 'leader offered': `${leader} decline recuse close`, 'leader office': leader,
  'admin holder': `${holder} assign`, 'admin offered': `${offered} assign`, 'admin office': 'assign',
  'resident applicant': 'look reply add withdraw answer score',
}

describe('who may do what', () => {
  for (const actor of actors) {
    it.each(relations)(`${actor} as %s`, (relation) => {
      const mine = (allowed[`${actor} ${relation}`] ?? '').split(' ').filter(Boolean).sort()
      expect(acts.filter((act) => may(actor, relation, act)).sort()).toEqual(mine)
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
    expect(relationOf(state, member(...args))).toBe(relation)
  })
})
