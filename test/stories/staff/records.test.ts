import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { onLine, onTelegram } from '../../people.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { colleague, forges, handsOf, linesOf, saysIn, type Hands } from './hands.ts'

/** A mediator's records from the phone: an investigation, a session, a discussion, written or spoken part by part. */

const tongues = {
  'a mediator on Telegram, in Chinese': { language: 'zh-CN', mediator: 'telegram', head: 'line', story: '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。', pick: /^人民调解|^五人以上/, resident: 'line' },
  'a mediator on LINE, in English': { language: 'en', mediator: 'line', head: 'telegram', story: 'The pipe of my neighbour upstairs leaks and has ruined the ceiling of my living room.', pick: /^Mediation|^Five or more/, resident: 'telegram' },
} as const

describe.each(Object.entries(tongues))('%s', (_who, { language, mediator: where, head: headOn, story, pick, resident: residentOn }) => {
  const say = saysIn(language)
  let house: TestHouse
  let hands: Hands
  let mediator: ChatPerson
  let head: ChatPerson
  let resident: ChatPerson
  let number = ''
  beforeAll(async () => {
    house = await openHouse({ at: '2026-11-23T09:30:00+08:00', publicUrl: 'https://office.example', env: { DEFAULT_LANGUAGE: language } })
    hands = handsOf(house)
    mediator = await colleague(house, where, 'mediator', 'Wang', language)
    head = await colleague(house, headOn, 'head', 'Li', language)
    resident = residentOn === 'line' ? await onLine(house, language) : onTelegram(house, language)
    number = (await fileCase(resident, story, { pick })).number
    await house.calm()
    await hands.taps(mediator, say('case:action.take'))
  })
  beforeEach(() => house.atWork())
  afterAll(async () => {
    expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
    await house.restart()
    await house.stop()
  })
  /** On LINE a file is an address to open. */
  const voices = (who: ChatPerson): number => who.messages.filter(({ from, kind, text }) => from === 'bot' && (kind === 'voice' || text.startsWith('📎'))).length
  const step = (id: string): string => say(`mediation:step.${id}`)
  const field = (id: string): string => say(`mediation:field.${id}`)

  test('MED-11: an investigation, spoken, with who was there and why fewer than two; sent twice, kept once', async () => {
    await hands.opens(mediator, number, step('investigate'))
    expect((await hands.taps(mediator, say('mediation:choice.investigate.fewer'))).text).toContain(field('investigate.found'))
    expect((await hands.speaks(mediator)).text).toContain(field('investigate.present'))
    expect((await hands.says(mediator, '物业老李')).text).toContain(field('investigate.why-fewer'))
    const whole = await hands.says(mediator, '半夜没有别人。')
    for (const part of ['物业老李', '半夜没有别人。']) expect(whole.text).toContain(part)
    await hands.twice(mediator, say('talk:button.send-so'))
    expect(await linesOf(house, number, 'step-chosen-said')).toBe(1)
    const card = await hands.opens(head, number, say('case:action.look'))
    expect(card.text).toMatch(/物业老李[\s\S]*半夜没有别人。/)
    expect(card.text).toContain(say('mediation:label.investigate.why-fewer'))
    const files = card.labels.find((label) => /^\d+ |份|file/.test(label)) ?? ''
    await hands.taps(head, files)
    expect(voices(head)).toBe(1)
  })

  test('MED-12: a session that failed, part by part; how it goes on is one tap away; the resident reads none of it', async () => {
    const heard = resident.messages.length
    await hands.opens(mediator, number, step('session'))
    await hands.taps(mediator, say('mediation:choice.session.failed'))
    for (const said of ['双方和居委会', '要一千二。', '只出五百。', '赔多少。']) await hands.says(mediator, said)
    await hands.taps(mediator, say('talk:button.skip'))
    const told = await hands.taps(mediator, say('talk:button.send-so'))
    expect(told.text).toContain(say('case:told.session-failed'))
    expect(told.labels).toEqual(expect.arrayContaining([say('case:action.propose-dates'), say('case:action.close')]))
    expect(resident.messages.slice(heard).filter(({ text }) => /只出五百|赔多少/.test(text))).toEqual([])
    const card = await hands.taps(mediator, say('case:action.look'))
    for (const [part, said] of [['applicant', '要一千二。'], ['other', '只出五百。'], ['focus', '赔多少。']] as const) expect(card.text).toMatch(new RegExp(`${say(`mediation:label.session.${part}`)}[：:] ?${said}`))
  })

  test('MED-19: the head records the discussion; a part changed on the card before it goes', async () => {
    await hands.opens(head, number, step('discuss'))
    for (const said of ['李主任、王调解', '先修。', '先修再说。']) await hands.says(head, said)
    const change = head.last().labels.findLast((label) => label.includes(say('talk:frame.change')) || label.includes(say('mediation:label.discuss.conclusion'))) ?? ''
    await hands.taps(head, change)
    expect(head.last().text).toContain(field('discuss.conclusion'))
    await hands.says(head, '先修后赔。')
    await hands.taps(head, say('talk:button.send-so'))
    const card = await hands.taps(head, say('case:action.look'))
    expect(card.text).toContain('先修后赔。')
    expect(card.text).not.toContain('先修再说。')
  })

  test('a message by voice goes to the resident as it was spoken; taken back before it is sent, it goes nowhere', async () => {
    const before = voices(resident)
    await hands.opens(mediator, number, say('case:action.message'))
    expect((await hands.speaks(mediator)).labels).toContain(say('talk:button.send-so'))
    await hands.taps(mediator, say('talk:button.never-mind'))
    expect(voices(resident)).toBe(before)
    await hands.opens(mediator, number, say('case:action.message'))
    await hands.speaks(mediator)
    await hands.twice(mediator, say('talk:button.send-so'))
    await resident.waitFor((message) => message.text.includes('Wang') && message.text.includes(say('talk:write.by-file')))
    expect(voices(resident)).toBe(before + 1)
    expect(await linesOf(house, number, 'messaged')).toBe(1)
  })

  test('back after a week: a record begun is begun anew, and nothing of it was kept', async () => {
    await hands.opens(mediator, number, step('session'))
    await hands.taps(mediator, say('mediation:choice.session.agreed'))
    await hands.says(mediator, '上周的在场人员')
    await house.move(7 * 86_400_000)
    await house.atWork()
    await hands.opens(mediator, number, step('session'))
    await hands.taps(mediator, say('mediation:choice.session.adjourned'))
    for (const said of ['双方', '要一千。', '出八百。', '差两百。', '周五再谈。']) await hands.says(mediator, said)
    await hands.taps(mediator, say('talk:button.send-so'))
    const card = await hands.taps(mediator, say('case:action.look'))
    expect(card.text).toContain('周五再谈。')
    expect(card.text).not.toContain('上周的在场人员')
  })

  test('whoever has no part in it is told nothing and writes nothing', async () => {
    const stranger = await colleague(house, 'telegram', 'mediator', 'He', language) as TelegramUser
    for (const action of ['investigate', 'session', 'interim', 'extend']) expect((await forges(house, stranger, number, action)).text, action).toContain(say('talk:case.none'))
    expect(await linesOf(house, number, 'interim-reported')).toBe(0)
  })
})
