import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { hasBrowser, openBrowser, openPhone, picture, type Phone } from './browser.ts'
import { handOf, type Hand } from './hand.ts'

/** A mediator's whole work on one case, on a phone in the web chat: from the morning's list to an agreement that was kept. Each station is kept as a picture. */

let browser: Browser
let house: TestHouse
const phones: Phone[] = []
let mediator: Hand
let head: Hand
let resident: Hand
let other: Hand

beforeAll(async () => {
  if (!hasBrowser) return
  browser = await openBrowser()
  house = await openHouse({ at: '2026-11-23T09:40:00+08:00' })
}, 60_000)
beforeEach(() => {
  if (hasBrowser) return house.atWork()
})
afterAll(async () => {
  await Promise.all(phones.map(({ context }) => context.close()))
  await browser?.close()
  await house?.stop()
})

const china = (moment: string): number => Date.parse(`${moment.replace(' ', 'T')}:00+08:00`)

async function opens(language: string): Promise<Hand> {
  const phone = await openPhone(browser, { language })
  phones.push(phone)
  await phone.page.goto(`${house.url}/chat`)
  await phone.page.waitForSelector('article.house')
  return handOf(phone.page)
}

async function joins(role: string, name: string): Promise<Hand> {
  const hand = await opens('zh-CN')
  await hand.says(await house.invite(role))
  await hand.taps('告诉我们怎么称呼您')
  await hand.says(name)
  return hand
}

let number = ''
let station = 0
/** What stands on the screen then (the end, or the message with these words), and that nothing sticks out or is too small for a thumb. */
async function shows({ page }: Hand, name: string, words?: RegExp): Promise<void> {
  station++
  const newer = page.locator('#newer')
  if (await newer.isVisible()) await newer.click()
  // No button under the pointer.
  await page.mouse.move(2, 400)
  await page.waitForTimeout(80)
  if (words) await page.locator('article.house', { hasText: words }).last().evaluate((message) => message.scrollIntoView({ block: 'center' }))
  await picture(page, `mediator-${String(station).padStart(2, '0')}-${name}`)
  expect(await wrongOn(page), name).toEqual([])
}

const wrongOn = (page: Page) => page.evaluate(() => {
  const scroll = document.getElementById('scroll')
  const wrong = document.documentElement.scrollWidth > innerWidth || (scroll?.scrollWidth ?? 0) > innerWidth ? ['it is wider than the phone'] : []
  for (const each of document.querySelectorAll<HTMLElement>('button.press')) {
    if (each.offsetParent === null) continue
    const { width, height } = each.getBoundingClientRect()
    if (width < 44 || height < 44) wrong.push(`small: ${each.textContent}`)
    if (each.scrollWidth > each.clientWidth + 1) wrong.push(`cut off: ${each.textContent}`)
  }
  return wrong
})

/** Answers as somebody would whose neighbour's pipe leaks, until all of it stands on the card. */
async function files(hand: Hand, story: string): Promise<string> {
  await hand.taps('反映问题')
  await hand.taps('同意，继续')
  await hand.says(story)
  for (let asked = 0; asked < 20; asked++) {
    const labels = await hand.labels()
    const text = await hand.last()
    const sends = labels.find((label) => /^(确认提交|是另一件事，提交)$/.test(label))
    if (sends) {
      await hand.taps(sends)
      await house.calm()
      const number = /编号[：:]\s*(M\d+)/.exec(await hand.all())?.[1]
      if (number) return number
    } else if (/对方是谁|对方的姓名/.test(text)) await hand.says('周启明')
    else if (/怎么称呼您/.test(text)) await hand.says('林小满')
    else if (/在哪里|哪里|地点/.test(text)) await hand.says('和平路3号2单元')
    else if (/希望|怎么解决/.test(text)) await hand.says('修好水管，赔天花板')
    else if (/电话/.test(text) && !labels.includes('跳过')) await hand.says('13800138000')
    else await hand.taps(labels.find((label) => /^(人民调解|邻里|就我)/.test(label)) ?? labels.find((label) => /^(跳过|没有，继续)$/.test(label)) ?? labels[0] ?? '')
  }
  throw new Error(`the filing came to no end: ${await hand.last()}`)
}

