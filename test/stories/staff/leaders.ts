import type { TestHouse } from '../../house.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import { joins } from '../../staff.ts'

/** What the stories of leaders have in common. */

const myName = /^(告诉我们怎么称呼您|告訴我們怎麼稱呼您|Tell us your name)$/

/** Somebody joins the staff in whatever chat they have, and is called this. */
export async function joinsAs<P extends ChatPerson>(house: TestHouse, person: P, role: string, name: string): Promise<P> {
  await joins(house, person, role)
  await person.taps(myName)
  await person.waitForNew()
  await person.says(name)
  await person.waitForNew(name)
  return person
}

/** The desk, and one of its pages. */
export async function opensDesk(person: ChatPerson, page: string | RegExp, words: { desk: string } = { desk: '工作台' }): Promise<void> {
  await person.says(words.desk)
  await person.waitForNew()
  await person.taps(page)
}

/** Only these regulations are taken in the office. */
export async function takesOnly(house: TestHouse, regulations: readonly string[]): Promise<void> {
  await house.query('update offices set regulations = $1', [[...regulations]])
  await house.restart()
}

/** When the newest open duty of this kind is due on the wall in China, "2026-11-27 17:30". */
export async function dueOn(house: TestHouse, number: string, kind: string): Promise<string> {
  const [row] = await house.query<{ due: Date }>(`select d.due_at as due from duties d join cases c on c.id = d.case_id where c.number = $1 and d.kind = $2 and d.state = 'open'`, [number, kind])
  return row ? new Date(row.due.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ') : ''
}
