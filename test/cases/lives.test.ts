import { describe, expect, it } from 'vitest'
import { caseList, dutyList, filedWords, residentCard, staffCard } from '../../src/cases/views.ts'
import { residentPast, staffPast, timeline } from '../../src/cases/telling/past.ts'
import { idFrom } from '../../src/ids.ts'
import { accepted, applicant, at, dueOn, everybody, life, limits, member, regulationOf, shown, speaker, wholly } from './office.ts'
import type { Life } from './office.ts'

/** Who was told what since the last event: 'staff 1: …', one line each, the first line about the case left out. */
function heard(it: Life, to: string): string {
  return it.last.filter((told) => told.to === to).map(({ text }) => text).join('\n---\n')
}

function toldTo(it: Life, to: string, part: string): boolean {
  return it.told.some((told) => told.to === to && told.text.includes(part))
}

const says = (it: Life): string[] => filedWords(it.case, it.world()).map((words) => speaker.say(words, 'zh-CN'))

describe('a mediation from its filing to its score', () => {
  const it_ = life('mediation', '2026-11-23 10:00')

  it('Monday 10:00, filed: the mediator with least in hand is asked and sees facts, not contacts', () => {
    it_.does({ type: 'filed' })
    const offer = heard(it_, 'staff 1')
    expect(offer).toContain('楼上每天半夜拖桌子，睡不着。')
    expect(offer).toContain('为什么是您：在办 1 件，上限 20 件')
    expect(offer).toContain('请在 11月23日周一 11:00 前答复')
    expect(offer).toContain('对方: 赵强')
    expect(offer).not.toMatch(/王芳|1380|1390/)
    expect(offer).toContain('[受理]\n[不能接]\n[申请回避]')
    expect(it_.last.map(({ to }) => to)).toEqual(['staff 1'])
    expect(limits(it_)).toEqual(['answer-offer 2026-11-23 11:00', 'decide 2026-11-30 17:30'])
    expect(says(it_)).toEqual(['您的事项已经登记，正在请一位同事受理。受理后会马上告诉您是谁。', '最晚 11月30日周一 会有消息。'])
  })

  it('11:00, no answer within 60 working minutes: the next is asked, the silent one released', () => {
    it_.until('2026-11-23 10:59')
    expect(it_.case.stage).toMatchObject({ at: 'assigned', to: 1 })
    it_.until('2026-11-23 11:00')
    expect(it_.case.stage).toMatchObject({ at: 'assigned', to: 2 })
    expect(toldTo(it_, 'staff 1', '已转给其他同事')).toBe(true)
    expect(it_.case.tried).toEqual([{ staff: 1, why: 'silent' }])
    expect(it_.told.some(({ text }) => text.includes('已超期'))).toBe(false)
  })

  it('a late tap of the silent one is told who has it', () => {
    const refused = it_.tries({ type: 'staff', staff: 1, action: 'take' })
    expect(refused).toMatchObject({ refused: { key: 'case:refused.offered-elsewhere' } })
  })

  it('11:20, accepted: that is the acceptance; rights are confirmed; contacts are shown; the resident knows who and by when', () => {
    it_.now = at('2026-11-23 11:20')
    it_.staffDoes(2, 'take')
    expect(it_.case).toMatchObject({ stage: { at: 'accepted' }, handlerId: 2, acceptedAt: at('2026-11-23 11:20') })
    expect(heard(it_, 'resident')).toContain('何刚已受理您的事项')
    expect(heard(it_, 'resident')).toContain('第 1 天，共 30 天，12月23日周三到期。')
    expect(heard(it_, 'staff 2')).toContain('联系方式: 13800001111')
    expect(it_.history.at(-1)).toMatchObject({ kind: 'rights-told', open: false })
    expect(limits(it_)).toEqual(['analyse-month 2026-12-23 17:30', 'ask-other-side 2026-11-26 17:30', 'conclude 2026-12-23 17:30'])
    expect(it_.tries({ type: 'staff', staff: 1, action: 'take' })).toMatchObject({ refused: { key: 'case:refused.taken', with: { who: '何刚' } } })
  })

  it('the other side not asked for two days: the mediator is reminded, on the third day late, on the fourth the head hears', () => {
    it_.until('2026-11-25 09:00')
    expect(it_.told.at(-1)).toMatchObject({ to: 'staff 2', at: at('2026-11-25 09:00') })
    expect(it_.told.at(-1)?.text).toContain('快到期了：征求对方是否愿意调解，11月26日周四 17:30 前完成。（何刚）')
    it_.until('2026-11-27 09:00')
    expect(it_.told.at(-1)?.text).toContain('已超期：征求对方是否愿意调解')
    it_.until('2026-11-30 09:00')
    expect(toldTo(it_, 'head', '请过问：何刚还没有完成“征求对方是否愿意调解”')).toBe(true)
    expect(it_.duty('ask-other-side')).toMatchObject({ rung: 3, nextAt: null, state: 'open' })
  })

  it('the other side is unwilling: recorded, told in writing; that ends the three days of MED-6', () => {
    it_.now = at('2026-11-30 10:00')
    it_.staffDoes(2, 'unwilling', { words: '他说没空。' })
    expect(heard(it_, 'resident')).toContain('何刚已问过对方，对方不愿意调解：\n他说没空。')
    expect(it_.case.parties[1]).toMatchObject({ willing: 'unwilling' })
    expect(it_.duty('ask-other-side')).toMatchObject({ state: 'done', late: true })
    expect(it_.duty('tell-unwilling')).toMatchObject({ state: 'open', dueAt: at('2026-12-03 17:30') })
    it_.staffDoes(2, 'message', { words: '我再去劝劝他，您别急。' })
    expect(it_.duty('tell-unwilling')).toMatchObject({ state: 'done', late: false })
    it_.now = at('2026-12-01 10:00')
    it_.staffDoes(2, 'willing')
    expect(it_.case.parties[1]).toMatchObject({ willing: 'willing' })
  })

  it('the resident answers, and the mediator reads it', () => {
    it_.resident('reply', { words: '好的，谢谢' })
    expect(heard(it_, 'staff 2')).toContain('当事人回复：\n好的，谢谢')
    expect(it_.last.map(({ to }) => to)).toEqual(['staff 2'])
  })

  it('held from the 3rd to the 8th: the clock stands, the reason is told, the limit moves on', () => {
    it_.now = at('2026-12-03 10:00')
    it_.staffDoes(2, 'hold', { words: '等对方回来' })
    expect(it_.duty('conclude')).toMatchObject({ nextAt: null, dueAt: at('2026-12-23 17:30') })
    expect(wholly(residentCard(it_.case, it_.world(), it_.history))).toContain('从 12月3日周四 起暂停计时（停在第 9 天），原因：等对方回来')
    it_.now = at('2026-12-08 10:00')
    it_.staffDoes(2, 'resume')
    expect(shown(it_.duty('conclude')?.dueAt ?? 0)).toBe('2026-12-29 17:30')
    expect(heard(it_, 'resident')).toContain('其中暂停 5 天，原因：等对方回来')
  })

  it('a note and a look change no clock and tell nobody else', () => {
    const before = it_.duties
    it_.staffDoes(2, 'note', { words: '对方周末回来' })
    it_.staffDoes(2, 'look')
    expect(it_.duties).toEqual(before)
    expect(it_.history.slice(-2)).toMatchObject([{ kind: 'noted', open: false }, { kind: 'looked', open: false }])
    expect(wholly(residentCard(it_.case, it_.world(), it_.history))).not.toContain('对方周末回来')
  })

  it('closing needs a plain answer; with it, the resident reads outcome and answer', () => {
    it_.now = at('2026-12-10 15:00')
    it_.staffDoes(2, 'session', { choice: 'agreed', words: '双方同意晚上十点后不挪家具。' })
    expect(it_.open()).toContain('write-off')
    expect(it_.tries({ type: 'staff', staff: 2, action: 'close', choice: 'agreement', words: '  ' })).toMatchObject({ refused: { key: 'case:refused.answer-needed' } })
    it_.staffDoes(2, 'close', { choice: 'agreement', words: '对方答应晚上十点后不挪家具，并垫上软垫。' })
    expect(heard(it_, 'resident')).toContain('您的事项已办结：达成协议。\n对方答应晚上十点后不挪家具，并垫上软垫。')
    // What remains is the dossier's and the agreement's (MED-15, MED-21).
    expect(it_.open()).toEqual(['archive', 'ask-performance'])
    expect(it_.duties.filter(({ kind }) => kind === 'write-off' || kind === 'conclude').map(({ state, late }) => ({ state, late }))).toEqual([{ state: 'done', late: false }, { state: 'done', late: false }])
  })

  it('two days on the survey goes out by itself, saying which case and what about', () => {
    expect(shown(it_.surveys[0]?.nextAt ?? 0)).toBe('2026-12-14 17:30')
    it_.until('2026-12-14 17:30')
    const survey = it_.told.at(-1)
    expect(survey).toMatchObject({ to: 'resident' })
    expect(survey?.text).toContain('您的事项 M20260001（人民调解 · 婚姻）已经办结。您满意吗？\n我们给您的答复是：对方答应晚上十点后不挪家具，并垫上软垫。')
    expect(survey?.text).toContain('[5 分 很满意]')
  })

  it('two points: stored at the tap, open again at once, somebody else asked, the head told, the first handler never', () => {
    it_.now = at('2026-12-15 09:30')
    it_.does({ type: 'scored', survey: it_.surveys[0]?.id ?? '', score: 2 })
    expect(it_.case).toMatchObject({ score: 2, reopened: 1, handlerId: null })
    expect(it_.surveys[0]).toMatchObject({ state: 'scored', score: 2, staffId: 2 })
    expect(it_.case.stage).toMatchObject({ at: 'assigned', to: 1 })
    expect(heard(it_, 'head')).toContain('当事人打了 2 分（原承办：何刚）')
    expect(heard(it_, 'resident')).toContain('由另一位同事负责')
    it_.does({ type: 'survey-words', survey: it_.surveys[0]?.id ?? '', words: '垫子根本没放' })
    expect(heard(it_, 'staff 1')).toContain('垫子根本没放')
    expect(heard(it_, 'head')).toContain('垫子根本没放')
    expect(it_.told.filter(({ to, text }) => to === 'staff 2' && /2 分|垫子根本没放/.test(text))).toEqual([])
  })

  it('the second time round it is closed well, asked about once more, and stays closed', () => {
    it_.staffDoes(1, 'take')
    expect(it_.open()).toEqual(['analyse-month', 'ask-other-side', 'conclude'])
    it_.staffDoes(1, 'close', { choice: 'agreement', words: '已陪同放好软垫，双方签字。' })
    it_.staffDoes(1, 'performance', { choice: 'performed', words: '软垫都放好了。' })
    it_.staffDoes(5, 'archive', { choice: 'ordinary' })
    expect(it_.open()).toEqual([])
    it_.until('2026-12-31 17:30')
    const second = it_.surveys.find(({ round }) => round === 2)
    it_.does({ type: 'scored', survey: second?.id ?? '', score: 5 })
    expect(it_.case).toMatchObject({ score: 5, stage: { at: 'closed', outcome: 'agreement' } })
    expect(it_.surveys).toHaveLength(2)
    expect(second?.staffId).toBe(1)
    it_.until('2027-06-01 10:00')
    expect(it_.last).toEqual([])
  })

  it('the resident’s timeline is plain words, the staff’s has the notes, and only the head sees scores', () => {
    const lines = (open: boolean): string[] => timeline(it_.history.filter((each) => each.open === open)).map((words) => speaker.say(words, 'en').replace(/^.*?\d\d:\d\d: /, ''))
    expect(lines(true)).toEqual([
      'Registered as M20260001', 'Accepted by 何刚', '何刚: Other side declines. 他说没空。', '何刚 wrote: 我再去劝劝他，您别急。', '何刚: Other side willing', 'Resident answered: 好的，谢谢',
      'Put on hold by 何刚: 等对方回来', 'Resumed by 何刚', 'Closed: agreement reached', 'Agreement and file number 2026001', 'Resident’s score: 2 of 5', 'Reopened', 'Resident on the handling: 垫子根本没放',
      'Accepted by 林敏', 'Closed: agreement reached', 'Resident’s score: 5 of 5',
    ])
    expect(lines(false)).toEqual([
      '林敏 asked to take it (has 1 of 20 cases in hand)', '林敏 did not answer (no reason given)', '何刚 asked to take it (has 5 of 20 cases in hand)', '何刚 confirmed that the parties know their rights and duties',
      'Reminded: Ask the other side whether they are willing, due Thu, November 26', 'Overdue: Ask the other side whether they are willing, was due Thu, November 26', 'Escalated: Ask the other side whether they are willing',
      'Note by 何刚: 对方周末回来', '何刚 looked at it', '何刚: Record a session (Agreed). 双方同意晚上十点后不挪家具。', 'Asked how satisfied they are',
      '林敏 asked to take it (has 1 of 20 cases in hand)', '林敏 confirmed that the parties know their rights and duties',
      '林敏: Is it performed? (Performed). 软垫都放好了。', '胡静: Archive (Ordinary)', 'Asked how satisfied they are',
    ])
    expect(wholly(residentCard(it_.case, it_.world(), it_.history))).not.toMatch(/没有回应|查看$|记：/m)
    expect(wholly(residentPast(it_.case, it_.history))).not.toMatch(/没有回应|查看$|记：/m)
    const handler = staffPast(it_.case, it_.world(), everybody[0] as never, it_.history)
    const head = staffPast(it_.case, it_.world(), everybody[4] as never, it_.history)
    expect(handler && wholly(handler)).toContain('何刚记：对方周末回来')
    expect(handler && wholly(handler)).not.toContain('当事人打分')
    expect(head && wholly(head)).toContain('当事人打分：2 分')
    for (const seen of [staffCard, staffPast]) expect(seen(it_.case, it_.world(), everybody[2] as never, it_.history)).toBeNull()
  })
})

