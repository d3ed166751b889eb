import { expect, test } from 'vitest'
import { accepted, regulationOf, variant } from './office.ts'

/** A superior's yes ends the case as it was to end, whatever has become of the regulation meanwhile. */

test('a yes is a yes, also when the outcome has left the file meanwhile', () => {
  const id = variant('mediation', (own) => { own.outcomes = own.outcomes.map((each) => ({ ...each, signOff: { by: 'leader' } })) })
  const it = accepted(id, '2026-11-23 10:00', {}, undefined)
  it.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
  regulationOf(id).outcomes = regulationOf(id).outcomes.filter((each) => each.id !== 'agreement')
  it.staffDoes(6, 'sign-off', { choice: 'yes' })
  expect(it.case.stage).toMatchObject({ at: 'closed', outcome: 'agreement', answer: '谈成了。' })
  expect(it.history.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['signed', 'closed']))
  expect(it.history.map(({ kind }) => kind)).not.toContain('returned')
})
