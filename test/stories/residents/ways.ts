import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramUser } from '../../platforms/telegram.ts'
import { fileCase } from '../../resident.ts'

/** Files in another way than for oneself: through the menu, by the button under the question what happened. */
export async function filesAs(person: ChatPerson, way: RegExp, story: string, options: { pick?: RegExp; typed?: Record<string, string> } = {}): Promise<{ number: string; code: string }> {
  await person.says('/file')
  await person.waitForNew()
  await person.taps(/^(同意，继续|同意，繼續|Agree and go on)$/)
  await person.waitForNew((message) => message.labels.some((label) => other.test(label)))
  await person.taps(other)
  await person.waitForNew((message) => message.labels.some((label) => way.test(label)))
  await person.taps(way)
  await person.waitForNew()
  return fileCase(person, story, options)
}

const other = /^(代办、匿名或集体|代辦、匿名或集體|Other ways to file)$/

/** The code that somebody was given to pass on. */
export async function codeOf(person: ChatPerson): Promise<string> {
  const { text } = await person.waitFor(/CASE-[A-Z2-9]{13}/)
  return /CASE-[A-Z2-9]{13}/.exec(text)?.[0] ?? ''
}

/** Types the code and answers what it is for. */
export async function uses(person: ChatPerson, code: string, answer: RegExp | string): Promise<void> {
  await person.says(code)
  await person.waitForNew((message) => message.labels.some((label) => (typeof answer === 'string' ? label === answer : answer.test(label))))
  await person.taps(answer)
}

/** Staff tap a button of their newest card of the case, and read what it asks. */
export async function acts(who: TelegramUser, number: string, label: string, asks: string): Promise<void> {
  const card = who.messages.findLast((message) => message.text.includes(number) && message.labels.includes(label))
  if (!card) throw new Error(`no card of ${number} with ${label}`)
  await who.tapsOld(card, label)
  await who.waitForNew(asks)
}
