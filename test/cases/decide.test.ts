import { describe, expect, it } from 'vitest'
import { actionsFor } from '../../src/cases/actions.ts'
import type { CaseEvent, CaseState, StaffMember } from '../../src/cases/case.ts'
import { dueOn, everybody, accepted, applicant, at, life, limits, member, newCase, shown, readerOf } from './office.ts'
import type { Life } from './office.ts'

/** One line for everything an event brought: who was told which words, what was recorded, how the case stands. */
function outcome(it: Life, event: CaseEvent): string[] {
  const decision = it.tries(event)
  if ('refused' in decision) return [`refused ${'key' in decision.refused ? decision.refused.key : ''}`]
  return [
    `stage ${decision.case.stage.at}`,
    ...decision.tells.map(({ to, message }) => {
      const about = message.text.flatMap((words) => ('key' in words ? [words.key.split(':')[1]] : [])).filter((key) => key !== 'about')
      return `${readerOf(to)} hears ${about[0]}`
    }),
    ...decision.history.map(({ kind, actor, open }) => `${actor} ${kind}${open ? '' : ' (staff only)'}`),
  ]
}

const filed = (): Life => {
  const it = life('mediation', '2026-11-23 10:00')
  it.does({ type: 'filed' })
  return it
}
const inHand = (): Life => accepted('mediation', '2026-11-23 10:00')
const held = (): Life => {
  const it = inHand()
  it.staffDoes(1, 'hold', { words: '等材料' })
  return it
}
const closed = (): Life => {
  const it = inHand()
  it.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
  return it
}
const surveyed = (): Life => {
  const it = closed()
  it.until('2026-11-25 17:30')
  return it
}
const supervised = (): Life => {
  const it = inHand()
  it.staffDoes(6, 'supervise', { words: '督办' })
  return it
}
const settling = (): Life => {
  const it = supervised()
  it.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
  return it
}
const staff = (id: number, action: string, more: { choice?: string; words?: string } = {}): CaseEvent => ({ type: 'staff', staff: id, action, ...more })
const resident = (action: 'reply' | 'add' | 'withdraw', words = '我再说一句'): CaseEvent => ({ type: 'resident', person: applicant, action, words, ...(action === 'withdraw' ? { choice: 'own' } : {}) })

