import { describe, expect, it } from 'vitest'
import { actionsFor } from '../../src/cases/actions.ts'
import { linesFor } from '../../src/cases/telling/past.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, dueOn, everybody, life, readerOf, type Life } from './office.ts'

/** PET-3, PET-4, PET-8 on paper: what an instruction does to a case, and what it may not do. */

const leader = 6
const instructs = (it: Life, given: Record<string, string>, staff = leader) => it.attempts({ type: 'staff', staff, action: 'instruct', given })
const acts = (it: Life, staff: number) => actionsFor(it.case, it.world(), everybody.find(({ id }) => id === staff)!).map(({ id }) => id)

describe('an instruction', () => {
  it.each([
    ['2026-11-25', '2026-11-25 17:30'],
    ['2026-11-28', '2026-11-30 17:30'], // A Saturday: the next day that is worked.
    [undefined, '2026-11-30 17:30'],
  ])('by %s: due %s, never later than five days from it (PET-4)', (day, due) => {
    const it = accepted('petition', '2026-11-23 10:00')
    expect(instructs(it, { words: '先修路。', ...(day === undefined ? {} : { day }) })).toBeNull()
    expect(dueOn(it, 'settle')).toBe(due)
  })

  it('later than the rule, or a day that is over, is refused with the reason, and nothing has happened', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    expect(instructs(it, { words: '慢慢来。', day: '2026-12-20' })).toMatchObject({ key: 'case:refused.instruction-late' })
    expect(instructs(it, { words: '昨天就要。', day: '2026-11-20' })).toMatchObject({ key: 'case:refused.instruction-early' })
    expect(instructs(it, { words: ' ' })).toMatchObject({ key: 'case:refused.words-needed' })
    expect(it.duty('instruct')?.state).toBe('open')
  })

  it('a second one sooner moves the limit; the one after it without a day leaves it there', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    instructs(it, { words: '先修路。' })
    instructs(it, { words: '明天就办。', day: '2026-11-24' })
    expect(dueOn(it, 'settle')).toBe('2026-11-24 17:30')
    instructs(it, { words: '注意安全。' })
    expect(dueOn(it, 'settle')).toBe('2026-11-24 17:30')
  })

  it('somebody else made responsible is asked with the words in hand; who had it is not asked again by itself', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    const before = it.case.handlerId
    expect(instructs(it, { words: '请石磊去。', who: '4' })).toBeNull()
    expect(it.case.stage).toMatchObject({ at: 'assigned', to: 4 })
    expect(it.last.filter(({ to, text }) => to === 'staff 4' && text.includes('请石磊去'))).toHaveLength(1)
    expect(it.case.tried).toContainEqual({ staff: before, why: 'handled-before' })
    expect(instructs(accepted('petition', '2026-11-23 10:00'), { words: '请他去。', who: '99' })).toMatchObject({ key: 'case:refused.choice' })
  })

  it('is the leader’s alone; one tap is offered until something is written on it', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    for (const staff of [1, 3, 4, 5]) {
      expect(acts(it, staff).filter((id) => id.startsWith('instruct'))).toEqual([])
      expect(instructs(it, { words: '我来批。' }, staff)).not.toBeNull()
      expect(it.attempts({ type: 'staff', staff, action: 'instruct-usual' })).not.toBeNull()
    }
    expect(acts(it, leader)).toEqual(expect.arrayContaining(['instruct', 'instruct-usual']))
    expect(it.attempts({ type: 'staff', staff: leader, action: 'instruct-usual' })).toBeNull()
    expect(it.duty('settle')?.state).toBe('open')
    expect(acts(it, leader)).not.toContain('instruct-usual')
    expect(it.attempts({ type: 'staff', staff: leader, action: 'instruct-usual' })).toMatchObject({ key: 'case:refused.not-now' })
  })
})

describe('a supervision card (PET-8)', () => {
  const card = (it: Life, by: number | null) => it.attempts({ type: 'told', what: 'heard', by, given: { by: '梁正', words: '请上门看一次。', day: '2026-11-25' }, people: [{ person: it.case.applicantId, name: null, contact: null }] })

  it('in a petition it is the instruction, and the visitor hears who and by when', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    expect(card(it, leader)).toBeNull()
    expect(dueOn(it, 'settle')).toBe('2026-11-25 17:30')
    expect(it.last.filter(({ text }) => text.includes('当面听了您反映的事')).map(({ text }) => /期限：11月25日/.test(text))).toEqual([true])
  })

  it.each([leader, null])('elsewhere, or from another office (%s), it is a task with that day, ended by reporting back', (by) => {
    const it = accepted('mediation', '2026-11-23 10:00')
    expect(card(it, by)).toBeNull()
    expect(dueOn(it, 'carry-out-reception')).toBe('2026-11-25 17:30')
    const holder = it.case.handlerId ?? 0
    expect(acts(it, 5)).toContain('report-back')
    it.staffDoes(holder, 'report-back', { words: '看过了，已修好。' })
    expect(it.duty('carry-out-reception')).toMatchObject({ state: 'done', late: false })
    expect(it.last.some(({ to, text }) => to === 'old chat' && text.includes('已修好'))).toBe(true)
  })
})

