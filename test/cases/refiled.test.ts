import { describe, expect, it } from 'vitest'
import { candidates } from '../../src/cases/assign/candidates.ts'
import { factLines } from '../../src/cases/telling/facts.ts'
import { accepted, everybody, life, limits, member, quotaFull, regulationOf, speaker, variant } from './office.ts'
import type { Life } from './office.ts'

const informant = member(7, 'informant', { name: '刘网格' })
const answers = [
  { id: 'place', text: '河东村三组', value: null }, { id: 'people', text: '十人以上', value: 'dozens' }, { id: 'signs', text: '扬言要打人', value: 'threats' },
  { id: 'visits', text: '第一次', value: 'first' }, { id: 'who', text: '何刚', value: null },
]

/** A finding of the grid worker that goes on as a mediation. */
function found(signs = 'threats'): Life {
  const it = accepted('screening', '2026-11-23 10:00', { category: 'neighbour', parties: [], answers: answers.map((each) => (each.id === 'signs' ? { ...each, value: signs } : each)) }, [...everybody, informant])
  it.staffDoes(5, 'to-case', { choice: 'neighbour' })
  expect(it.case.regulation).toBe('mediation')
  return it
}
const lines = (it: Life, show: 'offer' | 'full'): string[] => factLines(it.case, regulationOf(it.case.regulation), show).map(({ label, value }) => `${speaker.say(label, 'zh-CN')}：${speaker.say(value, 'zh-CN')}`)

describe('a case that goes on under other rules', () => {
  it('keeps what was answered in the words it was asked with, and what may not be shown', () => {
    const it = found()
    const said = (key: string): string => speaker.say({ key: `screening:${key}` }, 'zh-CN')
    expect(lines(it, 'offer')).toEqual(expect.arrayContaining([`${said('label.people')}：${said('choice.people.dozens')}`, `${said('label.signs')}：${said('choice.signs.threats')}`]))
    expect(lines(it, 'offer').join()).not.toMatch(/何刚|choice\.|label\./)
    expect(lines(it, 'full')).toContain(`${said('label.who')}：何刚`)
    for (const language of speaker.languages) for (const line of factLines(it.case, regulationOf('mediation'), 'full')) expect(`${speaker.say(line.label, language)}${speaker.say(line.value, language)}`).not.toMatch(/screening:|mediation:/)
  })

  it('whoever it was said to be about has no part in it under the new rules either (PET-7)', () => {
    const it = found()
    expect(candidates(it.case, it.world()).map(({ member: { name } }) => name)).not.toContain('何刚')
  })

  it('stays red when it was red, though the new rules ask for nothing that made it so (SCR-4)', () => {
    expect(found('gathering').case.level).toBe('urgent')
    expect(found('none').case.level).toBe('major')
  })

  it('a finder on the staff is not asked as a customer, neither by a step nor after the closing (SCR-5)', () => {
    const finding = variant('screening', ({ steps }) => { for (const step of steps) if (step.becomes) step.becomes = 'property-complaint' })
    const findings = life(finding, '2026-11-23 10:00', { parties: [] }, [...everybody, informant])
    findings.does({ type: 'filed' })
    for (const [it, asked] of [[findings, false], [life('property-complaint', '2026-11-23 10:00'), true]] as const) {
      if (asked) it.does({ type: 'filed' })
      it.staffDoes(5, 'take')
      if (!asked) it.staffDoes(5, 'to-case', { choice: 'service' })
      it.staffDoes(5, 'propose', { words: '换新泵，可以吗？' })
      expect(it.last.some(({ to }) => to === 'resident')).toBe(asked)
      it.staffDoes(5, 'close', { choice: 'resolved', words: '修好了。' })
      expect(it.case.stage.at).toBe('closed')
      expect(it.surveys).toHaveLength(asked ? 1 : 0)
    }
  })
})

describe('a limit that is shortened before it runs (MED-8)', () => {
  it('counts from when it begins to run, and once', () => {
    const it = life('mediation', '2026-11-23 10:00')
    it.does({ type: 'filed' })
    it.staffDoes(5, 'shorten', { choice: 'week' })
    it.now += 26 * 3_600_000
    it.staffDoes(1, 'take')
    expect(limits(it)).toContain('conclude 2026-12-01 17:30')
    quotaFull(it)
    it.staffDoes(1, 'close', { choice: 'failed', words: '谈不拢。' })
    it.until('2026-12-10 10:00')
    const [survey] = it.surveys
    it.does({ type: 'scored', survey: survey?.id ?? '', score: 1 })
    it.staffDoes(it.case.stage.at === 'assigned' ? it.case.stage.to : 5, 'take')
    expect(limits(it)).toContain('conclude 2027-01-11 17:30')
  })

  it('what only puts off or promises has to wait until there is something to put off', () => {
    const promising = variant('mediation', ({ steps }) => { for (const step of steps) if (step.id === 'shorten' && step.moves) step.moves.how = 'promises' })
    const it = life(promising, '2026-11-23 10:00')
    it.does({ type: 'filed' })
    it.staffDoes(5, 'shorten', { choice: 'week' })
    it.now += 3_600_000
    it.staffDoes(1, 'take')
    expect(limits(it)).toContain('conclude 2026-12-23 17:30')
  })
})
