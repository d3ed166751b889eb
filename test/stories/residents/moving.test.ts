import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'

/** All matters to another chat: for whoever may have them, once, and nobody takes them back. */

let house: TestHouse
let wang: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  wang = await member(house, 'mediator', '王调解')
  await member(house, 'head', '李主任')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

async function filed(): Promise<{ li: TelegramUser; number: string }> {
  const li = onTelegram(house)
  const { number } = await fileCase(li, '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。', { pick: /^人民调解/ })
  await house.calm()
  await wang.tapsOld(offered([wang], number).offer, '受理')
  await house.calm()
  return { li, number }
}

async function moveCode(who: ChatPerson, number: string): Promise<string> {
  await who.says('我的事项')
  await who.waitForNew(number)
  await who.taps('换到别的聊天')
  await house.calm()
  return /CASE-[A-Z2-9]{13}/.exec((await who.waitForNew('所有事项')).text)?.[0] ?? ''
}

test('the mediator who has the case gets nothing by the code, neither name nor number (MED-10)', async () => {
  const { li, number } = await filed()
  const code = await moveCode(li, number)
  await wang.says(code)
  await wang.waitForNew('这件事由您办理')
  await wang.says('我的资料')
  expect((await wang.waitForNew('保存的您的资料')).text).toMatch(/姓名：（无）；电话：（无）/)
  // The code is still good for whom it was made.
  const there = await onLine(house, 'zh-CN')
  await there.says(code)
  await there.waitForNew('全部事项')
  await there.taps('转到这里')
  await house.calm()
  await there.waitFor('现在就在这里继续')
})

test('once moved, no earlier code takes it back, and files go along', async () => {
  const { li, number } = await filed()
  await li.sendsPhoto()
  await li.waitForNew()
  await li.taps(`补充到 ${number}`)
  await li.waitForNew()
  await house.calm()
  await li.says('我的事项')
  await li.waitForNew(number)
  await li.taps(number)
  await li.waitForNew((message) => message.labels.includes('更多'))
  await li.taps('更多')
  await li.waitForNew((message) => message.labels.includes('换到别的聊天'))
  await li.taps('换到别的聊天')
  await house.calm()
  const kept = /CASE-[A-Z2-9]{13}/.exec((await li.waitForNew('想在别的聊天里继续')).text)?.[0] ?? ''
  const code = await moveCode(li, number)
  const [there, old] = [await onLine(house, 'zh-CN'), onTelegram(house)]
  await old.says(kept)
  await old.waitForNew('已经过期')
  await there.says(code)
  await there.waitForNew('全部事项')
  await there.taps('转到这里')
  await house.calm()
  await there.waitFor('现在就在这里继续')
  expect(await house.query(`select count(*)::int as n from attachments a join cases c on c.id = a.case_id where c.number = $1 and a.person_id = c.applicant_id`, [number])).toEqual([{ n: 1 }])
  expect(await house.query(`select count(*)::int as n from tickets where purpose = 'move' and uses_left > 0 and expires_at > $1`, [new Date(house.now())])).toEqual([{ n: 0 }])
})

test('what the old chat is still owed of it is told in the new one', async () => {
  const { li, number } = await filed()
  const code = await moveCode(li, number)
  const there = await onLine(house, 'zh-CN')
  await there.says('你好')
  await there.waitForNew()
  await house.calm()
  // As what may not be said at night stands there.
  await house.query(`update deliveries set state = 'owed', sent_at = null, next_at = $2 where id = (select max(d.id) from deliveries d join cases c on c.id = d.case_id and c.applicant_id = d.person_id where c.number = $1)`, [number, new Date(house.now() + 43_200_000)])
  const before = [li.messages.length, there.messages.length]
  await there.says(code)
  await there.waitForNew('全部事项')
  await there.taps('转到这里')
  await house.calm()
  await house.move(44_000_000)
  const heard = (who: ChatPerson, from: number | undefined): number => who.messages.slice(from).filter(({ text }) => text.includes('王调解已受理')).length
  expect([heard(li, before[0]), heard(there, before[1])]).toEqual([0, 1])
})
