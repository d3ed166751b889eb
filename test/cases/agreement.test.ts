import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { agreementHash, isConfirmed, shortHash } from '../../src/cases/agreement/text.ts'
import { residentActionsFor } from '../../src/cases/offered/residents.ts'
import type { CaseState } from '../../src/cases/case.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, applicant, at, newCase, office, type Life } from './office.ts'

/** An agreement: written by the mediator, read and confirmed by both sides on the same text, asked about on its days. */

const other = idFrom('people', 'other')
const holder = 1

function table(more: Partial<CaseState> = {}, regulation = 'mediation'): Life {
  const parties = newCase('mediation').parties.map((party) => (party.role === 'respondent' ? { ...party, personId: other, willing: 'willing' as const } : party))
  return accepted(regulation, '2026-11-24 10:00', { category: 'neighbour', parties, ...more })
}

const writes = (it: Life, who: string, day: string, words: string): void => it.staffDoes(holder, 'clause', { choice: `add.${who}.${day}`, words })
const sends = (it: Life): void => it.staffDoes(holder, 'send-agreement', { choice: 'yes' })
const code = (it: Life): string => shortHash(it.case.between.agreement ?? { hash: null })
const does = (it: Life, person: string, action: string, choice?: string, words?: string) => it.attempts({ type: 'resident', person, action, channel: 'telegram', ...(choice === undefined ? {} : { choice }), ...(words === undefined ? {} : { words }) })
const heard = (it: Life, to: string): string => it.last.filter((each) => each.to === to).map(({ text }) => text).join('\n')
const toOther = (it: Life): string => `party ${it.case.parties[1]?.id}`
const toApplicant = (it: Life): string => `party ${it.case.parties[0]?.id}`

function agreed(regulation = 'mediation', more: Partial<CaseState> = {}): Life {
  const it = table(more, regulation)
  writes(it, 'respondent', '2026-12-01', '每天 22:00 到 7:00 不拖桌子')
  writes(it, 'applicant', 'none', '撤回在群里说的话')
  sends(it)
  does(it, applicant, 'agree', code(it))
  does(it, other, 'agree', code(it))
  return it
}

function closed(regulation = 'mediation'): Life {
  const it = agreed(regulation)
  if (regulation === 'labour') {
    it.staffDoes(holder, 'session', { choice: 'agreed', words: '谈成了。' })
    it.staffDoes(5, 'check-agreement', { choice: 'sound' })
  }
  it.staffDoes(holder, 'close', { choice: 'agreement', words: '按协议办。' })
  return it
}

describe('writing it (MED-14)', () => {
  it('clause by clause, changed and taken out; only the mediator reads the draft', () => {
    const it = table()
    it.staffDoes(holder, 'clause')
    expect(heard(it, 'staff 1')).toContain('协议还没有内容')
    writes(it, 'respondent', '2026-12-01', '修好水管')
    writes(it, 'both', 'none', '互不再骂人')
    expect(heard(it, 'staff 1')).toMatch(/1\. 被申请人：修好水管（2026年12月1日前）\n2\. 双方：互不再骂人/)
    expect(it.last.map(({ to }) => to)).toEqual(['staff 1'])
    const [first, second] = it.case.between.agreement?.clauses ?? []
    it.staffDoes(holder, 'clause', { choice: `edit-${first?.id}.respondent.2026-12-05`, words: '修好水管，补好天花板' })
    expect(heard(it, 'staff 1')).toContain('1. 被申请人：修好水管，补好天花板（2026年12月5日前）')
    it.staffDoes(holder, 'clause', { choice: `drop-${second?.id}` })
    expect(it.case.between.agreement?.clauses.map(({ text }) => text)).toEqual(['修好水管，补好天花板'])
    it.staffDoes(holder, 'send-agreement')
    expect(heard(it, 'staff 1')).toMatch(/申请人：王芳[\s\S]*被申请人：赵强[\s\S]*有下列情形的不能确认/)
  })

  it.each([['add.respondent.2026-11-01', 'refused.clause-day'], ['add.respondent.2040-01-01', 'refused.clause-day'], ['add.nobody.none', 'refused.choice'], ['add.respondent.tomorrow', 'refused.clause-day']])('%s is refused', (choice, why) => {
    expect(table().attempts({ type: 'staff', staff: holder, action: 'clause', choice, words: '修好' })).toMatchObject({ key: `case:${why}` })
  })

  it('not in a matter without two sides, nor by a colleague', () => {
    const petition = accepted('petition', '2026-11-24 10:00')
    const by = petition.case.handlerId ?? 0
    expect(petition.attempts({ type: 'staff', staff: by, action: 'clause' })).toMatchObject({ key: 'case:refused.not-now' })
    expect(table().attempts({ type: 'staff', staff: 2, action: 'clause' })).toMatchObject({ key: 'case:refused.not-yours' })
  })
})