describe('what an event makes of a case, and what everybody hears', () => {
  it.each<[string, () => Life, (it: Life) => CaseEvent, string[]]>([
    ['filed', () => life('mediation', '2026-11-23 10:00'), () => ({ type: 'filed' }), ['stage assigned', 'staff 1 hears offer.text', 'resident filed', 'resident assigned (staff only)']],
    ['filed twice', filed, () => ({ type: 'filed' }), ['refused case:refused.filed']],
    ['taken', filed, () => staff(1, 'take'), ['stage accepted', 'resident hears told.accepted', 'staff 1 hears told.yours', 'staff:1 accepted', 'staff:1 rights-told (staff only)']],
    ['taken by one not asked', filed, () => staff(2, 'take'), ['refused case:refused.offered-elsewhere']],
    ['taken by the head over the offer', filed, () => staff(5, 'take'), ['stage accepted', 'staff 1 hears told.passed-on', 'resident hears told.accepted', 'staff 5 hears told.yours', 'staff:5 accepted', 'staff:5 rights-told (staff only)']],
    ['taken twice', inHand, () => staff(1, 'take'), ['refused case:refused.yours-already']],
    ['taken when another has it', inHand, () => staff(2, 'take'), ['refused case:refused.taken']],
    ['declined, with a reason', filed, () => staff(1, 'decline', { choice: 'busy' }), ['stage assigned', 'staff 2 hears offer.text', 'staff 1 hears did.decline', 'staff:1 declined (staff only)', 'staff:1 assigned (staff only)']],
    ['declined, for no reason', filed, () => staff(1, 'decline'), ['refused case:refused.words-needed']],
    ['declined, in own words', filed, () => staff(1, 'decline', { words: '要出差' }), ['stage assigned', 'staff 2 hears offer.text', 'staff 1 hears did.decline', 'staff:1 declined (staff only)', 'staff:1 assigned (staff only)']],
    ['declined after accepting', inHand, () => staff(1, 'decline', { choice: 'busy' }), ['refused case:refused.not-yours']],
    ['stood aside after accepting', inHand, () => staff(1, 'recuse', { choice: 'kin' }), ['stage assigned', 'resident hears told.passing', 'staff 2 hears offer.text', 'staff 1 hears did.recuse', 'staff:1 recused (staff only)', 'staff:1 assigned (staff only)']],
    ['message before accepting', filed, () => staff(1, 'message', { words: '您好' }), ['refused case:refused.take-first']],
    ['message', inHand, () => staff(1, 'message', { words: '您好' }), ['stage accepted', 'resident hears told.message', 'staff 1 hears did.message', 'staff:1 messaged']],
    ['message without words', inHand, () => staff(1, 'message', { words: ' \n' }), ['refused case:refused.words-needed']],
    ['message by a colleague', inHand, () => staff(2, 'message', { words: '您好' }), ['refused case:refused.not-yours']],
    ['note', inHand, () => staff(1, 'note', { words: '记' }), ['stage accepted', 'staff 1 hears did.note', 'staff:1 noted (staff only)']],
    ['hold', inHand, () => staff(1, 'hold', { words: '等材料' }), ['stage accepted', 'resident hears told.held', 'staff 1 hears did.hold', 'staff:1 held']],
    ['hold without a reason', inHand, () => staff(1, 'hold'), ['refused case:refused.words-needed']],
    ['hold when held', held, () => staff(1, 'hold', { words: '再等' }), ['refused case:refused.held']],
    ['resume', held, () => staff(1, 'resume'), ['stage accepted', 'resident hears told.resumed', 'staff 1 hears did.resume', 'staff:1 resumed']],
    ['resume when not held', inHand, () => staff(1, 'resume'), ['refused case:refused.not-held']],
    ['close', inHand, () => staff(1, 'close', { choice: 'failed', words: '谈不拢' }), ['stage closed', 'resident hears told.closed', 'staff 1 hears did.close', 'staff:1 closed']],
    ['close under supervision', supervised, () => staff(1, 'close', { choice: 'failed', words: '谈不拢' }), ['stage settling', 'leader hears told.sign', 'resident hears told.closing', 'staff 1 hears did.closing', 'staff:1 closing']],
    ['close without an answer', inHand, () => staff(1, 'close', { choice: 'failed' }), ['refused case:refused.answer-needed']],
    ['close with an outcome there is not', inHand, () => staff(1, 'close', { choice: 'won', words: '好' }), ['refused case:refused.choice']],
    ['close as the resident would', inHand, () => staff(1, 'close', { choice: 'withdrawn', words: '好' }), ['refused case:refused.choice']],
    ['close when closed', closed, () => staff(1, 'close', { choice: 'failed', words: '好' }), ['refused case:refused.closed']],
    ['assigned by the head to another', inHand, () => staff(5, 'assign', { choice: '2' }), ['stage assigned', 'staff 2 hears offer.text', 'staff 5 hears did.assign', 'staff:5 assigned (staff only)']],
    ['assigned to whom there is not', inHand, () => staff(5, 'assign', { choice: '99' }), ['refused case:refused.choice']],
    ['assigned by a mediator', inHand, () => staff(2, 'assign', { choice: '2' }), ['refused case:refused.not-yours']],
    ['a step before its time', filed, () => staff(1, 'willing'), ['refused case:refused.not-now']],
    ['an action nobody knows', inHand, () => staff(1, 'dance'), ['refused case:refused.unknown']],
    ['an actor nobody knows', inHand, () => staff(99, 'note', { words: '记' }), ['refused case:refused.not-yours']],
    ['a look', inHand, () => staff(1, 'look'), ['stage accepted', 'staff:1 looked (staff only)']],
    ['a look by one with no business there', inHand, () => staff(2, 'look'), ['refused case:refused.not-yours']],
    ['a reply while on offer', filed, () => resident('reply'), ['stage assigned', 'staff 1 hears told.replied', 'head hears told.replied', 'resident replied']],
    ['a reply while in hand', inHand, () => resident('reply'), ['stage accepted', 'staff 1 hears told.replied', 'resident replied']],
    ['more while on hold', held, () => resident('add'), ['stage accepted', 'staff 1 hears told.added', 'resident added']],
    ['more after closing', closed, () => resident('add'), ['stage closed', 'staff 1 hears told.added', 'resident added']],
    ['an empty reply', inHand, () => resident('reply', ' '), ['refused case:refused.words-needed']],
    ['withdrawn', inHand, () => resident('withdraw', '和好了'), ['stage closed', 'staff 1 hears told.withdrawn', 'resident hears told.closed', 'resident closed']],
    ['withdrawn while on offer', filed, () => resident('withdraw'), ['stage closed', 'staff 1 hears told.withdrawn', 'head hears told.withdrawn', 'resident hears told.closed', 'resident closed']],
    ['withdrawn when closed', closed, () => resident('withdraw'), ['refused case:refused.closed-resident']],
    ['taken while the answer waits to be signed', settling, () => staff(5, 'take'), ['refused case:refused.settling']],
    ['closed again while it waits', settling, () => staff(1, 'close', { choice: 'failed', words: '再来' }), ['refused case:refused.settling']],
    ['signed by who may not', settling, () => staff(5, 'sign-off', { choice: 'yes' }), ['refused case:refused.not-yours']],
    ['sent back without a word', settling, () => staff(6, 'sign-off', { choice: 'no' }), ['refused case:refused.words-needed']],
    ['sent back', settling, () => staff(6, 'sign-off', { choice: 'no', words: '不够' }), ['stage accepted', 'staff 1 hears told.returned', 'staff 6 hears did.sign-off', 'staff:6 returned (staff only)']],
    ['signed', settling, () => staff(6, 'sign-off', { choice: 'yes' }), ['stage closed', 'resident hears told.closed', 'staff 1 hears told.signed', 'staff 6 hears did.sign-off', 'staff:6 signed (staff only)', 'staff:6 closed', 'staff:6 dossier']],
    ['signed twice', closed, () => staff(6, 'sign-off', { choice: 'yes' }), ['refused case:refused.closed']],
    ['a reply while it waits', settling, () => resident('reply'), ['stage settling', 'staff 1 hears told.replied', 'resident replied']],
    ['closed by the leader, who needs nobody’s word', () => supervised(), () => staff(6, 'close', { choice: 'failed', words: '到此为止' }), ['refused case:refused.not-yours']],
    ['words about a low score, when somebody new has it', () => {
      const it = scored(1)
      it.staffDoes(2, 'take')
      return it
    }, (it) => ({ type: 'survey-words', survey: it.surveys[0]?.id ?? '', words: '没解决' }), ['stage accepted', 'staff 2 hears told.survey-words', 'head hears told.survey-words', 'resident hears told.survey-words-passed', 'resident survey-words']],
    ['a stranger replies', inHand, () => ({ type: 'resident', person: 'somebody', action: 'reply', words: '我也说' }), ['refused case:refused.not-found']],
    ['the survey is due', closed, (it) => ({ type: 'survey-due', survey: it.surveys[0]?.id ?? '', busy: false, recent: 0 }), ['refused case:refused.not-due']],
    ['scored well', surveyed, (it) => ({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 4 }), ['stage closed', 'resident scored']],
    ['scored with what is no score', surveyed, (it) => ({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 6 }), ['refused case:refused.score']],
    ['scored low', surveyed, (it) => ({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 2 }), ['stage assigned', 'head hears told.reopened-head', 'resident hears told.reopened', 'staff 2 hears offer.text', 'resident scored', 'resident reopened', 'resident assigned (staff only)']],
    ['scored before it was asked', closed, (it) => ({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 5 }), ['refused case:refused.no-survey']],
    ['words about a good score', () => scored(5), (it) => ({ type: 'survey-words', survey: it.surveys[0]?.id ?? '', words: '很好' }), ['stage closed', 'resident survey-words']],
    ['a second tap on another score', () => scored(5), (it) => ({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 1 }), ['refused case:refused.scored']],
    ['a duty that is not due', inHand, (it) => ({ type: 'duty-due', duty: it.duty('conclude')?.id ?? '', rung: 0 }), ['refused case:refused.not-due']],
    ['a duty that is done', inHand, (it) => ({ type: 'duty-due', duty: it.duty('decide')?.id ?? '', rung: 0 }), ['refused case:refused.not-due']],
  ])('%s', (_what, make, event, expected) => {
    const it = make()
    expect(outcome(it, event(it))).toEqual(expected)
  })

  function scored(score: number): Life {
    const it = surveyed()
    it.does({ type: 'scored', survey: it.surveys[0]?.id ?? '', score })
    return it
  }
})

