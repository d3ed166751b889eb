import { LineCounter, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { z } from 'zod'
import { crossCheck, crossCheckAll } from './check.ts'
import type { Fault, RegulationFault } from './faults.ts'
import { fieldText, lineOf } from './places.ts'
import { regulation } from './schema.ts'
import type { Regulation } from './schema.ts'
import { checkWords } from './words.ts'
import type { OwnWords, RegulationWords, WordFile } from './words.ts'

/** What the regulations are to be said with: ours, and the office's own over them. Left out where nobody speaks. */
export type Speaking = { own: OwnWords; office: readonly WordFile[] }

/**
 * Reads the texts of regulation files: all of them, or everything that is wrong with them. Unknown keys are refused, and
 * whatever names something else (a happening, a step, a question, a level, another regulation) must name something there is,
 * and every name must have words in every language of the house.
 */
export function loadRegulations(files: readonly { name: string; text: string }[], speaking?: Speaking): { regulations: Regulation[]; words: RegulationWords } | { faults: RegulationFault[] } {
  const read = files.map(readOne)
  const whole = read.flatMap((each) => (each.regulation ? [{ ...each, regulation: each.regulation }] : []))
  const all = read.every((each) => each.faults.length === 0)
  // Between files only once each is right by itself: what one lacks would look like a fault of the others.
  const among = all ? crossCheckAll(whole.map((each) => each.regulation)).flatMap(({ n, fault }) => {
    const one = whole[n]
    return one ? [one.locate(fault)] : []
  }) : []
  const spoken = whole.map(({ regulation: one, name, locate }) => ({ regulation: one, file: name, locate: (path: PropertyKey[]) => locate({ path, expected: '' }) }))
  const said = speaking ? checkWords(spoken, speaking.own, speaking.office, all) : { words: new Map(), faults: [] }
  const faults = [...read.flatMap((each) => each.faults), ...among, ...said.faults]
  return faults.length > 0 ? { faults } : { regulations: whole.map((each) => each.regulation), words: said.words }
}

/** The editions in force on a day (YYYY-MM-DD): of each regulation the latest that has begun. */
export function inForce(regulations: readonly Regulation[], day: string): Regulation[] {
  const begun = regulations.filter((each) => each.edition <= day)
  return begun.filter((each) => !begun.some((other) => other.id === each.id && other.edition > each.edition))
}

/** The edition a case was filed under; it keeps it for life. */
export function editionOf(regulations: readonly Regulation[], id: string, edition: string): Regulation | undefined {
  return regulations.find((each) => each.id === id && each.edition === edition)
}

/** Which regulation and edition a file says it is, whatever else is wrong with it; null when it does not say. */
export function headOf(text: string): { id: string; edition: string } | null {
  const document = parseDocument(text)
  const [id, edition] = [document.get('id'), document.get('edition')]
  return typeof id === 'string' && typeof edition === 'string' ? { id, edition } : null
}

type Read = { name: string; regulation: Regulation | null; faults: RegulationFault[]; locate: (fault: Fault) => RegulationFault }

function readOne({ name, text }: { name: string; text: string }): Read {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const locate = (fault: Fault): RegulationFault => ({ file: name, line: lineOf(document, lines, fault.path), field: fieldText(fault.path), expected: fault.expected })
  const unread = (line: number, expected: string): Read => ({ name, regulation: null, locate, faults: [{ file: name, line, field: 'the file', expected }] })
  const [broken] = document.errors
  if (broken) return unread(lines.linePos(broken.pos[0]).line, `YAML that can be read (${broken.message.split('\n')[0]})`)
  if (document.contents === null) return unread(1, 'a regulation; there is nothing in it')
  const plain = plainly(document)
  if (plain === null) return unread(1, 'fewer things that stand for other things (aliases)')
  const parsed = regulation.safeParse(plain.value)
  const faults = parsed.success ? crossCheck(parsed.data) : parsed.error.issues.flatMap(faultsOf)
  return { name, regulation: parsed.success ? parsed.data : null, locate, faults: faults.map(locate) }
}

/** Null when aliases of aliases would make more of the file than any machine could hold. */
function plainly(document: Document.Parsed): { value: unknown } | null {
  try {
    return { value: document.toJS() as unknown }
  } catch {
    return null
  }
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...issue.path, key], expected: 'no such key (a typing error?)' }))
  if (issue.code === 'invalid_type') return [{ path: issue.path, expected: `${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}` }]
  if (issue.code === 'invalid_value') return [{ path: issue.path, expected: `one of ${issue.values.map(String).join(', ')}` }]
  if (issue.code === 'invalid_union') return [{ path: issue.path, expected: issue.errors.map((each) => each.map(({ message }) => message).join('; ')).join(', or ') }]
  return [{ path: issue.path, expected: issue.message }]
}
