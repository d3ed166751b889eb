/** What is wrong in a regulation or its words, said so that an office clerk can mend it. */

/** Where in the file it is, by its keys, and what should stand there. */
export type Fault = { path: PropertyKey[]; expected: string }
/** `line` counts from 1. */
export type RegulationFault = { file: string; line: number; field: string; expected: string }

/** One line for each fault: file, line, field, what is expected. */
export function faultText({ file, line, field, expected }: RegulationFault): string {
  return `${file}:${line}: ${field}: expected ${expected}`
}
