import { afterAll, beforeAll, expect, test } from 'vitest'
import { china, openOffice, whoHeard, type Office } from './life.ts'

/** Parents and pupils at a school: an answer within a day at any hour, and each level handing up to the next. 2026-11-23 is a Monday. */

let office: Office
beforeAll(async () => {
  office = await openOffice({ takes: ['school'], staff: [['handler', '赵老师'], ['handler', '孙老师'], ['mediator', '周主任'], ['head', '李主任'], ['leader', '吴校长']] })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})

const answers = { 哪个学校: '实验小学三年级二班', 希望学校怎么做: '请少布置一点', 怎么称呼您: '林女士' }
let parents = 0

async function files(moment: string, more: { story?: string; pick?: RegExp; typed?: Record<string, string> } = {}) {
  await office.house.moveTo(china(moment))
  await office.lately()
  const name = `家长${++parents}`
  const who = office.meets(name)
  const number = await office.files(who, more.story ?? '孩子每天作业写到十一点，眼睛都熬坏了。', { pick: more.pick ?? /^校园诉求.*教学与作业|^否$/, typed: { ...answers, ...more.typed } })
  expect(number).toMatch(/^E202[67]\d{4}$/)
  return { number, name, who }
}

const toldTo = async (name: string): Promise<string> => (await office.lately()).filter(({ to }) => to === name).map(({ text }) => text).join('\n')

test('SCH-1: answered within the day, settled by the class teacher, asked about after three days', async () => {
  const { number, name, who } = await files('2026-11-23 09:30')
  expect(await toldTo(name)).toMatch(/11月24日周二/)
  const teacher = await office.takes(number)
  expect(teacher).toMatch(/老师/)
  expect(whoHeard(await office.until('2026-11-24 04:00'), '24 小时内答复')).toEqual([`2026-11-24 03:30 ${teacher}`])
  await office.does(teacher, number, /^答复/, '我明天和各科老师商量，统一控制作业量。')
  expect(await toldTo(name)).toMatch(new RegExp(`${teacher}答复您：[\\s\\S]*统一控制作业量`))
  expect(whoHeard(await office.until('2026-11-25 11:40'), '24 小时内答复')).toEqual([])
  await office.does(teacher, number, /^提办法，问意见/, '每天书面作业不超过一小时，从今天起。')
  await office.taps(who, number, /^可以，就这样/)
  expect(whoHeard(await office.lately(), '当事人的答复：可以')).toEqual([`2026-11-25 11:40 ${teacher}`])
  await office.closes(teacher, number, /^已解决/, '从今天起每天书面作业不超过一小时。')
  expect(await toldTo(name)).toContain('已办结：已解决')
  expect(whoHeard(await office.until('2026-12-01 12:00'), '您满意吗')).toEqual([`2026-11-30 17:30 ${name}`])
  await office.taps(who, number, /^5 分/)
  expect(await office.row(number)).toMatchObject({ level: 'teacher', outcome: 'settled', score: 5 })
})

