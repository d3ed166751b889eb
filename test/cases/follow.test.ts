import { expect, test } from 'vitest'
import { idFrom } from '../../src/ids.ts'
import { residentCard } from '../../src/cases/views.ts'
import { keptFrom, keptUntil } from '../../src/cases/keeping.ts'
import { life, speaker, variant, type Life } from './office.ts'

/** PRO-12: those who report the same follow one case. It counts once; they hear how it goes and nothing else. */

const mei = idFrom('people', 'mei')
const joins = (self: Life, person = mei) => self.attempts({ type: 'joined', purpose: 'follow', party: null, person, choice: 'yes', channel: 'line' })
const adds = (self: Life, words: string, person = mei) => self.attempts({ type: 'resident', person, action: 'add', words })
const leaves = (self: Life, person = mei) => self.attempts({ type: 'resident', person, action: 'unfollow' })

function filed(more: object = {}): Life {
  const self = life('property-complaint', '2026-11-23 09:30', { category: 'equipment', ...more })
  self.does({ type: 'filed' })
  return self
}

test('a follower’s words reach whoever has the case, with how many they are, and no resident', () => {
  const self = filed()
  expect(joins(self)).toBeNull()
  expect(self.last.map(({ text }) => text).join('\n')).toContain('已关注')
  adds(self, '我妈膝盖不好。')
  expect(self.last.map(({ to }) => to).every((to) => !/applicant|follower/.test(to))).toBe(true)
  expect(self.last.map(({ text }) => text).join('\n')).toMatch(/现在共 2 人[\s\S]*我妈膝盖不好/)
  const read = (person: string): string => speaker.speak(residentCard(self.case, self.world(), self.history, self.case.parties.find(({ personId }) => personId === person)), 'zh-CN').paragraphs.join('\n')
  expect(read(self.case.applicantId)).not.toContain('膝盖')
  expect(read(mei)).not.toMatch(/桌子|王芳|赵强/)
})

test('nobody follows twice, their own case, or one that nobody may learn of (PET-7)', () => {
  const self = filed()
  expect(joins(self, self.case.applicantId)).toMatchObject({ key: 'case:refused.stands-in' })
  joins(self)
  expect(joins(self)).toMatchObject({ key: 'case:refused.stands-in' })
  expect(self.case.parties.filter(({ role }) => role === 'follower')).toHaveLength(1)
  for (const hidden of [filed({ anonymous: true }), filed({ between: { ...self.case.between, codeName: 'K7QM' } })]) expect(joins(hidden)).toMatchObject({ key: 'case:refused.not-found' })
  for (const regulation of ['petition', 'mediation', 'labour']) {
    const other = life(regulation, '2026-11-23 09:30')
    other.does({ type: 'filed' })
    expect([regulation, joins(other)]).toMatchObject([regulation, { key: 'case:refused.not-found' }])
  }
})

test('taken, closed and taken up again are told to followers without a word of what was said; who has left hears nothing', () => {
  const self = filed()
  joins(self)
  const handler = self.case.stage.at === 'assigned' ? self.case.stage.to : 0
  const toFollowers = (): string => self.last.filter(({ to }) => to.includes('followers')).map(({ text }) => text).join('\n')
  self.staffDoes(handler, 'take')
  expect(toFollowers()).toContain('已有人受理')
  self.staffDoes(handler, 'close', { choice: self.world().regulation.outcomes.find(({ before, byResident, if: when }) => !before && !byResident && !when)?.id ?? '', words: '绿色袋鼠' })
  expect(toFollowers()).toMatch(/已经办结|正在审签/)
  expect(toFollowers()).not.toContain('袋鼠')
  expect(leaves(self)).toBeNull()
  expect(leaves(self)).toMatchObject({ key: 'case:refused.not-found' })
  expect(adds(self, '还有')).toMatchObject({ key: 'case:refused.not-found' })
})

test('how long a case is kept: years to the day, or for ever (PRO-13)', () => {
  const closed = Date.parse('2026-11-23T10:00:00+08:00')
  expect(new Date(keptUntil({ keep: '10 years' }, closed)).toISOString()).toBe('2036-11-23T02:00:00.000Z')
  expect([keptUntil({ keep: 'for ever' }, closed), keptFrom({ keep: 'for ever' }, closed)]).toEqual([Infinity, null])
  expect(keptFrom({ keep: '5 years' }, keptUntil({ keep: '5 years' }, closed))).toBe(closed)
})

test('an office may let a kind be shared by place, and a sealed one never is', () => {
  const open = variant('service-complaint', (rules) => { rules.alike = 'place' })
  const shut = variant('petition', (rules) => { rules.alike = 'place' })
  const tried = [open, shut].map((id) => {
    const self = life(id, '2026-11-23 09:30', {}, undefined, false)
    self.does({ type: 'filed' })
    return joins(self) === null
  })
  expect(tried).toEqual([true, false])
})
