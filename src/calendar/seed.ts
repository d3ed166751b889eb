/**
 * The days of a region's year as a start for its table, which the office then confirms and corrects. The source is the
 * package chinese-days (the State Council's notices). Past its data that package quietly says Monday to Friday, so a
 * year counts as covered only if its New Year's Day, a holiday in every notice, is named one there.
 */
import chineseDays from 'chinese-days'
import { dayNumber, dayText, isWeekday } from './days.ts'

/**
 * Only the days that differ from Monday to Friday: weekday holidays and make-up weekends, with the Chinese name of the
 * festival. `confirmed` is false, and the list empty, for a year without a notice. A make-up day in late December may
 * still come with the next year's notice, so import the year before again when a new one is published.
 */
export function seedDays(
  _region: 'CN',
  year: number,
): { days: { day: string; working: boolean; name: string }[]; confirmed: boolean } {
  const first = dayNumber(`${year}-01-01`)
  if (festivalOn(dayText(first)) === undefined) return { days: [], confirmed: false }
  const days = []
  for (let number = first; number < dayNumber(`${year + 1}-01-01`); number++) {
    const day = dayText(number)
    const { work } = chineseDays.getDayDetail(day)
    if (work !== isWeekday(number)) days.push({ day, working: work, name: festivalOn(day) ?? '' })
  }
  return { days, confirmed: true }
}

/** The package names a festival "National Day,国庆节,3" and any other day by its weekday alone. */
function festivalOn(day: string): string | undefined {
  return chineseDays.getDayDetail(day).name.split(',')[1]
}
