import type { ChatPerson } from './platforms/person.ts'
import type { TestHouse } from './house.ts'

/** Staff doing their work in chat, as they would. */

export async function joins(house: TestHouse, person: ChatPerson, role: string): Promise<void> {
  await person.says(await house.invite(role))
  await person.waitForNew(/欢迎|歡迎|Welcome/)
}

/** Takes the case on offer, writes to the resident, and closes it with an outcome and a plain answer. */
export async function takes(house: TestHouse, person: ChatPerson): Promise<void> {
  await person.waitFor((message) => message.labels.some((label) => /^(受理|Take it|Accept)/.test(label)))
  await person.taps(/^(受理|Take it|Accept)/)
  await house.calm()
}

export async function closes(house: TestHouse, person: ChatPerson, outcome: RegExp, answer: string): Promise<void> {
  await person.taps(/^(办结|結案|Close)/)
  await person.waitForNew((message) => message.labels.some((label) => outcome.test(label)))
  await person.taps(outcome)
  await person.waitForNew()
  await person.says(answer)
  await person.waitForNew(answer)
  await person.taps(/^(就这样发出|就這樣送出|Send as is)/)
  await house.calm()
}