describe('reading and confirming it (MED-14, LAB-6)', () => {
  it('each reads clause by clause; it stands once both have confirmed the same text, and both get a copy', () => {
    const it = table()
    writes(it, 'respondent', '2026-12-01', '修好水管')
    writes(it, 'applicant', 'none', '付材料费 200 元')
    it.staffDoes(holder, 'clause', { choice: 'facts', words: '楼上水管漏水，泡了天花板。' })
    sends(it)
    expect(heard(it, 'resident')).toMatch(/一共 2 条。双方都确认以后才算数，您可以不同意。[\s\S]*\[逐条阅读\]/)
    expect(heard(it, 'other side')).toBe(heard(it, 'resident'))
    expect(residentActionsFor(it.case, it.world(), other)[0]?.id).toBe('read-clause')
    does(it, other, 'read-clause')
    expect(heard(it, toOther(it))).toMatch(/纠纷事实：楼上水管漏水，泡了天花板。\n第 1 条，共 2 条\n1\. 您（被申请人）：修好水管[\s\S]*\[下一条\]/)
    does(it, other, 'read-clause', `${code(it)}.2`)
    expect(heard(it, toOther(it))).toMatch(/2\. 申请人：付材料费 200 元\n以上全部内容，您同意吗？\n\[我全部同意\]/)
    does(it, other, 'agree', code(it))
    expect(heard(it, toOther(it))).toContain('您的确认已记下')
    expect(heard(it, 'resident')).toBe('')
    expect(heard(it, 'staff 1')).toMatch(/被申请人确认了协议。[\s\S]*申请人：还没有确认\n被申请人：已确认/)
    does(it, applicant, 'agree', code(it))
    expect(isConfirmed(it.case)).toBe(true)
    for (const side of ['resident', 'other side']) expect(heard(it, side)).toMatch(/双方都已确认第 1 稿/)
    const [paper] = it.last.find(({ to }) => to === 'other side')?.message.papers ?? []
    expect(paper).toMatchObject({ paper: 'agreement', number: 'M20260001', parties: [{ name: '王芳' }, { name: '赵强' }], facts: '楼上水管漏水，泡了天花板。', hash: it.case.between.agreement?.hash, confirmed: [{ channel: { key: 'case:agreement.channel.telegram' } }, {}] })
    expect(it.case.happened.filter(({ what }) => what === 'agreement.confirmed')).toHaveLength(1)
    expect(does(it, applicant, 'agree', code(it))).toMatchObject({ key: 'case:refused.agreed-already' })
  })

  it('an older text is not confirmed: the new one is shown; both hear that it changed', () => {
    const it = table()
    writes(it, 'respondent', 'none', '修好水管')
    sends(it)
    const old = code(it)
    does(it, applicant, 'agree', old)
    writes(it, 'respondent', 'none', '赔 800 元')
    for (const side of ['resident', 'other side']) expect(heard(it, side)).toContain('之前的确认作废')
    expect(does(it, other, 'agree', old)).toMatchObject({ key: 'case:refused.agreement-changing' })
    sends(it)
    does(it, other, 'agree', old)
    expect(heard(it, toOther(it))).toMatch(/协议已经改过了[\s\S]*赔 800 元/)
    expect(it.case.between.agreement?.confirmed).toEqual([])
    does(it, other, 'agree', code(it))
    expect(isConfirmed(it.case)).toBe(false)
  })

  it('an objection reaches the mediator word for word and nobody else', () => {
    const it = table()
    writes(it, 'respondent', 'none', '修好水管')
    sends(it)
    does(it, other, 'object', undefined, '水管不是我弄坏的')
    expect(it.last.map(({ to }) => to)).toEqual(['staff 1', toOther(it)])
    expect(heard(it, toOther(it))).toContain('您的意见已转给调解员')
    expect(heard(it, 'staff 1')).toMatch(/被申请人对协议有不同意见：\n水管不是我弄坏的/)
  })

  it('who has no chat signs on paper; the mediator writes it down, once', () => {
    const it = table({ parties: newCase('mediation').parties })
    writes(it, 'respondent', 'none', '修好水管')
    sends(it)
    expect(heard(it, 'staff 1')).toContain('有一方不在聊天里')
    expect(it.last.find(({ to }) => to === 'staff 1')?.message.papers).toHaveLength(1)
    does(it, applicant, 'agree', code(it))
    it.staffDoes(holder, 'signed-on-paper', { choice: 'p1', words: '12月1日在调解室签字，原件入卷。' })
    expect(isConfirmed(it.case)).toBe(true)
    expect(heard(it, 'staff 1')).toContain('协议成立')
    expect(it.attempts({ type: 'staff', staff: holder, action: 'signed-on-paper', choice: 'p0', words: '代签' })).toMatchObject({ key: 'case:refused.not-now' })
  })

  it('PET-9: a proxy confirms only once the person has consented; LAB-4: of a group, those who speak for it', () => {
    const [own, theirs] = newCase('mediation').parties
    if (!own || !theirs) throw new Error('no parties')
    const proxy = { ...own, id: idFrom('parties', 'proxy'), role: 'proxy' as const }
    const it = table({ parties: [{ ...own, personId: null }, { ...theirs, personId: other }, proxy] })
    writes(it, 'respondent', 'none', '修好水管')
    sends(it)
    expect(does(it, applicant, 'agree', code(it))).toMatchObject({ key: 'case:refused.agree-not-yours' })
    it.case.between.consent = 'given'
    expect(does(it, applicant, 'agree', code(it))).toBeNull()

    const chosen = idFrom('people', 'chosen')
    const group = table({ parties: [own, { ...theirs, personId: other }, { ...own, id: idFrom('parties', 'chosen'), role: 'representative', personId: chosen }] })
    group.case.between.group = { founder: own.id, joined: [], stands: [], votes: {}, code: null, until: 0 }
    writes(group, 'respondent', 'none', '补发工资')
    sends(group)
    expect(does(group, applicant, 'agree', code(group))).toMatchObject({ key: 'case:refused.agree-not-yours' })
    expect(residentActionsFor(group.case, group.world(), applicant).map(({ id }) => id)).not.toContain('read-clause')
    expect(does(group, chosen, 'agree', code(group))).toBeNull()
    // Nobody of a group is named to the other side but by the name under which they offered to speak for it.
    expect(JSON.stringify(group.case.between.agreement?.parties)).not.toContain('王芳')
  })

  it('MED-14: the copy bears the number of the agreement once the case is closed', () => {
    const it = closed()
    does(it, other, 'copy')
    expect(it.last[0]?.message.papers).toMatchObject([{ number: '2026001' }])
  })

  it('whoever only follows, or has nothing to do with it, learns nothing', () => {
    const it = agreed()
    const follower = idFrom('people', 'follower')
    it.case.parties.push({ id: idFrom('parties', 'follower'), role: 'follower', personId: follower, name: null, contact: null, willing: 'unknown' })
    for (const action of ['read-clause', 'agreement', 'copy', 'agree', 'object', 'performed']) {
      expect(does(it, follower, action, code(it), '我要看')).toMatchObject({ key: 'case:refused.not-found' })
      expect(does(it, idFrom('people', 'stranger'), action)).toMatchObject({ key: 'case:refused.not-found' })
    }
  })
})

