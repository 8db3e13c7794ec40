/** The order of photos by time, and how many each day has. */
import type { Timeline } from '../../../contract'

/** Nobody photographed before; clocks that were never set say such things. */
const firstPhotograph = Date.UTC(1826, 0, 1)
const dayMs = 86_400_000

/** Whether a date says when a photo was taken: the first day of computers' time is what a file without a date has. */
export function isDated(time: number): boolean {
  return time >= firstPhotograph && Math.abs(time) >= dayMs
}

/** Before any date there is. */
const never = -9e15

/** What photos are sorted by, the highest first: those without a date come after all others. */
export function sortTime(time: number): number {
  return isDated(time) ? time : never
}

/** `times` in any order. */
export function countDays(times: Iterable<number>): Timeline {
  const counts = new Map<number, number>()
  let undated = 0
  for (const time of times) {
    if (!isDated(time)) {
      undated++
      continue
    }
    const day = dayOf(time)
    counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  const days = [...counts].map(([day, count]) => ({ day, count })).sort((a, b) => b.day - a.day)
  return { days, undated }
}

/** Months that have photos, as "2019-07", newest first. */
export function monthsOf(times: Iterable<number>): string[] {
  const months = new Set<number>()
  for (const time of times) if (isDated(time)) months.add(Math.floor(dayOf(time) / 100))
  return [...months]
    .sort((a, b) => b - a)
    .map((month) => `${String(Math.floor(month / 100)).padStart(4, '0')}-${String(month % 100).padStart(2, '0')}`)
}

/** As digits: 20190721. */
function dayOf(time: number): number {
  const date = new Date(time)
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate()
}

/** Photos that came within this time of each other were added together. */
const batchGap = 10 * 60_000

/**
 * When the batch that each photo came with was complete: a folder that takes an hour to look through is one batch, within
 * which photos are in the order of their dates.
 */
export function batchTimes(added: ReadonlyMap<string, number>): Map<string, number> {
  const newestFirst = [...added].sort((a, b) => b[1] - a[1])
  const times = new Map<string, number>()
  let [batch, before] = [0, Infinity]
  for (const [id, time] of newestFirst) {
    if (before - time > batchGap) batch = time
    before = time
    times.set(id, batch)
  }
  return times
}
