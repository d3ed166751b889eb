import { pressText } from '../../../src/dialogue/press.ts'
import type { TestHouse } from '../../house.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import type { TelegramMessage, TelegramUser } from '../../platforms/telegram.ts'

/** What the stories of heads have in common. */

/** Opens a page of the desk from the main menu and reads it. */
export async function reads(house: TestHouse, who: ChatPerson, page: string | RegExp, desk = '工作台'): Promise<ChatMessage> {
  await who.says(desk)
  await who.waitForNew((message) => message.labels.some((label) => /^(主菜单|主選單|Main menu)$/.test(label)))
  await finds(house, who, page)
  await who.taps(page)
  await house.calm()
  return who.last()
}

/** Presses a button of a page of the desk that nobody has shown them. */
export async function forgesPage(who: TelegramUser, page: string, action: string, choice: string | null = null): Promise<TelegramMessage> {
  await who.tapsOld({ ...who.last(), buttons: [[{ text: 'forged', callback_data: pressText({ on: 'desk', page, action, choice }) }]] }, 'forged')
  return who.waitForNew()
}

/** Opens a case by its number among the buttons shown, and taps one of its acts, also behind More. */
export async function actsOn(house: TestHouse, who: ChatPerson, number: string, act: string | RegExp): Promise<void> {
  await who.taps(number)
  await house.calm()
  await finds(house, who, act)
  await who.taps(act)
}

export async function finds(house: TestHouse, who: ChatPerson, act: string | RegExp): Promise<void> {
  const has = (message: ChatMessage): boolean => message.labels.some((label) => (typeof act === 'string' ? label === act : act.test(label)))
  if (has(who.last())) return
  await who.taps(/^(更多|More)$/)
  await house.calm()
}

export async function caseRow(house: TestHouse, number: string): Promise<{ id: string; stage: string; outcome: string | null; handler: string | null }> {
  const [row] = await house.query<{ id: string; stage: string; outcome: string | null; handler: string | null }>(`select c.id::text, c.stage, c.outcome, s.name as handler from cases c left join staff s on s.id = c.handler_id where c.number = $1`, [number])
  if (!row) throw new Error(`no case ${number}`)
  return row
}
