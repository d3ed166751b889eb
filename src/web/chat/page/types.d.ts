import type { WebItem } from '../../../channels/web.ts'

/** Shapes the page's scripts share; nothing of this reaches the browser. */

export type Item = WebItem
export type Spoken = WebItem['spoken']
export type Button = Spoken['buttons'][number][number]
export type Words = Record<string, string>

/** What the server writes into the page. */
export type Frame = {
  house: string
  zone: string
  language: string
  words: Words
  /** "demo-resident", "demo-mediator", or empty for an ordinary visitor. */
  as: string
  limits: { textChars: number; fileBytes: number }
}

export type Hello = { language: string; house: string; zone: string; words: Words }

/** What a person can say from here. Labels are what they saw and tapped. */
export type What =
  | { text: string }
  | { press: string; source: string; label: string }
  | { start: string }
  | { command: string; label: string }
  | { place: { lat: number; lon: number } }
  | { file: { name: string; mime: string; bytes: number } }

/** Something this person said on this device. */
export type Said = {
  /** Made here once; the same at every try, so that the house counts one. */
  id: string
  /** Device time, ms. */
  at: number
  /** The message of the house it came after. */
  after: string | null
  what: What
  state: 'waiting' | 'sent' | 'refused'
  /** Words that say why it was refused. */
  why?: string
}

export type Kept = {
  said(): Said[]
  put(said: Said): void
  draft(): string
  keepDraft(text: string): void
  blob(name: string): Promise<Blob | null>
  keepBlob(name: string, blob: Blob): Promise<void>
  dropBlob(name: string): Promise<void>
  forget(): Promise<void>
  /** Calls back when another tab of this device changed what is kept. */
  onElsewhere(callback: () => void): void
}

/** The page's present words and way of writing times; replaced when the language changes. */
export type Tongue = {
  word(key: string, values?: Record<string, string | number>): string
  time(at: number): string
  day(at: number): string
}
