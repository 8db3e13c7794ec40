/**
 * The timeline as sections of the grid: years, months or days, as fine as there are photos to fill their rows.
 *
 * A section begins a row, so one of two photos leaves most of its row empty. Days are told apart where a usual day of the
 * month fills a row, months where the year has some rows, and years with little are put together.
 */
import type { Timeline } from '../../../contract'

export interface Section {
  /** Index of its first photo among all. */
  at: number
  count: number
  /** As digits, the newest and the oldest of its days; null for photos without a date. */
  newest: number | null
  oldest: number | null
  unit: 'day' | 'month' | 'year' | 'years' | 'undated'
}

type Day = Timeline['days'][number]

const yearOf = (day: number): number => Math.floor(day / 10_000)
const monthOf = (day: number): number => Math.floor(day / 100)
const sum = (days: readonly Day[]): number => days.reduce((total, { count }) => total + count, 0)

/** `perRow`: photos that usually fit side by side. */
export function sectionsOf({ days, undated }: Timeline, perRow: number): Section[] {
  const sections: Section[] = []
  let at = 0
  const add = (unit: Section['unit'], part: readonly Day[], count = sum(part)) => {
    sections.push({ at, count, newest: part[0]?.day ?? null, oldest: part.at(-1)?.day ?? null, unit })
    at += count
  }
  /** Years that are too small to stand alone. */
  let small: Day[] = []
  const addSmall = () => {
    if (small.length === 0) return
    add(yearOf(small[0]!.day) === yearOf(small.at(-1)!.day) ? 'year' : 'years', small)
    small = []
  }
  for (const year of groupsBy(days, yearOf)) {
    const count = sum(year)
    if (count < 2 * perRow) {
      small.push(...year)
      if (sum(small) >= perRow) addSmall()
      continue
    }
    addSmall()
    for (const month of groupsBy(year, monthOf)) {
      if (month.length > 1 && sum(month) / month.length >= perRow) for (const day of month) add('day', [day])
      else add('month', month)
    }
  }
  addSmall()
  if (undated > 0) add('undated', [], undated)
  return sections
}

function groupsBy(days: readonly Day[], keyOf: (day: number) => number): Day[][] {
  const groups: Day[][] = []
  let key: number | undefined
  for (const day of days) {
    if (keyOf(day.day) !== key) groups.push([])
    key = keyOf(day.day)
    groups.at(-1)!.push(day)
  }
  return groups
}

/** A stop of the scrubber. */
export interface MonthMark {
  at: number
  /** As digits: 201907; null for photos without a date. */
  month: number | null
}

export function monthMarks({ days, undated }: Timeline): MonthMark[] {
  const marks: MonthMark[] = []
  let at = 0
  for (const month of groupsBy(days, monthOf)) {
    marks.push({ at, month: monthOf(month[0]!.day) })
    at += sum(month)
  }
  if (undated > 0) marks.push({ at, month: null })
  return marks
}

/** The mark of the month that a photo lies in. */
export function markAt(marks: readonly MonthMark[], photo: number): number {
  let [low, high] = [0, marks.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (marks[middle]!.at <= photo) low = middle
    else high = middle - 1
  }
  return low
}

/** Years to write beside the track, none nearer to the next than `nearest` (a share of the track). */
export function yearLabels(
  marks: readonly MonthMark[],
  total: number,
  nearest: number,
): { year: number; share: number }[] {
  const labels: { year: number; share: number }[] = []
  let before: number | undefined
  for (const { at, month } of marks) {
    if (month === null) continue
    const year = Math.floor(month / 100)
    const share = at / Math.max(1, total)
    if (year !== before && share - (labels.at(-1)?.share ?? -1) >= nearest) labels.push({ year, share })
    before = year
  }
  return labels
}
