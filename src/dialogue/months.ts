/** Days written with the month's name, in the languages that do so: "1 Nov 2026", "Nov 1", "1 พ.ย. 2569", "ngày 1 tháng 11 năm 2026". */

const names: readonly string[][] = [
  ['january', 'jan', 'มกราคม', 'ม.ค.'], ['february', 'feb', 'กุมภาพันธ์', 'ก.พ.'], ['march', 'mar', 'มีนาคม', 'มี.ค.'], ['april', 'apr', 'เมษายน', 'เม.ย.'],
  ['may', 'พฤษภาคม', 'พ.ค.'], ['june', 'jun', 'มิถุนายน', 'มิ.ย.'], ['july', 'jul', 'กรกฎาคม', 'ก.ค.'], ['august', 'aug', 'สิงหาคม', 'ส.ค.'],
  ['september', 'sept', 'sep', 'กันยายน', 'ก.ย.'], ['october', 'oct', 'ตุลาคม', 'ต.ค.'], ['november', 'nov', 'พฤศจิกายน', 'พ.ย.'], ['december', 'dec', 'ธันวาคม', 'ธ.ค.'],
]

/** `text` in small letters, digits narrow; null for what is no such day. The year as written, null where none is. */
export function monthOf(text: string): { year: number | null; month: number; day: number } | null {
  const plain = text.replace(/^(?:วันที่|ngày|on)\s*/, '').replaceAll(',', ' ').replace(/\s+/g, ' ').trim()
  const spoken = /^(\d{1,2}) tháng (\d{1,2})(?: (?:năm )?(\d{4}))?$/.exec(plain)
  if (spoken) return { day: Number(spoken[1]), month: Number(spoken[2]), year: yearOf(spoken[3]) }
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)? ?([^\d\s]+?)\.? ?(\d{4})?$/.exec(plain)
  const monthFirst = /^([^\d\s]+?)\.? ?(\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(plain)
  const [day, name, year] = dayFirst ? [dayFirst[1], dayFirst[2], dayFirst[3]] : [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]]
  const month = names.findIndex((each) => each.some((known) => known === name || known === `${name}.`)) + 1
  return month > 0 ? { day: Number(day), month, year: yearOf(year) } : null
}

function yearOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text)
}