describe('a mediation on the edge (MED-3)', () => {
  it('is red: everybody in charge hears it at night, and mediating first counts as accepting', () => {
    const it = life('mediation', '2026-11-28 23:10', { dangers: ['violence'] })
    it.does({ type: 'filed' })
    expect(it.case.level).toBe('urgent')
    expect(it.last.map(({ to, urgent, notBefore }) => ({ to, urgent, notBefore }))).toEqual(['head', 'leader', 'staff 1'].map((to) => ({ to, urgent: true, notBefore: null })))
    it.staffDoes(1, 'mediated-first', { words: '到场劝开，双方答应明天来谈。' })
    expect(it.case).toMatchObject({ stage: { at: 'accepted' }, handlerId: 1 })
    expect(heard(it, 'staff 1')).toContain('13800001111')
    // Mediating first is what the two hours are for.
    expect(it.duty('go-first')).toMatchObject({ state: 'done', late: false })
  })

  it('red limits do not wait for the morning', () => {
    const it = accepted('mediation', '2026-11-28 23:10', { dangers: ['violence'] })
    it.until('2026-11-29 02:30')
    expect(it.told.filter(({ at: when }) => when === at('2026-11-29 01:10')).map(({ to, urgent }) => `${to} ${urgent}`)).toEqual(['staff 1 true', 'head true'])
    expect(it.told.filter(({ at: when }) => when === at('2026-11-29 02:10')).map(({ to }) => to)).toEqual(['head', 'leader'])
  })

  it('supervised from above is written off only with the leader’s consent (MED-17)', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.staffDoes(6, 'supervise', { words: '每周报一次进展' })
    it.now = at('2026-11-24 10:00')
    it.staffDoes(1, 'close', { choice: 'agreement', words: '双方和好。' })
    expect(it.case.stage).toMatchObject({ at: 'settling', needs: 'leader' })
    expect(heard(it, 'leader')).toContain('林敏拟办结：达成协议。给当事人的答复：\n双方和好。')
    expect(heard(it, 'resident')).not.toContain('双方和好')
    expect(it.tries({ type: 'staff', staff: 5, action: 'sign-off', choice: 'yes' })).toMatchObject({ refused: { key: 'case:refused.not-yours' } })
    it.staffDoes(6, 'sign-off', { choice: 'no', words: '协议里没写日期' })
    expect(it.case.stage).toMatchObject({ at: 'accepted' })
    expect(heard(it, 'staff 1')).toContain('协议里没写日期')
    expect(it.open()).toContain('put-right')
    it.staffDoes(1, 'close', { choice: 'agreement', words: '双方和好，12月1日前履行。' })
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(it.case.stage).toMatchObject({ at: 'closed', by: 1 })
    expect(heard(it, 'resident')).toContain('双方和好，12月1日前履行。')
  })

  it('is refused with reasons before anybody accepts it once the head has signed, and the further ways are told (MED-4, MED-13)', () => {
    const it = life('mediation', '2026-11-23 10:00')
    it.does({ type: 'filed' })
    expect(it.tries({ type: 'staff', staff: 1, action: 'close', choice: 'agreement', words: '好' })).toMatchObject({ refused: { key: 'case:refused.choice' } })
    it.staffDoes(1, 'close', { choice: 'refused', words: '这是行政处罚，不属于调解范围。' })
    expect(heard(it, 'resident')).not.toContain('行政处罚')
    expect(it.open()).toContain('decide')
    it.staffDoes(5, 'sign-off', { choice: 'yes' })
    expect(heard(it, 'resident')).toContain('不予受理。\n这是行政处罚，不属于调解范围。\n如果您不满意这个结果，还可以：\n· 属于可以仲裁的')
    expect(it.duty('decide')).toMatchObject({ state: 'done' })
    expect(it.surveys).toEqual([])
  })

  it('a shortened month is told and kept; it never grows longer (MED-8)', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    it.staffDoes(5, 'shorten', { choice: 'week' })
    expect(shown(it.duty('conclude')?.dueAt ?? 0)).toBe('2026-11-30 17:30')
    expect(heard(it, 'resident')).toContain('一周内\n期限：11月30日周一')
    it.now = at('2026-11-27 10:00')
    it.staffDoes(5, 'shorten', { choice: 'fortnight' })
    expect(shown(it.duty('conclude')?.dueAt ?? 0)).toBe('2026-11-30 17:30')
  })

  it('a serious case is visited again three times after the agreement (MED-16)', () => {
    const it = accepted('mediation', '2026-03-02 10:00', { level: 'ordinary', answers: [{ id: 'people', text: '', value: 'some' }] })
    it.staffDoes(1, 'close', { choice: 'agreement', words: '谈成了。' })
    for (const [month, count] of [['03', 1], ['04', 2], ['05', 3]] as const) {
      expect(it.duties.filter(({ kind }) => kind === 'visit-again'), month).toHaveLength(count)
      it.now = at(`2026-${month}-30 10:00`)
      it.staffDoes(1, 'visited-again', { words: '都好' })
    }
    expect(it.open()).toEqual(['archive', 'ask-performance'])
  })
})

