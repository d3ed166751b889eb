import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from './house.ts'
import type { ChatPerson } from './platforms/person.ts'
import { webPerson } from './platforms/web.ts'
import { fileCase } from './resident.ts'
import { closes, joins, takes } from './staff.ts'

const story = '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修，也不肯赔钱。'
const day = 86_400_000

type Where = 'telegram' | 'line' | 'web'
const pairs: [resident: Where, mediator: Where][] = [['telegram', 'telegram'], ['line', 'line'], ['web', 'web'], ['line', 'telegram'], ['telegram', 'web']]

describe.each(pairs)('a whole case: resident on %s, mediator on %s', (residentOn, mediatorOn) => {
  let house: TestHouse
  const closing: (() => void)[] = []
  beforeAll(async () => { house = await openHouse() })
  afterAll(async () => {
    closing.forEach((close) => close())
    await house.stop()
  })

  async function somebody(where: Where, n: number): Promise<ChatPerson> {
    if (where === 'telegram') return house.telegram.user({ id: 600 + n, first_name: 'P', language_code: 'zh-hans' })
    if (where === 'line') {
      const user = house.line.user({ language: 'zh-CN' })
      await user.follow()
      await user.waitFor(/.+/)
      return user
    }
    const web = await webPerson(house.url)
    closing.push(web.close)
    return web
  }

  test('filed in their own words (MED-2), taken, talked about, closed with an answer, called back', async () => {
    const mediator = await somebody(mediatorOn, 1)
    await joins(house, mediator, 'mediator')
    const resident = await somebody(residentOn, 2)
    const { number } = await fileCase(resident, story)
    await house.calm()

    const offer = await mediator.waitFor((message) => message.text.includes('漏水'))
    expect(offer.text).not.toContain('13800138000')
    await takes(house, mediator)
    expect((await mediator.waitFor('13800138000')).text).toContain(story)
    await resident.waitFor('会负责到底')

    await mediator.taps('给当事人发消息')
    await mediator.waitForNew()
    await mediator.says('您好，我明天上午十点上门看看，方便吗？')
    await house.calm()
    await resident.waitFor('明天上午十点上门')
    await resident.taps('回复')
    await resident.waitForNew()
    await resident.says('方便，我在家。')
    await house.calm()
    await mediator.waitFor('方便，我在家。')

    await mediator.taps('查看')
    await mediator.waitForNew()
    await closes(house, mediator, /^达成协议/, '邻居三天内修好水管，并赔偿八百元。')
    await resident.waitFor('赔偿八百元')

    await house.move(3 * day)
    const survey = await resident.waitFor((message) => message.labels.filter((label) => /[1-5]/.test(label)).length >= 5)
    expect(survey.text).toContain(number)
    await resident.taps(/5/)
    await house.calm()
    await resident.says('王调解员很耐心。')
    await house.calm()

    const rows = await house.query('select number, regulation, category, stage, outcome, channel, score from cases')
    expect(rows).toEqual([{ number, regulation: 'mediation', category: 'neighbour', stage: 'closed', outcome: 'agreement', channel: residentOn, score: 5 }])
    expect(house.telegram.violations).toEqual([])
    expect(house.line.violations).toEqual([])
    expect(await house.query(`select state, reason from deliveries where state in ('owed', 'failed')`)).toEqual([])
    // A free answer is used wherever LINE gives one: nothing the resident asked for was paid.
    if (residentOn === 'line' && mediatorOn !== 'line') expect(house.line.quota.used).toBeLessThanOrEqual(5)
  })
})
