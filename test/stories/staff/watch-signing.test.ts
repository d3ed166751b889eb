import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, onLine } from '../../people.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { closes } from '../../staff.ts'
import { caseRow, finds, reads } from './heads.ts'
import { takesOnly } from './leaders.ts'
import { filedAndTaken } from './linked.ts'
import { forges } from './tree.ts'

/** ADM-2, MED-17: what the leader watches ends with the leader's word, and stays on the list until then. */

let house: TestHouse
let wang: TelegramUser
let head: TelegramUser
let leader: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  await takesOnly(house, ['mediation'])
  wang = await member(house, 'mediator', '王调解')
  head = await member(house, 'head', '李主任')
  leader = await member(house, 'leader', '陈书记')
})
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

test('the head cannot take off what the leader watches; while its end waits to be signed it is on the page, until the leader has signed', async () => {
  const number = await filedAndTaken(house, await onLine(house), wang, '楼上空调滴水三年了。')
  await listedByLeader(number)
  expect((await forges(house, head, number, 'off-list')).text).toMatch(/陈书记挂牌的，只有本人或上级能取消/)

  await forges(house, wang, number, 'look')
  await finds(house, wang, '办结')
  await closes(house, wang, /^调解不成/, '双方没有谈拢。')
  expect(await caseRow(house, number)).toMatchObject({ stage: 'settling' })
  expect((await reads(house, head, '超期与督办')).text).toContain('挂牌督办：1 件')
  await head.taps(/^看督办/)
  expect((await head.waitForNew('办结待签')).text).toContain(number)

  await leader.tapsOld(await leader.waitFor((message) => message.labels.some((label) => /签|审/.test(label)) && message.text.includes('双方没有谈拢')), /签|审/)
  await leader.waitForNew()
  await leader.taps(/^同意|^批准/)
  await house.calm()
  expect(await caseRow(house, number)).toMatchObject({ stage: 'closed', outcome: 'failed' })
  expect((await reads(house, head, '超期与督办')).text).toContain('挂牌督办：0 件')
})

async function listedByLeader(number: string): Promise<void> {
  await forges(house, leader, number, 'look')
  await finds(house, leader, '挂牌督办')
  await leader.taps('挂牌督办')
  await leader.waitForNew('为什么挂牌督办')
  await leader.says('群体纠纷，我来盯。')
  await leader.waitForNew('哪天以前办结')
  await leader.says('12月18日')
  await leader.waitForNew('请看一遍')
  await leader.taps('就这样发出')
  await house.calm()
}
