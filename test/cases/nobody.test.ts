import { describe, expect, it } from 'vitest'
import { dutyList, residentCard, staffCard } from '../../src/cases/views.ts'
import type { StaffMember } from '../../src/cases/case.ts'
import { accepted, at, everybody, life, limits, member, newCase, office, shown, variant, wholly } from './office.ts'
import type { Life } from './office.ts'

/** Nothing ever lies with nobody, and whoever was told who has it hears when that changes. */

const told = (it: Life, to: string): string => it.last.filter((each) => each.to === to).map(({ text }) => text).join('\n')

describe('first asked, first responsible (PET-2)', () => {
  it('whoever accepted and stands aside is out at once; the petitioner hears who answers for it until the next has it', () => {
    const it_ = accepted('petition', '2026-11-23 10:00')
    expect(told(it_, 'resident')).toContain('苏青已受理')
    it_.staffDoes(6, 'instruct', { words: '请核实。' })
    it_.staffDoes(3, 'recuse', { choice: 'kin' })
    expect(told(it_, 'resident')).toMatch(/不再由苏青承办.*在有人接手之前，由胡静负责/)
    expect(it_.duty('settle')).toMatchObject({ state: 'open', owner: 'head' })
    it_.staffDoes(4, 'take')
    expect(told(it_, 'resident')).toContain('现在由石磊承办')
  })

  it('whom the head takes it from keeps it until the other has accepted; then the petitioner hears who it is', () => {
    const it_ = accepted('petition', '2026-11-23 10:00')
    it_.staffDoes(5, 'assign', { choice: '4' })
    expect(told(it_, 'resident')).toBe('')
    expect(it_.case.handlerId).toBe(3)
    expect(wholly(residentCard(it_.case, it_.world(), it_.history))).toContain('苏青')
    it_.staffDoes(4, 'take')
    expect(told(it_, 'resident')).toContain('现在由石磊承办')
  })

  it('one who was only asked and cannot is no news for the petitioner', () => {
    const it_ = life('petition', '2026-11-23 10:00')
    it_.does({ type: 'filed' })
    it_.staffDoes(3, 'decline', { choice: 'busy' })
    expect(told(it_, 'resident')).toBe('')
  })

  it('when who has it no longer works here, their card does not name them', () => {
    const it_ = accepted('petition', '2026-11-23 10:00')
    it_.staff = everybody.filter(({ id }) => id !== 3)
    expect(wholly(residentCard(it_.case, it_.world(), it_.history))).toContain('负责人正在安排办理人员')
  })
})

