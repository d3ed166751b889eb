import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { joinsAs, takesOnly } from './leaders.ts'
import { addsBody, comesIn, does, filedAndTaken, fills, heard, invites, linked, openDuties, opens, referral } from './linked.ts'
import { forges } from './tree.ts'

/** MED-22, MED-4, CSM-2: a case goes to the police and comes back, or stays there for good; until they have taken it, it is ours. */

let house: TestHouse
let wang: TelegramUser
let head: LineUser
let police: LineUser
let court: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['mediation'])
  wang = await member(house, 'mediator', '王调解')
  head = await joinsAs(house, await onLine(house), 'head', '李主任')
  police = await onLine(house)
  court = onTelegram(house)
  await linked(house, head, police, '公安（公调对接）', '和平派出所', '周警官')
  await linked(house, head, court, '法院（诉调对接）', '区人民法院', '吴法官')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const story = '楼上邻居天天半夜砸地板，昨晚还拿棍子堵在门口：紫色企鹅。'

test('MED-22: help is asked for: taken, answered, and the case stays with whoever holds it', async () => {
  const lin = await onLine(house, 'zh-TW')
  const number = await filedAndTaken(house, lin, wang, story)
  await does(house, wang, '转有关单位')
  const sent = await fills(house, wang, ['=和平派出所', '=请求协助', '请到场看一次，劝住双方。', '2026-11-30', '=不给，只转事情'])
  expect(sent.text).toMatch(/已转和平派出所（转2026-001，请求协助），11月30日/)
  expect(sent.text).toContain('对方接收前，仍由您负责')
  expect(lin.last().text).toMatch(/我們請和平派出所協助（轉2026-001）[\s\S]*0571-110110[\s\S]*和平路1号/)

  // What they read: the facts as on offer, nothing by which the resident could be reached.
  const card = police.last()
  expect(card.text).toMatch(/王调解转来转2026-001：请求协助[\s\S]*请到场看一次[\s\S]*紫色企鹅/)
  expect(heard(police)).not.toContain('13800138000')
  expect(heard(court)).not.toContain('紫色企鹅')
  expect((await openDuties(house, number)).find(({ kind }) => kind === 'receive-referral')).toMatchObject({ owner: 'liaison', who: '周警官' })

  // Another body sees nothing, and does nothing.
  expect((await forges(house, court, number, 'receive-referral')).text).toContain('没有找到')
  expect(await referral(house, number)).toMatchObject({ state: 'sent' })

  await police.taps('接收')
  await house.calm()
  expect(police.last().text).toContain('已接收')
  expect(wang.last().text).toContain('和平派出所（周警官）接收了转2026-001')
  expect(await referral(house, number)).toMatchObject({ state: 'received' })
  // Twice changes nothing.
  await police.taps('接收')
  await house.calm()
  expect(await referral(house, number)).toMatchObject({ state: 'received' })
  expect((await openDuties(house, number)).map(({ kind }) => kind)).toContain('answer-referral')

  // A week later they look again, and answer in time.
  await house.move(3 * 86_400_000)
  await does(house, police, '填写反馈')
  const thanks = await fills(house, police, ['=部分解决', '到场调解，双方同意夜里不再敲击。'])
  expect(thanks.text).toContain('反馈已送达')
  expect(wang.last().text).toMatch(/和平派出所（周警官）反馈转2026-001：部分解决[\s\S]*夜里不再敲击/)
  expect(await referral(house, number)).toMatchObject({ state: 'answered', outcome: 'partly' })
  expect((await house.query<{ stage: string }>('select stage from cases where number = $1', [number]))[0]?.stage).toBe('accepted')
  expect(heard(lin)).not.toContain('夜里不再敲击')
})

