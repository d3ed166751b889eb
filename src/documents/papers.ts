import type { Paper } from '../dialogue/message.ts'
import type { Speaker } from '../words/words.ts'
import { agreementFile } from './agreement.ts'
import { calendarFile } from './calendar.ts'
import { dataFile } from './data.ts'
import { qrPicture } from './qr.ts'
import { readerOf } from './reader.ts'

export type PaperFile = { bytes: Uint8Array; mime: string; name: string }

/** `at`: when the paper was owed, ms; `qrLink`: the address that a code's picture leads to. */
export type PaperParts = { speaker: Pick<Speaker, 'say'>; zone: string; language: string; at: number; qrLink(code: string): string }

/** A paper in its reader's language; the same parts give the same file. */
export async function paperFile(paper: Paper, { speaker, zone, language, at, qrLink }: PaperParts): Promise<PaperFile> {
  const reader = readerOf(speaker, language, zone)
  const named = (name: string, ending: string): string => `${name.replace(/[/\\:*?"<>|\n]/g, ' ').trim()}.${ending}`
  switch (paper.paper) {
    case 'calendar': return { bytes: calendarFile(paper, reader, at), mime: 'text/calendar', name: named(reader.say({ key: 'paper:name.calendar' }), 'ics') }
    case 'agreement': return { bytes: agreementFile(paper, reader), mime: wordFile, name: named(reader.say({ key: 'paper:name.agreement', with: { number: paper.number } }), 'docx') }
    case 'qr': return { bytes: await qrPicture(qrLink(paper.code)), mime: 'image/png', name: named(reader.say({ key: 'paper:name.qr' }), 'png') }
    case 'data': return { bytes: dataFile(paper, reader), mime: 'text/plain', name: named(reader.say({ key: 'paper:name.data' }), 'txt') }
  }
}

const wordFile = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