describe('a card whose answer is awaited (PET-8)', () => {
  const lead = everybody[5]!
  const other = idFrom('people', 'other-side')
  const card = (it: Life, { words = '三天内上门。', day = '2026-11-26', visitor = it.case.applicantId, who = lead.personId }: { words?: string; day?: string; visitor?: string; who?: string } = {}) =>
    it.attempts({ type: 'told', what: 'heard', by: leader, given: { by: '梁正', words, day }, people: [visitor, who].map((person) => ({ person, name: null, contact: null })) })
  const heardBy = (it: Life, text: string) => it.last.filter((each) => each.text.includes(text)).map(({ to }) => to)

  it('waits through the signature, is there again when it comes back, and the answer goes to the leader by itself', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    const holder = it.case.handlerId ?? 0
    card(it)
    it.staffDoes(holder, 'close', { choice: 'refused', words: '不归我们。' })
    expect(it.case.stage.at).toBe('settling')
    expect(it.open()).toContain('carry-out-reception')
    it.staffDoes(5, 'sign-off', { choice: 'no', words: '再办。' })
    expect(it.open()).toContain('carry-out-reception')
    it.staffDoes(holder, 'close', { choice: 'failed', words: '谈不拢。' })
    expect(it.case.stage.at).toBe('closed')
    expect(heardBy(it, '您接访后督办的事项已办结')).toEqual(['old chat'])
    expect(it.open()).not.toContain('carry-out-reception')
  })

  it('of the other side stays with the other side: nothing of it in the applicant’s room', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    const [first, second] = it.case.parties
    it.case = { ...it.case, parties: [first!, { ...second!, personId: other }] }
    card(it, { visitor: other })
    it.staffDoes(it.case.handlerId ?? 0, 'report-back', { words: '墙是先前就裂的。' })
    expect(it.last.filter(({ to, text }) => to === 'resident' && text.includes('墙'))).toEqual([])
    expect(heardBy(it, '墙是先前就裂的')).toEqual(['old chat', 'old chat'])
    const read = JSON.stringify(linesFor(it.case, it.history, it.case.parties[0]))
    expect(read).not.toMatch(/梁正|墙是先前就裂的/)
    expect(it.history.filter(({ open, room }) => open && room === 'respondent').map(({ kind }) => kind)).toEqual(['heard', 'reported-back'])
  })

  it.each([
    ['sooner', '2026-11-24', '2026-11-24 17:30', false], ['later', '2026-11-28', '2026-11-25 17:30', true],
  ])('a second one, %s: the sooner day stands, said where it is the earlier card’s, and both hear the report', (_which, day, due, said) => {
    const it = accepted('mediation', '2026-11-23 10:00')
    card(it, { day: '2026-11-25' })
    it.until('2026-11-23 15:00')
    card(it, { words: '再看一次。', day, who: idFrom('staff', 'second-leader') })
    expect(dueOn(it, 'carry-out-reception')).toBe(due)
    expect(heardBy(it, '之前那张督办卡的期限更早').length > 0).toBe(said)
    it.staffDoes(it.case.handlerId ?? 0, 'report-back', { words: '看过了。' })
    expect(it.last.filter(({ text }) => text.includes('报告督办结果')).map(({ to }) => to)).toEqual(['old chat', 'old chat', 'old chat'])
  })
})

