/** Office hours as people write them: "09:00-12:00,13:30-17:30". */

export type Spell = { from: string; to: string }

/** Spells in their order, none inside another; null for anything else. Full-width signs and dashes of any length will do. */
export function readHours(text: string): Spell[] | null {
  const parts = text.normalize('NFKC').replaceAll(/\s/g, '').split(/[,，、;]/).filter((part) => part !== '')
  const read = parts.map((spell) => /^((?:[01]?\d|2[0-3]):[0-5]\d)[-–—~]((?:(?:[01]?\d|2[0-3]):[0-5]\d)|24:00)$/.exec(spell))
  const padded = (time: string | undefined): string => (time ?? '').padStart(5, '0')
  const hours = read.map((found) => ({ from: padded(found?.[1]), to: padded(found?.[2]) }))
  const good = hours.length > 0 && read.every((found) => found !== null) && hours.every(({ from, to }, n) => from < to && from >= (hours[n - 1]?.to ?? ''))
  return good ? hours : null
}

export function hoursText(hours: unknown): string {
  return (hours as Spell[]).map(({ from, to }) => `${from}-${to}`).join(',')
}
