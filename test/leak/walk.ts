import type { TestHouse } from '../house.ts'
import type { LineUser } from '../platforms/line.ts'
import type { TelegramUser } from '../platforms/telegram.ts'
import { tinyJpeg } from '../platforms/samples.ts'

/** People who press and say anything at all, and a memory of every word they said: where it was said decides who may ever read it. */
export type Walker = { name: string; chat: TelegramUser | LineUser }

/** `about`: the case whose other side the words were said to; null: for the office alone. */
export type Said = { mark: string; by: Walker; about: string | null }

/** Acts whose words go to others in the case, as they stand. All other words are for the office. */
const crossing = ['offer', 'counter-offer', 'speak', 'represent']

export type Random = { below(n: number): number; chance(part: number): boolean; of<T>(items: readonly T[]): T | undefined }

/** The same walk for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return { below: (n) => Math.floor(next() * n), chance: (part) => next() < part, of: (items) => items[Math.floor(next() * items.length)] }
}

const typed = ['我的事项', '我的资料', '帮助', '语言', 'English', '简体中文', '取消', '返回', '首页', '人工', '跳过', '查进度', '是', '1', '2026-12-01', '/start', '13800138000']

/** One thing somebody does. What they say goes into `said` before it is sent. */
export async function step(house: TestHouse, walker: Walker, random: Random, said: Said[], codes: readonly string[]): Promise<void> {
  const { chat } = walker
  const at = await placeOf(house, walker)
  // Whoever is asked for words mostly gives them, and mostly sends what they are shown once more.
  const writing = at?.at === 'write' && random.chance(0.6)
  if (writing && at.words === null) return says(walker, at, random, said)
  const dice = random.below(100)
  const withButtons = chat.messages.filter((each) => each.from === 'bot' && each.labels.length > 0)
  if (dice < 70 && withButtons.length > 0) {
    const confirmed = writing ? withButtons.at(-1)?.labels[0] : undefined
    if (confirmed !== undefined) return void await chat.taps(confirmed).catch(() => undefined)
    const message = random.chance(0.7) ? random.of(withButtons.slice(-3)) : random.of(withButtons)
    const label = message && random.of(message.labels)
    // A quick reply of LINE is gone once something else was said: then it cannot be pressed.
    if (message && label !== undefined) await (chat as TelegramUser).tapsOld(message as never, label).catch((error: unknown) => { if (!/button|label|quick/i.test(String(error))) throw error })
    return
  }
  if (dice < 87) return says(walker, at, random, said)
  if (dice < 95) return void await chat.says(random.of(typed) ?? '')
  const code = random.of(codes)
  if (dice < 98 && code !== undefined) return void await chat.says(code)
  await (random.chance(0.5) ? chat.sendsPhoto(tinyJpeg) : chat.location(39.9, 116.4))
}

async function says(walker: Walker, at: At | null, random: Random, said: Said[]): Promise<void> {
  const mark = `暗号${walker.name}${said.length}号${random.below(900) + 100}`
  said.push({ mark, by: walker, about: at?.at === 'write' && crossing.includes(at.action ?? '') ? at.caseId ?? null : null })
  await walker.chat.says(`${mark}，这件事请看一下。`)
}

type At = { at: string; action?: string; caseId?: string; words?: string | null }

/** Where they are in their talk with the house. */
async function placeOf(house: TestHouse, { chat }: Walker): Promise<At | null> {
  const user = 'userId' in chat ? chat.userId : String(chat.id)
  const row = await house.db.prisma.conversation.findFirst({ where: { person: { addresses: { some: { user } } } } })
  return row && (JSON.parse(house.db.seal.open(row.state)) as { at: At }).at
}

/** Every code that may be tried: those used up, those past their day, and those meant for many. */
export async function codesAbout(house: TestHouse, walkers: readonly Walker[]): Promise<string[]> {
  const seen = [...new Set(walkers.flatMap(({ chat }) => chat.messages.flatMap((each) => each.text.match(/CASE-[A-Z2-9]{13}/g) ?? [])))]
  const good = await Promise.all(seen.map(async (code) => {
    const row = await house.db.prisma.ticket.findUnique({ where: { codeHash: new Uint8Array(house.db.seal.hash('ticket', code)) } })
    return row && (row.usesLeft === 0 || row.purpose === 'group' || row.purpose === 'follow')
  }))
  return seen.filter((_, n) => good[n])
}
