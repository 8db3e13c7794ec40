/** Numbers, sizes, times and dates in the words of the interface. */
import { perLocale, t } from '../../strings'

const whole = perLocale((locale) => new Intl.NumberFormat(locale))
const decimals = perLocale((locale) => [1, 2, 5].map((digits) => new Intl.NumberFormat(locale, fractionDigits(digits))))
const day = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }))
const shortDayAndTime = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
)
const dayAndTime = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }))
const timeOfDay = perLocale((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }))
const list = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }))

function fractionDigits(digits: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits }
}

export function formatCount(count: number): string {
  return whole().format(count)
}

/** One decimal. */
export function formatTenths(value: number): string {
  return decimals()[0]!.format(value)
}

/** Two decimals: how alike photos are. */
export function formatScore(score: number): string {
  return decimals()[1]!.format(score)
}

/** "a, b and c". */
export function formatList(parts: readonly string[]): string {
  return list().format(parts)
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return t('count.bytes', { count: bytes })
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = ''
  for (const next of units) {
    // 999.95 and above would round to "1000": go on to the next unit.
    if (value < 999.95) break
    value /= 1000
    unit = next
  }
  return `${value < 10 ? formatTenths(value) : formatCount(Math.round(value))} ${unit}`
}

export function formatDay(time: number): string {
  return day().format(time)
}

export function formatDayAndTime(time: number): string {
  return dayAndTime().format(time)
}

/** For narrow places: "Nov 3, 2025, 8:05 AM". */
export function formatShortDayAndTime(time: number): string {
  return shortDayAndTime().format(time)
}

/** "3:42 PM", with the day where that is not today. */
export function formatMoment(moment: number): string {
  const isToday = new Date(moment).toDateString() === new Date().toDateString()
  return (isToday ? timeOfDay() : shortDayAndTime()).format(moment)
}

/** Rounded so that it does not flicker: "about 2 hours left", "less than a minute left". */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 60) return t('format.timeLeftSoon')
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return t('format.timeLeftMinutes', { count: minutes })
  const hours = Math.round(minutes / 60)
  if (hours < 48) return t('format.timeLeftHours', { count: hours })
  return t('format.timeLeftDays', { count: Math.round(hours / 24) })
}

/** "about 2 hours", for what has not begun. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return t('format.aboutSoon')
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return t('format.aboutMinutes', { count: minutes })
  const hours = Math.round(minutes / 60)
  if (hours < 48) return t('format.aboutHours', { count: hours })
  return t('format.aboutDays', { count: Math.round(hours / 24) })
}

/** Photos a second: one decimal only where it says something. */
export function formatRate(rate: number): string {
  return t('format.rate', { rate: rate < 10 ? formatTenths(rate) : formatCount(Math.round(rate)) })
}

export function formatDimensions(width: number, height: number): string {
  const megapixels = (width * height) / 1e6
  const size = `${formatCount(width)} × ${formatCount(height)}`
  return megapixels >= 0.1 ? t('format.megapixels', { size, megapixels: formatTenths(megapixels) }) : size
}

/** "48.85837° N, 2.29448° E": about a metre. */
export function formatCoordinates(latitude: number, longitude: number): string {
  const degrees = (value: number) => `${decimals()[2]!.format(Math.abs(value))}°`
  const [vertical, horizontal] = [
    latitude < 0 ? 'format.south' : 'format.north',
    longitude < 0 ? 'format.west' : 'format.east',
  ] as const
  return `${degrees(latitude)} ${t(vertical)}, ${degrees(longitude)} ${t(horizontal)}`
}

/** How long a video is, or where in it: "0:04", "1:02:03". */
export function formatLength(seconds: number): string {
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const end = String(rest).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${end}` : `${minutes}:${end}`
}

export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}
