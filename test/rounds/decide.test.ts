import { describe, expect, it } from 'vitest'
import type { StaffMember } from '../../src/cases/case.ts'
import type { Message, Words } from '../../src/dialogue/message.ts'
import { readPress } from '../../src/dialogue/press.ts'
import type { Regulation, RoundRule } from '../../src/regulations/schema.ts'
import { decideRound } from '../../src/rounds/decide.ts'
import { openings } from '../../src/rounds/opening.ts'
import type { Figures, RoundEvent, RoundState, RoundTell, RoundWorld } from '../../src/rounds/round.ts'
import { gathered } from '../../src/rounds/telling.ts'
import { at, office as calendar, shown } from '../calendar/year2026.ts'
import { member, regulationOf, speaker } from '../cases/office.ts'

/** The life of one round, by events alone: who hears what at which moment, and what is refused. */

const informant = member(1, 'informant', { name: '甲组长' })
const other = member(2, 'informant', { name: '乙组长' })
const head = member(3, 'head', { name: '李主任' })
const leader = member(4, 'leader', { name: '周书记' })
const everybody = [informant, other, head, leader]

const rule: RoundRule = {
  id: 'monthly', rule: 'PET-11', begins: 'monday', who: 'informant', limit: '2 working-days', warn: '1 working-day', each: false, figures: false,
  ladder: [{ after: 'at-once', tell: ['informant', 'head'] }, { after: '1 working-day', tell: ['informant', 'leader'] }],
}
const figures: Figures = {
  from: at('2026-11-01 00:00'), to: at('2026-12-01 00:00'), received: 7, closed: 4, open: 5, due: 3, overdue: 1, calledBack: 4, scores: 3, scoreMean: 4.333, reopened: 1, visits: [],
  categories: [{ of: 'land', n: 4 }, { of: 'welfare', n: 3 }], places: [{ of: '河东村', n: 5 }, { of: '', n: 2 }], stages: [{ of: 'closed', n: 4 }, { of: 'accepted', n: 3 }], people: [{ of: '3', n: 6 }, { of: '', n: 1 }],
}

function begun(more: Partial<RoundRule> = {}, staff: StaffMember[] = everybody, warned = true): { round: RoundState; world(now: string, also?: Partial<RoundWorld>): RoundWorld } {
  const { warn, ...unwarned } = rule
  const one: RoundRule = { ...unwarned, ...(warned && warn !== undefined ? { warn } : {}), ...more }
  const regulation: Regulation = { ...regulationOf('petition'), rounds: [one] }
  const [round] = openings({ id: 1, regulations: [], calendar, staff }, [regulation], at('2026-11-22 09:00'), at('2026-11-23 09:00')).flatMap(({ open }) => open)
  if (!round) throw new Error('nothing was opened')
  return { round, world: (now, also = {}) => ({ rule: one, regulation, calendar, staff, figures: null, now: at(now), ...also }) }
}

function decided(round: RoundState, event: RoundEvent, world: RoundWorld): { round: RoundState; told: string[]; tells: RoundTell[]; said: string } {
  const made = decideRound(round, event, world)
  if ('refused' in made) throw new Error(`refused: ${say(made.refused)}`)
  return { round: made.round, tells: made.tells, told: made.tells.map((tell) => `${tell.staff} ${wholly(tell.message)}`), said: made.said ? say(made.said) : '' }
}
const refused = (round: RoundState, event: RoundEvent, world: RoundWorld): string => {
  const made = decideRound(round, event, world)
  return 'refused' in made ? say(made.refused) : 'done'
}
const say = (words: Words): string => speaker.say(words, 'zh-CN')
const wholly = ({ text, card = [] }: Message): string => [...text.map(say), ...card.map(({ label, value }) => `${say(label)}：${say(value)}`)].join('\n')
const climbs = (round: RoundState, world: RoundWorld) => decided(round, { type: 'due', rung: round.rung }, world)