describe.skipIf(!hasBrowser)('a mediator’s whole mediation in the web chat', { timeout: 90_000 }, () => {
  test('morning: what is owed, then an offer with its reasons, taken; what comes next is on nine buttons', async () => {
    mediator = await joins('mediator', '王调解')
    head = await joins('head', '李主任')
    resident = await opens('zh-CN')
    other = await opens('en')
    const before = await files(await opens('zh-CN'), '隔壁半夜放音响，我们全家睡不好。')
    await mediator.taps('受理')
    await house.moveTo(china('2026-11-24 09:01'))
    expect(await mediator.hears(/早上好/)).toContain(before)
    await shows(mediator, 'morning')

    number = await files(resident, '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。')
    expect(await mediator.hears(/为什么是您/)).not.toMatch(/13800138000|林小满/)
    await shows(mediator, 'offer')
    await mediator.taps('受理')
    expect(await mediator.last()).toMatch(/林小满[\s\S]*13800138000/)
    const labels = await mediator.labels()
    expect(labels.length).toBeLessThanOrEqual(9)
    expect(labels.at(-1)).toBe('更多')
    await shows(mediator, 'accepted')
    await mediator.taps('更多')
    await shows(mediator, 'more')
    await mediator.taps('查看')
    await mediator.taps('给当事人发消息')
    await mediator.says('您好，我是调解员王调解。明天下午我上门看看漏水的地方，您方便吗？')
    await shows(mediator, 'message')
    await resident.hears(/明天下午我上门看看/)
    await shows(resident, 'message-resident')
  })

  test('the other side comes by the code and is willing; of the dates proposed both keep one', async () => {
    await mediator.taps('查看')
    await mediator.taps('邀请对方')
    await mediator.says('关于水管漏水的事，想请双方坐下来谈谈。')
    await mediator.taps('就这样发出')
    const code = /CASE-[A-Z2-9]{13}/.exec(await mediator.hears(/CASE-/))?.[0] ?? ''
    await shows(mediator, 'invitation')
    await other.says(code)
    await shows(other, 'invited-en')
    await other.taps(/^I have read it/)
    await shows(other, 'asked-en')
    await other.taps('I am willing')
    await mediator.hears(/愿意调解。/)
    await mediator.taps('查看')
    await mediator.taps('约见面时间')
    await shows(mediator, 'dates')
    await mediator.taps('11月26日周四 09:30')
    await mediator.taps('11月26日周四 14:30')
    await mediator.taps('选好了')
    await mediator.says('和平街道二楼调解室')
    await shows(mediator, 'dates-check')
    await mediator.taps('发出')
    await resident.taps('✗ 11月26日周四 14:30')
    await shows(resident, 'dates-resident')
    await resident.taps('就这些')
    await other.taps('That is all')
    await mediator.hears(/见面定在 11月26日周四 09:30/)
    await shows(mediator, 'meeting')
    await other.hears(/The meeting is on Thu, November 26 at 09:30/)
    await shows(other, 'meeting-en')
  })

  test('the session is recorded part by part, one of them spoken', async () => {
    await house.moveTo(china('2026-11-26 11:01'))
    await mediator.hears(/登记见面情况/)
    await shows(mediator, 'session-due')
    await mediator.taps('记调解会')
    await mediator.taps('谈成了')
    await shows(mediator, 'session-present')
    await mediator.says('林小满、周启明，王调解主持')
    await mediator.speaks()
    await shows(mediator, 'session-spoken')
    await mediator.says('愿意修，天花板只赔八百。')
    await mediator.says('天花板赔多少。')
    await mediator.says('赔一千，十二月一日前修好。')
    await shows(mediator, 'session-check')
    await mediator.taps('就这样发出')
    await mediator.taps('查看')
    expect(await mediator.last()).toMatch(/天花板赔多少。[\s\S]*赔一千/)
    await shows(mediator, 'card')
  })

  test('the agreement is written clause by clause from the wordings, read and confirmed by both', async () => {
    await mediator.taps('协议')
    await shows(mediator, 'draft-empty')
    await mediator.taps('写纠纷事实')
    await mediator.says('楼上水管漏水，泡了楼下天花板。')
    await writes(/^修好/, '水管和天花板')
    await shows(mediator, 'draft-one')
    await writes(/^付一笔钱/, '1000')
    await shows(mediator, 'draft')
    await mediator.taps('把协议发给双方')
    await shows(mediator, 'draft-check')
    await mediator.taps('发给双方')
    await resident.taps('逐条阅读')
    await shows(resident, 'reads')
    await resident.taps('下一条')
    await shows(resident, 'agrees')
    await resident.taps('我全部同意')
    await other.taps('Read it')
    await shows(other, 'reads-en')
    await other.taps('Next')
    await other.taps('I agree to all of it')
    const [mine, theirs] = [await resident.hears(/双方都已确认/), await other.hears(/the agreement stands/)]
    expect(theirs).toContain(/核对码\s*([0-9a-f]{8})/.exec(mine)?.[1])
    await shows(other, 'confirmed-en')
    await mediator.hears(/协议成立/)
    await shows(mediator, 'confirmed')
  })

  test('closed with its outcome and an answer; on the day both are asked, and both say that it is done', async () => {
    await mediator.taps('办结')
    await shows(mediator, 'close-outcome')
    await mediator.taps(/^达成协议/)
    await mediator.says('楼上十二月一日前修好水管和天花板，另付一千元。')
    await shows(mediator, 'close-check')
    await mediator.taps('就这样发出')
    await shows(mediator, 'closed')
    await resident.hears(/另付一千元/)
    await shows(resident, 'closed-resident')
    await mediator.says('菜单')
    await mediator.taps('工作台')
    await shows(mediator, 'desk')
    await mediator.taps('协议履行')
    expect(await mediator.last()).toContain(number)
    await shows(mediator, 'desk-to-keep')

    await house.moveTo(china('2026-12-01 10:00'))
    await resident.hears(/做到了吗/)
    await shows(resident, 'done', /做到了吗/)
    await other.hears(/Is it done/)
    await shows(other, 'done-en', /Is it done/)
    for (const clause of [/水管和天花板/, /1000/]) {
      await other.tapsIn(clause, 'Done')
      await resident.tapsIn(clause, '做到了')
    }
    await mediator.hears(/协议的每一条都做到了/)
    await shows(mediator, 'all-done')
  })

  test('the head archives it by its class, and the mediator reads what the month’s cases come to', async () => {
    await head.says('我的待办')
    await head.taps(number)
    await shows(head, 'head-card')
    await head.taps(/^归档/)
    await shows(head, 'head-archive')
    await head.taps('一般')
    await shows(head, 'head-archived')
    await mediator.says('菜单')
    await mediator.taps('工作台')
    await mediator.taps('以案定补')
    expect(await mediator.last()).toMatch(new RegExp(`归档的案件：1 件[\\s\\S]*${number}`))
    await shows(mediator, 'desk-pay')
    expect(await other.all()).not.toMatch(/13800138000/)
    // Whoever taps as fast as this is slowed down now and then; the page sends it again by itself.
    expect(phones.flatMap(({ problems }) => problems).filter((each) => !each.includes('429'))).toEqual([])
  })
})

/** A clause from a ready wording, owed by the other side, by the first of December. */
async function writes(wording: RegExp, completed: string): Promise<void> {
  await mediator.taps('加一条')
  await mediator.taps(wording)
  await mediator.says(completed)
  await mediator.taps('被申请人')
  await mediator.says('12月1日')
}
