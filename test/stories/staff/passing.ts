import type { TestHouse } from '../../house.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import { onLine, onTelegram } from '../../people.ts'
import { fileCase } from '../../resident.ts'
import { saysIn } from './hands.ts'

/** What the stories have in common in which cases and places go from one colleague to another. */

export type Tongue = { language: 'zh-CN' | 'en'; first: 'telegram' | 'line'; second: 'telegram' | 'line'; story: string; pick: RegExp; other: Record<string, string> }

export const tongues: Record<string, Tongue> = {
  'in Chinese': { language: 'zh-CN', first: 'telegram', second: 'line', story: '楼上邻居家的水管漏水，找他三次都不肯修。', pick: /^人民调解|邻里|^不匿名|^否|^就我|^是另一件新的事/, other: { 对方: '赵强' } },
  'in English': { language: 'en', first: 'line', second: 'telegram', story: 'The pipe of my neighbour upstairs leaks, and he will not mend it.', pick: /^Mediation|^Neighbours|^Just me|^No$|^It is another matter/, other: { 'other side': 'Brown' } },
}

/** A label or a sentence with its gaps open. */
export function like(language: string, key: string): RegExp {
  const text = saysIn(language)(key)
  return new RegExp(text.split(/\{\{\w+\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\S]*'))
}

export async function filed(house: TestHouse, tongue: Tongue, on: 'telegram' | 'line'): Promise<{ who: ChatPerson; number: string }> {
  const who = on === 'line' ? await onLine(house, tongue.language) : onTelegram(house, tongue.language === 'en' ? 'en' : 'zh-hans')
  const { number } = await fileCase(who, `${tongue.story} ${Math.random()}`, { pick: tongue.pick, typed: tongue.other })
  await house.calm()
  return { who, number }
}

/** How many messages somebody has with these words. */
export function read(who: ChatPerson, words: RegExp | string): ChatMessage[] {
  return who.messages.filter(({ from, text }) => from === 'bot' && (typeof words === 'string' ? text.includes(words) : words.test(text)))
}

/** Opens a page of the desk. */
export async function atDesk(house: TestHouse, who: ChatPerson, language: string, page: string): Promise<ChatMessage> {
  const say = saysIn(language)
  const label = say(page)
  await who.says(language === 'en' ? 'My desk' : '工作台')
  await who.waitForNew()
  await who.taps(label)
  await house.calm()
  return who.last()
}

/** Who owes what of a case by name: duty and the colleague. */
export async function owes(house: TestHouse, number: string): Promise<string[]> {
  const rows = await house.query<{ what: string }>(`select d.kind || ':' || coalesce(s.name, d.owner) as what from duties d join cases c on c.id = d.case_id left join staff s on s.id = d.staff_id where c.number = $1 and d.state = 'open' order by 1`, [number])
  return rows.map(({ what }) => what)
}

/** Opens a case from the list of their duties. */
export async function looks(house: TestHouse, who: ChatPerson, language: string, number: string): Promise<ChatMessage> {
  await who.says(language === 'en' ? 'My duties' : '我的待办')
  await who.waitForNew((message) => message.labels.includes(number))
  await who.taps(number)
  await house.calm()
  return who.last()
}