describe('from its opening to the top of the ladder', () => {
  it('each word at its moment, in working hours, to whom it concerns', () => {
    const { round, world } = begun()
    expect(decided(round, { type: 'opened', missed: 0 }, world('2026-11-23 09:00')).told.map((each) => each.slice(0, 1))).toEqual(['1', '2'])
    const moments: string[] = []
    let now: RoundState = round
    while (now.nextAt !== null) {
      const moment = shown(now.nextAt)
      const { round: next, told } = climbs(now, world(moment))
      moments.push(`${moment}: ${told.map((each) => each.slice(0, 6)).join(', ')}`)
      now = next
    }
    expect(moments).toEqual([
      '2026-11-24 09:00: 1 快到期了, 2 快到期了',
      // Due at the close of the 25th: told when the office is open again, the first step of the ladder with it.
      '2026-11-26 09:00: 1 已超期：, 2 已超期：, 3 请督促：',
      '2026-11-27 09:00: 1 已超期：, 2 已超期：, 4 请督促：',
    ])
    expect(now).toMatchObject({ state: 'open', rung: 4, nextAt: null })
  })

  it('before its moment, or a second time, nothing', () => {
    const { round, world } = begun()
    const early = decided(round, { type: 'due', rung: 0 }, world('2026-11-23 12:00'))
    expect([early.told, early.round.rung]).toEqual([[], 0])
    const { round: warned } = climbs(round, world('2026-11-24 09:00'))
    expect(refused(warned, { type: 'due', rung: 0 }, world('2026-11-24 09:00'))).toContain('还没到时间')
  })

  it('after a standstill all that is past is climbed at once, and nobody is warned of what is over', () => {
    const { round, world } = begun()
    const { told } = climbs(round, world('2026-12-04 22:00'))
    expect(told.map((each) => each.slice(0, 6))).toEqual(['1 已超期：', '2 已超期：', '3 请督促：', '1 已超期：', '2 已超期：', '4 请督促：'])
    const { tells } = climbs(round, world('2026-12-04 22:00'))
    expect(tells.map(({ notBefore }) => notBefore !== null && shown(notBefore))).toEqual(Array(6).fill('2026-12-07 09:00'))
  })

  it('a holiday published meanwhile is heeded', () => {
    const { round, world } = begun({}, everybody, false)
    const days = new Map([...calendar.days, ['2026-11-24', false]])
    const { round: moved, told } = climbs(round, world('2026-11-26 09:00', { calendar: { ...calendar, days } }))
    expect([told, shown(moved.dueAt), shown(moved.nextAt ?? 0)]).toEqual([[], '2026-11-26 17:30', '2026-11-27 09:00'])
  })

  it('nobody who is away is asked: whoever stands in for them is, else the head, and may report it', () => {
    const away = { ...informant, away: { from: at('2026-11-23 12:00'), until: at('2026-11-30 09:00') } }
    const { round, world } = begun({ each: true }, [informant, head, leader])
    const alone = world('2026-11-24 09:00', { staff: [away, head, leader] })
    const { told } = climbs(round, alone)
    expect(told.map((each) => each.slice(0, 1))).toEqual(['3'])
    expect(told[0]).toContain('甲组长不在')
    const stood = world('2026-11-24 09:00', { staff: [away, { ...other, standsFor: [1] }, head, leader] })
    expect(climbs(round, stood).told.map((each) => each.slice(0, 1))).toEqual(['2'])
    expect(decided(round, { type: 'reported', staff: 2, words: null }, stood).round).toMatchObject({ state: 'done', doneBy: 2 })
    expect(refused(round, { type: 'reported', staff: 3, words: null }, stood)).toContain('不由您')
    // The absent one may all the same; back at work it is theirs alone.
    expect(decided(round, { type: 'reported', staff: 1, words: null }, stood).round.doneBy).toBe(1)
    expect(refused(round, { type: 'reported', staff: 2, words: null }, { ...stood, now: at('2026-11-30 09:30') })).toContain('不由您')
  })

  it('who has become responsible meanwhile is asked; whoever has left is not, and a rule that is gone asks nobody', () => {
    const { round, world } = begun()
    const { round: passed, told } = climbs(round, world('2026-11-24 09:00', { staff: [head, leader] }))
    expect([passed.owner, told.map((each) => each.slice(0, 1))]).toEqual(['head', ['3']])
    const alone = begun({ each: true }, [informant, head])
    expect(climbs(alone.round, alone.world('2026-11-24 09:00', { staff: [head] })).round.state).toBe('cancelled')
    expect(climbs(round, world('2026-11-24 09:00', { rule: undefined }))).toMatchObject({ round: { state: 'cancelled', nextAt: null }, told: [] })
    expect(climbs(alone.round, alone.world('2026-11-24 09:00', { staff: [] })).round.state).toBe('cancelled')
  })

  it('while nobody is there it waits; whoever comes is told the next morning, and chased like anybody', () => {
    const { round, world } = begun({}, [])
    expect([round.state, round.owner, shown(round.nextAt ?? 0)]).toEqual(['open', 'informant', '2026-11-24 09:00'])
    const { round: waiting, told } = climbs(round, world('2026-11-24 09:00'))
    expect([waiting.state, told, shown(waiting.nextAt ?? 0)]).toEqual(['open', [], '2026-11-25 09:00'])
    const long = begun({ limit: '5 working-days' }, [])
    const found = climbs(long.round, long.world('2026-11-24 09:00', { staff: [head] }))
    expect([found.round.owner, found.told.length, found.told[0], shown(found.round.nextAt ?? 0)]).toEqual(['head', 1, expect.stringMatching(/^3 .*请在 11月30日周一 17:30 前上报/), '2026-11-27 09:00'])
    // Found when it is over already: chased at once, and no rung is lost.
    const late = climbs(climbs(waiting, world('2026-11-26 09:00')).round, world('2026-11-27 09:00', { staff: [head, leader] }))
    expect(late.told.map((each) => each.slice(0, 6))).toEqual(['3 已超期：', '3 已超期：', '4 请督促：'])
  })

  it('who was not there for the whole of it owes only the next', () => {
    const { round, world } = begun({}, [])
    const given = climbs(round, world('2026-11-30 09:00')).round
    expect(given).toMatchObject({ state: 'missed', late: true, nextAt: null })
    expect(decided({ ...given, owner: 'informant' }, { type: 'reported', staff: 1, words: '补报' }, world('2026-12-01 09:00', { staff: everybody })).round).toMatchObject({ state: 'done', late: true })
  })

  it('many who are silent are one message, with the names of the first thirty', () => {
    const many = Array.from({ length: 33 }, (_, n) => member(10 + n, 'informant', { name: `网格${n}` }))
    const { round, world } = begun({ each: true }, [...many, head])
    const tells = many.flatMap(({ id }) => climbs({ ...round, id: `${id}`, staffId: id, rung: 1 }, world('2026-11-26 09:00')).tells)
    const chased = gathered(round, tells).filter(({ staff }) => staff === head.id)
    expect(chased).toHaveLength(1)
    const text = chased.map(({ message }) => wholly(message)).join()
    expect(text).toContain('网格29')
    expect(text).not.toContain('网格30')
    expect(text).toContain('另有 3 人')
  })
})

