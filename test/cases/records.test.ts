import { describe, expect, it } from 'vitest'
import { actionsFor } from '../../src/cases/actions.ts'
import { crossCheck } from '../../src/regulations/check.ts'
import { regulation as shape, type Regulation } from '../../src/regulations/schema.ts'
import { wordKeys } from '../../src/regulations/keys.ts'
import { accepted, member, regulationOf, speaker, type Life } from './office.ts'

/** Records are asked for part by part; what is spoken or shown counts as said (MED-11, MED-12, MED-19). */

const does = (it_: Life, action: string, more: object): ReturnType<Life['attempts']> => it_.attempts({ type: 'staff', staff: 1, action, ...more })
const timeline = (it_: Life): string => it_.history.flatMap(({ kind, details }) => (kind.startsWith('step') ? [speaker.say({ key: `case:timeline.${kind}`, with: details as never }, 'zh-CN')] : [])).join('\n')
const heard = (it_: Life, who: string): string => it_.last.filter(({ to }) => to === who).map(({ text }) => text).join('\n')

describe('a record of several parts', () => {
  it('an investigation: who was there, and why fewer than two who have no part in it (MED-11)', () => {
    const it_ = accepted('mediation', '2026-11-23 10:00')
    const choices = actionsFor(it_.case, it_.world(), it_.staff[0] ?? member(0, 'mediator')).find(({ id }) => id === 'investigate')?.choices ?? []
    expect(choices.map(({ id, fields }) => [id, fields?.map((field) => field.id)])).toEqual([['witnessed', ['found', 'present']], ['fewer', ['found', 'present', 'why-fewer']]])
    expect(does(it_, 'investigate', { choice: 'fewer', given: { found: '水管在漏。', present: '物业老李' } })).toMatchObject({ key: 'case:refused.words-needed' })
    expect(does(it_, 'investigate', { choice: 'fewer', given: { found: '水管在漏。', present: '物业老李', 'why-fewer': '半夜没有别人。' } })).toBeNull()
    expect(timeline(it_)).toBe('林敏：记调查（不足两位）。调查情况：水管在漏。\n在场人员：物业老李\n不足两位的原因：半夜没有别人。')
    expect(it_.case.happened.at(-1)?.what).toBe('investigated.fewer')
  })

  it('a session: what both sides said, the point at issue, what came of it; spoken parts are counted (MED-12)', () => {
    const it_ = accepted('mediation', '2026-11-23 10:00')
    const record = { choice: 'adjourned', given: { present: '双方和王主任', other: '只出五百。', focus: '赔多少。' } }
    expect(does(it_, 'session', record)).toMatchObject({ key: 'case:refused.words-needed' })
    expect(does(it_, 'session', { ...record, files: ['f1', 'f2'], spoken: { applicant: 2 } })).toBeNull()
    expect(timeline(it_)).toBe('林敏：记调解会（改日再谈）。在场人员：双方和王主任\n申请人陈述：语音或文件 2 份\n对方陈述：只出五百。\n争议焦点：赔多少。')
  })

  it('after a session that failed the mediator reads how it can go on; after the second, that it normally ends (MED-12)', () => {
    const it_ = accepted('mediation', '2026-11-23 10:00')
    const failed = { choice: 'failed', words: '谈不拢。' }
    does(it_, 'session', failed)
    expect(heard(it_, 'staff 1')).toMatch(/这次没谈成[\s\S]*\[办结\]/)
    expect(it_.last.find(({ to }) => to === 'staff 1')?.message.buttons?.flat().length).toBeGreaterThan(2)
    does(it_, 'session', failed)
    expect(heard(it_, 'staff 1')).toMatch(/又没谈成[\s\S]*\n\[办结\]/)
  })

  it('a collective discussion: who took part, what each said, what was decided (MED-19)', () => {
    const it_ = accepted('mediation', '2026-11-23 10:00', { category: 'demolition' })
    it_.staffDoes(5, 'message', { words: '您好。' })
    expect(it_.attempts({ type: 'staff', staff: 5, action: 'discuss', given: { present: '三人', opinions: '先修。', conclusion: '先修后赔。' } })).toBeNull()
    expect(timeline(it_)).toContain('记集体讨论。在场人员：三人\n各人意见：先修。\n讨论结论：先修后赔。')
  })
})

describe('what is spoken or shown', () => {
  it('goes to the resident with the words, and the timeline counts it', () => {
    const it_ = accepted('mediation', '2026-11-23 10:00')
    expect(does(it_, 'message', { words: '（见语音或附件）', files: ['voice-1'] })).toBeNull()
    expect(it_.last.find(({ to }) => to === 'resident')?.message.files).toEqual(['voice-1'])
    expect(it_.history.at(-1)?.details['words']).toEqual({ key: 'case:said-with-files', with: { words: '（见语音或附件）', count: 1 } })
    expect(does(it_, 'note', { words: '只给同事看。', files: ['picture-1'] })).toBeNull()
    expect(it_.last.filter(({ message }) => message.files?.includes('picture-1'))).toEqual([])
  })

  it('an answer that waits to be signed brings its voice note along when it goes out', () => {
    const it_ = accepted('petition', '2026-11-23 10:00')
    it_.staffDoes(6, 'instruct', { words: '办好。' })
    expect(it_.attempts({ type: 'staff', staff: 3, action: 'close', choice: 'settled', words: '路已修好。', files: ['voice-1'] })).toBeNull()
    expect(it_.last.find(({ to }) => to === 'resident')?.message.files).toBeUndefined()
    expect(it_.last.find(({ to }) => to === 'leader')?.message.files).toEqual(['voice-1'])
    it_.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(it_.last.find(({ to, text }) => to === 'resident' && text.includes('路已修好。'))?.message.files).toEqual(['voice-1'])
  })
})

describe('a regulation that asks in parts', () => {
  const faults = (change: (one: Regulation) => void): string[] => {
    const one = structuredClone(regulationOf('mediation'))
    change(one)
    return crossCheck(one).map(({ path, expected }) => `${path.join('.')}: ${expected}`)
  }
  const step = (one: Regulation, id: string): Regulation['steps'][number] => one.steps.find((each) => each.id === id) as Regulation['steps'][number]

  it('names what is wrong with it', () => {
    expect(faults(() => undefined)).toEqual([])
    const twice = faults((one) => { step(one, 'investigate').asks = [{ id: 'a', kind: 'words', optional: false, only: ['never'] }, { id: 'a', kind: 'day', optional: true }] })
    expect(twice).toHaveLength(2)
    expect(twice.join()).toMatch(/asks\.0\.only\.0: a choice of the step: one of witnessed, fewer/)
    expect(twice.join()).toMatch(/asks\.1\.id: an id used once; "a" is used twice/)
    expect(faults((one) => { step(one, 'archive').asks = [{ id: 'a', kind: 'words', optional: false }] })).toEqual([expect.stringContaining('takes: words, or choice-and-words')])
    expect(faults((one) => { one.extension = { rule: 'MED-8', duty: ['never'], by: { week: '5 working-days' }, approver: 'head', times: 1 } })).toEqual([expect.stringContaining('extension.duty.0: a duty')])
  })

  it('needs words for every question and every label', () => {
    expect(wordKeys(regulationOf('mediation'))).toEqual(expect.arrayContaining(['field.session.focus', 'label.session.focus', 'ask.session']))
    expect(wordKeys(regulationOf('mediation'))).not.toContain('ask.discuss')
    expect(shape.shape.extension.safeParse({ rule: 'MED-8', duty: ['conclude'], by: {}, approver: 'head' }).success).toBe(false)
  })
})
