import { pressText } from '../../../src/dialogue/press.ts'
import { invite } from '../../../src/store/staff.ts'
import type { TestHouse } from '../../house.ts'
import { onLine, onTelegram } from '../../people.ts'
import type { LineUser } from '../../platforms/line.ts'
import type { ChatPerson } from '../../platforms/person.ts'
import type { TelegramMessage, TelegramUser } from '../../platforms/telegram.ts'

/** A city office over a town over a village, each with its people. The town is the house's own first office. */

export type Offices = { city: number; town: number; village: number }

export async function openTree(house: TestHouse): Promise<Offices> {
  const { prisma } = house.db
  const town = await prisma.office.findFirstOrThrow({ orderBy: { id: 'asc' } })
  const city = await prisma.office.create({ data: { name: '市调解中心', level: 'city', zone: town.zone } })
  await prisma.office.update({ where: { id: town.id }, data: { parentId: city.id, level: 'town' } })
  const village = await prisma.office.create({ data: { name: '河东村', level: 'village', zone: town.zone, parentId: town.id, areas: ['河东村'] } })
  // The book of offices is read anew now and then; here it is known at once.
  await house.restart()
  return { city: city.id, town: town.id, village: village.id }
}

/** Joins the office in this role, under this name, in their own chat. */
export async function works(house: TestHouse, who: ChatPerson, role: string, name: string, office: number): Promise<void> {
  await who.says(await invite(house.db, role, office, house.now()))
  const done = await who.waitForNew(/欢迎|歡迎|Welcome/)
  await who.taps(done.labels[0] ?? '')
  await who.waitForNew()
  await who.says(name)
  await who.waitForNew(name)
  // What the office owes from now on is theirs to hear first.
  await house.calm()
}

export async function telegramAt(house: TestHouse, role: string, name: string, office: number, language?: string): Promise<TelegramUser> {
  const who = onTelegram(house, language)
  await works(house, who, role, name, office)
  return who
}

export async function lineAt(house: TestHouse, role: string, name: string, office: number, language?: string): Promise<LineUser> {
  const who = await onLine(house, language)
  await works(house, who, role, name, office)
  return who
}

/** Fills in the one field of a form and sends it. */
export async function writes(house: TestHouse, who: ChatPerson, words: string): Promise<void> {
  await who.waitForNew()
  await who.says(words)
  await who.waitForNew(words)
  await who.taps(/^(就这样发出|就這樣送出|Send as is)$/)
  await house.calm()
}

/** Presses a button of a case that no message of theirs has (yet): what they may not, they are told. */
export async function forges(house: TestHouse, who: TelegramUser, number: string, action: string, choice: string | null = null): Promise<TelegramMessage> {
  const { id } = await house.db.prisma.case.findFirstOrThrow({ where: { number }, select: { id: true } })
  await who.tapsOld({ ...who.last(), buttons: [[{ text: 'forged', callback_data: pressText({ on: 'case', caseId: id, action, choice }) }]] }, 'forged')
  return who.waitForNew()
}
