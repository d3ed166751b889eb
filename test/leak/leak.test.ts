import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine, onTelegram } from '../people.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { fileCase } from '../resident.ts'
import { codeOf, filesAs, uses } from '../stories/residents/ways.ts'
import { codesAbout, randomFrom, step, type Said, type Walker } from './walk.ts'

/**
 * Two sides of a mediation, a group, somebody under a code name, a proxy with whom they act for, and a stranger with
 * codes press and say anything at all. Afterwards nobody's chat holds a fact that is not theirs: every fact and every
 * word said is a mark that occurs nowhere else.
 */

const walksWanted = Number(process.env['LEAK_WALKS'] ?? 1000)
const stepsOfAWalk = 3
const seed = Number(process.env['LEAK_SEED'] ?? 20_261_122)

let house: TestHouse
let staff: Walker[]
const people: Record<'lin' | 'zhou' | 'hai' | 'mei' | 'bo' | 'hidden' | 'neighbour' | 'granny' | 'stranger', Walker> = {} as never

/** Planted before anybody walks: whose chats may hold it. Staff may read what the cases they handle need. */
const facts: { mark: string; of: (keyof typeof people)[]; /** Whoever comes into the case of this one by its code may read it as well. */ caseOf?: keyof typeof people }[] = [
  { mark: '林小满', of: ['lin'] }, { mark: '13912340001', of: ['lin'] }, { mark: '蓝色河马', of: ['lin'] }, { mark: '13787650002', of: ['lin'] },
  { mark: '顾阿海', of: ['hai'] }, { mark: '13955550003', of: ['hai'] }, { mark: '绿色刺猬', of: ['hai'] },
  { mark: '橙色狐狸', of: ['hidden'] },
  { mark: '周秀英', of: ['neighbour', 'granny'] }, { mark: '13655550004', of: ['neighbour', 'granny'] }, { mark: '白色孔雀', of: ['neighbour', 'granny'] },
  { mark: '紫色鹦鹉', of: ['lin'] }, { mark: '金色穿山甲', of: ['zhou'] }, { mark: '灰色鲸鱼', of: ['hai', 'mei', 'bo'], caseOf: 'hai' },
  { mark: '粉色海豚', of: ['lin', 'zhou'] },
]

beforeAll(async () => {
  house = await openHouse()
  const names: [string, string][] = [['mediator', '王调解'], ['handler', '钱经办'], ['head', '李主任'], ['leader', '梁书记']]
  staff = []
  for (const [role, name] of names) staff.push({ name, chat: await member(house, role, name) })
  for (const name of ['lin', 'hai', 'bo', 'hidden', 'neighbour'] as const) people[name] = { name, chat: onTelegram(house) }
  for (const name of ['zhou', 'mei', 'granny', 'stranger'] as const) people[name] = { name, chat: await onLine(house) }
  await mediation()
  await together()
  await fileCaseOf('hidden', /^用代号，不留姓名$/, '村里卖沙子的钱从来不公布，橙色狐狸。', /^信访|干部作风/, {})
  await fileCaseOf('neighbour', /^替别人代办$/, '低保名单里没有她，白色孔雀。', /^信访|干部作风/, { 替谁办: '周秀英', 电话: '13655550004' })
  await uses(people.granny.chat, await codeOf(people.neighbour.chat), '同意代办')
  await house.calm()
}, 120_000)
afterAll(() => house.stop())

async function takes(who: Walker, number: string): Promise<void> {
  await house.calm()
  const telegrams = staff.map(({ chat }) => chat as TelegramUser)
  const { who: asked, offer } = offered(telegrams, number)
  expect(asked, who.name).toBe(who.chat)
  await asked.tapsOld(offer, '受理')
  await house.calm()
}

async function fileCaseOf(name: keyof typeof people, way: RegExp, story: string, pick: RegExp, typed: Record<string, string>): Promise<void> {
  const { number } = await filesAs(people[name].chat, way, story, { pick, typed })
  await takes(staff[1]!, number)
}

/** The newest message with this button, tapped; then the words, sent. */
async function writes(who: Walker, label: string, words: string, confirm = false): Promise<void> {
  const chat = who.chat as TelegramUser
  await chat.taps(label)
  await house.calm()
  await chat.says(words)
  await house.calm()
  if (confirm) await chat.taps('就这样发出')
  await house.calm()
}

async function mediation(): Promise<void> {
  const [mediator] = staff as [Walker]
  const { lin, zhou } = people
  const typed = { 对方是谁: '周启明', 联系上对方: '13787650002', 怎么称呼您: '林小满', 电话: '13912340001' }
  const { number } = await fileCase(lin.chat, '楼上邻居家的水管漏水，蓝色河马。', { pick: /^人民调解|邻里|^就我|^几个人/, typed })
  await takes(mediator, number)
  await writes(mediator, '邀请对方', '想请双方坐下来谈谈水管的事。', true)
  await uses(zhou.chat, await codeOf(mediator.chat), /看清楚了/)
  await house.calm()
  await zhou.chat.taps(/^愿意$/)
  await house.calm()
  await writes(mediator, '给对方发消息', '只对您说：金色穿山甲。')
  const card = mediator.chat.messages.findLast((message) => message.labels.includes('给当事人发消息'))
  await (mediator.chat as TelegramUser).tapsOld(card as never, '给当事人发消息')
  await house.calm()
  await mediator.chat.says('只对您说：紫色鹦鹉。')
  await house.calm()
  // What is said across the table is read there.
  await lin.chat.says('我的事项')
  await lin.chat.waitForNew(number)
  await lin.chat.taps(number)
  await house.calm()
  await writes(lin, '对双方说', '大家都听：粉色海豚。', true)
}

