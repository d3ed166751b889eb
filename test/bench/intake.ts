// Owns one resident's intake over a webhook: the updates of a person who starts, talks and files; and the script of an
// intake, recorded from Laifang, so that the others say the same words in the same number of turns.
import type { Arrived, Bringer, LoadPlatform } from './platform.ts'
import { filedIn, nextAct } from './resident.ts'
import type { Act, Filed } from './resident.ts'

/** What the house says at each turn, first to last; the last tells number and code. */
export type Script = { turns: ScriptTurn[] }
export type ScriptTurn = {
  /** What the resident did before it. */
  act: 'press' | 'text'
  text: string
  buttons: { text: string; main: boolean }[]
  how: 'send' | 'edit'
}

/** One turn, measured. `ackMs`, `replyMs`: from sending the update. */
export type Turn = { act: Act; reply: Arrived; ackMs: number; replyMs: number; endedAt: number }

export const turnsMax = 60
const turnMsMax = 15_000
/** The same step so often in a row means that no answer fits it. */
const triesMax = 8

export type Line = { platform: LoadPlatform; bringer: Bringer; nextUpdateId: () => number }

/** One resident files one case; every turn is handed to `onTurn`, which may end the intake by returning false. */
export async function runIntake(line: Line, chat: number, story: string, onTurn: (turn: Turn) => boolean): Promise<Filed | null> {
  let seen: Arrived | null = null
  let tries = 0
  for (let n = 0; n < turnsMax; n++) {
    const act: Act = seen === null ? { kind: 'text', text: '/start' } : nextAct(seen, story, tries)
    const turn: Turn = await takeTurn(line, chat, act, seen)
    if (!onTurn(turn)) return null
    const filed = filedIn(turn.reply.text)
    if (filed) return filed
    tries = seen !== null && sameStep(seen, turn.reply) ? tries + 1 : 0
    if (tries > triesMax) throw new Error(`no answer fits: ${turn.reply.text}`)
    seen = turn.reply
  }
  throw new Error(`an intake was not over after ${turnsMax} turns`)
}

/** Ends when the update is acknowledged and the reply is there; Telegram brings no other update of a chat before. */
function takeTurn({ platform, bringer, nextUpdateId }: Line, chat: number, act: Act, seen: Arrived | null): Promise<Turn> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    let reply: Arrived | null = null
    let ackMs = -1
    const timer = setTimeout(() => finish(new Error(`no ${reply ? 'acknowledgement' : 'reply'} within ${turnMsMax} ms to ${JSON.stringify(act)}`)), turnMsMax)
    const finish = (error?: Error): void => {
      clearTimeout(timer)
      platform.forget(chat)
      if (error || !reply) reject(error ?? new Error('no reply'))
      else resolve({ act, reply, ackMs, replyMs: reply.at - begun, endedAt: performance.now() })
    }
    platform.listen(chat, (message) => {
      reply ??= message
      if (ackMs >= 0) finish()
    })
    bringer.bring(updateFor(nextUpdateId(), chat, act, seen)).then((status) => {
      if (status !== 200) return finish(new Error(`the webhook answered ${status}`))
      ackMs = performance.now() - begun
      if (reply) finish()
    }, finish)
  })
}

/** An update as Telegram brings it, with all the fields it always has. */
export function updateFor(updateId: number, chat: number, act: Act, seen: Arrived | null): unknown {
  const from = { id: chat, is_bot: false, first_name: 'Wang', last_name: 'Xiaoming', language_code: 'zh-hans' }
  const place = { id: chat, type: 'private', first_name: 'Wang', last_name: 'Xiaoming' }
  const date = Math.floor(Date.now() / 1000)
  if (act.kind === 'press') {
    return {
      update_id: updateId,
      callback_query: {
        id: String(updateId), from, chat_instance: String(chat), data: act.press,
        message: { message_id: seen?.messageId ?? 0, date, chat: place, from: { id: 1, is_bot: true, first_name: 'Laifang' }, text: seen?.text ?? '' },
      },
    }
  }
  const command = /^\/\w+/.exec(act.text)?.[0]
  return {
    update_id: updateId,
    message: {
      message_id: updateId, from, chat: place, date, text: act.text,
      ...(command ? { entities: [{ type: 'bot_command', offset: 0, length: command.length }] } : {}),
    },
  }
}

/** Runs one intake and writes down what was said. */
export async function recordScript(line: Line, chat: number, story: string): Promise<Script> {
  const turns: ScriptTurn[] = []
  await runIntake(line, chat, story, ({ act, reply }) => {
    turns.push({ act: act.kind, text: reply.text, buttons: reply.buttons.map(({ text, main }) => ({ text, main })), how: reply.how })
    return true
  })
  return { turns }
}

function sameStep(a: Arrived, b: Arrived): boolean {
  return a.buttons.map((button) => button.text).join() === b.buttons.map((button) => button.text).join() && b.text.endsWith(a.text.slice(-40))
}
