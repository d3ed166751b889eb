import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { closes } from '../../staff.ts'
import { caseRow, finds, forgesPage, reads } from './heads.ts'
import { joinsAs, takesOnly } from './leaders.ts'
import { forges } from './tree.ts'

/** ADM-2: what is overdue, repeated or watched stands on one page; whoever holds it is urged and reports, and residents never read of it. */

let house: TestHouse
let handler: TelegramUser
let head: LineUser
let leader: TelegramUser
let smith: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['property-complaint'])
  handler = await member(house, 'handler', '钱经办')
  head = await joinsAs(house, await onLine(house), 'head', '李主任')
  leader = await member(house, 'leader', '陈书记')
  smith = await joinsAs(house, onTelegram(house, 'en'), 'head', 'Smith')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.restart()
  await house.stop()
})

const pick = /设备管理|設備管理|Equipment|^都没有|^就我|^都沒有|^Just|^No|^是另一件|^Another matter/

async function taken(who: ChatPerson, place = '天安花园 5 栋'): Promise<string> {
  const { number } = await fileCase(who, '电梯坏了三天没人修，老人上不去。', { pick, typed: { 哪个小区: place, 哪個社區: place, 怎么称呼您: '林小满', 怎麼稱呼您: '林小滿' } })
  await house.calm()
  await handler.tapsOld(offered([handler], number).offer, '受理')
  await house.calm()
  return number
}

/** The case's card, and one of its acts, also behind More. */
async function does(who: TelegramUser, number: string, act: string): Promise<void> {
  await forges(house, who, number, 'look')
  await finds(house, who, act)
  await who.taps(act)
}

const duties = async (number: string) => (await house.query<{ kind: string }>(`select d.kind from duties d join cases c on c.id = d.case_id where c.number = $1 and d.state = 'open' order by d.kind`, [number])).map(({ kind }) => kind)

test('zh-CN on LINE and Telegram: urged with words, once until it is answered; the answer goes to whoever urged, and the resident reads nothing of it', async () => {
  const li = onTelegram(house)
  const number = await taken(li)
  await does(leader, number, '催办')
  await leader.waitForNew('一个工作日内要给您回话')
  await leader.taps('附几句话')
  await leader.waitForNew('想对承办人说什么')
  await leader.says('老人等不起，今天给我个准信。')
  await house.calm()
  const told = await handler.waitFor('老人等不起')
  expect(told.text).toMatch(/陈书记催办，请在 11月24日/)
  expect(await duties(number)).toContain('answer-staff-urge')
  // Twice: it waits for the answer.
  expect((await forges(house, leader, number, 'urge-staff', 'now')).text).toContain('已经催办过')
  await handler.tapsOld(told, '向上回话')
  await handler.waitForNew('接下来怎么办')
  await handler.says('厂家明早到，主板已备好。')
  await house.calm()
  await leader.waitFor('主板已备好')
  expect(await duties(number)).not.toContain('answer-staff-urge')
  for (const message of li.messages) expect(message.text).not.toMatch(/催办|老人等不起|主板已备好/)
  // Unanswered for a day, the head hears.
  await does(leader, number, '催办')
  await leader.waitForNew('一个工作日内')
  await leader.taps('催一下，请回话')
  await house.calm()
  await house.moveTo(Date.parse('2026-11-25T10:00:00+08:00'))
  await head.waitFor((message) => message.text.includes(number) && message.text.includes('回复催办'))
})

