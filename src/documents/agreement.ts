import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Docxtemplater from 'docxtemplater'
import PizZip from 'pizzip'
import type { Paper } from '../dialogue/message.ts'
import { printable, type Reader } from './reader.ts'

/**
 * The agreement as a Word file (MED-14), in the reader's language. How it looks is agreement.docx: an office opens it
 * in Word and moves or rewords whatever it likes around the tags in braces; what each tag says is written here.
 */
export function agreementFile(paper: Paper & { paper: 'agreement' }, { say, date, moment }: Reader): Uint8Array {
  const unknown = say({ key: 'paper:agreement.nameless' })
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true, errorLogging: false, nullGetter: missing })
  document.render({
    title: say({ key: 'paper:agreement.title' }),
    office: printable(paper.office),
    number: say({ key: 'paper:agreement.number', with: { number: paper.number } }),
    partiesTitle: say({ key: 'paper:agreement.parties' }),
    parties: paper.parties.map(({ label, name }) => ({ label: say(label), name: name === null ? unknown : printable(name) })),
    facts: paper.facts === undefined ? [] : [{ factsTitle: say({ key: 'paper:agreement.facts' }), about: printable(paper.facts) }],
    clausesTitle: say({ key: 'paper:agreement.clauses' }),
    clauses: paper.clauses.map(({ text, who, day }, n) => ({
      n: String(n + 1),
      text: printable(text),
      by: say(day === null ? { key: 'paper:agreement.who', with: { who } } : { key: 'paper:agreement.who-and-when', with: { who, day: date(day) } }),
    })),
    confirmedTitle: say({ key: 'paper:agreement.confirmed' }),
    confirmed: paper.confirmed.map(({ label, at, channel }) => ({ line: say({ key: 'paper:agreement.confirmed-by', with: { who: label, at: moment(at), channel } }) })),
    signTitle: say({ key: 'paper:agreement.sign' }),
    hash: say({ key: 'paper:agreement.hash', with: { hash: paper.hash } }),
  })
  return document.toUint8Array()
}

const template = readFileSync(join(import.meta.dirname, 'agreement.docx'))

/** A tag that nobody fills is a mistake in the template, to be heard of and not printed as a gap. */
function missing(part: { value?: string; module?: string }): string {
  if (part.module) return ''
  throw new Error(`agreement.docx has the tag {${part.value ?? ''}}, which says nothing`)
}
