import { expect, test } from 'vitest'
import { person, type Person } from './person.ts'

/** Days that follow from the answers stand on the review card, before anything is sent. */

/** From the story to the review card, every question answered; anything not named is skipped or answered somehow. */
function reviewed(regulation: string, category: string, answers: Record<string, string>): Person {
  const she = person()
  she.says('我有一件事想请你们帮忙处理一下，情况比较复杂。')
  she.taps('同意，继续')
  if (she.labels().includes('都不是，看全部')) she.taps('都不是，看全部')
  she.taps(regulation)
  she.taps(category)
  for (let step = 0; step < 20 && she.state.at.at !== 'review'; step++) {
    const at = she.state.at
    const given = at.at === 'question' ? answers[at.id] : undefined
    if (given !== undefined && she.labels().includes(given)) she.taps(given)
    else if (given !== undefined) she.says(given)
    else if (at.at === 'evidence') she.taps('没有，继续')
    else if (she.labels().includes('跳过')) she.taps('跳过')
    else if (she.labels().includes('否')) she.taps('否')
    else if (she.state.at.at === 'question' && she.labels().length > 2) she.taps(she.labels()[0] ?? '')
    else she.says('13800138000')
  }
  expect(she.state.at.at).toBe('review')
  return she
}

test('LAB-2, LAB-5: late applications are warned of and may be sent; the last day for arbitration is told', () => {
  const late = reviewed('劳动争议', '劳动报酬', { 'known-on': '2026年10月1日', 'arose-on': '2026年9月1日' })
  // 30 days from 1 October end on Saturday the 31st, that is on Monday; six months from 1 September on 1 March.
  expect(late.read()).toMatch(/30 天的申请期限在 2026年11月2日 已过/)
  expect(late.read()).toMatch(/最晚 2027年3月1日/)
  expect(late.labels()).toContain('确认提交')
  const early = reviewed('劳动争议', '劳动报酬', { 'known-on': '2026年11月20日', 'arose-on': '2026年11月20日' })
  expect(early.read()).toMatch(/您来得及/)
})

test('CON-1: the part and the day of hand-over say which warranty applies', () => {
  const roof = { 'nameless': '是', 'handover': '2022年6月1日' }
  expect(reviewed('工程质量投诉', '屋面、卫生间、外墙防渗漏', roof).read()).toMatch(/保修期内，到 ?2027年6月1日/)
  expect(reviewed('工程质量投诉', '装修', roof).read()).toMatch(/保修期到 ?2024年6月3日.*结束/)
  expect(reviewed('工程质量投诉', '地基基础与主体结构', roof).read()).toMatch(/设计使用年限/)
})
