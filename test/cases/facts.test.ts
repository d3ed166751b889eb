import { describe, expect, it } from 'vitest'
import { factsOf, holds, matches, thisTime } from '../../src/cases/conditions.ts'
import type { CaseState } from '../../src/cases/case.ts'
import { factLines } from '../../src/cases/telling/facts.ts'
import type { Condition } from '../../src/regulations/condition.ts'
import { at, newCase, regulationOf, speaker } from './office.ts'

function lines(state: CaseState, show: 'offer' | 'full', regulation = 'mediation'): string[] {
  return factLines(state, regulationOf(regulation), show).map(({ label, value }) => `${speaker.say(label, 'en')}: ${speaker.say(value, 'en')}`)
}

describe('the facts of a case', () => {
  const state = newCase('mediation', {
    category: 'neighbour', level: 'urgent', dangers: ['violence'],
    answers: [
      { id: 'other-name', text: '赵强', value: null }, { id: 'other-contact', text: '13900002222', value: null }, { id: 'place', text: '河东村三组 8 号', value: null },
      { id: 'people', text: 'Five or more', value: 'some' }, { id: 'own-name', text: '王芳', value: null }, { id: 'own-phone', text: '13800001111', value: '13800001111' },
    ],
  })

  it('on offer: enough to decide, nothing by which anybody could be reached', () => {
    expect(lines(state, 'offer')).toEqual([
      'Number: M20260001', 'Kind: Mediation · Neighbours', 'Level: may escalate, urgent', 'Take care: The resident mentioned danger; please deal with this first',
      'Where: 河东村三组 8 号', 'People: Five or more', 'Other side: 赵强',
    ])
  })

  it('once accepted: names and contacts too', () => {
    expect(lines(state, 'full').slice(6)).toEqual(['Applicant: 王芳', 'Contact: 13800001111', 'Other side: 赵强', 'Other side’s contact: 13900002222'])
  })

  it('an ordinary case says no level; a place told otherwise stands for the missing answer', () => {
    expect(lines(newCase('mediation', { category: 'neighbour' }), 'offer')).toEqual(['Number: M20260001', 'Kind: Mediation · Neighbours', 'Place: 河东村三组', 'Other side: 赵强'])
    expect(lines(newCase('mediation', { place: null, parties: [] }), 'offer')).toEqual(['Number: M20260001', 'Kind: Mediation · Marriage'])
  })

  it('a nameless one stays nameless, and what is sensitive waits for acceptance (PET-7)', () => {
    const nameless = newCase('petition', { anonymous: true, answers: [{ id: 'nameless', text: 'Yes', value: 'yes' }, { id: 'about', text: '村委会', value: null }] })
    expect(lines(nameless, 'offer', 'petition')).not.toContain('About whom: 村委会')
    expect(lines(nameless, 'full', 'petition').slice(2)).toEqual(['Without a name: Yes', 'About whom: 村委会', 'Place: 河东村三组', 'Applicant: prefers not to give a name', 'Other side: 赵强', 'Other side’s contact: 13900002222'])
  })

  it('says what the other side wants, once it is known', () => {
    const asked = newCase('mediation')
    const [applicant, respondent] = asked.parties
    if (applicant && respondent) asked.parties = [{ ...applicant, willing: 'willing' }, { ...respondent, willing: 'unwilling' }]
    expect(lines(asked, 'full').filter((line) => line.startsWith('Other side is'))).toEqual(['Other side is: not willing'])
  })
})

describe('conditions', () => {
  const facts = factsOf(newCase('mediation', {
    category: 'labour', level: 'major', dangers: ['fire'],
    answers: [{ id: 'amount', text: '2000', value: 2000 }, { id: 'people', text: '', value: 'some' }, { id: 'want', text: '道歉', value: null }],
    happened: ['filed', 'proposed.large', 'reopened', 'session.failed'].map((what) => ({ what, at: 0 })),
  }))
  it.each<[Condition, boolean]>([
    [{}, true],
    [{ answer: 'amount', atLeast: 2000 }, true], [{ answer: 'amount', atLeast: 2001 }, false], [{ answer: 'amount', below: 2000 }, false], [{ answer: 'amount', below: 2001 }, true],
    [{ answer: 'people', is: 'some' }, true], [{ answer: 'people', is: ['few', 'some'] }, true], [{ answer: 'people', is: 'many' }, false],
    [{ answer: 'want' }, true], [{ answer: 'want', is: '道歉' }, false], [{ answer: 'want', given: true }, true], [{ answer: 'want', given: false }, false],
    [{ answer: 'since' }, true], [{ answer: 'since', given: true }, false], [{ answer: 'since', given: false }, true], [{ answer: 'since', is: 'x' }, false], [{ answer: 'since', atLeast: 0 }, false],
    [{ category: 'labour' }, true], [{ category: ['family', 'house'] }, false],
    [{ level: ['major', 'urgent'] }, true], [{ level: 'ordinary' }, false],
    [{ danger: 'fire' }, true], [{ danger: ['crowd', 'fire'] }, true], [{ danger: 'crowd' }, false],
    [{ anonymous: false }, true], [{ anonymous: true }, false], [{ respondent: true }, true], [{ respondent: false }, false],
    [{ outcome: 'agreement' }, false],
    [{ happened: 'session' }, true], [{ happened: 'session.failed' }, true], [{ happened: ['session.agreed'] }, false], [{ happened: 'proposed' }, false], [{ happened: 'reopened' }, true],
    [{ category: 'labour', level: 'ordinary' }, false],
    [{ latest: { of: ['session', 'reopened'], is: 'session' } }, true], [{ latest: { of: ['session', 'reopened'], is: 'reopened' } }, false], [{ latest: { of: ['session.failed', 'session.agreed'], is: ['session.failed'] } }, true],
    [{ latest: { of: ['filed', 'proposed'], is: 'filed' } }, false],
    [{ not: { category: 'labour' } }, false], [{ not: { category: 'family' } }, true], [{ not: { category: 'labour', level: 'ordinary' } }, true], [{ not: { happened: 'filed' } }, true], [{ not: { latest: { of: ['session', 'reopened'], is: 'session' } } }, false],
    [{ category: 'labour', not: { danger: 'fire' } }, false], [{ category: 'labour', not: { danger: 'crowd' } }, true],
  ])('%j → %s', (condition, holdsNow) => {
    expect(holds(condition, facts)).toBe(holdsNow)
  })

  it('know the outcome of a case that is closed or about to be', () => {
    const closed = newCase('mediation', { stage: { at: 'closed', outcome: 'failed', answer: '', by: 1, since: at('2026-11-23 10:00') } })
    expect(holds({ outcome: ['agreement', 'failed'] }, factsOf(closed))).toBe(true)
    expect(holds({ outcome: 'agreement' }, factsOf(closed))).toBe(false)
  })

  it.each([['closed', 'closed', true], ['closed', 'closed.failed', true], ['closed.failed', 'closed', false], ['closed', 'closedown', false]])('%s means %s: %s', (pattern, what, meant) => {
    expect(matches(pattern, what)).toBe(meant)
  })

  it('this time begins at the last reopening', () => {
    expect(thisTime(newCase('mediation', { happened: ['filed', 'reopened', 'accepted', 'reopened', 'assigned'].map((what) => ({ what, at: 0 })) })).map(({ what }) => what)).toEqual(['reopened', 'assigned'])
    expect(thisTime(newCase('mediation', { happened: [{ what: 'filed', at: 0 }] }))).toHaveLength(1)
  })
})