describe('a petition', () => {
  it('the leader instructs by the third working day, the handler settles in five days, the leader signs, it is filed away', () => {
    const it = life('petition', '2026-11-23 10:00')
    it.does({ type: 'filed' })
    expect(it.case.stage).toMatchObject({ to: 3 })
    it.staffDoes(3, 'take')
    expect(limits(it)).toEqual(['instruct 2026-11-26 17:30'])
    it.until('2026-11-25 09:00')
    expect(it.told.at(-1)).toMatchObject({ to: 'leader' })
    expect(it.told.at(-1)?.text).toContain('快到期了：阅批并写明意见')
    it.staffDoes(6, 'instruct', { words: '请苏青三天内到现场。' })
    expect(heard(it, 'staff 3')).toContain('梁正：阅批\n请苏青三天内到现场。')
    expect(it.duty('instruct')).toMatchObject({ state: 'done', late: false })
    expect(limits(it)).toEqual(['settle 2026-11-30 17:30'])
    it.until('2026-11-27 10:00')
    expect(toldTo(it, 'staff 3', '快到期了：办结')).toBe(true)
    it.staffDoes(3, 'interim-report', { choice: 'five-days', words: '等部门回函。' })
    expect(heard(it, 'resident')).toContain('苏青说明目前进展，并把期限延后：\n再给 5 天\n等部门回函。\n期限：12月7日周一')
    expect(limits(it)).toEqual(['settle 2026-12-07 17:30'])
    it.until('2026-12-04 09:00')
    expect(it.told.at(-1)).toMatchObject({ to: 'staff 3', at: at('2026-12-04 09:00') })
    expect(it.told.at(-1)?.text).toContain('快到期了：办结，12月7日周一 17:30 前完成。')
    it.until('2026-12-08 10:00')
    expect(toldTo(it, 'resident', '本应在 12月7日周一 前做好')).toBe(true)
    expect(it.open()).toEqual(['explain-delay', 'settle'])
    expect(it.tries({ type: 'staff', staff: 3, action: 'extend', choice: 'five-days', words: '还要等' })).toMatchObject({ refused: { key: 'case:refused.extension-late' } })
    it.staffDoes(3, 'late-report', { words: '回函今天到了。' })
    it.staffDoes(3, 'close', { choice: 'settled', words: '路已修好。' })
    expect(it.case.stage).toMatchObject({ at: 'settling', needs: 'leader' })
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(heard(it, 'resident')).toContain('路已修好。')
    expect(it.duty('settle')).toMatchObject({ state: 'done', late: true })
    expect(it.open()).toEqual(['file-away'])
    it.staffDoes(3, 'file-away')
    it.until('2026-12-10 12:00')
    it.does({ type: 'scored', survey: it.surveys[0]?.id ?? '', score: 4 })
    expect(it.case).toMatchObject({ score: 4, stage: { at: 'closed' } })
  })

  it('an urgent one has three days, an important one reaches the leader at any hour', () => {
    const urgent = accepted('petition', '2026-11-23 10:00', { answers: [{ id: 'pressing', text: '是', value: 'yes' }] })
    urgent.staffDoes(6, 'instruct', { words: '马上办' })
    expect(limits(urgent)).toEqual(['settle-urgent 2026-11-26 17:30'])
    const important = life('petition', '2026-11-28 22:00', { answers: [{ id: 'people', text: '很多人', value: 'many' }] })
    important.does({ type: 'filed' })
    expect(important.last.filter(({ to }) => to === 'leader')).toMatchObject([{ urgent: true, notBefore: null }])
    important.until('2026-11-28 23:00')
    expect(important.told.at(-1)).toMatchObject({ urgent: true, at: at('2026-11-28 23:00') })
  })

  it('outside the competence it is passed on, and every petition is still read by the leader', () => {
    const it = life('petition', '2026-11-23 10:00')
    it.does({ type: 'filed' })
    expect(limits(it)).toContain('keep-or-forward 2026-11-26 17:30')
    it.staffDoes(3, 'close', { choice: 'forwarded', words: '已转县自然资源局，电话 0000。' })
    expect(heard(it, 'resident')).toContain('已转县自然资源局')
    expect(it.open()).toEqual(['file-away', 'instruct'])
    it.staffDoes(6, 'instruct', { words: '已阅' })
    expect(it.open()).toEqual(['file-away'])
  })

  it('a nameless one is handled but gets neither result letter nor survey (PET-6)', () => {
    const it = accepted('petition', '2026-11-23 10:00', { anonymous: true })
    expect(heard(it, 'staff 3')).not.toMatch(/王芳|1380/)
    it.staffDoes(6, 'instruct', { words: '查' })
    it.staffDoes(3, 'close', { choice: 'settled', words: '已处分当事人。' })
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(heard(it, 'resident')).toContain('您反映的事项在我们这里已经结束。匿名反映不另发结果')
    expect(it.told.some(({ to, text }) => to === 'resident' && text.includes('已处分当事人'))).toBe(false)
    expect(wholly(residentCard(it.case, it.world(), it.history))).not.toContain('已处分当事人')
    expect(it.surveys).toEqual([])
  })
})