describe('what is demanded of a case goes with it to the next holder', () => {
  it('the card, with its words and its day, is on the offer and with whoever takes it; so is the watch list', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.attempts({ type: 'told', what: 'heard', by: leader, given: { by: '梁正', words: '查清漏水的根子。', day: '2026-11-26' }, people: [it.case.applicantId, everybody[5]!.personId].map((person) => ({ person, name: null, contact: null })) })
    it.attempts({ type: 'staff', staff: leader, action: 'supervise', given: { reason: '几十户都在看', until: '2026-12-10' } })
    it.until('2026-11-23 14:00')
    it.staffDoes(5, 'assign', { choice: '2' })
    const said = () => it.last.filter(({ to }) => to === 'staff 2').map(({ text }) => text).join()
    expect(said()).toMatch(/几十户都在看[\s\S]*查清漏水的根子[\s\S]*11月26日/)
    it.staffDoes(2, 'take')
    expect(said()).toMatch(/几十户都在看[\s\S]*查清漏水的根子[\s\S]*11月26日/)
  })

  it('who was named does not take it: the leader hears so once, and can name somebody else', () => {
    const it = accepted('petition', '2026-11-23 10:00')
    instructs(it, { words: '请石磊去。', who: '4', day: '2026-11-25' })
    it.until('2026-11-23 10:20')
    it.staffDoes(4, 'decline', { choice: 'busy', words: '忙。' })
    expect(it.last.filter(({ to, text }) => to === `staff ${leader}` && text.includes('石磊不接这件事')).map(({ text }) => text)).toHaveLength(1)
    if (it.case.stage.at !== 'assigned') throw new Error('nobody was asked')
    expect(it.last.find(({ to }) => to === (it.case.stage.at === 'assigned' ? `staff ${it.case.stage.to}` : ''))?.text).toContain('请石磊去')
    it.staffDoes(it.case.stage.to, 'decline', { choice: 'busy', words: '忙。' })
    expect(it.last.filter(({ text }) => text.includes('不接这件事'))).toEqual([])
  })
})

describe('a plan put to the customer', () => {
  it('anew before they have answered says that it takes the place of the one before', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00')
    const put = (words: string) => {
      it.staffDoes(it.case.handlerId ?? 0, 'propose', { words })
      return it.last.filter(({ to }) => to === 'resident').map(({ text }) => text).join()
    }
    expect(put('换主板。')).not.toContain('之前那份')
    expect(put('换整台。')).toContain('之前那份不作数了')
    it.resident('answer', { step: 'propose', choice: 'small' })
    expect(put('换电机。')).not.toContain('之前那份')
  })
})

describe('taken down at the desk (MED-3)', () => {
  const taken = (registered: { by: number; takes: boolean; mediated: boolean }) => {
    const it = life('mediation', '2026-11-23 10:00')
    const [first, ...rest] = it.case.parties
    it.case = { ...it.case, applicantId: first?.id ?? '', parties: [{ ...first!, personId: null }, ...rest], between: { ...it.case.between, registered } }
    return it
  }

  it('mediated first: theirs at once, the session on record, nobody without a chat is written to', () => {
    const it = taken({ by: 2, takes: true, mediated: true })
    it.does({ type: 'filed', result: '当场说好了。' })
    expect(it.case).toMatchObject({ handlerId: 2, stage: { at: 'accepted' } })
    expect(it.case.happened.map(({ what }) => what)).toContain('mediated-first')
    expect(it.history.some(({ kind }) => kind === 'registered')).toBe(true)
  })

  it('assigned by the rules otherwise; whoever is the other side does not keep it', () => {
    const it = taken({ by: 2, takes: false, mediated: false })
    it.does({ type: 'filed' })
    expect(it.case.stage.at).toBe('assigned')
    const own = taken({ by: 2, takes: true, mediated: false })
    own.case = { ...own.case, parties: own.case.parties.map((party) => (party.role === 'respondent' ? { ...party, personId: everybody.find(({ id }) => id === 2)!.personId } : party)) }
    own.does({ type: 'filed' })
    expect(own.case.handlerId).toBeNull()
    expect(own.case.stage).not.toMatchObject({ to: 2 })
  })

  it('whoever answers by message is told to phone; a new code takes the place of the old one', () => {
    const it = taken({ by: 2, takes: true, mediated: false })
    it.does({ type: 'filed' })
    it.staffDoes(2, 'message', { words: '明天来看。' })
    expect(it.last.find(({ to }) => to === 'staff 2')?.text).toContain('请打电话告诉对方')
    const decided = it.tries({ type: 'staff', staff: 2, action: 'chat-code' })
    expect('tickets' in decided && decided.tickets).toMatchObject([{ purpose: 'move', uses: 1, instead: true }])
    expect(readerOf({ staff: 2 })).toBe('staff 2')
  })
})

describe('words without a day', () => {
  it('move nothing: what has been warned of is not warned of again, also while the clock stands (PET-3)', () => {
    const it = accepted('screening', '2026-11-23 10:00')
    const first = it.duty('finish')?.rung ?? 0
    it.until('2026-12-04 10:00')
    const warned = it.duty('finish')?.rung ?? 0
    expect(warned).toBe(first + 1)
    expect(it.attempts({ type: 'staff', staff: it.case.handlerId ?? 0, action: 'hold', words: '等材料' })).toBeNull()
    expect(instructs(it, { words: '好的。' })).toBeNull()
    expect(it.duty('finish')?.rung).toBe(warned)
  })
})