describe('a complaint that names every officer (PET-7)', () => {
  const story = '我要反映胡静主任和梁正书记收钱不办事。'
  const above = [member(21, 'head', { name: '区主任', officeId: 2 }), member(22, 'leader', { name: '区书记', officeId: 2 })]
  const filed = (staff: StaffMember[], more: object = {}): Life => {
    const it_ = life('petition', '2026-11-23 10:00', { story, parties: [], ...more }, staff)
    it_.does({ type: 'filed' })
    return it_
  }

  it('is answered for by the head and leader of the office above, who see and may do what theirs would', () => {
    const it_ = filed([...everybody, ...above])
    expect(it_.case.stage).toMatchObject({ at: 'assigned', to: 3 })
    expect(it_.duty('instruct')).toMatchObject({ owner: 'leader', staffId: 22, state: 'open' })
    for (const id of [3, 4, 1, 2]) if (it_.case.stage.at === 'assigned') it_.attempts({ type: 'staff', staff: it_.case.stage.to, action: 'decline', choice: id === 0 ? '' : 'busy' })
    expect(it_.case.stage.at).toBe('filed')
    expect(told(it_, 'staff 21')).toContain('胡静主任')
    expect(it_.duty('assign')).toMatchObject({ owner: 'head', staffId: 21 })
    const card = staffCard(it_.case, it_.world(), above[0]!, it_.history)
    expect(card && wholly(card)).toMatch(/指派/)
    it_.staffDoes(22, 'instruct', { words: '请认真核实。' })
    it_.staffDoes(21, 'assign', { choice: '4' })
    expect(it_.case.stage).toMatchObject({ at: 'assigned', to: 4 })
  })

  it('is heard of by neither of those it names, whatever happens, and is not among their duties', () => {
    const it_ = filed([...everybody, ...above])
    it_.until('2026-12-10 10:00')
    expect(it_.told.filter(({ to }) => ['head', 'leader', 'staff 5', 'staff 6'].includes(to))).toEqual([])
    expect(it_.told.some(({ to, text }) => to === 'staff 22' && text.includes('已超期'))).toBe(true)
    expect(it_.duties.filter(({ owner, staffId }) => (owner === 'head' || owner === 'leader') && staffId === null)).toEqual([])
    for (const id of [5, 6]) {
      expect(staffCard(it_.case, it_.world(), everybody.find((each) => each.id === id)!, it_.history)).toBeNull()
      expect(it_.attempts({ type: 'staff', staff: id, action: 'instruct', words: '不用查了。' })).toMatchObject({ key: 'case:refused.not-yours' })
    }
  })

  it('without an office above it stays owned, and an administrator sees it', () => {
    const admin = member(31, 'admin', { name: '管理员' })
    const it_ = filed([...everybody, admin])
    expect(it_.duty('instruct')).toMatchObject({ owner: 'admin', state: 'open' })
    it_.until('2026-11-27 10:00')
    expect(it_.told.some(({ to, text }) => to === 'admin' && text.includes('已超期'))).toBe(true)
    expect(staffCard(it_.case, it_.world(), admin, it_.history)).not.toBeNull()
  })

  it('that names one of two heads is the other’s alone: the first does not find it among the duties of heads', () => {
    const other = member(7, 'head', { name: '齐主任' })
    const it_ = filed([...everybody, other], { story: '我要反映胡静主任收钱不办事。' })
    it_.staffDoes(3, 'take')
    it_.staffDoes(6, 'instruct', { words: '请核实。' })
    it_.staffDoes(3, 'recuse', { choice: 'kin' })
    expect(it_.duties.filter(({ owner, state }) => owner === 'head' && state === 'open').map(({ staffId }) => staffId)).toEqual(expect.arrayContaining([7]))
    expect(it_.duties.filter(({ owner, state, staffId }) => owner === 'head' && state === 'open' && staffId !== 7)).toEqual([])
  })
})

describe('a limit that cannot be reckoned', () => {
  const broken = { ...office, hours: [{ from: '18:00', to: '09:00' }] }
  const inBrokenHouse = (it_: Life): Life => {
    const whole = it_.world
    it_.world = () => ({ ...whole(), calendar: broken })
    return it_
  }

  it('is never none: it is due at once, with the head, who is told so plainly, once', () => {
    const it_ = inBrokenHouse(life('mediation', '2026-11-23 10:00'))
    it_.does({ type: 'filed' })
    expect(it_.duty('decide')).toMatchObject({ owner: 'head', staffId: null, dueAt: at('2026-11-23 10:00'), nextAt: null, state: 'open' })
    expect(told(it_, 'head')).toMatch(/的期限算不出来。请您现在亲自过问/)
    expect(wholly(dutyList(it_.duties.map((duty) => ({ duty, case: it_.case, own: duty.kind === 'decide' })), at('2026-11-23 10:01')))).toContain('已超期')
    it_.staffDoes(1, 'take')
    it_.staffDoes(1, 'message', { words: '您好' })
    const said = it_.told.filter(({ text }) => text.includes('算不出来')).map(({ text }) => text)
    expect(new Set(said).size).toBe(said.length)
    expect(it_.history.filter(({ kind }) => kind === 'unreckoned')).toHaveLength(said.length)
  })

  it('has its day again, and its owner, once the calendar is mended', () => {
    const it_ = inBrokenHouse(accepted('mediation', '2026-11-23 10:00'))
    it_.staffDoes(1, 'note', { words: '日历坏了' })
    expect(it_.duty('conclude')).toMatchObject({ owner: 'head', nextAt: null })
    const mended = accepted('mediation', '2026-11-23 10:00')
    it_.world = () => ({ ...mended.world(), duties: it_.duties, surveys: it_.surveys, staff: it_.staff })
    it_.does({ type: 'reckon' })
    expect(it_.duty('conclude')).toMatchObject({ owner: 'handler', staffId: 1, dueAt: at('2026-12-23 17:30') })
    expect(it_.duty('conclude')?.nextAt).not.toBeNull()
  })

  it('because its rule is gone from the regulation: the timer that finds it leaves it to the head', () => {
    const gone = variant('mediation', () => undefined)
    const it_ = accepted(gone, '2026-11-23 10:00')
    const whole = it_.world
    it_.world = () => ({ ...whole(), regulation: { ...whole().regulation, duties: whole().regulation.duties.filter(({ id }) => id !== 'conclude') } })
    const duty = it_.duty('conclude')!
    it_.now = duty.nextAt ?? 0
    it_.does({ type: 'duty-due', duty: duty.id, rung: duty.rung })
    expect(it_.duty('conclude')).toMatchObject({ owner: 'head', nextAt: null, state: 'open', dueAt: it_.now })
    expect(told(it_, 'head')).toContain('的期限算不出来')
  })
})

