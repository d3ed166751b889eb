import { LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { z } from 'zod'
import { crossCheck, crossCheckAll } from './check.ts'
import { regulation } from './schema.ts'
import type { Regulation } from './schema.ts'

/** What is wrong in a regulation file, said so that an office clerk can mend it. `line` counts from 1. */
export type RegulationFault = { file: string; line: number; field: string; expected: string }
export type Fault = { path: PropertyKey[]; expected: string }

/**
 * Reads the texts of regulation files: all of them, or everything that is wrong with them. Unknown keys are refused, and
 * whatever names something else (a happening, a step, a question, a level, another regulation) must name something there is.
 */
export function loadRegulations(files: readonly { name: string; text: string }[]): { regulations: Regulation[] } | { faults: RegulationFault[] } {
  const read = files.map(readOne)
  const faults = read.flatMap((each) => each.faults)
  if (faults.length > 0) return { faults }
  const whole = read.flatMap((each) => (each.regulation ? [{ ...each, regulation: each.regulation }] : []))
  const among = crossCheckAll(whole.map((each) => each.regulation)).flatMap(({ n, fault }) => {
    const one = whole[n]
    return one ? [one.locate(fault)] : []
  })
  return among.length > 0 ? { faults: among } : { regulations: whole.map((each) => each.regulation) }
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

/** One line for each fault: file, line, field, what is expected. */
export function faultText({ file, line, field, expected }: RegulationFault): string {
  return `${file}:${line}: ${field}: expected ${expected}`
}

type Read = { regulation: Regulation | null; faults: RegulationFault[]; locate: (fault: Fault) => RegulationFault }

function readOne({ name, text }: { name: string; text: string }): Read {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const locate = (fault: Fault): RegulationFault => ({ file: name, line: lineOf(document, lines, fault.path), field: fieldText(fault.path), expected: fault.expected })
  const [broken] = document.errors
  if (broken) return { regulation: null, locate, faults: [{ file: name, line: lines.linePos(broken.pos[0]).line, field: 'the file', expected: `YAML that can be read (${broken.message.split('\n')[0]})` }] }
  const parsed = regulation.safeParse(document.toJS())
  const faults = parsed.success ? crossCheck(parsed.data) : parsed.error.issues.flatMap(faultsOf)
  return { regulation: parsed.success ? parsed.data : null, locate, faults: faults.map(locate) }
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...issue.path, key], expected: 'no such key (a typing error?)' }))
  if (issue.code === 'invalid_type') return [{ path: issue.path, expected: `${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}` }]
  if (issue.code === 'invalid_value') return [{ path: issue.path, expected: `one of ${issue.values.map(String).join(', ')}` }]
  if (issue.code === 'invalid_union') return [{ path: issue.path, expected: issue.errors.map((each) => each.map(({ message }) => message).join('; ')).join(', or ') }]
  return [{ path: issue.path, expected: issue.message }]
}

function fieldText(path: readonly PropertyKey[]): string {
  return path.map((part, n) => (typeof part === 'number' ? `[${part}]` : `${n > 0 ? '.' : ''}${String(part)}`)).join('') || 'the file'
}

/** The line of what a path leads to; of the nearest thing around it when it is missing. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const around = document.getIn(path.slice(0, length - 1), true)
    const last = path[length - 1]
    const key = isMap(around) ? around.items.find((pair) => isScalar(pair.key) && pair.key.value === last)?.key : undefined
    const node = isNode(key) ? key : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
