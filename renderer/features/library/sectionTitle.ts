/** Dates of the timeline in words. */
import { perLocale, t } from '../../../strings'
import type { Section } from './sections'

const formatter = (options: Intl.DateTimeFormatOptions) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, options))
const day = formatter({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const month = formatter({ month: 'long', year: 'numeric' })
const year = formatter({ year: 'numeric' })

/** `digits` as in 20190721 or 201907; the middle of the day, so that no time zone makes it another. */
function dateOf(digits: number): Date {
  const [y, m, d] =
    digits > 999_999 ? [digits / 10_000, (digits / 100) % 100, digits % 100] : [digits / 100, digits % 100, 1]
  const date = new Date(2000, 0, 1, 12)
  // The constructor reads years below 100 as 19xx.
  date.setFullYear(Math.floor(y), Math.floor(m) - 1, d)
  return date
}

export function sectionTitle({ unit, newest, oldest }: Section): string {
  if (newest === null || oldest === null) return t('library.undated')
  switch (unit) {
    case 'day':
      return day().format(dateOf(newest))
    case 'month':
      return month().format(dateOf(newest))
    case 'year':
      return year().format(dateOf(newest))
    default:
      return year().formatRange(dateOf(oldest), dateOf(newest))
  }
}

/** `digits` as in 201907. */
export function monthTitle(digits: number | null): string {
  return digits === null ? t('library.undated') : month().format(dateOf(digits))
}