describe('reported', () => {
  it('by one for all who owe it; then nobody is chased and the second hears who it was', () => {
    const { round, world } = begun()
    const { round: done, said, told } = decided(round, { type: 'reported', staff: 2, words: ' 已走访十二户。 ' }, world('2026-11-24 15:00'))
    expect(done).toMatchObject({ state: 'done', doneBy: 2, words: '已走访十二户。', late: false, nextAt: null })
    expect(said).toContain('已记录')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^3 乙组长已上报[\s\S]*已走访十二户。/)
    expect(refused(done, { type: 'reported', staff: 1, words: null }, world('2026-11-24 16:00'))).toMatch(/已由乙组长于 11月24日周二 15:00 上报/)
    expect(refused(done, { type: 'due', rung: done.rung }, world('2026-11-26 09:00'))).toContain('已经处理过')
  })

  it('nothing found is no news to anybody; figures as they stand are', () => {
    const { round, world } = begun()
    expect(decided(round, { type: 'reported', staff: 1, words: null }, world('2026-11-24 15:00'))).toMatchObject({ told: [], round: { state: 'done', words: null } })
    const monthly = begun({ who: 'head', figures: true })
    const { told } = decided(monthly.round, { type: 'reported', staff: 3, words: null }, monthly.world('2026-11-24 15:00', { figures }))
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^4 李主任已上报[\s\S]*收件：7/)
  })

  it('late counts as late, and a missed one may still be reported', () => {
    const { round, world } = begun()
    expect(decided(round, { type: 'reported', staff: 1, words: null }, world('2026-11-25 17:30')).round.late).toBe(false)
    expect(decided(round, { type: 'reported', staff: 1, words: null }, world('2026-11-25 17:31')).round.late).toBe(true)
    expect(decided({ ...round, state: 'missed', nextAt: null }, { type: 'reported', staff: 1, words: '补报' }, world('2026-12-25 10:00')).round).toMatchObject({ state: 'done', late: true })
  })

  it('is late by the day it is due on now, not by the one it was opened with', () => {
    const { round, world } = begun({}, everybody, false)
    const days = new Map([...calendar.days, ['2026-11-24', false]])
    const moved = { calendar: { ...calendar, days } }
    expect(decided(round, { type: 'reported', staff: 1, words: null }, world('2026-11-26 10:00', moved)).round).toMatchObject({ late: false, dueAt: at('2026-11-26 17:30') })
    expect(decided(round, { type: 'reported', staff: 1, words: null }, world('2026-11-26 17:31', moved)).round.late).toBe(true)
  })

  it('with danger in it is read at any hour, and says so (SCR-4); any other waits for the morning', () => {
    const { round, world } = begun()
    const tells = (dangers: string[]) => decided(round, { type: 'reported', staff: 1, words: '有人持刀扬言杀人。', dangers }, world('2026-11-24 23:10'))
    expect(tells(['violence']).tells.map(({ staff, notBefore }) => [staff, notBefore])).toEqual([[3, null]])
    expect(tells(['violence']).told[0]).toMatch(/^3 .*危险（暴力）[\s\S]*甲组长已上报/)
    expect(tells([]).tells.map(({ notBefore }) => shown(notBefore ?? 0))).toEqual(['2026-11-25 09:00'])
  })

  it('not by somebody else, not without a word where one was typed, not when it is asked for no more', () => {
    const { round, world } = begun({ each: true })
    expect(refused(round, { type: 'reported', staff: 2, words: null }, world('2026-11-24 15:00'))).toContain('不由您负责')
    expect(refused(round, { type: 'reported', staff: 3, words: null }, world('2026-11-24 15:00'))).toContain('不由您负责')
    expect(refused(round, { type: 'reported', staff: 1, words: '  ' }, world('2026-11-24 15:00'))).toContain('写几个字')
    expect(refused({ ...round, state: 'cancelled' }, { type: 'reported', staff: 1, words: null }, world('2026-11-24 15:00'))).toContain('已经取消')
  })
})