describe('the buttons a member of staff sees are exactly what they can do', () => {
  it.each<[string, () => Life, number, string]>([
    ['asked to take it', filed, 1, 'take decline recuse close mediated-first'],
    ['not asked', filed, 2, ''],
    ['the head, while it is on offer', filed, 5, 'take message close supervise shorten assign note merge'],
    ['the holder', inHand, 1, 'invite willing unwilling hold message close propose-dates clause contacted mediated-first session investigate analyse recusal-asked recuse note interim hand-over'],
    ['the holder, on hold', held, 1, 'invite willing unwilling message close clause resume contacted mediated-first session investigate analyse recusal-asked recuse note interim hand-over'],
    ['the holder, when closed', closed, 1, 'message visited-again performance note'],
    ['a colleague', inHand, 2, ''],
    ['the leader', inHand, 6, 'message supervise urge-staff shorten assign note'],
  ])('%s', (_who, make, id, expected) => {
    const it = make()
    const actor = everybody.find((each) => each.id === id) as StaffMember
    const actions = actionsFor(it.case, it.world(), actor)
    expect(actions.map((action) => action.id).join(' ')).toBe(expected)
    for (const action of actions.filter(({ form, desk }) => desk === undefined && form === undefined)) {
      const choice = action.choices[0]
      expect('refused' in it.tries(staff(id, action.id, { words: '好', ...(choice ? { choice: choice.id } : {}) })), action.id).toBe(false)
    }
  })

  it('closing offers the outcomes of the regulation, each followed by words', () => {
    const it = inHand()
    const close = actionsFor(it.case, it.world(), everybody[0] as StaffMember).find(({ id }) => id === 'close')
    expect(close).toMatchObject({ takes: 'choice', confirm: true })
    expect(close?.choices.map(({ id, words }) => `${id} ${words}`)).toEqual(['agreement true', 'failed true', 'refused true', 'referred true', 'terminated true'])
  })
})

