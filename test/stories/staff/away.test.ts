import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { onTelegram } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { colleague, handsOf, saysIn, type Hands } from './hands.ts'
import { caseRow, forgesPage } from './heads.ts'
import { atDesk, filed, like, looks, read, tongues } from './passing.ts'

/** ADM-3: somebody is away for some days, and a colleague who has agreed has their place; until then, and otherwise, the head. */

describe.each(Object.entries(tongues))('%s', (_name, tongue) => {
  const { language } = tongue
  const say = saysIn(language)
  let house: TestHouse
  let hands: Hands
  let wang: ChatPerson
  let sun: ChatPerson
  let head: ChatPerson
  let resident: ChatPerson
  let number = ''
  beforeAll(async () => {
    house = await openHouse({ env: { DEFAULT_LANGUAGE: language } })
    hands = handsOf(house)
    wang = await colleague(house, tongue.first, 'mediator', 'Wang', language)
    head = await colleague(house, 'telegram', 'head', 'Li', language)
    ;({ who: resident, number } = await filed(house, tongue, tongue.second))
    await hands.taps(wang, say('case:action.take'))
    sun = await colleague(house, tongue.second, 'mediator', 'Sun', language)
  })
  beforeEach(() => house.atWork())
  afterAll(async () => {
    expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
    await house.stop()
  })

  async function goesAway(who: ChatPerson, from: string, until: string, standIn: RegExp): Promise<ChatMessage> {
    const page = await atDesk(house, who, language, 'desk:away.menu')
    await hands.taps(who, page.labels.includes(say('desk:away.change')) ? say('desk:away.change') : say('desk:away.set'))
    await hands.says(who, from)
    await hands.says(who, until)
    await hands.taps(who, standIn)
    return hands.taps(who, say('talk:button.send-so'))
  }

  async function writes(words: string): Promise<void> {
    await resident.says(language === 'en' ? '/mycases' : '/mycases')
    await resident.waitForNew(number)
    await resident.taps(number)
    await resident.waitForNew()
    await resident.taps(say('case:action.add'))
    await resident.waitForNew()
    await resident.says(words)
    await house.calm()
    await house.atWork()
  }

  const today = language === 'en' ? 'today' : '今天'

  test('until the colleague agrees the head has the place; then what is told to the absent one reaches the colleague alone', async () => {
    await goesAway(wang, today, '2026-11-25', /^Sun\b/)
    expect(wang.last().text).toContain('Sun')
    expect(read(head, /Wang[\s\S]*Sun/).length).toBe(1)
    await writes('The first word.')
    expect(read(head, 'The first word.')).toHaveLength(1)
    expect(read(wang, 'The first word.')).toEqual([])
    await hands.twice(sun, say('desk:away.yes'))
    expect(read(sun, say('desk:away.refused.over'))).toHaveLength(1)
    expect(read(wang, like(language, 'desk:away.told-yes')).length).toBe(1)
    await writes('The second word.')
    expect(read(sun, 'The second word.')).toHaveLength(1)
    expect(read(head, 'The second word.')).toEqual([])
    expect(read(wang, 'The second word.')).toEqual([])
  })

  test('whoever stands in has the case among their duties and does the work; the case stays whose it is', async () => {
    const card = await looks(house, sun, language, number)
    expect(card.text).toContain(tongue.story)
    await hands.taps(sun, say('case:action.message'))
    await hands.says(sun, 'I am standing in this week.')
    expect(read(resident, 'I am standing in this week.')).toHaveLength(1)
    expect(await caseRow(house, number)).toMatchObject({ handler: 'Wang' })
    // The absent one may still do it, and reads their own answer.
    await hands.opens(wang, number, say('case:action.note'))
    await hands.says(wang, 'From home.')
    expect(read(wang, say('case:did.note'))).toHaveLength(1)
  })

  test('nothing new is offered to who is away; nobody stands in for who stands in for them', async () => {
    const { number: fresh } = await filed(house, tongue, 'telegram')
    expect(read(wang, fresh)).toEqual([])
    expect(read(sun, fresh).length).toBeGreaterThan(0)
    // Sun would be away in the same days: Wang has a place with them and cannot be chosen, by hand or by list.
    await atDesk(house, sun, language, 'desk:away.menu')
    await hands.taps(sun, say('desk:away.set'))
    await hands.says(sun, today)
    await hands.says(sun, today)
    expect(sun.last().labels.some((label) => label.startsWith('Wang'))).toBe(false)
    await hands.taps(sun, say('talk:button.never-mind'))
  })

  test('back early by one tap: the colleague is free and hears nothing more', async () => {
    await atDesk(house, wang, language, 'desk:away.menu')
    await hands.twice(wang, say('desk:away.back'))
    expect(read(sun, like(language, 'desk:away.is-back'))).toHaveLength(1)
    await writes('The third word.')
    expect(read(wang, 'The third word.')).toHaveLength(1)
    expect(read(sun, 'The third word.')).toEqual([])
    // The case is not theirs to see any more.
    await sun.says(language === 'en' ? 'My duties' : '我的待办')
    await house.calm()
    expect(sun.last().labels).not.toContain(number)
  })

  test('MED-10, PET-7: whoever stands in but is the other side of a case neither sees nor hears it; the head does', async () => {
    const about = { ...tongue, other: Object.fromEntries(Object.keys(tongue.other).map((asked) => [asked, 'Sun'])) }
    const { who, number: theirs } = await filed(house, about, 'telegram')
    expect(read(sun, theirs)).toEqual([])
    await hands.taps(wang, say('case:action.take'))
    await goesAway(wang, today, today, /^Sun\b/)
    await hands.taps(sun, say('desk:away.yes'))
    await who.says('/mycases')
    await who.waitForNew(theirs)
    await who.taps(theirs)
    await who.waitForNew()
    await who.taps(say('case:action.add'))
    await who.waitForNew()
    await who.says('About the other side.')
    await house.calm()
    expect(read(head, 'About the other side.')).toHaveLength(1)
    expect(read(sun, 'About the other side.')).toEqual([])
    await sun.says(language === 'en' ? 'My duties' : '我的待办')
    await house.calm()
    expect(sun.last().text).not.toContain(theirs)
    expect(sun.last().text).toContain(number)
    await atDesk(house, wang, language, 'desk:away.menu')
    await hands.taps(wang, say('desk:away.back'))
  })

  test('planned ahead, without a colleague: offers out on that morning go on, and it ends by itself', async () => {
    const { number: offered } = await filed(house, tongue, 'telegram')
    const asked = [wang, sun].find((each) => read(each, offered).length > 0) as ChatPerson
    const name = asked === wang ? 'Wang' : 'Sun'
    await goesAway(asked, today, today, /Li/)
    await house.calm()
    const rows = await house.query<{ who: string }>(`select s.name as who from duties d join cases c on c.id = d.case_id join staff s on s.id = d.staff_id where c.number = $1 and d.kind = 'answer-offer' and d.state = 'open'`, [offered])
    expect(rows.map(({ who }) => who)).not.toContain(name)
    // A week later they are simply at work again, and told so.
    await house.move(7 * 86_400_000)
    await house.atWork()
    await asked.waitFor(say('desk:away.welcome'))
    expect((await atDesk(house, asked, language, 'desk:away.menu')).text).toContain(say('desk:away.here'))
  })

  test('the days change: whoever stood in, and whoever is asked, hears that it is off', async () => {
    await goesAway(wang, '2026-12-10', '2026-12-11', /^Sun\b/)
    await goesAway(wang, '2026-12-10', '2026-12-12', /Li/)
    expect(read(sun, like(language, 'desk:away.ask-off'))).toHaveLength(1)
    await goesAway(wang, '2026-12-10', '2026-12-11', /^Sun\b/)
    await hands.taps(sun, say('desk:away.yes'))
    await goesAway(wang, '2026-12-10', '2026-12-12', /Li/)
    expect(read(sun, like(language, 'desk:away.off'))).toHaveLength(1)
    // Asked once more and then not needed at all.
    await goesAway(wang, '2026-12-10', '2026-12-11', /^Sun\b/)
    await atDesk(house, wang, language, 'desk:away.menu')
    await hands.taps(wang, say('desk:away.drop'))
    expect(read(sun, like(language, 'desk:away.ask-off'))).toHaveLength(2)
  })

  test('no answer, a refusal, a wrong day: each says what to do', async () => {
    await goesAway(wang, '2026-12-10', '2026-12-09', /^Sun\b/)
    expect(wang.last().text).toContain(say('desk:away.refused.order'))
    await goesAway(wang, '2026-12-10', '2026-12-11', /^Sun\b/)
    await hands.taps(sun, say('desk:away.no'))
    expect(read(wang, like(language, 'desk:away.told-no')).length).toBe(1)
    const stranger = onTelegram(house, language === 'en' ? 'en' : 'zh-hans')
    await stranger.says('/start')
    await stranger.waitForNew()
    expect((await forgesPage(stranger, 'away', 'set')).text).toContain(say('talk:not-staff'))
  })

  test('over before the colleague has answered: they hear that they need not any more', async () => {
    const heard = (): number => read(sun, like(language, 'desk:away.ask-off')).length
    const before = heard()
    await goesAway(wang, today, today, /^Sun\b/)
    await house.move(86_400_000)
    await house.atWork()
    await expect.poll(heard).toBe(before + 1)
  })

  test('who has fallen ill is registered by the head, without a last day, and hears it; nobody else may; it goes on until they are back', async () => {
    const chief = head as TelegramUser
    // What has fallen due in the meantime may stand below the page.
    const taps = async (label: RegExp): Promise<void> => {
      const page = chief.messages.findLast(({ labels }) => labels.some((each) => label.test(each)) && labels.includes(say('desk:button.home')))
      await chief.tapsOld(page ?? chief.last(), page?.labels.find((each) => label.test(each)) ?? String(label))
      await house.calm()
    }
    const card = async (): Promise<void> => {
      await atDesk(house, head, language, 'desk:staff.menu')
      await taps(/^Wang/)
    }
    const [wangs] = await house.query<{ id: number }>(`select id from staff where name = 'Wang'`)
    await card()
    await hands.taps(head, say('desk:staff.away'))
    await hands.says(head, today)
    await hands.taps(head, say('talk:button.skip'))
    await hands.taps(head, /^Sun\b/)
    await hands.taps(head, say('talk:button.send-so'))
    expect(head.last().text).toContain(say('desk:away.open-end'))
    const told = read(wang, like(language, 'desk:staff.told-away'))
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toContain(say('desk:away.open-end'))
    await hands.taps(sun, say('desk:away.yes'))
    const away = () => house.query<{ until: Date | null; instead: string }>(`select s.away_until as until, i.name as instead from staff s join staff i on i.id = s.stand_in_id where s.id = $1 and s.away_from is not null`, [wangs?.id])
    expect(await away()).toEqual([{ until: null, instead: 'Sun' }])
    await house.move(14 * 86_400_000)
    await house.atWork()
    expect(await away()).toHaveLength(1)
    // A colleague who stands in is not thereby over them.
    const other = onTelegram(house, language === 'en' ? 'en' : 'zh-hans')
    await other.says('/start')
    await other.waitForNew()
    expect((await forgesPage(other, 'staff', 'away', String(wangs?.id))).text).toContain(say('talk:not-staff'))
    const mediator = (tongue.first === 'telegram' ? wang : sun) as TelegramUser
    expect((await forgesPage(mediator, 'staff', 'here', String(wangs?.id))).text).toContain(say('desk:refused.role'))
    await card()
    await Promise.all([1, 2].map(() => taps(new RegExp(`^${say('desk:staff.here')}$`))))
    expect(read(wang, like(language, 'desk:staff.told-here'))).toHaveLength(1)
    expect(read(head, like(language, 'desk:staff.is-here')).length).toBeGreaterThan(0)
    expect(await away()).toEqual([])
  })
})
