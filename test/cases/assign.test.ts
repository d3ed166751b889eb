import { describe, expect, it } from 'vitest'
import { candidates } from '../../src/cases/assign/candidates.ts'
import type { CaseState, StaffMember } from '../../src/cases/case.ts'
import { applicant, at, life, member, speaker, variant } from './office.ts'

/** Who would be asked in turn, with the reasons, in English. */
function asked(staff: StaffMember[], more: Partial<CaseState> = {}, regulation = 'mediation'): string[] {
  const it = life(regulation, '2026-11-23 10:00', { category: 'neighbour', ...more }, staff)
  return candidates(it.case, it.world()).map(({ member: each, fits, why }) => `${each.name} ${fits ? 'fits' : 'does not'}: ${why.map((words) => speaker.say(words, 'en')).join(', ')}`)
}
const mediator = (id: number, name: string, more: Partial<StaffMember> = {}): StaffMember => member(id, 'mediator', { name, ...more })

describe('who is asked first', () => {
  it.each<[string, StaffMember[], Partial<CaseState>, string[]]>([
    ['least in hand', [mediator(1, 'Busy', { load: 9 }), mediator(2, 'Free', { load: 1 })], {}, ['Free fits: has 1 of 20 cases in hand', 'Busy fits: has 9 of 20 cases in hand']],
    ['measured by what they can carry', [mediator(1, 'Small', { load: 2, capacity: 3 }), mediator(2, 'Large', { load: 5, capacity: 20 })], {}, ['Large fits: has 5 of 20 cases in hand', 'Small fits: has 2 of 3 cases in hand']],
    ['who answers for the place', [mediator(1, 'Free'), mediator(2, 'East', { load: 9, areas: ['河东'] })], {}, ['East fits: answers for 河东, has 9 of 20 cases in hand', 'Free fits: has 0 of 20 cases in hand']],
    ['the nearer area', [mediator(1, 'East', { areas: ['河东'] }), mediator(2, 'Village', { load: 9, areas: ['河东村'] })], {}, ['Village fits: answers for 河东村, has 9 of 20 cases in hand', 'East fits: answers for 河东, has 0 of 20 cases in hand']],
    ['those of elsewhere last', [mediator(1, 'West', { areas: ['河西'] }), mediator(2, 'Anywhere', { load: 9 })], {}, ['Anywhere fits: has 9 of 20 cases in hand', 'West fits: has 0 of 20 cases in hand']],
    ['who is best at this', [mediator(1, 'General'), mediator(2, 'Mediation', { load: 9, kinds: ['mediation'] }), mediator(3, 'Neighbours', { load: 12, kinds: ['mediation/neighbour'] })], {}, ['Neighbours fits: handles this kind, has 12 of 20 cases in hand', 'Mediation fits: handles this kind, has 9 of 20 cases in hand', 'General fits: has 0 of 20 cases in hand']],
    ['not who handles something else', [mediator(1, 'Labour', { kinds: ['mediation/labour'] })], {}, ['Labour does not: handles other kinds']],
    ['not who is away, full, or speaks otherwise', [mediator(1, 'Away', { away: { from: 0, until: null } }), mediator(2, 'Full', { load: 20 }), mediator(3, 'English', { languages: ['en'] })], {}, ['Full does not: is at capacity (20 of 20)', 'English does not: does not speak the language', 'Away does not: is away'].sort()],
    ['who is back', [mediator(1, 'Back', { away: { from: 0, until: at('2026-11-23 09:00') } })], {}, ['Back fits: has 0 of 20 cases in hand']],
    ['who leaves tomorrow is still here', [mediator(1, 'Here', { away: { from: at('2026-11-24 09:00'), until: null } })], {}, ['Here fits: has 0 of 20 cases in hand']],
    ['one Chinese is as good as the other', [mediator(1, 'Taipei', { languages: ['zh-TW'] })], { language: 'zh-CN' }, ['Taipei fits: speaks the language, has 0 of 20 cases in hand']],
    ['who speaks it among others', [mediator(1, 'Many', { languages: ['en', 'zh-CN'] })], {}, ['Many fits: speaks the language, has 0 of 20 cases in hand']],
    ['not who was asked before', [mediator(1, 'Declined'), mediator(2, 'Silent'), mediator(3, 'Before')], { tried: [{ staff: 1, why: 'declined' }, { staff: 2, why: 'silent' }, { staff: 3, why: 'handled-before' }] }, ['Before does not: handled it before', 'Declined does not: has declined', 'Silent does not: did not answer']],
    ['never who stood aside, not even by the head', [mediator(1, 'Aside')], { tried: [{ staff: 1, why: 'recused' }] }, []],
    ['never a party', [mediator(1, 'Self', { personId: applicant }), mediator(2, '赵强')], {}, []],
    ['not who is spoken of', [mediator(1, '李平'), mediator(2, 'Lin')], { story: '调解员李平上次没管。The line was busy.' }, ['Lin fits: has 0 of 20 cases in hand']],
    ['not another office', [mediator(1, 'Elsewhere', { officeId: 2 })], {}, []],
    ['the head only by the head', [member(1, 'head', { name: 'Head' })], {}, ['Head does not: has another role']],
    ['not a handler for a mediation', [member(1, 'handler', { name: 'Handler' })], {}, []],
  ])('%s', (_what, staff, more, expected) => {
    const found = asked(staff, more)
    // Those who do not fit stand in no order that matters.
    expect(found.every((line) => line.includes(' does not')) ? found.sort() : found).toEqual(expected)
  })

  it('the role the regulation names first goes before', () => {
    expect(asked([mediator(1, 'Mediator'), member(2, 'handler', { name: 'Handler', load: 9 })], {}, 'petition').map((line) => line.split(' ')[0])).toEqual(['Handler', 'Mediator'])
  })

  it('on a level that names other roles these are asked instead, heads and leaders too (SCH-2)', () => {
    const byLevel = variant('school', ({ assign }) => { assign.byLevel = { dean: ['mediator'], head: ['head'] } })
    const staff = [member(1, 'handler', { name: 'Teacher' }), mediator(2, 'Dean'), member(3, 'head', { name: 'Head' })]
    const on = (level: string): string[] => asked(staff, { level, category: 'teaching' }, byLevel).map((line) => line.split(':')[0] ?? '')
    expect(on('teacher')[0]).toBe('Teacher fits')
    expect(on('dean')).toEqual(['Dean fits', 'Head does not'])
    expect(on('head')).toEqual(['Head fits'])
    const it = life(byLevel, '2026-11-23 10:00', { category: 'conduct' }, staff, false)
    it.does({ type: 'filed' })
    expect(it.case).toMatchObject({ level: 'dean', stage: { at: 'assigned', to: 2 } })
  })

  it('between equals the lot falls, the same for the same event', () => {
    const staff = [1, 2, 3, 4].map((id) => mediator(id, `M${id}`))
    const firsts = Array.from({ length: 60 }, (_, n) => {
      const it = life('mediation', '2026-11-23 10:00', {}, staff)
      const world = { ...it.world(), seed: String(n) }
      const [first] = candidates(it.case, world)
      expect(candidates(it.case, world)[0]).toEqual(first)
      return first?.member.id
    })
    expect(new Set(firsts).size).toBe(4)
  })
})
