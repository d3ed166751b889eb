import { vi } from 'vitest'
import { openHouse, type TestHouse } from '../../house.ts'
import { onTelegram } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import { fileCase, toReview } from '../../resident.ts'
import { joins } from '../../staff.ts'

/**
 * The life of a case under a regulation, told from the phones of everybody in it: an office with its staff, residents,
 * and a clock that stops at every moment at which something is due, so that it is known who was told what, and when.
 */

// Weeks of a whole office, stopping at every moment: longer than other tests where the machine has other work.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** `at` is the house's clock where the house stands, "2026-11-23 09:30". */
export type Said = { at: string; to: string; text: string; labels: readonly string[] }

/** What they pick among buttons and type when a message holds these words. */
type FilingOptions = { pick?: RegExp; typed?: Record<string, string> }

export type Office = {
  house: TestHouse
  /** By their names. */
  people: Map<string, ChatPerson>
  /** A member of staff or a resident by name. */
  the(name: string): ChatPerson
  /** A resident, known in `Said.to` by this name; by default "resident", in the language of the office. */
  meets(name?: string, telegramLanguage?: string): ChatPerson
  /** Files a case as a resident (`options`: see test/resident.ts) and lets it be offered. Returns its number. */
  files(who: ChatPerson, story: string, options?: FilingOptions): Promise<string>
  /** As far as the review card. */
  reviews(who: ChatPerson, story: string, options?: FilingOptions): Promise<ChatMessage>
  /** Whoever was offered the case last, by name. */
  asked(number: string): string
  /** Whoever was offered it takes it; their name. */
  takes(number: string): Promise<string>
  /** Opens the case and takes a step or a common action by its label; then a choice, words, or both in their order. */
  does(name: string, number: string, label: RegExp, ...then: (RegExp | string)[]): Promise<void>
  /** What somebody finds when they look at the case now: the card with its buttons. */
  looks(name: string, number: string): Promise<ChatMessage>
  /** The same with all that has happened, where the card leaves something out. */
  reads(name: string, number: string): Promise<ChatMessage>
  /** Ends the case (or sends the answer to be signed). */
  closes(name: string, number: string, outcome: RegExp, answer: string): Promise<void>
  /** The resident taps a button on the newest message about the case that has it. */
  taps(who: ChatPerson, number: string, label: RegExp): Promise<void>
  /** Everything said to anybody since this was last asked (or `until` returned), but the lists of a morning. */
  lately(): Promise<Said[]>
  /** Moves the clock to '2026-11-30 17:31', stopping wherever something is due; everything said on the way. */
  until(moment: string): Promise<Said[]>
  /** One thing of the cases table. */
  row(number: string): Promise<Record<string, unknown>>
  stop(): Promise<void>
}

const look = /^(查看|View case)$/
const past = /^(全部经过|全部經過|Full history)$/
const goesOut = /^(就这样发出|就這樣送出|Send as is)$/
const take = /^(受理|Accept)$/
const close = /^(办结|結案|Close)$/
const myDuties = { zh: '我的待办', 'zh-TW': '我的待辦', en: 'My duties' } as const
/** The list of one's day, and the head's of the office: it repeats by name what is told of each case by itself, so it does not count as told. */
const morning = /^(早上好|早安|Good morning)/
const myName = /^(告诉我们怎么称呼您|告訴我們怎麼稱呼您|Tell us your name)$/