describe('levels and hours', () => {
  const climbing = variant('mediation', (regulation) => {
    regulation.duties = regulation.duties.map((duty) => (duty.id === 'decide' ? { ...duty, ladder: [{ after: 'at-once', tell: ['head'], raise: 'next', reassign: false }, { after: '1 working-day', tell: ['head'], raise: 'next', reassign: false }, { after: '2 working-days', tell: ['head'], raise: 'next', reassign: false }] } : duty))
    regulation.steps.push({ id: 'hand-up', rule: 'MED-3', by: ['handler'], stages: ['accepted'], takes: 'nothing', happens: 'handed-up', tellsResident: false, tells: [], raise: 'next' })
  })

  it('what is not settled climbs one level at a time, and at the highest nothing more happens (SCH-2)', () => {
    const it_ = life(climbing, '2026-11-23 10:00', {}, [member(5, 'head')])
    it_.does({ type: 'filed' })
    const levelOn = (day: string): string => {
      it_.until(day)
      return it_.case.level
    }
    expect([levelOn('2026-11-30 10:00'), levelOn('2026-12-01 10:00'), levelOn('2026-12-02 10:00'), levelOn('2026-12-10 10:00')]).toEqual(['ordinary', 'major', 'urgent', 'urgent'])
    expect(it_.history.filter(({ kind }) => kind === 'raised')).toHaveLength(2)
  })

  it('a step hands up in the same way', () => {
    const it_ = accepted(climbing, '2026-11-23 10:00')
    for (const level of ['major', 'urgent', 'urgent']) {
      it_.staffDoes(1, 'hand-up')
      expect(it_.case.level).toBe(level)
    }
  })

  const always = variant('mediation', (regulation) => { regulation.assign = { ...regulation.assign, aroundTheClock: true, answerWithin: '30 minutes', headWithin: '1 hour' } })

  it('where somebody answers around the clock, offers pass on at night, on a holiday too, and are told at once (SCH-3)', () => {
    const it_ = life(always, '2026-10-03 23:00')
    it_.does({ type: 'filed' })
    expect(limits(it_)).toContain('answer-offer 2026-10-03 23:30')
    it_.until('2026-10-04 01:20')
    expect(it_.told.filter(({ to, text }) => /^staff [12]$/.test(to) && text.includes('[受理]')).map(({ at: when, to, notBefore }) => `${shown(when)} ${to} ${notBefore}`)).toEqual(['2026-10-03 23:00 staff 1 null', '2026-10-03 23:30 staff 2 null'])
    expect(it_.told.filter(({ text }) => text.includes('请您指派')).map(({ at: when, to, notBefore }) => `${shown(when)} ${to} ${notBefore}`)).toEqual(['2026-10-04 00:00 head null'])
    // Nor did the head within the hour: the leader hears, at one in the morning.
    expect(it_.told.filter(({ to }) => to === 'leader').map(({ at: when, notBefore }) => `${shown(when)} ${notBefore}`)).toEqual(['2026-10-04 01:00 null'])
  })

  it('elsewhere the same waits for the office to open', () => {
    const it_ = life('mediation', '2026-10-03 23:00')
    it_.does({ type: 'filed' })
    it_.until('2026-10-07 23:00')
    expect(it_.case.stage).toMatchObject({ at: 'assigned', to: 1 })
  })
})