describe('the clock of a case', () => {
  it('counts working days over holidays and make-up days: filed before the National Day week', () => {
    const it = life('mediation', '2026-09-29 10:00')
    it.does({ type: 'filed' })
    // 30 September, 8, 9, 10 (a Saturday, worked) and 12 October.
    expect(limits(it)).toContain('decide 2026-10-12 17:30')
  })

  it('says when a limit lies in a year whose holidays are not published', () => {
    const it = accepted('mediation', '2026-12-20 10:00')
    expect(it.duty('conclude')).toMatchObject({ unconfirmed: true })
    expect(it.told.at(-1)?.text).toContain('放假安排还没公布')
    expect(inHand().duty('conclude')).toMatchObject({ unconfirmed: false })
  })

  it('a holiday published later moves what is open at the next event', () => {
    const it = inHand()
    const world = it.world()
    const published = new Map([...world.calendar.days, ['2026-11-26', false]])
    const decision = 'refused' in it.tries(staff(1, 'note', { words: '记' })) ? null : it.tries(staff(1, 'note', { words: '记' }))
    expect(decision && 'duties' in decision && decision.duties).toEqual([])
    it.world = () => ({ ...world, calendar: { ...world.calendar, days: published } })
    it.staffDoes(1, 'note', { words: '记' })
    expect(dueOn(it, 'ask-other-side')).toBe('2026-11-27 17:30')
  })

  it('after days of standstill everything past is climbed at once, without warnings that come too late', () => {
    const it = inHand()
    it.now = at('2026-12-30 10:00')
    for (const duty of it.duties.filter(({ state }) => state === 'open')) it.does({ type: 'duty-due', duty: duty.id, rung: duty.rung })
    expect(it.told.filter(({ text }) => text.includes('快到期了'))).toEqual([])
    expect(it.duty('conclude')).toMatchObject({ rung: 4, nextAt: null })
    expect(it.case.level).toBe('major')
  })

  it('resuming starts a hold’s days anew only for what can be paused', () => {
    const it = life('mediation', '2026-11-23 10:00')
    it.does({ type: 'filed' })
    it.staffDoes(5, 'take')
    it.staffDoes(5, 'hold', { words: '等' })
    expect(it.open()).toContain('review-hold')
    it.until('2026-12-08 09:00')
    expect(it.told.at(-1)?.text).toContain('已超期：检查暂停的事项能否恢复')
    expect(shown(it.duty('review-hold')?.dueAt ?? 0)).toBe('2026-12-07 17:30')
    it.staffDoes(5, 'resume')
    expect(it.duty('review-hold')).toMatchObject({ state: 'done', late: true })
  })
})