test('MED-22, MED-4, CSM-2: handed over for good: ours until they take it; then it ends, and the resident knows where and whom to phone', async () => {
  const zhou = onTelegram(house, 'en')
  const number = await filedAndTaken(house, zhou, wang, 'My neighbour beats on the door at night: green walrus.', { pick: /People|Neighbour|^No$|^Only me|^It is another|mediation/i })
  await does(house, wang, '转有关单位')
  await fills(house, wang, ['=和平派出所', '=移送办理', '涉嫌违法，请依法处理。', '2026-12-02', '=给，本人已同意'])
  expect(zhou.last().text).toMatch(/This is for 和平派出所[\s\S]*Until they take it we are responsible[\s\S]*0571-110110[\s\S]*you agreed/)
  expect((await house.query<{ stage: string }>('select stage from cases where number = $1', [number]))[0]?.stage).toBe('accepted')
  // The applicant agreed: then they can be phoned.
  expect(heard(police)).toContain('13800138000')

  // First they do not take it: it never left us.
  await police.taps('不接，说明原因')
  await police.waitForNew()
  await police.says('请先补充现场照片。')
  await police.waitForNew()
  await police.taps('就这样发出')
  await house.calm()
  expect(wang.last().text).toMatch(/和平派出所（周警官）不接转2026-002，案件仍在您手里[\s\S]*补充现场照片/)
  expect(zhou.last().text).toContain('we go on with it')

  await does(house, wang, '转有关单位')
  await fills(house, wang, ['=和平派出所', '=移送办理', '照片已补。', '2026-12-03', '=不给，只转事情'])
  await police.taps('接收')
  await house.calm()
  const row = (await house.query<{ stage: string; outcome: string | null }>('select stage, outcome from cases where number = $1', [number]))[0]
  expect(row).toEqual({ stage: 'closed', outcome: 'referred' })
  expect(heard(zhou)).toMatch(/和平派出所 has taken your matter \(Referral 2026-003\)[\s\S]*0571-110110/)

  // The answer is late: their head hears, then the answer comes all the same and is counted late.
  await house.moveTo(Date.parse('2026-12-05T10:00:00+08:00'))
  await house.moveTo(Date.parse('2026-12-07T10:00:00+08:00'))
  expect(heard(police)).toMatch(/反馈转办结果[\s\S]*(超|过)/)
  expect(heard(head)).toContain('反馈转办结果')
  await does(house, police, '填写反馈')
  await fills(house, police, ['=已解决', '已依法处理。'])
  expect(wang.last().text).toMatch(/反馈转2026-003，已过期限：已解决/)
  expect(zhou.last().text).toMatch(/和平派出所 tells us the result: settled/)
})

test('MED-22: nobody of the body is here: whoever holds the case phones and writes down what they say; it is taken back; only the holder may', async () => {
  const lin = onTelegram(house)
  const number = await filedAndTaken(house, lin, wang, '邻居把垃圾堆在楼道里，一直不清：黄色海象。')
  const he = await member(house, 'mediator', '何调解')
  expect((await forges(house, he, number, 'refer')).text).not.toContain('转给哪个单位')
  await addsBody(house, head, '医院（医调对接）', '和平医院', '0571-120120', '医院路2号')
  await does(house, wang, '转有关单位')
  const sent = await fills(house, wang, ['=和平医院', '=请求协助', '请看伤情。', '2026-12-20', '=不给，只转事情'])
  expect(sent.text).toContain('请打电话 0571-120120')
  await wang.taps('记录对方是否接收')
  await wang.waitForNew()
  await wang.taps('和平医院收下了')
  await house.calm()
  expect(await referral(house, number)).toMatchObject({ state: 'received' })
  await does(house, wang, '收回转办')
  await wang.says('当事人已自行处理。')
  await house.calm()
  expect(await referral(house, number)).toMatchObject({ state: 'ended' })
  expect(lin.last().text).toContain('从和平医院收回了您的事')
})

test('MED-22: whoever comes to a body later finds what went to it before', async () => {
  await house.query(`update staff set left_at = now() where name = '何调解'`)
  const number = await filedAndTaken(house, onTelegram(house), wang, '邻居的狗咬伤了孩子：粉色豪猪。')
  await does(house, wang, '转有关单位')
  await fills(house, wang, ['=和平医院', '=请求协助', '请看伤情。', '2026-12-20', '=不给，只转事情'])
  await opens(house, head, '对接单位')
  await head.taps('和平医院')
  await house.calm()
  const doctor = onTelegram(house)
  await comesIn(doctor, await invites(house, head), '钱医生')
  await doctor.taps('工作台')
  await doctor.waitForNew((message) => message.labels.includes('与中心往来'))
  await doctor.taps('与中心往来')
  await doctor.waitForNew(`${number}：转2026-005，等接收`)
  await doctor.taps(number)
  await doctor.waitForNew('粉色豪猪')
  await doctor.taps('接收')
  await house.calm()
  expect((await openDuties(house, number)).find(({ kind }) => kind === 'answer-referral')).toMatchObject({ owner: 'liaison', who: '钱医生' })
})