export const minute = 60_000
export const china = (moment: string): number => Date.parse(`${moment.replace(' ', 'T')}:00+08:00`)
export const shown = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** `staff`: role and name. `language`: of staff and, unless they say otherwise, of residents. `takes`: the regulations it goes by, all unless told. */
export async function openOffice(options: { at?: string; staff?: [role: string, name: string][]; language?: 'zh' | 'zh-TW' | 'en'; takes?: string[]; env?: Record<string, string> } = {}): Promise<Office> {
  const { at = '2026-11-23 09:10', takes = [], staff = [['handler', '钱经办'], ['mediator', '王调解'], ['head', '李主任'], ['leader', '陈书记']], language = 'zh', env } = options
  const house = await openHouse({ at: new Date(china(at)).toISOString(), env: { ...(language === 'zh' ? {} : { DEFAULT_LANGUAGE: language }), ...env } })
  if (takes.length > 0) {
    await house.query('update offices set regulations = $1', [takes])
    await house.restart()
  }
  if (options.takes) {
    await house.query('update offices set regulations = $1', [options.takes])
    await house.restart()
  }
  const telegramLanguage = language === 'zh' ? 'zh-hans' : language
  const people = new Map<string, ChatPerson>()
  const heard = new Map<string, number>()
  const log: Said[] = []
  let told = 0

  const the = (name: string): ChatPerson => people.get(name) ?? fail(`nobody is called ${name}`)
  const about = (who: ChatPerson, number: string, label: RegExp): ChatMessage =>
    who.messages.findLast((message) => message.text.includes(number) && message.labels.some((each) => label.test(each))) ?? fail(`no message about ${number} has ${label}; last: ${who.messages.at(-1)?.text}`)

  function collect(now: number): void {
    for (const [name, person] of people) {
      for (const message of person.messages.slice(heard.get(name) ?? 0)) if (!morning.test(message.text)) log.push({ at: shown(now), to: name, text: message.text, labels: message.labels })
      heard.set(name, person.messages.length)
    }
  }
  function fresh(): Said[] {
    const since = log.slice(told)
    told = log.length
    return since
  }
  async function settles(): Promise<void> {
    await house.calm()
    collect(house.now())
  }
  /** The next moment at which a duty, a survey, a round or a message kept back for the morning comes due, or has come since the house was at rest. */
  async function nextMoment(): Promise<number> {
    const [row] = await house.query<{ at: Date | null }>(
      `select min(at) as at from (select next_at as at from duties where state = 'open' union all select next_at from surveys where state = 'waiting' union all select next_at from deliveries where state = 'owed' union all select next_at from rounds where state = 'open') as due`)
    return row?.at?.getTime() ?? Infinity
  }

  const office: Office = {
    house, people, the,
    meets(name = 'resident', spoken = telegramLanguage) {
      const person = onTelegram(house, spoken)
      people.set(name, person)
      return person
    },
    async files(who, story, filing) {
      const { number } = await fileCase(who, story, filing)
      await settles()
      return number
    },
    reviews: (who, story, filing) => toReview(who, story, filing),
    asked(number) {
      for (const said of log.toReversed()) if (said.text.includes(number) && said.labels.some((each) => take.test(each))) return said.to
      return fail(`nobody was offered ${number}`)
    },
    async takes(number) {
      const name = office.asked(number)
      await tapsOld(the(name), about(the(name), number, take), take)
      await settles()
      return name
    },
    async looks(name, number) {
      const who = the(name)
      if (who.messages.some((message) => message.text.includes(number) && message.labels.some((each) => look.test(each)))) {
        await tapsOld(who, about(who, number, look), look)
      } else {
        await who.says(myDuties[language])
        await who.waitForNew(number)
        await who.taps(number)
      }
      // A list of what is owed has the number on a button; the case itself never does.
      const card = await who.waitForNew((message) => message.text.includes(number) && !message.labels.includes(number) && !message.labels.some((each) => look.test(each)))
      await settles()
      return card
    },
    async reads(name, number) {
      const card = await office.looks(name, number)
      const label = card.labels.find((each) => past.test(each))
      if (!label) return card
      await tapsOld(the(name), card, label)
      await settles()
      return the(name).last()
    },
    async does(name, number, label, ...then) {
      const who = the(name)
      const card = await behindMore(who, await office.looks(name, number), label)
      const button = card.labels.find((each) => label.test(each)) ?? fail(`${name} cannot ${label} on ${number}: ${card.labels.join(' | ')}`)
      await tapsOld(who, card, button)
      for (const each of then) {
        if (each instanceof RegExp) {
          await who.waitForNew((message) => message.labels.some((one) => each.test(one)))
          await who.taps(each)
        } else {
          await who.waitForNew()
          await who.says(each)
          await house.calm()
          if (who.last().labels.some((one) => goesOut.test(one))) await who.taps(goesOut)
        }
      }
      await settles()
    },
    closes: (name, number, outcome, answer) => office.does(name, number, close, outcome, answer),
    async taps(who, number, label) {
      const message = about(who, number, label)
      await tapsOld(who, message, message.labels.find((each) => label.test(each)) ?? '')
      await settles()
    },
    async lately() {
      await settles()
      return fresh()
    },
    async until(moment) {
      await settles()
      for (let next = await nextMoment(); next <= china(moment); next = await nextMoment()) {
        await house.moveTo(next)
        collect(next)
      }
      await house.moveTo(china(moment))
      collect(china(moment))
      return fresh()
    },
    async row(number) {
      return (await house.query('select regulation, category, level, stage, outcome, score, reopened from cases where number = $1', [number]))[0] ?? fail(`no case ${number}`)
    },
    stop: () => house.stop(),
  }
  for (const [role, name] of staff) {
    const who = onTelegram(house, telegramLanguage)
    await joins(house, who, role)
    await who.taps(myName)
    await who.waitForNew()
    await who.says(name)
    await who.waitForNew(name)
    people.set(name, who)
    heard.set(name, who.messages.length)
  }
  return office
}

/** What was said to somebody (all who are named) whose words hold this, as "2026-11-30 09:00 李主任". */
export function whoHeard(said: readonly Said[], words: string | RegExp): string[] {
  return said.filter(({ text }) => (typeof words === 'string' ? text.includes(words) : words.test(text))).map(({ at, to }) => `${at} ${to}`).sort()
}

type OldTaps = { tapsOld?: (message: never, label: never) => Promise<unknown> }

/** On Telegram a button of any age; elsewhere people tap the newest that has it. */
async function tapsOld(who: ChatPerson, message: ChatMessage, label: string | RegExp): Promise<void> {
  const old = (who as ChatPerson & OldTaps).tapsOld
  if (old) await old.call(who, message as never, label as never)
  else await who.taps(label)
}

/** What is not at hand is one tap further away. */
async function behindMore(who: ChatPerson, card: ChatMessage, label: RegExp): Promise<ChatMessage> {
  const more = card.labels.find((each) => /^(更多|More)$/.test(each))
  if (card.labels.some((each) => label.test(each)) || more === undefined) return card
  await tapsOld(who, card, more)
  return who.waitForNew((message) => message.labels.some((each) => label.test(each)))
}

function fail(why: string): never {
  throw new Error(why)
}
