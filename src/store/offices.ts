import { hoursText, type Spell } from '../calendar/officeHours.ts'
import { casesTouched, changedHours, firstDay } from './calendar.ts'
import type { Transaction } from './database.ts'

/** What an office is and takes, and how that is changed. */

export type OfficeSettings = { name?: string; level?: string; areas?: string[]; regulations?: string[]; hours?: Spell[]; dutyPhone?: string | null }

/** Other hours move limits: the houses that run reckon open duties anew, and the number of cases they may move is returned; else null. */
export async function changeOffice(tx: Transaction, id: number, settings: OfficeSettings): Promise<number | null | 'unknown'> {
  const [before] = await tx.$queryRaw<{ hours: unknown; region: string }[]>`select hours, region from offices where id = ${id} for update`
  if (!before) return 'unknown'
  await tx.office.update({ where: { id }, data: settings })
  if (!settings.hours || hoursText(settings.hours) === hoursText(before.hours)) return null
  await changedHours(tx, before.region)
  return (await casesTouched(tx, before.region, firstDay, null, 1_000_000)).length
}