describe('handing over', () => {
  it('until the next one takes it the first is responsible; the clock goes on; both hear of it', () => {
    const it = inHand()
    const before = limits(it)
    it.staffDoes(5, 'assign', { choice: '2' })
    expect(it.case).toMatchObject({ stage: { at: 'assigned', to: 2 }, handlerId: 1 })
    it.resident('reply', { words: '在吗' })
    expect(it.last.map(({ to }) => to)).toEqual(['staff 1'])
    it.now = at('2026-11-23 10:30')
    it.staffDoes(2, 'take')
    expect(it.case).toMatchObject({ handlerId: 2, acceptedAt: at('2026-11-23 10:00') })
    expect(limits(it)).toEqual(before)
    expect(it.duty('conclude')).toMatchObject({ staffId: 2 })
    expect(it.last.map(({ to, text }) => `${to}: ${text.split('\n')[1]}`)).toEqual([
      'resident: 您的事项现在由何刚承办，之前的情况都已交接，期限不变。', 'staff 2: 楼上每天半夜拖桌子，睡不着。', 'staff 1: 这件事已转给其他同事，您不用再处理。谢谢。',
    ])
  })

  it('an offer that the head overrides gives the next one all the time there is', () => {
    const it = filed()
    it.now = at('2026-11-23 10:50')
    it.staffDoes(5, 'assign', { choice: '2' })
    expect(it.last.map(({ to }) => to)).toEqual(['staff 1', 'staff 2', 'staff 5'])
    expect(it.duties.filter(({ kind }) => kind === 'answer-offer').map(({ state, staffId, dueAt }) => `${state} ${staffId} ${shown(dueAt)}`)).toEqual(['done 1 2026-11-23 11:00', 'open 2 2026-11-23 11:50'])
  })

  it('without another side there is nobody to ask', () => {
    const { parties } = newCase('mediation')
    const it = accepted('mediation', '2026-11-23 10:00', { parties: parties.slice(0, 1) })
    expect(it.open()).toEqual(['analyse-month', 'conclude'])
    expect(it.tries(staff(1, 'willing'))).toMatchObject({ refused: { key: 'case:refused.not-now' } })
  })

  it('when the holder has left the house, everything that was theirs is the head’s (ADM-3)', () => {
    const it = inHand()
    it.staff = everybody.filter(({ id }) => id !== 1)
    it.resident('reply', { words: '在吗' })
    expect(it.last.map(({ to }) => to)).toEqual(['head'])
    expect(it.duty('conclude')).toMatchObject({ owner: 'head', staffId: null })
  })

  it('after three offers the head decides, and sees who and why', () => {
    const many = [...everybody, member(10, 'mediator', { name: '周全', load: 6 }), member(11, 'mediator', { name: '郑重', load: 7, away: { from: 0, until: null } })]
    const it = life('mediation', '2026-11-23 10:00', {}, many)
    it.does({ type: 'filed' })
    for (const id of [1, 2, 10]) it.staffDoes(id, 'decline', { choice: 'busy' })
    expect(it.case.stage).toEqual({ at: 'filed' })
    const head = it.last.find(({ to }) => to === 'head')
    expect(head?.text).toContain('问过 3 位同事，没有人接，请您指派')
    expect(head?.text).toContain('郑重：目前不在岗')
    expect(head?.text).not.toContain('13800001111')
    expect(limits(it)).toContain('assign 2026-11-23 15:30')
    it.until('2026-11-23 15:30')
    expect(it.told.filter(({ at: when }) => when === at('2026-11-23 15:30')).map(({ to }) => to)).toEqual(['head', 'leader'])
    it.staffDoes(5, 'assign', { choice: '11' })
    expect(it.case.stage).toMatchObject({ at: 'assigned', to: 11 })
    expect(it.open()).not.toContain('assign')
  })

  it('after the second low score the head decides who goes on', () => {
    const it = surveyed()
    for (let round = 0; round < 3; round++) {
      const survey = it.surveys.findLast(({ state }) => state === 'sent')
      it.does({ type: 'scored', survey: survey?.id ?? '', score: 1 })
      if (it.case.stage.at !== 'assigned') break
      it.staffDoes(it.case.stage.to, 'take')
      it.staffDoes(it.case.handlerId ?? 0, 'close', { choice: 'agreement', words: '又谈成了。' })
      it.until(shown(it.now + 5 * 86_400_000))
    }
    expect(it.case.stage).toEqual({ at: 'filed' })
    expect(it.last.some(({ to, text }) => to === 'head' && text.includes('请您指派'))).toBe(true)
    expect(it.case.tried).toEqual([{ staff: 1, why: 'handled-before' }, { staff: 2, why: 'handled-before' }])
  })
})

describe('files and words of the resident', () => {
  it('files reach the handler with the message', () => {
    const it = inHand()
    it.resident('add', { files: ['f1', 'f2'] })
    expect(it.last[0]).toMatchObject({ to: 'staff 1', message: { files: ['f1', 'f2'] } })
    expect(it.last[0]?.text).toContain('附件 2 份')
  })
})

it('a case that comes without anything is not changed by being decided', () => {
  const before: CaseState = newCase('mediation')
  const copy = structuredClone(before)
  const it = life('mediation', '2026-11-23 10:00')
  it.case = before
  it.tries({ type: 'filed' })
  expect(before).toEqual(copy)
})
