import ical, { ICalCalendarMethod } from 'ical-generator'
import type { Paper } from '../dialogue/message.ts'
import { printable, type Reader } from './reader.ts'

/**
 * An entry for the reader's own calendar (RFC 5545). Times are in UTC: a calendar with a zone of its own is written by
 * the package in floating time, eight hours off. The same `uid` with a higher `sequence` takes the earlier one's place.
 * `at`: when it was made, ms.
 */
export function calendarFile(paper: Paper & { paper: 'calendar' }, { say }: Pick<Reader, 'say'>, at: number): Uint8Array {
  const calendar = ical({ prodId: { company: 'laifang', product: 'laifang', language: 'ZH' }, method: ICalCalendarMethod.PUBLISH })
  calendar.createEvent({
    id: paper.uid, sequence: paper.sequence, stamp: new Date(at), start: new Date(paper.from), end: new Date(paper.until),
    summary: oneLine(say(paper.title)), ...(paper.place === null ? {} : { location: oneLine(printable(paper.place)) }),
  })
  return Buffer.from(calendar.toString())
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
