import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { member, offered, onLine, onTelegram } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'
import { closes } from '../../staff.ts'

/** Was the resident really reached, what can they still do, and who hears what was wrong with the handling. */

const tongues = {
  'on Telegram, in Chinese': {
    open: () => Promise.resolve(onTelegram(house)), story: '楼上邻居家的水管漏水，把我家客厅天花板泡坏了，找他三次都不肯修。', pick: /^人民调解/,
    asked: /王调解打电话联系到您了吗/, yes: '是', no: '否', thanks: '已经确认', denied: '这次联系不算数',
    ways: '没解决怎么办', told: /向人民法院起诉[\s\S]*对办理有意见/, complain: '对办理有意见', write: '办理上有什么问题', words: '他只听对方的，不听我的。', noted: /已经交给李主任[\s\S]*最晚/, answered: /李主任答复您[\s\S]*换人再谈一次/,
  },
  'on LINE, in English': {
    open: () => onLine(house, 'en'), story: 'The pipe of my neighbour upstairs leaks and has ruined the ceiling of my living room.', pick: /^Mediation/,
    asked: /Did 王调解 reach you by phone/, yes: 'Yes', no: 'No', thanks: 'it is confirmed', denied: 'It does not count',
    ways: 'Not solved?', told: /go to court[\s\S]*wrong with the handling/, complain: 'About the handling', write: 'What was wrong with the handling', words: 'He listened to my neighbour only.', noted: /with 李主任[\s\S]*due by/, answered: /李主任 answers[\s\S]*换人再谈一次/,
  },
} as const

let house: TestHouse
let wang: TelegramUser
let head: TelegramUser
beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T09:30:00+08:00' })
  wang = await member(house, 'mediator', '王调解')
  head = await member(house, 'head', '李主任')
})
beforeEach(() => house.atWork())
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  // Whatever residents have brought about keeps no house from starting.
  await house.restart()
  await house.stop()
})

describe.each(Object.entries(tongues))('%s', (_where, words) => {
  let li: ChatPerson
  let number = ''
  beforeEach(async () => {
    li = await words.open()
    number = (await fileCase(li, words.story, { pick: words.pick })).number
    await house.calm()
    await wang.tapsOld(offered([wang], number).offer, '受理')
    await house.calm()
  })
  async function phoned(): Promise<ChatMessage> {
    const own = wang.messages.findLast(({ labels }) => labels.includes('更多'))
    await wang.tapsOld(own as never, '登记联系')
    await wang.waitForNew('怎么联系的')
    await wang.taps('打了电话')
    await wang.waitForNew('说了什么')
    await wang.says('说好周五上门。')
    await house.calm()
    return li.waitForNew(words.asked)
  }
  /** What the card says to the mediator now. */
  async function card(): Promise<string> {
    await wang.taps('查看')
    return (await wang.waitForNew(number)).text
  }

  test('QUA-1: a phone call that staff noted counts once the resident says so', async () => {
    const asked = await phoned()
    expect(asked.text).not.toContain('说好周五上门')
    expect(await card()).toContain('尚未得到确认')
    await li.taps(words.yes)
    await house.calm()
    await li.waitForNew(words.thanks)
    expect(await card()).not.toContain('尚未得到确认')
    expect(await card()).toContain('确认王调解联系到了')
  })

  test('QUA-1: a phone call that never came: the head hears at once', async () => {
    await phoned()
    await li.taps(words.no)
    await house.calm()
    await li.waitForNew(words.denied)
    const told = await head.waitFor((message) => message.text.includes(number) && message.text.includes('说没有这回事'))
    await head.tapsOld(told, '登记核实情况')
    await head.waitForNew()
    await head.says('他拨错了号码，已经重新打过。')
    await house.calm()
    expect(await house.query(`select d.state from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = 'look-into-contact'`, [number])).toEqual([{ state: 'done' }])
  })

  test('not solved: the ways in plain words, and a complaint that the mediator never reads', async () => {
    await closes(house, wang, /^调解不成/, '双方没有谈拢。')
    await li.waitFor((message) => message.labels.includes(words.ways))
    await li.taps(words.ways)
    await house.calm()
    await li.waitForNew(words.told)
    const before = wang.messages.length
    await li.taps(words.complain)
    await li.waitForNew(words.write)
    await li.says(words.words)
    await house.calm()
    await li.waitForNew(words.noted)
    const told = await head.waitFor((message) => message.text.includes(number) && message.text.includes(words.words))
    await head.tapsOld(told, '答复意见')
    await head.waitForNew()
    await head.says('换人再谈一次。')
    await head.waitForNew('换人再谈一次')
    await head.taps('就这样发出')
    await house.calm()
    await li.waitFor(words.answered)
    await card()
    expect(wang.messages.slice(before).map(({ text }) => text).join()).not.toMatch(new RegExp(`${words.words}|换人再谈|对办理有意见|答复对办理`))
  })
})
