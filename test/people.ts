import type { TestHouse } from './house.ts'
import type { LineUser } from './platforms/line.ts'
import type { ChatPerson } from './platforms/person.ts'
import type { TelegramMessage, TelegramUser } from './platforms/telegram.ts'
import { fileCase } from './resident.ts'
import { closes, joins } from './staff.ts'

/** People who have a phone: residents on either platform, and staff who have joined under a name. */

const someId = (): number => 10_000 + Math.floor(Math.random() * 1_000_000_000)

/** `language` as Telegram tells it: "zh-hans", "zh-TW", "en". Nothing is said yet. */
export function onTelegram(house: TestHouse, language = 'zh-hans'): TelegramUser {
  return house.telegram.user({ id: someId(), first_name: 'P', language_code: language })
}

/** Follows the account and has been greeted. */
export async function onLine(house: TestHouse, language = 'zh-CN'): Promise<LineUser> {
  const user = house.line.user({ language })
  await user.follow()
  await user.waitForNew()
  return user
}

/** Somebody on the staff, on Telegram, whom residents and colleagues know by this name. */
export async function member(house: TestHouse, role: string, name: string): Promise<TelegramUser> {
  const user = onTelegram(house)
  await joins(house, user, role)
  await user.taps('告诉我们怎么称呼您')
  await user.waitForNew()
  await user.says(name)
  await user.waitForNew(name)
  return user
}

/** Who of these has been offered the case, with the offer itself. */
export function offered(staff: readonly TelegramUser[], number: string): { who: TelegramUser; offer: TelegramMessage } {
  for (const who of staff) {
    const offer = who.messages.findLast((each) => each.labels.includes('受理') && each.labels.includes('不能接') && each.text.includes(number))
    if (offer) return { who, offer }
  }
  throw new Error(`nobody was offered ${number}`)
}

/** Files a case, has it taken by whom it is offered to, and closed with this answer. Returns its number and who did it. */
export async function settled(house: TestHouse, resident: ChatPerson, staff: readonly TelegramUser[], story: string, options: { pick?: RegExp; outcome?: RegExp; answer?: string } = {}): Promise<{ number: string; by: TelegramUser }> {
  const { number } = await fileCase(resident, story, options)
  await house.calm()
  const { who, offer } = offered(staff, number)
  await who.tapsOld(offer, '受理')
  await house.calm()
  await closes(house, who, options.outcome ?? /^达成协议/, options.answer ?? '邻居三天内修好水管，赔八百元。')
  return { number, by: who }
}
