import type { TestHouse } from './house.ts'
import type { LineUser } from './platforms/line.ts'
import type { TelegramUser } from './platforms/telegram.ts'
import { joins } from './staff.ts'

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
