/**
 * A message before it has a language or a channel. Pure code makes these; words/speak.ts chooses the words when it is
 * delivered, and a channel turns the spoken form into its own wire.
 */

/** Words to be said: a key of locales/ with its values, or somebody's own words, kept as they are. */
export type Words = { key: string; with?: Record<string, Value> } | { say: string }

/** What may stand in a placeholder. Dates and numbers are written as the reader writes them. */
export type Value =
  | string
  | number
  | Words
  /** An instant in ms: as a day soon to come ("11月22日 周日"), with the minute, or as a day of any year ("2031年3月1日"). */
  | { day: number }
  | { moment: number }
  | { date: number }
  /** The same with the minute, short enough for a button: "Sat Nov 28 10:00". */
  | { slot: number }
  /** Several words in a row, joined as the reader's language joins a list. */
  | { list: Words[] }
  /** The addresses under which a code or an entry is used: one for each channel that is open, one below the other. */
  | { links: string }

/** `press` comes back when tapped: at most 64 bytes of ASCII, see press.ts. */
export type Button = { label: Words; press: string; tone?: 'main' | 'danger' }

/** A line of a card: "Where: No. 3 Well Lane", with a button of its own when it can be changed. */
export type Line = { label: Words; value: Words; change?: Button }

export type Message = {
  /** Paragraphs. */
  text: Words[]
  /** A table of facts under the text: the review card, an assignment. */
  card?: Line[]
  /** Rows of buttons. */
  buttons?: Button[][]
  /** Asks the phone itself for a number or a place where the channel can. */
  wants?: 'phone' | 'place'
  /**
   * step: part of a talk; may take the place of the message whose button was pressed.
   * card: stands by itself and its buttons never die (assignment, survey, review).
   * note: says something and expects nothing.
   */
  as: 'step' | 'card' | 'note'
  /** Kept files to hand over with the message, by attachment id. */
  files?: string[]
  /** Papers made for the reader when the message goes out, in their language. */
  papers?: Paper[]
}

/** What a message may hand over that nobody has sent us: made at delivery from nothing but what stands here. */
export type Paper =
  /** An entry for the reader's own calendar. `uid` stays the same when the date moves; `sequence` grows. */
  | { paper: 'calendar'; uid: string; sequence: number; title: Words; place: string | null; from: number; until: number }
  /** The agreement as it was confirmed (MED-14). */
  | { paper: 'agreement'; number: string; office: string; parties: { label: Words; name: string | null }[]; /** What the dispute is about. */ facts?: string; clauses: { text: string; who: Words; day: number | null }[]; hash: string; confirmed: { label: Words; at: number; channel: Words }[] }
  /** A picture to be held in front of a phone's camera: leads to where the code is used. */
  | { paper: 'qr'; code: string }
  /** Everything kept about the reader. */
  | { paper: 'data'; at: number; sections: { title: Words; lines: Words[] }[] }

/** Ids of all files a message hands over: kept ones, and its papers by the delivery that they go out with. */
export function filesOf({ files = [], papers = [] }: Pick<Message, 'files' | 'papers'>, delivery: string): string[] {
  return [...files, ...papers.map((_, n) => `paper-${delivery}-${n}`)]
}

/** The paper that such an id names; null for the id of a kept file. */
export function paperIn(id: string): { delivery: string; n: number } | null {
  const [, delivery, n] = /^paper-(\d{1,18})-(\d{1,2})$/.exec(id) ?? []
  return delivery === undefined ? null : { delivery, n: Number(n) }
}

/** The same message in one language: plain strings, nothing left to choose. Channels see only this. */
export type Spoken = {
  paragraphs: string[]
  card: { label: string; value: string; change?: SpokenButton }[]
  buttons: SpokenButton[][]
  wants?: 'phone' | 'place'
  as: 'step' | 'card' | 'note'
  files: string[]
  /** Words a channel needs around a message: the alternative text of a card, the label of a phone button, …. */
  frame: { wants?: string; alt: string; change: string }
}
export type SpokenButton = { label: string; press: string; tone: 'main' | 'danger' | 'plain' }
