import { longId, shortId } from '../ids.ts'

/**
 * What a button carries. Two families: a step's button names the step it belongs to (a stale one changes nothing);
 * a lasting button names its case, survey or invitation and never dies. At most 64 bytes of ASCII.
 */
export type Press =
  | { on: 'step'; stamp: number; choice: string }
  /** An act of staff on a case; `choice` when the act needs one. */
  | { on: 'case'; caseId: string; action: string; choice: string | null }
  /** The resident's own look at, or act on, their case: look, reply, add, withdraw, withdraw-yes; answer with `choice` = "<step>.<answer>". */
  | { on: 'mine'; caseId: string; action: string; choice: string | null }
  | { on: 'survey'; surveyId: string; score: number }
  /** What an office owes by the calendar: look at it, report in words, report that there is nothing (figures: as they stand), report a finding of it, or make one of what was written. */
  | { on: 'round'; roundId: string; action: RoundAct }
  /** A page of the desk of the staff (action "show"), or something done there. */
  | { on: 'desk'; page: string; action: string; choice: string | null }
  /** The duty officer's answer to somebody who asked for a person. */
  | { on: 'person'; personId: string }
  /** A reception (look at its free slots, n counting from which; book slot n; `moving`: the booking to be moved there), or a booking of one's own. */
  | { on: 'reception'; id: string; action: 'look' | 'slot'; n: number; moving: string | null }
  | { on: 'booking'; id: string; action: BookingAct }
  /** Places of the menu: home, file, finding, mine, track, language, help, human, duties, receptions, receives. `lasting`: under a card that must stay. */
  | { on: 'menu'; choice: string; lasting?: true }

export type RoundAct = (typeof roundActs)[number]
const roundActs = ['look', 'report', 'none', 'find', 'danger'] as const
export type BookingAct = (typeof bookingActs)[number]
const bookingActs = ['mine', 'keep', 'move', 'cancel', 'cancel-yes'] as const

export function pressText(press: Press): string {
  switch (press.on) {
    case 'step': return `s:${press.stamp.toString(36)}:${press.choice}`
    case 'case': return join('c', shortId(press.caseId), press.action, press.choice)
    case 'mine': return join('m', shortId(press.caseId), press.action, press.choice)
    case 'round': return `r:${shortId(press.roundId)}:${press.action}`
    case 'survey': return `v:${shortId(press.surveyId)}:${press.score}`
    case 'desk': return `d:${press.page}:${press.action}${press.choice === null ? '' : `:${press.choice}`}`
    case 'person': return `p:${shortId(press.personId)}`
    case 'reception': return `b:${shortId(press.id)}:${press.action}:${press.n}${press.moving === null ? '' : `.${shortId(press.moving)}`}`
    case 'booking': return `b:${shortId(press.id)}:${press.action}`
    case 'menu': return `h:${press.choice}${press.lasting ? ':l' : ''}`
  }
}

/** Null for text that is no button of ours, or a forged one. */
export function readPress(text: string): Press | null {
  const [family, first = '', second = '', third] = text.split(':')
  switch (family) {
    case 's': {
      const stamp = parseInt(first, 36)
      return Number.isSafeInteger(stamp) && second ? { on: 'step', stamp, choice: second } : null
    }
    case 'c':
    case 'm': {
      const caseId = longId(first)
      return caseId && second ? { on: family === 'c' ? 'case' : 'mine', caseId, action: second, choice: third ?? null } : null
    }
    case 'v': {
      const surveyId = longId(first)
      return surveyId && /^[1-5]$/.test(second) ? { on: 'survey', surveyId, score: Number(second) } : null
    }
    case 'r': {
      const roundId = longId(first)
      const action = roundActs.find((each) => each === second)
      return roundId && action ? { on: 'round', roundId, action } : null
    }
    case 'd': return first && second ? { on: 'desk', page: first, action: second, choice: third ?? null } : null
    case 'p': {
      const personId = longId(first)
      return personId ? { on: 'person', personId } : null
    }
    case 'b': return readReception(longId(first), second, third)
    case 'h': return first ? { on: 'menu', choice: first, ...(second === 'l' ? { lasting: true } : {}) } : null
    default: return null
  }
}

function readReception(id: string | null, action: string, which: string | undefined): Press | null {
  if (id === null) return null
  if (action !== 'look' && action !== 'slot') {
    const act = bookingActs.find((each) => each === action)
    return act && which === undefined ? { on: 'booking', id, action: act } : null
  }
  const [, n, short] = /^(\d{1,4})(?:\.([\w-]{22}))?$/.exec(which ?? '') ?? []
  const moving = short === undefined ? null : longId(short)
  return n === undefined || (short !== undefined && moving === null) ? null : { on: 'reception', id, action, n: Number(n), moving }
}

/**
 * Whether the answer to a tap may take the place of the message the button hangs on. What is told once or holds
 * somebody's words stays: a tracking code, an answer, a survey, the message that a mere look was asked from.
 */
export function replaceable(text: string): boolean {
  const press = readPress(text)
  switch (press?.on) {
    case 'step': return true
    case 'menu': return press.lasting !== true
    case 'case': return press.action !== 'look' || press.choice !== null
    case 'reception':
    case 'desk': return true
    case 'mine': return press.action === 'past' || (press.choice !== null && (press.action === 'strike' || press.action === 'look'))
    default: return false
  }
}

function join(family: string, id: string, action: string, choice: string | null): string {
  return choice === null ? `${family}:${id}:${action}` : `${family}:${id}:${action}:${choice}`
}