describe('what is open to both sides (MED-13)', () => {
  it('is told when the other side will not, and the one who closes is asked to tell them too', () => {
    const it_ = accepted('mediation', '2026-11-23 10:00')
    it_.staffDoes(1, 'unwilling', { words: '他说没空。' })
    expect(told(it_, 'resident')).toMatch(/您还可以|还可以：/)
    expect(told(it_, 'resident')).toMatch(/仲裁[\s\S]*法院|法院/)
    it_.staffDoes(1, 'close', { choice: 'failed', words: '对方不愿意。' })
    expect(told(it_, 'resident')).toContain('还可以：')
    expect(told(it_, 'staff 1')).toContain('也告诉对方当事人')
    const agreed = accepted('mediation', '2026-11-23 10:00')
    agreed.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
    expect(told(agreed, 'staff 1')).not.toContain('也告诉对方当事人')
  })
})

describe('the holidays of a year are confirmed or changed', () => {
  const moved = { ...office, days: new Map([...office.days, ['2027-01-04', false], ['2027-01-05', false]] as const), confirmedYears: new Set([2025, 2026, 2027]) }
  const reckoned = (it_: Life, calendar: typeof office): void => {
    const whole = it_.world
    it_.world = () => ({ ...whole(), calendar })
    it_.does({ type: 'reckon' })
  }

  it('every clock is reckoned anew; the resident is told because a day they were shown has moved', () => {
    const it_ = accepted('mediation', '2026-12-04 10:00')
    expect(it_.duty('conclude')).toMatchObject({ dueAt: at('2027-01-04 17:30'), unconfirmed: true })
    const [happened, duties] = [it_.case.happened.length, it_.duties.length]
    reckoned(it_, moved)
    expect(it_.duty('conclude')).toMatchObject({ dueAt: at('2027-01-06 17:30'), unconfirmed: false })
    expect(it_.case.happened).toHaveLength(happened)
    expect(it_.duties).toHaveLength(duties)
    expect(it_.last.map(({ to }) => to)).toEqual(['resident'])
    expect(it_.last[0]?.text).toMatch(/节假日安排已公布[\s\S]*1月6日/)
    expect(it_.last[0]?.text).not.toContain('小的变动')
    expect(it_.history.at(-1)).toMatchObject({ kind: 'reckoned', actor: 'timer', open: true })
  })

  it('nobody is told when no day moved, or only one that the resident does not see', () => {
    const same = accepted('mediation', '2026-12-04 10:00')
    reckoned(same, { ...office, confirmedYears: new Set([2025, 2026, 2027]) })
    expect(same.duty('conclude')).toMatchObject({ dueAt: at('2027-01-04 17:30'), unconfirmed: false })
    expect(same.last).toEqual([])
    const hidden = accepted('mediation', '2026-12-31 10:00')
    hidden.staffDoes(1, 'hold', { words: '等材料' })
    const before = hidden.duty('review-hold')?.dueAt
    reckoned(hidden, moved)
    expect(hidden.duty('review-hold')?.dueAt).toBeGreaterThan(before ?? 0)
    expect(hidden.last).toEqual([])
  })

  it('a day reckoned from an answer moves too, and is told', () => {
    const dated = variant('mediation', (regulation) => { regulation.dates = [{ id: 'arbitration', rule: 'LAB-5', from: 'since', after: '1 month' }] })
    const it_ = life(dated, '2026-12-28 10:00', { ...newCase(dated), filedAt: at('2026-12-28 10:00'), answers: [{ id: 'since', text: '2026-12-04', value: '2026-12-04' }], dates: [{ id: 'arbitration', at: at('2027-01-05 00:00') - 1, unconfirmed: true }] })
    it_.does({ type: 'filed' })
    reckoned(it_, moved)
    expect(it_.case.dates).toEqual([{ id: 'arbitration', at: at('2027-01-07 00:00') - 1 }])
    expect(told(it_, 'resident')).toContain('date.arbitration.ahead')
  })
})
