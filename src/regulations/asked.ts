import { z } from 'zod'
import { id } from './condition.ts'
import { limit } from './limits.ts'

/** What staff are asked for beyond a word: the parts of a record, and how much more time they need. */

export const rule = z.string().regex(/^[A-Z]{3}-\d+$/, 'a rule id such as MED-7')

/** One part of a record (MED-11, MED-12): asked for by `<regulation>:field.<step>.<part>`, read with `<regulation>:label.<step>.<part>`. */
export const part = z.strictObject({
  id,
  /** Of words a voice note or a paper is as good. */
  kind: z.enum(['words', 'number', 'day']).default('words'),
  optional: z.boolean().default(false),
  /** Asked for after these choices of the step alone: why fewer were there (MED-11). */
  only: z.array(id).min(1).optional(),
})
export type Part = z.infer<typeof part>

/**
 * More time: whoever holds the case asks before the limit of one of these duties is over, with how much and why; somebody
 * above decides. So often in a case at most, and never beyond `atMost`, counted like the duty itself (MED-8, INS-2).
 */
export const extension = z.strictObject({
  rule,
  duty: z.array(id).min(1),
  by: z.record(id, limit).refine((by) => Object.keys(by).length > 0, 'a limit for each choice, such as { week: 5 working-days }'),
  approver: z.enum(['head', 'leader']),
  times: z.number().int().min(1).max(9).default(1),
  atMost: limit.optional(),
})
export type Extension = z.infer<typeof extension>
