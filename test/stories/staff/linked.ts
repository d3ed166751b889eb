import type { TestHouse } from '../../house.ts'
import type { ChatMessage, ChatPerson } from '../../platforms/person.ts'
import { fileCase } from '../../resident.ts'

/** What the stories of linked bodies have in common. */

const sendSo = /^(就这样发出|就這樣送出|Send as is|登记|登記|Register it)$/
const myName = /^(告诉我们怎么称呼您|告訴我們怎麼稱呼您|Tell us your name)$/

/** Answers a form part by part: "=label" is tapped, anything else is typed; then it is sent as it stands. */
export async function fills(house: TestHouse, who: ChatPerson, answers: readonly string[]): Promise<ChatMessage> {
  for (const answer of answers) {
    await who.waitForNew()
    if (answer.startsWith('=')) await who.taps(answer.slice(1))
    else await who.says(answer)
  }
  await who.waitForNew((message) => message.labels.some((label) => sendSo.test(label)))
  await who.taps(sendSo)
  await house.calm()
  return who.last()
}

/** A page of the desk, also where it is behind More. */
export async function opens(house: TestHouse, who: ChatPerson, page: string | RegExp): Promise<ChatMessage> {
  const fits = (label: string): boolean => (typeof page === 'string' ? label === page : page.test(label))
  await who.says('工作台')
  await who.waitForNew()
  await house.calm()
  if (!who.last().labels.some(fits)) {
    await who.taps(/^(更多|More)$/)
    await house.calm()
  }
  await who.taps(page)
  await house.calm()
  return who.last()
}

/** The head adds a body at the desk. */
export async function addsBody(house: TestHouse, head: ChatPerson, kind: string, name: string, phone: string, place: string): Promise<ChatMessage> {
  await opens(house, head, /^(对接单位|對接單位|Linked bodies)$/)
  await head.taps(/^(添加单位|新增單位|Add a body)$/)
  return fills(house, head, [`=${kind}`, name, phone, place])
}

/** The code that the head is handed for one person of the body whose card is open. */
export async function invites(house: TestHouse, head: ChatPerson): Promise<string> {
  await head.taps(/^(邀请联络员|邀請聯絡員|Invite somebody)$/)
  await house.calm()
  return /JOIN-[A-Z2-9]{13}/.exec((await head.waitFor(/JOIN-/)).text)?.[0] ?? ''
}

/** Somebody comes in by that code, under this name. */
export async function comesIn(who: ChatPerson, code: string, name: string): Promise<void> {
  await who.says(code)
  await who.waitForNew(/欢迎|歡迎|Welcome/)
  await who.taps(myName)
  await who.waitForNew()
  await who.says(name)
  await who.waitForNew(name)
}

/** A body with somebody who speaks for it. */
export async function linked(house: TestHouse, head: ChatPerson, who: ChatPerson, kind: string, name: string, as: string): Promise<void> {
  await addsBody(house, head, kind, name, '0571-110110', '和平路1号')
  await comesIn(who, await invites(house, head), as)
}

/** Files a case under mediation, which whoever it is offered to takes. */
export async function filedAndTaken(house: TestHouse, resident: ChatPerson, mediator: ChatPerson, story: string, options: { pick?: RegExp; other?: string } = {}): Promise<string> {
  const { number } = await fileCase(resident, story, { pick: options.pick ?? /^人民调解|邻里|^不匿名|^否|^就我|^是另一件新的事|^People's mediation|Neighbours/, typed: { 对方: options.other ?? '赵强' } })
  await house.calm()
  await mediator.taps(/^(受理|Accept)$/)
  await house.calm()
  return number
}

/** Taps one of the acts of the case that the newest message is about, also behind View and More. */
export async function does(house: TestHouse, who: ChatPerson, act: string | RegExp): Promise<ChatMessage> {
  const fits = (label: string, wanted: string | RegExp): boolean => (typeof wanted === 'string' ? label === wanted : wanted.test(label))
  const has = (wanted: string | RegExp): boolean => who.last().labels.some((label) => fits(label, wanted))
  for (const way of [/^(查看|檢視|View|View case)$/, /^(更多|More)$/]) {
    if (has(act)) break
    if (!has(way)) continue
    await who.taps(way)
    await house.calm()
  }
  await who.taps(act)
  return who.waitForNew()
}

/** All that somebody has been told so far. */
export function heard(who: ChatPerson): string {
  return who.messages.map(({ text }) => text).join('\n---\n')
}

/** One referral of a case, as it lies in the books. */
export async function referral(house: TestHouse, number: string): Promise<{ number: string; direction: string; kind: string; state: string; outcome: string | null } | undefined> {
  const rows = await house.query<{ number: string; direction: string; kind: string; state: string; outcome: string | null }>('select r.number, r.direction, r.kind, r.state, r.outcome from referrals r join cases c on c.id = r.case_id where c.number = $1 order by r.sent_at desc', [number])
  return rows[0]
}

export async function openDuties(house: TestHouse, number: string): Promise<{ kind: string; owner: string; who: string | null }[]> {
  return house.query(`select d.kind, d.owner, s.name as who from duties d join cases c on c.id = d.case_id left join staff s on s.id = d.staff_id where c.number = $1 and d.state = 'open' and d.owner <> 'machine' order by d.kind`, [number])
}