describe('performing it (MED-15)', () => {
  const asksAbout = (it: Life, words: string): string[] => it.told.filter(({ text }) => text.includes('做到了吗？') && text.includes(words)).map(({ to }) => to).sort()
  const clause = (it: Life, n: number): string => it.case.between.agreement?.clauses[n - 1]?.id ?? ''

  it('both are asked on the day, and a week after closing about what has no day; kept once those say so to whom it is owed', () => {
    const it = closed()
    it.until('2026-12-01 09:59')
    expect(asksAbout(it, '拖桌子')).toEqual([])
    it.until('2026-12-01 10:00')
    expect(asksAbout(it, '拖桌子')).toEqual(['other side', 'resident'])
    expect(asksAbout(it, '群里')).toEqual(['other side', 'resident'])
    does(it, other, 'performed', `${clause(it, 1)}.done`)
    expect(heard(it, toOther(it))).toContain('第 1 条，您的回答已记下：做到了')
    does(it, applicant, 'performed', `${clause(it, 1)}.done`)
    expect(it.last.map(({ to }) => to)).toEqual([toApplicant(it)])
    expect(it.case.happened.some(({ what }) => what.startsWith('performance'))).toBe(false)
    does(it, other, 'performed', `${clause(it, 2)}.done`)
    expect(heard(it, 'staff 1')).toContain('协议的每一条都做到了')
    expect(it.case.happened.at(-1)?.what).toBe('performance.performed')
    expect(it.open()).not.toContain('ask-performance')
  })

  it.each(['mediation', 'labour'])('%s: not done: the debtor is reminded, the other side guided, somebody follows it up; neither reads what the other said', (regulation) => {
    const it = closed(regulation)
    it.until('2026-12-01 12:00')
    expect(does(it, applicant, 'performed', `${clause(it, 1)}.not-done`)).toBeNull()
    expect(heard(it, 'other side')).toMatch(/可能还没有完全做到。请尽快做到[\s\S]*您（被申请人）：每天/)
    expect(heard(it, 'resident')).toMatch(/司法确认[\s\S]*支付令/)
    expect(heard(it, 'other side')).not.toContain('没有做到')
    expect(heard(it, 'staff 1')).toContain('申请人说协议里的这一条没有做到')
    expect(heard(it, 'head')).toContain('请跟进')
    expect(it.open()).toContain(regulation === 'labour' ? 'follow-up-performance' : 'guide')
    expect(does(it, applicant, 'performed', `${clause(it, 1)}.not-done`)).toMatchObject({ key: 'case:refused.performed-already' })
    it.staffDoes(holder, 'agreement')
    expect(heard(it, 'staff 1')).toMatch(/申请人说：没有做到\n— 被申请人说：还没有回答/)
    if (regulation !== 'labour') return
    it.staffDoes(holder, 'performance-noted', { choice: 'partly', words: '下周补齐。' })
    expect(it.open()).not.toContain('follow-up-performance')
  })

  it('without an answer they are asked once more after five days; five days later the handler is told, and nobody is asked again', () => {
    const it = closed()
    it.until('2026-12-01 10:00')
    does(it, applicant, 'performed', `${clause(it, 1)}.done`)
    const before = it.told.length
    it.until('2027-01-10 10:00')
    const told = it.told.slice(before)
    expect(told.filter(({ text }) => text.includes('再问一次')).map(({ to, at: moment, text }) => `${moment === at('2026-12-06 10:00')} ${to} ${text.includes('拖桌子')}`).sort()).toEqual(['true other side false', 'true resident false'])
    expect(told.filter(({ text }) => text.includes('都没有回答')).map(({ to }) => to)).toEqual(['staff 1'])
    expect(it.open()).not.toContain('ask-performed')
    expect(it.duty('ask-performed')).toMatchObject({ state: 'done', late: false, owner: 'machine' })
  })

  it('the side without a chat is for the handler to ask', () => {
    const it = table({ parties: newCase('mediation').parties })
    writes(it, 'respondent', '2026-12-01', '修好水管')
    sends(it)
    does(it, applicant, 'agree', code(it))
    it.staffDoes(holder, 'signed-on-paper', { choice: 'p1', words: '当面签字。' })
    it.staffDoes(holder, 'close', { choice: 'agreement', words: '按协议办。' })
    it.until('2026-12-01 10:00')
    expect(it.told.at(-1)).toMatchObject({ to: 'staff 1' })
    expect(it.told.at(-1)?.text).toMatch(/请您打电话或上门问[\s\S]*被申请人/)
  })

  it('closed without their confirmation: nobody is asked anything', () => {
    const it = table()
    writes(it, 'respondent', '2026-12-01', '修好水管')
    it.staffDoes(holder, 'close', { choice: 'agreement', words: '口头说好。' })
    expect(it.open()).not.toContain('ask-performed')
    expect(does(it, applicant, 'performed')).toMatchObject({ key: 'case:refused.not-asked' })
  })
})