async function together(): Promise<void> {
  const [mediator] = staff as [Walker]
  const { hai, mei, bo } = people
  const { number } = await filesAs(hai.chat, /^和大家一起$/, '厂里三个月没发工资，绿色刺猬。', { pick: /^劳动争议|工资/, typed: { 怎么称呼: '顾阿海', 电话: '13955550003' } })
  const code = await codeOf(hai.chat)
  await takes(mediator, number)
  for (const each of [mei, bo]) await uses(each.chat, code, '加入')
  await house.calm()
  const card = mediator.chat.messages.findLast((message) => message.text.includes(number) && message.labels.includes('给当事人发消息'))
  await (mediator.chat as TelegramUser).tapsOld(card as never, '给当事人发消息')
  await house.calm()
  await mediator.chat.says('大家都请看：灰色鲸鱼。')
  await house.calm()
}

/** Everything that was ever on the screen of a chat, also what was changed later. */
function screens(walkers: readonly Walker[]): { look(): void; of(walker: Walker): string } {
  const seen = new Map<Walker, Set<string>>(walkers.map((each) => [each, new Set()]))
  return {
    look() {
      for (const [{ chat }, texts] of seen) for (const { from, text, labels } of chat.messages) if (from === 'bot') texts.add([text, ...labels].join('\n'))
    },
    of: (walker) => [...(seen.get(walker) ?? [])].join('\n'),
  }
}

/** Who stands in each case now, by case id: names of the walkers. */
async function circles(walkers: readonly Walker[]): Promise<Map<string, Set<string>>> {
  const rows = await house.query<{ case_id: string; user: string }>('select p.case_id::text, a."user" from parties p join addresses a on a.person_id = p.person_id')
  const found = new Map<string, Set<string>>()
  for (const { case_id, user } of rows) {
    const walker = walkers.find(({ chat }) => ('userId' in chat ? chat.userId : String(chat.id)) === user)
    if (walker) found.set(case_id, (found.get(case_id) ?? new Set()).add(walker.name))
  }
  return found
}

test(`after ${walksWanted} random walks nobody has read a fact that is not theirs`, async () => {
  const walkers = Object.values(people)
  const random = randomFrom(seed)
  const said: Said[] = []
  const screen = screens(walkers)
  const readable = new Map<Said, Set<string>>()
  const first = await circles(walkers)
  const ever = new Map<string, Set<string>>()
  for (let walks = 0; walks < walksWanted; walks += walkers.length) {
    const codes = await codesAbout(house, walkers)
    for (let n = 0; n < stepsOfAWalk; n++) {
      const before = said.length
      await Promise.all(walkers.map((each) => step(house, each, random, said, codes)))
      await house.calm()
      screen.look()
      for (const [id, names] of await circles(walkers)) ever.set(id, new Set([...ever.get(id) ?? [], ...names]))
      if (said.length > before) {
        const now = await circles(walkers)
        for (const each of said.slice(before)) readable.set(each, now.get(each.about ?? '') ?? new Set())
      }
    }
    // Time goes by: reminders, deadlines and questions come by themselves.
    if (random.chance(0.1)) await house.move(random.below(40) * 3_600_000)
  }
  const last = await circles(walkers)
  const joined = (name: keyof typeof people): Set<string> => new Set([...ever].filter(([id]) => first.get(id)?.has(name)).flatMap(([, names]) => [...names]))
  const pairs = [['neighbour', 'granny']]
  for (const walker of walkers) {
    const read = screen.of(walker)
    for (const { mark, of, caseOf } of facts) if (!of.some((name) => people[name] === walker) && !(caseOf && joined(caseOf).has(walker.name))) expect(read.includes(mark), `${walker.name} reads ${mark} of ${of.join(' and ')} (seed ${seed})`).toBe(false)
    for (const each of said) {
      if (each.by === walker || !read.includes(each.mark)) continue
      const may = readable.get(each)?.has(walker.name) || (each.about !== null && last.get(each.about)?.has(walker.name)) || pairs.some((pair) => pair.includes(walker.name) && pair.includes(each.by.name))
      expect(may, `${walker.name} reads what ${each.by.name} said: ${each.mark} (seed ${seed}):\n${read.slice(Math.max(0, read.indexOf(each.mark) - 300), read.indexOf(each.mark) + 60)}`).toBe(true)
    }
  }
  // The walk was one: words were said, and what goes across the table is seen there.
  expect(said.length).toBeGreaterThan(walksWanted / 4)
  expect(screen.of(people.zhou)).toContain('粉色海豚')
  expect(house.logged.filter((line) => line.includes('could not be dealt with'))).toEqual([])
}, 900_000)