test('on the watch list with reason and day: chased every five working days to whoever listed it, signed off by the leader, and on it again once reopened', async () => {
  const mei = await onLine(house, 'zh-TW')
  const number = await taken(mei, '和平里 3 号楼')
  await does(leader, number, '挂牌督办')
  await leader.waitForNew('为什么挂牌督办')
  await leader.says('同一部电梯第三次坏，查清原因。')
  await leader.waitForNew('哪天以前办结')
  await leader.says('12月18日')
  await leader.waitForNew('请看一遍')
  await leader.taps('就这样发出')
  await house.calm()
  expect((await handler.waitFor('查清原因')).text).toMatch(/12月18日/)
  expect(await duties(number)).toEqual(expect.arrayContaining(['report-supervised', 'settle-supervised']))
  expect((await forges(house, leader, number, 'supervise')).text).toContain('已经在督办名单上')
  expect((await reads(house, head, '超期与督办')).text).toContain('挂牌督办：1 件')
  await head.taps(/^看督办/)
  expect((await head.waitForNew('下次汇报')).text).toMatch(new RegExp(`${number}[\\s\\S]*陈书记挂牌[\\s\\S]*12月18日[\\s\\S]*查清原因`))

  await house.moveTo(Date.parse('2026-12-03T10:00:00+08:00'))
  await handler.waitFor((message) => message.text.includes('汇报督办进展') && message.text.includes(number))
  await does(handler, number, '向上回话')
  await handler.waitForNew('接下来怎么办')
  await handler.says('是主板批次问题，已向厂家索赔。')
  await house.calm()
  await leader.waitFor('向厂家索赔')
  expect(await duties(number)).toContain('report-supervised')
  for (const message of mei.messages) expect(message.text).not.toMatch(/督辦|督办|掛牌|挂牌|查清原因/)

  await forges(house, handler, number, 'look')
  await finds(house, handler, '办结')
  await closes(house, handler, /解决|已处理|处理完|整改/, '主板整批换过，半年内再坏由厂家赔。')
  await house.calm()
  expect(await duties(number)).not.toContain('report-supervised')
  const [survey] = await house.query<{ id: string }>(`select s.id::text from surveys s join cases c on c.id = s.case_id where c.number = $1`, [number])
  expect(survey ?? (await caseRow(house, number)).stage).toBeDefined()
})

test('taken off the list only with a reason', async () => {
  const number = await taken(onTelegram(house), '丽景苑 2 栋')
  await does(leader, number, '挂牌督办')
  await leader.waitForNew('为什么挂牌督办')
  await leader.says('先盯着。')
  await leader.waitForNew('哪天以前办结')
  await leader.says('12月18日')
  await leader.waitForNew('请看一遍')
  await leader.taps('就这样发出')
  await house.calm()
  await does(leader, number, '取消挂牌')
  await leader.waitForNew('为什么取消挂牌')
  await leader.says('已查明是住户断电，不用再盯。')
  await house.calm()
  await handler.waitFor('不用再盯')
  expect(await duties(number)).not.toContain('report-supervised')
})

test('en: overdue first; urging from the list; a handler may do none of it', async () => {
  await house.move(14 * 86_400_000)
  const page = await reads(house, smith, 'Overdue and watched', 'My desk')
  expect(page.text).toMatch(/Overdue: [1-9]/)
  await smith.taps(/^Overdue \(/)
  await smith.waitForNew((message) => /was due/.test(message.text))
  const number = /^Urge (.*)$/m.exec(smith.last().labels.join('\n'))?.[1] ?? ''
  await smith.taps(`Urge ${number}`)
  await smith.waitForNew(/within one working day/)
  await smith.taps('Urge: please answer')
  await house.calm()
  await handler.waitFor((message) => message.text.includes('Smith催办') && message.text.includes(number))
  for (const act of ['urge-staff', 'supervise', 'off-list']) {
    await forges(house, handler, number, 'look')
    expect((await forges(house, handler, number, act)).text, act).toContain('不由您处理')
  }
})

test('more is overdue than is read at a time: the page says so instead of stating the part as the whole', async () => {
  const number = await taken(onTelegram(house), '和平里 8 号楼')
  await house.query(`insert into duties select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'due_at', '2026-01-01T00:00:00Z', 'next_at', null))).* from duties d, generate_series(1, 900) where d.id = (select o.id from duties o join cases c on c.id = o.case_id where c.number = $1 and o.state = 'open' and o.owner <> 'machine' limit 1)`, [number])
  expect((await forgesPage(leader, 'watch', 'show')).text).toContain('超期：1 或更多')
})