describe('whatever the order', () => {
  const step = fc.oneof(
    fc.constant({ by: 'mediator', act: 'add' }), fc.constant({ by: 'mediator', act: 'facts' }), fc.constant({ by: 'mediator', act: 'drop' }), fc.constant({ by: 'mediator', act: 'edit' }), fc.constant({ by: 'mediator', act: 'send' }),
    fc.record({ by: fc.constantFrom('applicant', 'other'), act: fc.constantFrom('agree', 'agree-to-first', 'read') }),
  )

  it('what stands is what both have read and confirmed, by its hash; one side alone never makes it stand (MED-14)', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const it = table()
      const said: Record<string, Set<string>> = { applicant: new Set(), other: new Set() }
      let first: string | null = null
      for (const [n, { by, act }] of steps.entries()) {
        const { agreement } = it.case.between
        const id = agreement?.clauses[0]?.id ?? ''
        if (act === 'add' || act === 'edit') it.attempts({ type: 'staff', staff: holder, action: 'clause', choice: `${act === 'add' ? 'add' : `edit-${id}`}.both.none`, words: `第 ${n} 步写的` })
        else if (act === 'facts') it.attempts({ type: 'staff', staff: holder, action: 'clause', choice: 'facts', words: `第 ${n} 步说的` })
        else if (act === 'drop') it.attempts({ type: 'staff', staff: holder, action: 'clause', choice: `drop-${id}` })
        else if (act === 'send') it.attempts({ type: 'staff', staff: holder, action: 'send-agreement', choice: 'yes' })
        else if (act === 'read') does(it, by === 'applicant' ? applicant : other, 'agreement')
        else {
          const given = act === 'agree' ? code(it) : first ?? code(it)
          const hash = it.case.between.agreement?.hash ?? null
          does(it, by === 'applicant' ? applicant : other, 'agree', given)
          if (hash !== null && given === hash.slice(0, 8)) said[by]?.add(hash)
        }
        first ??= it.case.between.agreement?.hash ? code(it) : null
        const now = it.case.between.agreement
        if (now?.hash) expect(now.hash).toBe(agreementHash(it.case.number, now, office.zone))
        expect(isConfirmed(it.case)).toBe(now?.hash !== null && now !== null && [said['applicant'], said['other']].every((each) => each?.has(now.hash ?? '')))
      }
    }), { numRuns: 60 })
  })
})
