import { timedOut } from '../http.ts'
import { TelegramError } from 'telegraf'

/** What an error from Telegram means for the message that met it. */
export type Verdict =
  /** The edit changes nothing: what should stand there stands there. */
  | { do: 'accept' }
  /** The message to edit is gone or too old: say it in a new one. */
  | { do: 'send-new' }
  | { do: 'wait'; seconds: number; reason: string }
  /** The platform is away or broken. */
  | { do: 'back-off'; reason: string }
  /** It does not accept our token. */
  | { do: 'unauthorised'; reason: string }
  | { do: 'left'; reason: string }
  | { do: 'refused'; reason: string }

/** Codes and words of core.telegram.org/bots/api#making-requests and of the server's source. */
export function verdict(error: unknown): Verdict {
  if (!(error instanceof TelegramError)) return { do: 'back-off', reason: networkReason(error) }
  const { code, description, parameters } = error
  const words = description.toLowerCase()
  if (code === 429) return { do: 'wait', seconds: parameters?.retry_after ?? 5, reason: 'telegram 429' }
  if (code >= 500 || code === 409) return { do: 'back-off', reason: `telegram ${code}` }
  // A token that never existed is "Not Found", a withdrawn one "Unauthorized".
  if (code === 401 || code === 404) return { do: 'unauthorised', reason: `telegram ${code}` }
  if (code === 403) return { do: 'left', reason: leftReasons.find(([part]) => words.includes(part))?.[1] ?? 'telegram 403' }
  if (/message is not modified/.test(words)) return { do: 'accept' }
  if (/message to edit not found|message can't be edited|message_id_invalid|message identifier is not specified/.test(words)) return { do: 'send-new' }
  if (/chat not found|user not found|peer_id_invalid|input_user_deactivated|group chat was upgraded/.test(words)) return { do: 'left', reason: 'no such chat' }
  return { do: 'refused', reason: `telegram ${code}: ${withoutValues(description)}` }
}

const leftReasons: [string, string][] = [
  ['blocked', 'blocked by the user'],
  ['deactivated', 'account deactivated'],
  ["can't initiate", 'never wrote to us'],
  ['kicked', 'removed from the group'],
]

/** Network errors carry addresses and paths, paths carry the token: only their kind is told. */
function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  if (timedOut(error)) return 'time-out'
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code) ? code : 'no answer'
}

/** The platform's words without what they quote: numbers of people and pieces of text stay out of the ledger. */
function withoutValues(description: string): string {
  return description.replace(/["'“‘].*?["'”’]/g, '"…"').replace(/-?\d{4,}/g, '…').slice(0, 120)
}