test('SCH-2: the class teacher hands it up to the dean, the dean to the head of mediation, the head to the authority; the parent reads each time why', async () => {
  const { number, name } = await files('2026-12-07 09:30')
  const teacher = await office.takes(number)
  await office.lately()
  await office.does(teacher, number, /^解决不了，交上一级/, '教学计划是学校统一的，我改不了。')
  const first = await office.lately()
  expect(first.filter(({ to }) => to === name).map(({ text }) => text).join()).toMatch(/已把您的事交给上一级处理[\s\S]*教学计划是学校统一的/)
  expect(whoHeard(first, '教导主任或副校长办理')).toContain('2026-12-07 09:30 李主任')
  expect(whoHeard(first, '教学计划是学校统一的')).toContain('2026-12-07 09:30 李主任')
  expect(await office.row(number)).toMatchObject({ level: 'dean' })
  // Somebody of the next level within four hours, or the head of the school asks.
  expect(whoHeard(await office.until('2026-12-07 14:00'), '指派上一级的人承办')).toEqual(['2026-12-07 13:30 李主任', '2026-12-07 13:30 吴校长'].sort())
  await office.does('李主任', number, /^指派承办人/, /^周主任/)
  expect(await office.takes(number)).toBe('周主任')
  expect(await toldTo(name)).toContain('现在由周主任承办')
  await office.does('周主任', number, /^解决不了，交上一级/, '几个年级都这样，要调解主任定。')
  expect(await office.row(number)).toMatchObject({ level: 'head' })
  await office.does('李主任', number, /^指派承办人/, /^李主任/)
  await office.takes(number)
  await office.lately()
  await office.does('李主任', number, /^解决不了，交上一级/, '课程由教育局核定。')
  expect(await office.row(number)).toMatchObject({ level: 'authority' })
  expect(await toldTo(name)).toContain('课程由教育局核定')
  const said = await office.until('2026-12-08 16:00')
  expect(whoHeard(said, '报主管部门')).toEqual(['2026-12-08 08:00 吴校长', '2026-12-08 14:00 吴校长', '2026-12-08 14:00 李主任'].sort())
  await office.does('吴校长', number, /^已报主管部门/, '已报区教育局基教科，可找刘老师 010-1234567。')
  expect(await toldTo(name)).toMatch(/已把您的事报给主管部门[\s\S]*刘老师/)
  await office.closes('李主任', number, /^主管部门已处理/, '教育局已调整课程，下周起执行。')
  expect(await toldTo(name)).toMatch(/主管部门已处理[\s\S]*下周起执行[\s\S]*教育主管部门/)
})

test('SCH-1 SCH-3: on a Saturday night the next one is asked after an hour; a day without an answer hands it up by itself and the parent is told', async () => {
  const { number, name } = await files('2026-12-12 22:00')
  await office.lately()
  const first = office.asked(number)
  const said = await office.until('2026-12-14 04:30')
  // Offers do not wait for Monday.
  const offers = whoHeard(said, '想请您受理')
  expect(offers.map((each) => each.slice(0, 16))).toEqual(['2026-12-12 23:00'])
  expect(offers.join()).not.toContain(first)
  expect(whoHeard(said, '没有人接')).toEqual(['2026-12-13 00:00 李主任'])
  expect(whoHeard(said, '24 小时内答复')).toEqual(['2026-12-13 16:00 李主任', '2026-12-13 22:00 李主任', '2026-12-14 04:00 李主任', '2026-12-14 04:00 吴校长'].sort())
  expect(await office.row(number)).toMatchObject({ level: 'dean' })
  // The parent is not woken for it.
  expect(whoHeard(said, '我们晚了')).toEqual([])
  expect(whoHeard(await office.until('2026-12-14 09:20'), '我们晚了')).toEqual([`2026-12-14 09:00 ${name}`])
})

test('SCH-2: what the class teacher leaves lying goes to the dean after three working days, to the head of mediation after five more, to the authority nine days later', async () => {
  const { number, name } = await files('2026-12-14 09:30')
  const teacher = await office.takes(number)
  await office.does(teacher, number, /^答复/, '我了解一下。')
  await office.lately()
  const levels: string[] = []
  for (const moment of ['2026-12-17 12:00', '2026-12-18 12:00', '2026-12-25 12:00', '2026-12-28 12:00', '2027-01-03 12:00', '2027-01-12 12:00']) {
    await office.until(moment)
    levels.push(`${moment} ${String((await office.row(number))['level'])}`)
  }
  expect(levels).toEqual(['2026-12-17 12:00 teacher', '2026-12-18 12:00 dean', '2026-12-25 12:00 dean', '2026-12-28 12:00 head', '2027-01-03 12:00 head', '2027-01-12 12:00 authority'])
  expect(office.the(name).messages.filter((message) => message.text.includes(number) && message.text.includes('我们晚了')).length).toBeGreaterThanOrEqual(3)
})

