import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { colleague, handsOf, saysIn, type Hands } from './hands.ts'
import { forgesPage } from './heads.ts'
import { atDesk, like, read, tongues } from './passing.ts'

/** Who works in the office is invited, set up and taken leave of in chat: by the head for their office, by an administrator for all. */

describe.each(Object.entries(tongues))('%s', (_name, tongue) => {
  const { language } = tongue
  const say = saysIn(language)
  let house: TestHouse
  let hands: Hands
  let head: ChatPerson
  let sun: ChatPerson
  let leader: TelegramUser
  let admin: TelegramUser
  let north = 0
  beforeAll(async () => {
    house = await openHouse({ env: { DEFAULT_LANGUAGE: language } })
    hands = handsOf(house)
    head = await colleague(house, tongue.first, 'head', 'Li', language)
    sun = await colleague(house, tongue.second, 'mediator', 'Sun', language)
    leader = await colleague(house, 'telegram', 'leader', 'Liang', language) as TelegramUser
    north = (await house.db.prisma.office.create({ data: { name: 'North', zone: 'Asia/Shanghai' } })).id
    admin = await colleague(house, 'telegram', 'admin', 'Root', language) as TelegramUser
  })
  beforeEach(() => house.atWork())
  afterAll(async () => {
    expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
    await house.stop()
  })

  const rowOf = async (name: string): Promise<{ id: number; role: string; areas: string[]; kinds: string[]; languages: string[]; capacity: number; left: boolean } | undefined> =>
    (await house.query<{ id: number; role: string; areas: string[]; kinds: string[]; languages: string[]; capacity: number; left: boolean }>('select id, role, areas, kinds, languages, capacity, left_at is not null as left from staff where name = $1 order by id desc', [name]))[0]

  async function invites(who: ChatPerson, role: string): Promise<string> {
    await atDesk(house, who, language, 'desk:staff.menu')
    await hands.taps(who, say('desk:staff.invite'))
    await hands.taps(who, say(`case:role.${role}`))
    await hands.says(who, 'Zhao')
    await hands.says(who, language === 'en' ? 'West Lane, East Lane' : '河东村，河西村')
    await hands.taps(who, say('mediation:name'))
    await hands.taps(who, say('talk:button.files-done'))
    await hands.taps(who, say('talk:languages.en'))
    await hands.taps(who, say('talk:languages.zh-CN'))
    await hands.taps(who, say('talk:button.files-done'))
    await hands.says(who, '7')
    await hands.taps(who, say('desk:staff.invite-send'))
    return /JOIN-[A-Z2-9]{13}/.exec(read(who, /JOIN-[A-Z2-9]{13}/).at(-1)?.text ?? '')?.[0] ?? ''
  }

  test('the head invites: it says who becomes what, works once, and what was set holds from the first day', async () => {
    const code = await invites(head, 'mediator')
    const said = read(head, code).at(-1)
    expect(said?.text).toContain(say('case:role.mediator'))
    expect(said?.text).toContain('和平街道')
    expect(said?.text).toContain('t.me')
    const zhao = tongue.second === 'line' ? onTelegram(house, language === 'en' ? 'en' : 'zh-hans') : await onLine(house, language)
    await zhao.says(code)
    await zhao.waitForNew(like(language, 'talk:join.done'))
    expect(await rowOf('Zhao')).toMatchObject({ role: 'mediator', kinds: ['mediation'], languages: ['en', 'zh-CN'], capacity: 7, areas: language === 'en' ? ['West Lane', 'East Lane'] : ['河东村', '河西村'] })
    const second = onTelegram(house, language === 'en' ? 'en' : 'zh-hans')
    await second.says(code)
    await second.waitForNew(say('talk:join.unknown'))
  })

  test('an invitation nobody has used is listed and revoked; its code opens nothing then', async () => {
    const code = await invites(head, 'handler')
    await atDesk(house, head, language, 'desk:staff.menu')
    await hands.taps(head, like(language, 'desk:staff.invitations'))
    expect(head.last().text).toContain('Zhao')
    expect(head.last().text).not.toContain(code)
    await hands.twice(head, like(language, 'desk:staff.revoke'))
    // On Telegram the second answer takes the place of the first.
    expect(read(head, say('desk:staff.refused.invitation'))).toHaveLength(1)
    const late = onTelegram(house, language === 'en' ? 'en' : 'zh-hans')
    await late.says(code)
    await late.waitForNew(say('talk:join.unknown'))
  })

  test('what a colleague is set to is changed on their page, and they hear it', async () => {
    await atDesk(house, head, language, 'desk:staff.menu')
    await hands.taps(head, /^Sun/)
    expect(head.last().text).toMatch(/0\/20/)
    const id = (await rowOf('Sun'))?.id
    if ('tapsOld' in head && tongue.first === 'telegram') {
      await hands.taps(head, new RegExp(say('desk:staff.field.capacity')))
    } else {
      await hands.taps(head, new RegExp(`${say('desk:staff.field.capacity')}$`))
    }
    await hands.says(head, '5')
    await hands.taps(head, say('talk:button.send-so'))
    expect(await rowOf('Sun')).toMatchObject({ id, capacity: 5 })
    expect(read(sun, like(language, 'desk:staff.changed'))).toHaveLength(1)
  })

  test('a head ends a role in their office; nobody ends what is above them, and a leader only names custodians', async () => {
    await atDesk(house, head, language, 'desk:staff.menu')
    await hands.taps(head, /^Zhao/)
    await hands.taps(head, say('desk:staff.end'))
    await hands.taps(head, say('desk:handover.leave-yes'))
    expect(await rowOf('Zhao')).toMatchObject({ left: true })
    const [liang, boss, li] = [await rowOf('Liang'), await rowOf('Root'), await rowOf('Li')]
    await atDesk(house, head, language, 'desk:staff.menu')
    await hands.taps(head, /^Liang/)
    expect(read(head, say('desk:staff.not-yours')).at(-1)?.labels).not.toContain(say('desk:staff.end'))
    expect(read(head, say('desk:staff.not-yours')).length).toBeGreaterThan(0)
    for (const [act, choice] of [['end', li?.id], ['edit', `${li?.id}.capacity`], ['invite', 1]] as const) {
      expect((await forgesPage(leader, 'staff', act, String(choice))).text).toContain(say('desk:refused.role'))
    }
    await atDesk(house, leader, language, 'desk:staff.menu')
    await hands.taps(leader, /^Sun/)
    await hands.taps(leader, say('desk:staff.custody'))
    expect(read(sun, like(language, 'desk:staff.custodian-now'))).toHaveLength(1)
    expect(boss && liang).toBeDefined()
    const stranger = onTelegram(house, language === 'en' ? 'en' : 'zh-hans')
    await stranger.says('/start')
    await stranger.waitForNew()
    expect((await forgesPage(stranger, 'staff', 'invite', '1')).text).toContain(say('talk:not-staff'))
    if ('tapsOld' in sun && tongue.second === 'telegram') expect((await forgesPage(sun as TelegramUser, 'staff', 'show', null)).text).toContain(say('desk:refused.role'))
  })

  test('hours, areas, duty phone and kinds of the office; what cannot be read is asked again', async () => {
    const page = await atDesk(house, head, language, 'desk:office.menu')
    expect(page.text).toContain('09:00-12:00')
    await hands.taps(head, new RegExp(`${say('desk:office.field.hours')}$`))
    await hands.says(head, 'nine to five')
    await hands.taps(head, say('talk:button.send-so'))
    expect(head.last().text).toContain(say('desk:office.refused.hours'))
    await atDesk(house, head, language, 'desk:office.menu')
    await hands.taps(head, new RegExp(`${say('desk:office.field.phone')}$`))
    await hands.says(head, '010-5555 1234')
    await hands.taps(head, say('talk:button.send-so'))
    expect((await house.query<{ phone: string }>('select duty_phone as phone from offices order by id limit 1'))[0]?.phone).toBe('010-5555 1234')
    if (tongue.second === 'telegram') expect((await forgesPage(sun as TelegramUser, 'office', 'edit', '1.hours')).text).toContain(say('desk:refused.role'))
  })

  test('an administrator sees to all offices, a head to no other one', async () => {
    await atDesk(house, admin, language, 'desk:staff.menu')
    await hands.taps(admin, 'North')
    expect(admin.messages.some(({ text, labels }) => text.includes('North') && labels.includes(say('desk:staff.invite')))).toBe(true)
    if (tongue.first === 'telegram') expect((await forgesPage(head as TelegramUser, 'staff', 'invite', String(north))).text).toContain(say('desk:staff.refused.office'))
  })
})
