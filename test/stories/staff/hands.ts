import { join } from 'node:path'
import { pressText } from '../../../src/dialogue/press.ts'
import { loadSpeaker } from '../../../src/words/words.ts'
import type { TestHouse } from '../../house.ts'
import { onLine, onTelegram } from '../../people.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramMessage, TelegramUser } from '../../platforms/telegram.ts'
import { joins } from '../../staff.ts'

/** What stories of staff on two platforms, in two languages, have in common: whom they are, and what their thumbs do. */

const speaker = loadSpeaker({ folder: join(import.meta.dirname, '../../../locales'), fallback: 'zh-CN', zone: 'Asia/Shanghai' })

/** How the house says it in a language: labels are taken from there, so that a story is told in any. */
export const saysIn = (language: string) => (key: string): string => speaker.say({ key }, language)

export async function colleague(house: TestHouse, on: 'telegram' | 'line', role: string, name: string, language = 'zh-CN'): Promise<ChatPerson> {
  const who = on === 'line' ? await onLine(house, language) : onTelegram(house, language === 'zh-CN' ? 'zh-hans' : language)
  await joins(house, who, role)
  await who.taps(/^(告诉我们怎么称呼您|告訴我們怎麼稱呼您|Tell us your name)$/)
  await who.waitForNew()
  await who.says(name)
  await who.waitForNew(name)
  return who
}

export type Hands = ReturnType<typeof handsOf>

export function handsOf(house: TestHouse) {
  const hands = {
    async taps(who: ChatPerson, label: string | RegExp): Promise<ChatMessage> {
      await who.taps(label)
      await house.calm()
      return who.last()
    },
    async says(who: ChatPerson, words: string): Promise<ChatMessage> {
      await who.says(words)
      await house.calm()
      return who.last()
    },
    async speaks(who: ChatPerson): Promise<ChatMessage> {
      await who.sendsVoice()
      await house.calm()
      return who.last()
    },
    /** Opens the case among their duties or with a button they have, and presses one of its acts, also behind More. */
    async opens(who: ChatPerson, number: string, act: string): Promise<ChatMessage> {
      const look = /^(查看|View case)$/
      const shown = (): readonly string[] => who.messages.findLast((each) => each.text.includes(number))?.labels ?? []
      if (shown().length === 0) await hands.says(who, /^[A-Za-z]/.test(who.last().labels[0] ?? '') ? 'My duties' : '我的待办')
      const way = shown().includes(act) ? null : shown().find((label) => look.test(label) || label === number)
      const card = way === null || way === undefined ? who.last() : await hands.taps(who, way)
      if (look.test(act)) return card
      if (!shown().includes(act)) await hands.taps(who, /^(更多|More)$/)
      return hands.taps(who, act)
    },
    /** Pressed twice over by somebody who does not wait. */
    async twice(who: ChatPerson, label: string | RegExp): Promise<void> {
      await Promise.all([who.taps(label), who.taps(label)])
      await house.calm()
    },
  }
  return hands
}

/** Presses a button of a case that nobody has shown them. */
export async function forges(house: TestHouse, who: TelegramUser, number: string, action: string, choice: string | null = null): Promise<TelegramMessage> {
  const { id } = await house.db.prisma.case.findFirstOrThrow({ where: { number }, select: { id: true } })
  await who.tapsOld({ ...who.last(), buttons: [[{ text: 'forged', callback_data: pressText({ on: 'case', caseId: id, action, choice }) }]] }, 'forged')
  await house.calm()
  return who.last()
}

/** How often something has happened in a case, by what its history says. */
export async function linesOf(house: TestHouse, number: string, kind: string): Promise<number> {
  const rows = await house.query<{ n: number }>('select count(*)::int as n from histories h join cases c on c.id = h.case_id where c.number = $1 and h.kind = $2', [number, kind])
  return rows[0]?.n ?? 0
}
