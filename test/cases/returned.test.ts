import { expect, test } from 'vitest'
import { decideCase } from '../../src/cases/decide.ts'
import { accepted, at, life, office, shown, variant } from './office.ts'

/** Handing the end in stops no legal limit for good, and days that were changed call nobody late who is not. */

test('PRO-6: a closing that is sent back is owed by the same day as before, and chased again', () => {
  const it = accepted('property-complaint', '2026-11-24 10:00', { answers: [{ id: 'amount', text: '3000', value: 3000 }] })
  const limit = it.duty('settle-escalated')
  expect(limit?.state).toBe('open')
  const holder = it.case.handlerId ?? 0
  it.now = at('2026-12-01 10:00')
  it.staffDoes(holder, 'close', { choice: 'compensated', words: '赔偿三千元，今天已经付清。' })
  expect(it.case.stage.at).toBe('settling')
  it.now = at('2026-12-02 10:00')
  it.staffDoes(5, 'sign-off', { choice: 'no', words: '请附上收条。' })
  expect(it.duties.filter(({ kind, state }) => kind === 'settle-escalated' && state === 'open')).toEqual([{ ...limit, late: false }])
  it.until('2026-12-20 10:00')
  expect(it.told.filter(({ to, text }) => to === 'resident' && text.includes('抱歉')).map(({ at: when }) => shown(when))).toEqual(['2026-12-16 09:00'])
})

test('days off that were entered after the clock was set put a limit off: nobody is called late, and the resident learns the new day', () => {
  const it = accepted('property-complaint', '2026-11-23 10:00')
  const duty = it.duty('settle')
  expect(shown(duty?.dueAt ?? 0)).toBe('2026-11-30 17:30')
  it.until('2026-11-30 09:00')
  const days = new Map([...office.days, ['2026-11-30', false], ['2026-12-01', false]])
  const now = at('2026-12-01 09:00')
  const decided = decideCase(it.case, { type: 'duty-due', duty: duty?.id ?? '', rung: it.duty('settle')?.rung ?? 0 }, { ...it.world(), calendar: { ...office, days }, now })
  if (!('case' in decided)) throw new Error('refused')
  expect(decided.case.level).toBe('ordinary')
  const [moved] = decided.duties.filter(({ kind }) => kind === 'settle')
  expect([moved?.state, shown(moved?.dueAt ?? 0), shown(moved?.nextAt ?? 0)]).toEqual(['open', '2026-12-02 17:30', '2026-12-03 09:00'])
  expect(decided.tells.map(({ to }) => to)).toEqual([{ applicant: true }])
  expect(decided.history.map(({ kind }) => kind)).toEqual(['reckoned'])
})

test('PET-6: what was closed before anybody accepted it and is sent back counts as accepted: nothing waits for it any more', () => {
  const early = variant('petition', ({ outcomes }) => { for (const outcome of outcomes) if (outcome.id === 'forwarded') outcome.signOff = { by: 'leader' } })
  const it = life(early, '2026-11-23 10:00')
  it.does({ type: 'filed' })
  it.staffDoes(3, 'close', { choice: 'forwarded', words: '已转县自然资源局。' })
  it.staffDoes(6, 'sign-off', { choice: 'no', words: '归我们管。' })
  expect(it.case).toMatchObject({ stage: { at: 'accepted', hold: null }, handlerId: 3, acceptedAt: it.now })
  expect(it.case.happened.map(({ what }) => what).slice(-2)).toEqual(['returned', 'accepted'])
  expect(it.last.filter(({ to, text }) => to === 'resident' && text.includes('苏青已受理')).length).toBe(1)
  expect(it.open()).not.toContain('keep-or-forward')
  it.until('2026-11-30 10:00')
  expect(it.duties.filter(({ kind, late }) => kind === 'keep-or-forward' && late)).toEqual([])
  // Sent back again, it is not accepted a second time.
  it.staffDoes(3, 'close', { choice: 'forwarded', words: '已转县自然资源局。' })
  it.staffDoes(6, 'sign-off', { choice: 'no', words: '还是归我们管。' })
  expect(it.case.happened.filter(({ what }) => what === 'accepted')).toHaveLength(1)
})

test('PET-6: each time an answer is sent back there are two working days anew to put it right, chased from then', () => {
  const it = accepted('petition', '2026-11-23 10:00')
  const holder = it.case.handlerId ?? 0
  const handsIn = (when: string): void => { it.until(when); it.staffDoes(holder, 'close', { choice: 'settled', words: '已和村里谈好。' }) }
  const sentBack = (when: string): void => { it.until(when); it.staffDoes(6, 'sign-off', { choice: 'no', words: '请附材料。' }) }
  const due = (): string[] => it.duties.filter(({ kind, state }) => kind === 'put-right' && state === 'open').map(({ dueAt }) => shown(dueAt))
  handsIn('2026-11-24 10:00')
  sentBack('2026-11-24 14:00')
  expect(due()).toEqual(['2026-11-26 17:30'])
  // Handed in at the very minute at which it would have been warned of.
  handsIn('2026-11-25 17:30')
  sentBack('2026-11-27 10:00')
  expect(due()).toEqual(['2026-12-01 17:30'])
  it.until('2026-12-03 10:00')
  expect(it.told.filter(({ text }) => text.includes('整改') || text.includes('退回')).map(({ at: when }) => shown(when))).toContain('2026-12-02 09:00')
})
