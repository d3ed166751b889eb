// Owns the residents of the torture: each files one case over Telegram, step by step, and keeps account of what came:
// the reply that was due, one that had been there before, one that does not fit, or none.
import { pause, preciseNow } from '../platforms/waiting.ts'
import type { TelegramMessage, TelegramPlatform, TelegramUser } from '../platforms/telegram.ts'
import { filedIn, nextAct } from '../bench/resident.ts'
import type { Act, Filed, Seen } from '../bench/resident.ts'

/** The road of an undisturbed intake: what the house says, and what the resident did before each of it. */
export type Road = { acts: Act[]; says: string[] }

export type Filing = {
  story: string
  /** The send press was answered with 200. */
  acknowledged: boolean
  filed: Filed | null
  /** Messages that had been in the chat before, word for word. */
  duplicates: number
  /** Messages out of step: another step than the one due, or a complaint. */
  wrong: string[]
  /** What was last said to the resident when no reply came any more. */
  missing: string | null
  /** From the act to its reply, ms. */
  waits: number[]
}

export type ResidentOptions = {
  platform: TelegramPlatform
  id: number
  story: string
  road: Road
  /** Up to so long a resident thinks before the next act, ms. */
  thinkMsMax: number
  dice: () => number
  /** Called when steps forward were made. */
  forward(steps: number): void
  /** Whether it is in vain to wait any longer for an act done at `since` (preciseNow). */
  inVain(since: number): boolean
}

const turnsMax = 60
const wrongMost = 40

/** An undisturbed resident walks ahead and writes the road down. */
export async function scout(platform: TelegramPlatform, id: number, story: string): Promise<Road> {
  const user = platform.user({ id, first_name: 'Scout', language_code: 'zh-hans' })
  const road: Road = { acts: [], says: [] }
  const inbox = openInbox(platform, id)
  let message: TelegramMessage | null = null
  let tries = 0
  for (let n = 0; n < turnsMax; n++) {
    const act: Act = message === null ? { kind: 'text', text: '/start' } : nextAct(seenOf(message), story, tries)
    await perform(user, message, act)
    const reply = await inbox.next(20_000)
    if (!reply) throw new Error(`the scout got no reply to ${JSON.stringify(act)}`)
    road.acts.push(act)
    road.says.push(said(reply, story))
    if (filedIn(reply.text)) {
      inbox.close()
      return road
    }
    tries = message !== null && labels(message) === labels(reply) && reply.text.endsWith(message.text.slice(-40)) ? tries + 1 : 0
    message = reply
  }
  throw new Error(`the scout was not through after ${turnsMax} turns`)
}

export async function fileOnce(options: ResidentOptions): Promise<Filing> {
  const { platform, id, story, road, dice } = options
  const user = platform.user({ id, first_name: `R${id}`, language_code: 'zh-hans' })
  const filing: Filing = { story, acknowledged: false, filed: null, duplicates: 0, wrong: [], missing: null, waits: [] }
  const inbox = openInbox(platform, id)
  const heard = new Set<string>()
  let message: TelegramMessage | null = null
  let step = -1
  /** Led off the road: from here on by the newest message alone. */
  let lost = false

  while (filing.filed === null) {
    await pause(dice() * options.thinkMsMax)
    const act = lost && message ? nextAct(seenOf(message), story) : actAt(road, step + 1, story, message)
    const sends = !lost && step + 1 === road.says.length - 1
    const begun = preciseNow()
    perform(user, message, act).then(() => { filing.acknowledged ||= sends }, () => {})
    for (let answered = false; !answered;) {
      const reply = await inbox.next(1000)
      if (!reply) {
        if (!options.inVain(begun)) continue
        filing.missing = message?.text ?? ''
        return filing
      }
      const words = said(reply, story)
      const at = road.says.indexOf(words)
      if (!filedIn(reply.text) && at !== step + 1 && heard.has(words)) {
        filing.duplicates += 1
        continue
      }
      heard.add(words)
      filing.filed = filedIn(reply.text)
      lost = filing.filed === null && at < 0
      if (filing.filed === null && at !== step + 1) filing.wrong.push(reply.text)
      if (filing.wrong.length > wrongMost) throw new Error(`resident ${id} only gets wrong answers: ${reply.text}`)
      if (at > step) options.forward(at - step)
      if (at >= 0) step = at
      filing.waits.push(preciseNow() - begun)
      message = reply
      answered = true
    }
  }
  // Whatever still comes: the number a second time is a duplicate, news of the case is not.
  void (async () => {
    for (let reply = await inbox.next(600_000); reply; reply = await inbox.next(600_000)) if (heard.has(said(reply, story))) filing.duplicates += 1
  })()
  return filing
}

/** The same act as the scout's at that step, with one's own story and the button of the message one has. */
function actAt(road: Road, step: number, story: string, message: TelegramMessage | null): Act {
  const act = road.acts[step]
  if (!act) throw new Error(`the road has no step ${step}`)
  if (act.kind === 'press' && message) {
    const button = message.buttons.flat().find((each) => each.text === act.label)
    return button ? { ...act, press: button.callback_data ?? '' } : nextAct(seenOf(message), story)
  }
  return act.kind === 'text' && act.text.length > storyCharsMin ? { kind: 'text', text: story } : act
}

/** Nothing else that residents type is as long as a story. */
const storyCharsMin = 60

function perform(user: TelegramUser, message: TelegramMessage | null, act: Act): Promise<unknown> {
  if (act.kind === 'text') return user.says(act.text)
  if (!message) return Promise.reject(new Error('nothing to press'))
  return user.tapsOld(message, (button) => 'callback_data' in button && button.callback_data === act.press)
}

/** Words and buttons, without what is each resident's own. */
function said(message: TelegramMessage, story: string): string {
  const filed = filedIn(message.text)
  const text = message.text.replaceAll(story, '‹story›')
  return `${filed ? text.replaceAll(filed.number, '‹number›').replaceAll(filed.code, '‹code›') : text}¦${labels(message)}`
}

function labels(message: TelegramMessage): string {
  return message.labels.join('|')
}

function seenOf(message: TelegramMessage): Seen {
  return { text: message.text, buttons: message.buttons.flat().map((button) => ({ text: button.text, press: button.callback_data ?? '', main: button['style'] === 'primary' })) }
}

/** What the bot writes into one chat, in order. The phone's own keyboard beside a step is no message to answer. */
function openInbox(platform: TelegramPlatform, chat: number): { next(ms: number): Promise<TelegramMessage | null>; close(): void } {
  const queue: TelegramMessage[] = []
  let waiting: ((message: TelegramMessage | null) => void) | null = null
  const close = platform.onMessage((message) => {
    if (message.chatId !== chat || message.from !== 'bot' || message.keyboard !== undefined) return
    if (waiting) waiting(message)
    else queue.push(message)
  })
  return {
    close,
    next(ms) {
      const first = queue.shift()
      if (first) return Promise.resolve(first)
      return new Promise((resolve) => {
        const timer = setTimeout(() => waiting?.(null), ms)
        waiting = (message) => {
          clearTimeout(timer)
          waiting = null
          resolve(message)
        }
      })
    },
  }
}