describe('a property complaint', () => {
  it('plan, customer asked, small difference, revised, agreed, carried out, called back, remedied by somebody else', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00')
    expect(limits(it)).toEqual(['propose 2026-11-25 17:30', 'settle 2026-11-30 17:30'])
    it.staffDoes(3, 'propose', { words: '周三换灯。' })
    expect(heard(it, 'resident')).toContain('[同意]\n[大体行，还要改改]\n[差得太远]')
    it.resident('answer', { step: 'propose', choice: 'small' })
    expect(heard(it, 'staff 3')).toContain('当事人的答复：大体行，还要改改')
    expect(heard(it, 'resident')).toContain('您的答复已记下')
    expect(it.tries({ type: 'resident', person: applicant, action: 'answer', step: 'propose', choice: 'agree' })).toMatchObject({ refused: { key: 'case:refused.answered' } })
    expect(it.open()).toEqual(['revise', 'settle'])
    it.staffDoes(3, 'propose', { words: '明天换灯。' })
    it.resident('answer', { step: 'propose', choice: 'agree' })
    expect(it.open()).toEqual(['carry-out', 'settle'])
    it.staffDoes(3, 'close', { choice: 'resolved', words: '灯已换好。' })
    const survey = it.surveys[0]
    expect(shown(survey?.nextAt ?? 0)).toBe('2026-11-23 14:00')
    it.until('2026-11-23 14:00')
    it.does({ type: 'scored', survey: survey?.id ?? '', score: 1 })
    expect(it.case.stage).toMatchObject({ at: 'assigned', to: 4 })
    expect(it.open()).toEqual(expect.arrayContaining(['analyse-cause', 'plan-remedy']))
    it.staffDoes(5, 'plan-remedy', { choice: 'three-days', words: '石磊负责重新布线。' })
    expect(heard(it, 'resident')).toContain('我们会这样补救：\n3 个工作日内\n石磊负责重新布线。\n期限：11月26日周四')
    expect(limits(it)).toContain('carry-out-remedy 2026-11-26 17:30')
    it.staffDoes(4, 'take')
    it.staffDoes(4, 'close', { choice: 'resolved', words: '线路已重新布好。' })
    expect(it.open()).toContain('analyse-cause')
    it.staffDoes(4, 'record-cause', { words: '线路老化，每季检查。' })
    expect(it.open()).not.toContain('analyse-cause')
  })

  it('2 000 yuan makes it major: head drafts, leader reviews, customer is asked, too far apart means outside ways', () => {
    const below = accepted('property-complaint', '2026-11-23 10:00', { answers: [{ id: 'amount', text: '1999', value: 1999 }] })
    expect(below.case.level).toBe('ordinary')
    const it = accepted('property-complaint', '2026-11-23 10:00', { answers: [{ id: 'amount', text: '2000', value: 2000 }] })
    expect(it.case.level).toBe('major')
    expect(limits(it)).toEqual(['draft 2026-11-26 17:30', 'settle-escalated 2026-12-14 17:30'])
    it.staffDoes(5, 'draft', { words: '赔偿 1500。' })
    expect(it.open()).toEqual(['review', 'settle-escalated'])
    it.staffDoes(6, 'return-draft', { words: '金额不够' })
    expect(it.open()).toEqual(['redraft', 'settle-escalated'])
    it.staffDoes(5, 'draft', { words: '赔偿 2000。' })
    it.staffDoes(6, 'pass-review')
    it.staffDoes(3, 'propose-reviewed', { words: '赔偿 2000 元。' })
    it.resident('answer', { step: 'propose-reviewed', choice: 'large' })
    expect(it.open()).toEqual(['advise-outside', 'settle-escalated'])
    it.staffDoes(3, 'close', { choice: 'outside', words: '建议申请仲裁。' })
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(heard(it, 'resident')).toContain('· 申请仲裁')
  })

  it('past its five days an ordinary one becomes major, with fifteen days from then on', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00')
    it.until('2026-12-01 09:00')
    expect(it.case.level).toBe('major')
    expect(it.duty('settle')).toMatchObject({ state: 'cancelled', late: true })
    expect(limits(it)).toContain('settle-escalated 2026-12-22 17:30')
    expect(toldTo(it, 'head', '这件事升级为：重大投诉')).toBe(true)
  })

  it('too far apart: escalated at the customer’s tap', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00')
    it.staffDoes(3, 'propose', { words: '下周再说' })
    it.resident('answer', { step: 'propose', choice: 'large' })
    expect(it.case.level).toBe('major')
    expect(it.open()).toEqual(['draft', 'settle-escalated'])
  })

  it('long work is promised a date with its reason, and told (PRO-6)', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00')
    expect(it.tries({ type: 'staff', staff: 3, action: 'long-work', choice: 'month' })).toMatchObject({ refused: { key: 'case:refused.words-needed' } })
    it.staffDoes(3, 'long-work', { choice: 'month', words: '外墙要搭架子。' })
    expect(heard(it, 'resident')).toContain('一个月\n外墙要搭架子。\n期限：12月23日周三')
    expect(limits(it)).toContain('settle 2026-12-23 17:30')
  })

  it('a promise broken is chased like the first limit, though that was broken too', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00', { answers: [{ id: 'amount', text: '3000', value: 3000 }] })
    it.until('2026-12-20 10:00')
    expect(it.duty('settle-escalated')).toMatchObject({ rung: 4, nextAt: null })
    it.staffDoes(3, 'long-work', { choice: 'week', words: '等配件。' })
    expect(dueOn(it, 'settle-escalated')).toBe('2026-12-25 17:30')
    it.until('2026-12-28 09:00')
    expect(it.told.filter(({ at: when, text }) => when === at('2026-12-28 09:00') && text.includes('升级投诉处理完毕')).map(({ to }) => to)).toEqual(['staff 3', 'head'])
    expect(toldTo(it, 'resident', '本应在 12月25日周五 前做好')).toBe(true)
  })

  it('not caused by the service: it goes on as a request, with the number and the clock it had (PRO-1)', () => {
    const it = accepted('property-complaint', '2026-11-23 10:00')
    it.now = at('2026-11-25 10:00')
    it.staffDoes(3, 'to-request', { choice: 'developer' })
    expect(it.case).toMatchObject({ regulation: 'property-request', category: 'developer', number: 'M20260001', edition: regulationOf('property-request').edition, handlerId: 3 })
    expect(limits(it)).toEqual(['settle 2026-11-30 17:30'])
    expect(heard(it, 'resident')).toContain('这件事按“物业需求 · 开发商相关”办理更合适')
    expect(it.duties.filter(({ kind, state }) => kind === 'accept' && state !== 'cancelled')).toHaveLength(1)
    it.staffDoes(3, 'close', { choice: 'answered', words: '已联系开发商。' })
    expect(it.case.stage).toMatchObject({ at: 'closed' })
  })
})

