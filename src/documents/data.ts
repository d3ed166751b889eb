import type { Paper } from '../dialogue/message.ts'
import type { Reader } from './reader.ts'

/**
 * Everything kept about the reader, as plain text: any phone and any old computer opens it, and nothing in it can run.
 * The mark in front tells old programs that it is UTF-8; line ends are those of the same programs.
 */
export function dataFile(paper: Paper & { paper: 'data' }, { say, moment }: Reader): Uint8Array {
  const sections = paper.sections.map(({ title, lines }) => [`【${say(title)}】`, ...lines.map(say)].join('\n'))
  const text = [say({ key: 'paper:data.title', with: { at: moment(paper.at) } }), ...sections].join('\n\n')
  return Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}\r\n`)
}
