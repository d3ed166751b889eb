import { z } from 'zod'
import { parseLimit } from '../calendar/limit.ts'

/** Limits as they stand in a regulation file. */

export const limitOrNever = z.string().refine((text) => text === 'never' || isLimit(text), 'a limit such as "6 months", or "never"')
export const limit = z.string().refine(isLimit, 'a limit such as "5 working-days", "24 hours", "1 month", "at-once"')

function isLimit(text: string): boolean {
  try {
    parseLimit(text)
    return true
  } catch {
    return false
  }
}
