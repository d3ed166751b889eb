import type { Field } from '../dialogue/fields.ts'
import type { Words } from '../dialogue/message.ts'
import type { Question } from '../regulations/schema.ts'

/** What somebody can do with a case, as it is offered to them. */

export type Choice = { id: string; label: Words; /** Words must be typed after it. */ words: boolean; /** The question that is asked and answered anew after it. */ question?: Question; /** Key of what is asked before its words are typed, where not the act's own. */ ask?: string; /** Asked part by part after it, instead of words. */ fields?: readonly Field[] }
/** One thing somebody can do with a case: staff (here) or whoever stands in it (acts/residents.ts). */
export type Action = {
  id: string
  label: Words
  takes: 'words' | 'choice' | 'nothing'
  choices: Choice[]
  /** Key of what is asked before words are typed, and before a choice. */
  ask: string
  /** Said above it, where it asks about something that must be told first. */
  about?: Words[]
  /** It is done on this page of the desk, where other cases can be looked at as well. */
  desk?: string
  /** Its choices are of one moment: of an older one the case itself says what has happened since. */
  dated?: true
  /** The words go out to the resident or end the case: shown once more before they do. */
  confirm: boolean
  tone?: 'main' | 'danger'
  /** Keys said when they are shown once more, and on the button that sends them, where not the usual ones. */
  sure?: { ask: string; yes: string }
  /** Key of what is said at once, before the case's own turn. Without it, the case itself answers. */
  did?: string
  /** The member of staff who does it, where that is another of the places this person has. */
  as?: number
  /** now: something waits for it; usual: always at hand; more: one tap further away. */
  rank?: 'now' | 'usual' | 'more'
  /** A place of the talk with more than words and choices: see dialogue/onCase.ts. */
  form?: 'slots' | 'clause'
  /** Asked one after the other and seen whole before it is done; what was given comes with the event. */
  fields?: readonly Field[]
  /** For the form 'slots': what the office can offer (ms), where last time, and the zone typed times are in. */
  slots?: { zone: string; offered(): number[]; place: string | null }
}