describe('what is told', () => {
  it('by when, the figures of the period, and buttons that carry the round', () => {
    const { round, world } = begun({ who: 'head', figures: true })
    const { tells, told } = decided(round, { type: 'opened', missed: 2 }, world('2026-11-23 09:00', { figures }))
    expect(told[0]?.split('\n')).toEqual([
      expect.stringMatching(/^3 .*请在 11月25日周三 17:30 前上报。$/), '此前有 2 期未能提醒，也没有上报', '11月1日周日至11月30日周一的数据：',
      '收件：7', '办结：4', '未办结：5', '超期事项：1', '按期率：66%（3 项中 2 项）', '回访：4', '满意度均分：4.3 分（3 人打分）', '重新办理：1',
      expect.stringMatching(/^按类别：.+（4）和.+（3）$/), '按地点：河东村（5）和其他地点（2）', expect.stringMatching(/^按状态：已办结（4）/), '责任人：李主任（6）和尚未落实（1）',
    ])
    const short = { ...figures, visits: [{ group: 'rest' as const, asked: 10, visited: 7, unproven: 2, wanted: 0.8 }, { group: 'content' as const, asked: 5, visited: 1, unproven: 0, wanted: 0.2 }] }
    expect(decided(round, { type: 'opened', missed: 0 }, world('2026-11-23 09:00', { figures: short })).told[0]?.split('\n').filter((each) => each.startsWith('上门'))).toEqual([
      '上门回访：⚠️ 低于要求：70%（回访 10 件中 7 件），要求不低于 80%；另有 2 件登记了上门，还没有得到本人确认，不算数', '上门回访（已表示满意的）：20%（回访 5 件中 1 件），要求不低于 20%',
    ])
    const presses = tells[0]?.message.buttons?.flat().map(({ press }) => readPress(press))
    expect(presses).toEqual([{ on: 'round', roundId: round.id, action: 'report' }, { on: 'round', roundId: round.id, action: 'none' }])
  })
})