test('SCH-2 PET-7: what a teacher is said to have done begins with the dean: no teacher is offered it, and whoever is spoken of hears nothing', async () => {
  const { number } = await files('2027-01-13 09:30', { story: '孙老师当着全班骂孩子是猪，还罚站一节课。', pick: /^校园诉求.*教师言行|^否$/, typed: { 说的是哪位: '孙老师' } })
  expect(await office.row(number)).toMatchObject({ category: 'conduct', level: 'dean' })
  expect(office.asked(number)).toBe('周主任')
  // The dean is silent: not the teachers are asked next, but the head.
  const said = [...await office.lately(), ...await office.until('2027-01-13 11:00')]
  expect(whoHeard(said, '没有人接')).toEqual(['2027-01-13 10:30 李主任'])
  expect(said.filter(({ to, text }) => to.endsWith('老师') && text.includes(number))).toEqual([])
  await office.does('李主任', number, /^指派承办人/, /^周主任/)
  await office.takes(number)
  await office.does('周主任', number, /^解决不了，交上一级/, '涉及处分，我定不了。')
  expect(await office.row(number)).toMatchObject({ level: 'head' })
  expect(whoHeard(await office.until('2027-01-13 15:30'), '指派上一级的人承办')).toEqual(['2027-01-13 15:00 吴校长', '2027-01-13 15:00 李主任'].sort())
  expect(['赵老师', '孙老师'].some((name) => office.the(name).messages.some((message) => message.text.includes(number)))).toBe(false)
})

test('SCH-3 SCH-2: a pupil in danger: head and leader are woken, the teacher spoken of sees nothing, and it counts as the head’s at once', async () => {
  await office.house.moveTo(china('2027-01-16 23:00'))
  await office.lately()
  const pupil = office.meets('学生')
  const number = await office.files(pupil, '我在宿舍被室友打了，赵老师知道也不管，我好怕。', { pick: /^校园诉求.*学生欺凌|^是$|^学生$/, typed: { ...answers, 说的是哪位: '赵老师' } })
  const said = await office.lately()
  expect(await office.row(number)).toMatchObject({ level: 'head' })
  expect(whoHeard(said, '紧急')).toEqual(expect.arrayContaining(['2027-01-16 23:00 李主任', '2027-01-16 23:00 吴校长']))
  expect(said.filter(({ to, text }) => to === '赵老师' && text.includes(number))).toEqual([])
  expect(whoHeard(await office.until('2027-01-17 01:30'), '马上处理危险')).toEqual(['2027-01-17 00:00 李主任', '2027-01-17 00:00 吴校长', '2027-01-17 01:00 李主任', '2027-01-17 01:00 吴校长'].sort())
  await office.does('李主任', number, /^已确认安全/, '我在宿舍，孩子已单独安排，校医看过没有大碍。')
  const safe = await office.lately()
  expect(safe.filter(({ to }) => to === '学生').map(({ text }) => text).join()).toMatch(/李主任已经到场看过[\s\S]*校医看过/)
  expect(whoHeard(safe, '校医看过')).toContain('2027-01-17 01:30 吴校长')
  expect(office.the('赵老师').messages.some((message) => message.text.includes(number))).toBe(false)
  expect([...office.people].filter(([name]) => name !== '学生').every(([, person]) => !person.messages.some((message) => message.text.includes(number) && message.text.includes('林女士')))).toBe(true)
})

test('SCH-1: a low score opens it again with somebody else, and the day for the answer begins anew', async () => {
  const { number, name, who } = await files('2027-03-01 09:30')
  const teacher = await office.takes(number)
  await office.closes(teacher, number, /^已说明情况/, '作业量是按规定布置的。')
  expect(await toldTo(name)).toMatch(/已说明情况[\s\S]*直接找校长/)
  await office.until('2027-03-05 14:00')
  await office.taps(who, number, /^2 分/)
  expect(await toldTo(name)).toContain('由另一位同事负责')
  expect(office.asked(number)).not.toBe(teacher)
  const next = await office.takes(number)
  await office.lately()
  expect(whoHeard(await office.until('2027-03-06 14:30'), '24 小时内答复')).toEqual([`2027-03-06 08:00 ${next}`, `2027-03-06 14:00 ${next}`, '2027-03-06 14:00 李主任'].sort())
})
