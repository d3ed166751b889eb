import { describe, expect, it } from 'vitest'
import type { StaffMember } from '../../src/cases/case.ts'
import { staffCard } from '../../src/cases/views.ts'
import { nothingBetween } from '../../src/cases/between.ts'
import { everybody, life, member, office, type Life } from './office.ts'

/** PET-7: a sealed identity takes three people: one asks, another decides, a third looks; and it ends where the case goes on elsewhere. */

const city = [member(25, 'head', { officeId: 2, name: '高远', stands: 'above' })]

function sealed(staff: readonly StaffMember[]): Life {
  const it = life('petition', '2026-11-24 10:00', { parties: [], story: '村里卖沙子的钱从来不公布。', between: { ...nothingBetween, codeName: '青松' } }, [...staff])
  it.does({ type: 'filed' })
  it.staffDoes(it.case.stage.at === 'assigned' ? it.case.stage.to : 0, 'take')
  return it
}
const asks = (it: Life, staff: number) => it.does({ type: 'staff', staff, action: 'ask-identity', words: '公安需要联系证人。' })
const grants = (it: Life, staff: number) => it.attempts({ type: 'staff', staff, action: 'decide-identity', choice: 'yes' })
const looks = (it: Life, staff: number) => it.attempts({ type: 'staff', staff, action: 'open-identity', people: [{ person: 'p', name: '方静', contact: '139' }] })
const told = (it: Life, who: string): string => it.last.filter(({ to }) => to === who).map(({ text }) => text).join('\n')
const named = (ids: number[]): StaffMember[] => everybody.map((each) => ({ ...each, custodian: ids.includes(each.id) }))

describe('what the only leader asks for', () => {
  it('the head decides and owes it; the leader neither grants nor opens it, although a custodian', () => {
    const it = sealed(named([4, 6]))
    asks(it, 6)
    expect(it.duty('decide-identity')).toMatchObject({ owner: 'head' })
    expect(told(it, 'staff 5')).toContain('公安需要联系证人')
    expect(grants(it, 6)).toEqual({ key: 'case:refused.identity-own' })
    grants(it, 5)
    expect(it.case.between.identity).toMatchObject({ state: 'granted', by: 6, decided: 5 })
    expect(told(it, 'staff 4')).toContain('您是保管人')
    expect(looks(it, 6)).toEqual({ key: 'case:refused.identity-apart' })
    looks(it, 4)
    expect(told(it, 'staff 4')).toContain('方静')
  })

  it('without a head the office above decides, else an administrator, who reads the reason and nothing of the story', () => {
    const alone = named([4]).filter(({ role }) => role !== 'head')
    const it = sealed([...alone, ...city])
    asks(it, 6)
    expect(it.duty('decide-identity')).toMatchObject({ staffId: 25 })
    grants(it, 25)
    expect(it.case.between.identity?.state).toBe('granted')
    const admin = member(9, 'admin', { name: '管理员' })
    const other = sealed([...alone, admin])
    asks(other, 6)
    const card = JSON.stringify(staffCard(other.case, other.world(), admin, other.history))
    expect(card).toContain('公安需要联系证人')
    expect(card).not.toContain('卖沙子')
    grants(other, 9)
    expect(other.case.between.identity?.state).toBe('granted')
  })
})

it('whoever asked or approved is no custodian of this one, in whatever role', () => {
  const it = sealed([...named([3, 6]), member(16, 'informant', { name: '梁正', personId: member(6, 'leader').personId, custodian: true })])
  asks(it, 3)
  expect(grants(it, 6)).toEqual({ key: 'case:refused.custodian-apart' })
})

it('another office receives the case: the grant stays behind, and the asker hears that it is asked anew there', () => {
  const it = sealed([...named([4]), member(21, 'head', { officeId: 2, name: '高远', stands: 'asked' }), member(22, 'handler', { officeId: 2, name: '周全', custodian: true, stands: 'asked' })])
  asks(it, 3)
  grants(it, 6)
  const plain = it.world.bind(it)
  it.world = () => ({ ...plain(), tree: { level: 'town', near: [], asked: { name: '市信访局', calendar: office } } })
  it.case = { ...it.case, between: { ...it.case.between, tier: { direction: 'up', to: { office: 2, name: '市信访局' }, by: 3, words: '请接收', at: 0 } } }
  it.staffDoes(21, 'receive')
  expect(it.case).toMatchObject({ officeId: 2, between: { identity: null } })
  expect(told(it, 'staff 3')).toMatch(/已转给市信访局，查明身份的申请到此为止/)
  expect(looks(it, 22)).toEqual({ key: 'case:refused.identity-closed' })
})
