/** Numbers, sizes, times and dates in the words of the interface. */

const whole = new Intl.NumberFormat('en')
const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' })
const shortDayAndTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
const dayAndTime = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' })

export function formatCount(count: number): string {
  return whole.format(count)
}

/** "1 photo", "2,300 photos". */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return countOf(bytes, 'byte')
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = ''
  for (const next of units) {
    // 999.95 and above would round to "1000": go on to the next unit.
    if (value < 999.95) break
    value /= 1000
    unit = next
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

export function formatDay(time: number): string {
  return day.format(time)
}

export function formatDayAndTime(time: number): string {
  return dayAndTime.format(time)
}

/** For narrow places: "Nov 3, 2025, 8:05 AM". */
export function formatShortDayAndTime(time: number): string {
  return shortDayAndTime.format(time)
}

/** Rounded so that it does not flicker: "about 2 hours left", "less than a minute left". */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 60) return 'less than a minute left'
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `about ${countOf(minutes, 'minute')} left`
  const hours = Math.round(minutes / 60)
  if (hours < 48) return `about ${countOf(hours, 'hour')} left`
  return `about ${countOf(Math.round(hours / 24), 'day')} left`
}

/** Photos a second: one decimal only where it says something. */
export function formatRate(rate: number): string {
  return `${rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate))} a second`
}

export function formatDimensions(width: number, height: number): string {
  const megapixels = (width * height) / 1e6
  const size = `${formatCount(width)} × ${formatCount(height)}`
  return megapixels >= 0.1 ? `${size} (${megapixels.toFixed(1)} megapixels)` : size
}

/** "48.85837° N, 2.29448° E": about a metre. */
export function formatCoordinates(latitude: number, longitude: number): string {
  const degrees = (value: number, positive: string, negative: string) =>
    `${Math.abs(value).toFixed(5)}° ${value < 0 ? negative : positive}`
  return `${degrees(latitude, 'N', 'S')}, ${degrees(longitude, 'E', 'W')}`
}

export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}
