import { z } from 'zod'

/** The conditions a regulation may set, and the names they are made of. */

export const id = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'small letters, digits and hyphens, at most 31')

/** What happens in a case's life; duties open and end by these. `closed` stands for `closed.agreement` and all its like. */
export const happening = z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)?$/, 'a happening such as filed, accepted, closed, closed.agreement')

const plain = z.strictObject({
  /** The answer to a question is one of these (choice, yes-no), or at least / below a number. */
  answer: id.optional(),
  is: z.union([z.string(), z.array(z.string())]).optional(),
  atLeast: z.number().optional(),
  below: z.number().optional(),
  given: z.boolean().optional(),
  level: z.union([id, z.array(id)]).optional(),
  category: z.union([id, z.array(id)]).optional(),
  /** A danger word of this kind was spoken: violence, self-harm, fire, crowd. */
  danger: z.union([id, z.array(id)]).optional(),
  outcome: z.union([id, z.array(id)]).optional(),
  anonymous: z.boolean().optional(),
  /** Somebody stands on the other side. */
  respondent: z.boolean().optional(),
  /** One of these has happened since the case was filed or last reopened. */
  happened: z.union([happening, z.array(happening)]).optional(),
  /** Of the happenings `of`, the one that happened last since then is this one: what was reviewed and then drafted anew is reviewed no more (PRO-5). */
  latest: z.strictObject({ of: z.array(happening).min(2), is: z.union([happening, z.array(happening)]) }).optional(),
  /** One of the `dates` was over (past), or still to come or without end (ahead), on the day the case was filed. */
  past: id.optional(),
  ahead: id.optional(),
  /** The same person filed at least so many cases under this regulation in the year before, this one counted. */
  filedAtLeast: z.number().int().min(2).optional(),
})

/** When something holds of a case: every named part must hold; lists mean "one of". `not`: all this together must not hold. */
export const condition = plain.extend({ not: plain.optional() })
export type Condition = z.infer<typeof condition>
