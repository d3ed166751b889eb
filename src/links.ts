import type { ChannelName } from './events.ts'

/** Where the house can be entered: its own address, and who it is on each platform once that has told. */
export type Entrances = { /** PUBLIC_URL, or this machine's own address. */ base: string; telegram: string | null; line: string | null }

/**
 * The addresses under which a code or an entry is used, one for each open channel. Telegram hands the code over by
 * itself. LINE writes it into the message field; whoever must add the account first is greeted and finds it there still.
 */
export function entryLinks({ base, telegram, line }: Entrances, code: string): Partial<Record<ChannelName, string>> {
  return {
    ...(telegram ? { telegram: `https://t.me/${telegram}?start=${code}` } : {}),
    ...(line ? { line: `https://line.me/R/oaMessage/${encodeURIComponent(line)}/?${encodeURIComponent(code)}` } : {}),
    web: `${base}/chat?start=${code}`,
  }
}

/** The one address for a code that anybody's phone may open: the web needs no app, but it must be on the net. */
export function anyPhoneLink(at: Entrances, code: string): string {
  const { telegram, line, web } = entryLinks(at, code)
  return (at.base.startsWith('https:') ? web : telegram ?? line ?? web) ?? ''
}

/** What stands in an entry that leads to one office: a deep link's payload, or sent as words. */
export function officeEntry(id: number): string {
  return `office_${id}`
}