describe('a property request', () => {
  it('the customer confirms; who is content is asked only by lot, everybody else always, and each have their own share of visits (PRO-7, PRO-9)', () => {
    const asked = { content: 0, unsure: 0, contentVisits: 0, unsureVisits: 0 }
    const rounds = 300
    const series = new Map<string, number>()
    for (let n = 0; n < rounds; n++) {
      for (const kind of ['content', 'unsure'] as const) {
        const it = accepted('property-request', '2026-11-23 10:00', { id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` })
        it.series = series
        it.staffDoes(3, 'confirm', { words: '灯换好了。' })
        it.resident('answer', { step: 'confirm', choice: kind === 'content' ? 'content' : 'not-quite' })
        it.staffDoes(3, 'close', { choice: 'done', words: '灯换好了。' })
        asked[kind] += it.surveys.length
        it.until('2026-11-24 10:00')
        asked[`${kind}Visits`] += it.surveys.filter(({ mode }) => mode === 'in-person').length
        expect(asked.unsureVisits).toBe(Math.ceil((asked.unsure * 4) / 5))
        expect(asked.contentVisits).toBe(Math.ceil(asked.content / 5))
      }
    }
    expect(asked.unsure).toBe(rounds)
    expect(asked.content / rounds).toBeCloseTo(0.15, 1)
  })

  it('too far apart it is said plainly that it cannot be provided', () => {
    const it = accepted('property-request', '2026-11-23 10:00')
    it.staffDoes(3, 'propose', { words: '只能换普通灯。' })
    it.resident('answer', { step: 'propose', choice: 'large' })
    expect(it.open()).toEqual(['say-plainly', 'settle'])
  })
})

describe('the resident’s own case', () => {
  const card = (it: Life): string[] => wholly(residentCard(it.case, it.world(), [])).split('\n')

  it('says at every stage who has it, what comes next and by when', () => {
    const it = life('mediation', '2026-11-23 10:00')
    it.does({ type: 'filed' })
    expect(card(it)).toEqual(['关于 M20260001（人民调解 · 婚姻）', '您的事项已经登记，正在请一位同事受理。受理后会马上告诉您是谁。', '第 1 天，共 5 天，11月30日周一到期。', '[补充情况]', '[催一催]', '[撤回]', '[更多]'])
    it.staffDoes(1, 'take')
    it.now = at('2026-12-01 10:00')
    expect(card(it).slice(1, 3)).toEqual(['林敏正在办理您的事项。', '第 8 天，共 30 天，12月23日周三到期。'])
    it.staffDoes(1, 'hold', { words: '等鉴定' })
    expect(card(it)[1]).toBe('林敏负责您的事项，目前暂停办理。')
    it.now = at('2026-12-01 11:00')
    it.staffDoes(5, 'assign', { choice: '2' })
    expect(card(it)[1]).toBe('您的事项正在换一位同事办理。在新同事接手前，仍由林敏负责。')
    it.now = at('2026-12-28 10:00')
    expect(card(it)[2]).toBe('本应在 12月24日周四 前办完，已经超期，很抱歉。我们正在催。')
    it.staffDoes(2, 'take')
    it.staffDoes(6, 'supervise', { words: '督办' })
    it.staffDoes(2, 'close', { choice: 'failed', words: '谈不拢。' })
    expect(card(it)[1]).toBe('答复已经写好，正在由负责人审签。签好就告诉您。')
    it.staffDoes(6, 'sign-off', { choice: 'yes' })
    expect(card(it)).toEqual(['关于 M20260001（人民调解 · 婚姻）', '您的事项已经办结：调解不成。', '谈不拢。', '[没解决怎么办]', '[补充情况]', '[对办理有意见]', '[更多]'])
    expect(wholly(caseList([it.case])).split('\n')).toEqual(['您的事项：', 'M20260001（人民调解 · 婚姻）：已办结', '[M20260001]', '[换到别的聊天]'])
    expect(wholly(caseList([]))).toBe('您还没有提交过事项。')
  })
})

describe('my duties', () => {
  it('lists the most pressing first, each case one tap away', () => {
    const first = accepted('mediation', '2026-11-23 10:00')
    const second = accepted('property-complaint', '2026-11-23 10:00', { number: 'C2611001' })
    const items = [...first.duties, ...second.duties]
      .filter(({ state, kind }) => state === 'open' && kind !== 'analyse-month')
      .map((duty) => ({ duty, case: duty.kind === 'conclude' || duty.kind === 'ask-other-side' ? first.case : second.case, own: true }))
    const text = wholly(dutyList(items, at('2026-11-26 10:00')))
    expect(text.split('\n')).toEqual([
      '您的待办：4 项，最急的在前',
      '1. ❗已超期 制定措施并征询意见：C2611001（物业投诉 · 房屋管理），本应 11月25日周三 17:30 前',
      '2. 征求对方是否愿意调解：M20260001（人民调解 · 婚姻），11月26日周四 17:30 前',
      '3. 处理完毕：C2611001（物业投诉 · 房屋管理），11月30日周一 17:30 前',
      '4. 完成调解：M20260001（人民调解 · 婚姻），12月23日周三 17:30 前',
      '[C2611001]', '[M20260001]',
    ])
    expect(wholly(dutyList(items, at('2026-11-26 10:00'), 200))).toContain('您的待办：200 项')
    expect(wholly(dutyList([], 0))).toBe('现在没有待办，辛苦了。')
  })

  it('leaves room for cases however many rounds are overdue, and for rounds among many cases', () => {
    const it = accepted('mediation', '2026-11-23 10:00')
    const [duty] = it.duties.filter(({ state }) => state === 'open')
    const items = (n: number) => Array.from({ length: n }, (_, i) => ({ duty: { ...duty!, id: `d${i}` }, case: { ...it.case, id: idFrom('duties', String(i)), number: `M${i}` }, own: true }))
    const rounds = (n: number) => Array.from({ length: n }, (_, i) => ({ id: idFrom('rounds', String(i)), dueAt: at('2026-11-02 17:30') + i, unconfirmed: false, name: { say: `排查${i}` } }))
    const shown = (cases: number, owed: number): { cases: number; rounds: number; all: string } => {
      const text = wholly(dutyList(items(cases), at('2026-11-26 10:00'), cases + owed, rounds(owed)))
      return { cases: text.match(/^\d+\..*人民调解/gm)?.length ?? 0, rounds: text.match(/^\d+\..*排查/gm)?.length ?? 0, all: text.split('\n')[0] ?? '' }
    }
    expect(shown(20, 20)).toEqual({ cases: 5, rounds: 5, all: '您的待办：40 项，最急的在前' })
    expect(shown(2, 20)).toMatchObject({ cases: 2, rounds: 8 })
    expect(shown(20, 1)).toMatchObject({ cases: 9, rounds: 1 })
    expect(shown(0, 20)).toMatchObject({ cases: 0, rounds: 10 })
    expect(shown(20, 0)).toMatchObject({ cases: 10, rounds: 0 })
    expect(shown(4, 3)).toMatchObject({ cases: 4, rounds: 3 })
  })
})

describe('nobody to do it', () => {
  it('a head who is named as the other side hears nothing of it; the leader does', () => {
    const it = life('mediation', '2026-11-23 10:00', {}, [member(5, 'head', { name: '赵强' }), member(6, 'leader'), member(7, 'head', { name: '另一位' })])
    it.does({ type: 'filed' })
    expect(it.last.map(({ to }) => to)).toEqual(['staff 7'])
    const only = life('mediation', '2026-11-23 10:00', {}, [member(5, 'head', { name: '赵强' }), member(6, 'leader')])
    only.does({ type: 'filed' })
    expect(only.last.map(({ to }) => to)).toEqual(['leader'])
    expect(only.duty('assign')).toMatchObject({ owner: 'leader' })
    only.staffDoes(6, 'take')
    expect(only.case.handlerId).toBe(6)
  })

  it('a leader without a head does what the head would', () => {
    const it = accepted('mediation', '2026-11-23 10:00', {}, [member(1, 'mediator'), member(6, 'leader')])
    it.staffDoes(6, 'hold', { words: '承办人病了' })
    expect(it.case.stage).toMatchObject({ at: 'accepted', hold: { reason: '承办人病了' } })
    const proper = accepted('mediation', '2026-11-23 10:00')
    expect(proper.tries({ type: 'staff', staff: 6, action: 'hold', words: '等' })).toMatchObject({ refused: { key: 'case:refused.not-yours' } })
  })

  it('the administrator only stands in where there is neither head nor leader', () => {
    const it = life('mediation', '2026-11-23 10:00', {}, [member(1, 'mediator'), member(9, 'admin')])
    it.does({ type: 'filed' })
    expect(staffCard(it.case, it.world(), it.staff[1] as never, [])).not.toBeNull()
    it.staffDoes(9, 'assign', { choice: '1' })
    const proper = life('mediation', '2026-11-23 10:00', {}, [member(1, 'mediator'), member(5, 'head'), member(9, 'admin')])
    proper.does({ type: 'filed' })
    expect(staffCard(proper.case, proper.world(), proper.staff[2] as never, [])).toBeNull()
    expect(proper.tries({ type: 'staff', staff: 9, action: 'message', words: '你好' })).toMatchObject({ refused: { key: 'case:refused.not-yours' } })
  })


  it('an office without a leader: the head signs and instructs; without anybody: the duty still has an owner', () => {
    const it = life('petition', '2026-11-23 10:00', {}, everybody.filter(({ role }) => role !== 'leader'))
    it.does({ type: 'filed' })
    expect(it.duty('instruct')).toMatchObject({ owner: 'head' })
    it.staffDoes(3, 'take')
    it.staffDoes(5, 'instruct', { words: '办' })
    it.staffDoes(3, 'close', { choice: 'settled', words: '办好了' })
    it.staffDoes(5, 'sign-off', { choice: 'yes' })
    expect(it.case.stage).toMatchObject({ at: 'closed' })

    const empty = life('petition', '2026-11-23 10:00', {}, [member(9, 'mediator', { away: { from: 0, until: null } })])
    empty.does({ type: 'filed' })
    expect(empty.case.stage).toEqual({ at: 'filed' })
    expect(empty.open()).toEqual(['assign', 'instruct', 'keep-or-forward'])
    expect(heard(empty, 'head')).toContain('暂时没有合适的同事可派')
  })
})

describe('a petition raised late', () => {
  it('is not due later than it would have been (PET-4)', () => {
    const it_ = accepted('petition', '2026-11-23 10:00')
    it_.staffDoes(6, 'instruct', { words: '请尽快查清。' })
    const ordinary = it_.duty('settle')?.dueAt ?? 0
    it_.until('2026-11-27 10:00')
    it_.staffDoes(5, 'mark-urgent')
    expect(it_.duty('settle')?.state).toBe('cancelled')
    expect(it_.duty('settle-urgent')?.dueAt).toBe(ordinary)
  })
})
