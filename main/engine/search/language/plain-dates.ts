/** Finds dates written in plain English ("in March 2020", "last summer") in a list of words. */
import type { Filter } from '../../../../contract'
import { daysIn } from './values'

/** Dates as filters hold them: from the first moment of one to the last moment of the other. */
interface Period {
  from: string
  to: string
}

interface Match<T> {
  value: T
  /** Index of the word behind it. */
  next: number
}

/** Words in lower case, without the comma behind them; undefined where something stands that is not plain language. */
export type PlainWords = readonly (string | undefined)[]

const months = [
  ['january', 'jan'],
  ['february', 'feb'],
  ['march', 'mar'],
  ['april', 'apr'],
  ['may'],
  ['june', 'jun'],
  ['july', 'jul'],
  ['august', 'aug'],
  ['september', 'sep', 'sept'],
  ['october', 'oct'],
  ['november', 'nov'],
  ['december', 'dec'],
]

/** Seasons of the northern hemisphere by their first month. Winter belongs to the year it begins in. */
const seasons: Readonly<Record<string, number>> = { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 }

/** From the first photograph on; anything else with four digits counts or names something. */
const photographicYear = /^(?:18[2-9]\d|19\d\d|20\d\d)$/

/**
 * The dates that begin at a word, as alternatives to each other: "in 2018 or 2019" gives two. A year needs a word such
 * as "in" before it, since "2019 calendar" is something to look for; all else is a date wherever it stands.
 */
export function datesAt(words: PlainWords, start: number, today: Date): Match<Filter[]> | undefined {
  let at = words[start] === 'taken' ? start + 1 : start
  const word = words[at]
  if (word === 'between' || word === 'from') {
    const range = rangeAt(words, at + 1, word === 'from' ? ['to', 'until', 'till', 'through'] : ['and'], today)
    if (range) return { value: [dateFilter(range.value)], next: range.next }
  }
  if (word === 'since' || word === 'until' || word === 'before' || word === 'after') {
    const period = periodAt(words, at + 1, today, true)
    return period && { value: [openFilter(word, period.value)], next: period.next }
  }
  const introduced = word === 'in' || word === 'from' || word === 'during'
  if (introduced || word === 'on') at++
  // "3 to 5 May 2021" is a range we cannot read; half of it would be another date.
  else if (words[at - 1] === 'to') return undefined
  if (words[at] === 'the') at++
  return listAt(words, at, today, introduced)
}

function listAt(words: PlainWords, at: number, today: Date, bareYear: boolean): Match<Filter[]> | undefined {
  let period = periodAt(words, at, today, bareYear)
  if (!period) return undefined
  const filters = [dateFilter(period.value)]
  let { next } = period
  while (words[next] === 'or' || words[next] === 'and') {
    period = periodAt(words, next + 1, today, bareYear)
    if (!period) break
    filters.push(dateFilter(period.value))
    next = period.next
  }
  return { value: filters, next }
}

function rangeAt(words: PlainWords, at: number, joints: readonly string[], today: Date): Match<Period> | undefined {
  const first = periodAt(words, at, today, true) ?? monthOfRangeAt(words, at)
  if (!first || !joints.includes(words[first.next] ?? '')) return undefined
  const last = periodAt(words, first.next + 1, today, true)
  if (!last) return undefined
  const [early, late] = first.value.from <= last.value.from ? [first.value, last.value] : [last.value, first.value]
  return { value: { from: early.from, to: late.to }, next: last.next }
}

/** "May" of "from May to June 2019", where the year is said once. */
function monthOfRangeAt(words: PlainWords, at: number): Match<Period> | undefined {
  const month = monthNumber(words[at])
  const last = monthNumber(words[at + 2])
  const end = monthOrSeasonAt(words, at + 2)
  if (month === undefined || last === undefined || !end) return undefined
  const year = Number(end.value.to.slice(0, 4)) - (month > last ? 1 : 0)
  return { value: one(toMonth(year, month)), next: at + 1 }
}

function dateFilter({ from, to }: Period): Filter {
  return { field: 'date', from, to }
}

function openFilter(word: 'since' | 'until' | 'before' | 'after', { from, to }: Period): Filter {
  if (word === 'since') return { field: 'date', from }
  if (word === 'until') return { field: 'date', to }
  return word === 'before' ? { field: 'before', date: from } : { field: 'after', date: to }
}

function periodAt(words: PlainWords, at: number, today: Date, bareYear: boolean): Match<Period> | undefined {
  return (
    dayAt(words, at) ??
    monthOrSeasonAt(words, at) ??
    relativeAt(words, at, today) ??
    (bareYear ? yearOrMonthAt(words, at) : undefined)
  )
}

/** "2019" or "2019-03". */
function yearOrMonthAt(words: PlainWords, at: number): Match<Period> | undefined {
  const word = words[at] ?? ''
  const isDate = photographicYear.test(word.slice(0, 4)) && /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(word)
  return isDate ? { value: one(word), next: at + 1 } : undefined
}

/** "2021-05-03", "3 May 2021", "3rd of May 2021", "May 3, 2021". */
function dayAt(words: PlainWords, at: number): Match<Period> | undefined {
  const [isoDay, isoYear, isoMonth, isoDate] = /^(\d{4})-(0[1-9]|1[0-2])-(\d\d)$/.exec(words[at] ?? '') ?? []
  if (isoDay !== undefined) {
    const isDay = toDay(Number(isoYear), Number(isoMonth), Number(isoDate)) !== undefined
    return isDay ? { value: one(isoDay), next: at + 1 } : undefined
  }
  const dayFirst = dayNumber(words[at])
  const monthIndex = dayFirst === undefined ? at : words[at + 1] === 'of' ? at + 2 : at + 1
  const month = monthNumber(words[monthIndex])
  const day = dayFirst ?? dayNumber(words[at + 1])
  const yearIndex = dayFirst === undefined ? at + 2 : monthIndex + 1
  const year = words[yearIndex] ?? ''
  if (month === undefined || day === undefined || !photographicYear.test(year)) return undefined
  const date = toDay(Number(year), month, day)
  return date === undefined ? undefined : { value: one(date), next: yearIndex + 1 }
}

/** "March 2020", "summer 2019", "the summer of 2019". */
function monthOrSeasonAt(words: PlainWords, at: number): Match<Period> | undefined {
  const yearIndex = words[at + 1] === 'of' ? at + 2 : at + 1
  const year = words[yearIndex] ?? ''
  if (!photographicYear.test(year)) return undefined
  const month = monthNumber(words[at])
  // Behind a day that the month does not have, or that is the end of a range we cannot read.
  if (month !== undefined && dayNumber(words[at - 1]) !== undefined) return undefined
  if (month !== undefined) return { value: one(toMonth(Number(year), month)), next: yearIndex + 1 }
  const first = seasons[words[at] ?? '']
  return first === undefined ? undefined : { value: toSeason(Number(year), first), next: yearIndex + 1 }
}

function relativeAt(words: PlainWords, at: number, today: Date): Match<Period> | undefined {
  const [year, month, day] = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
  const word = words[at]
  if (word === 'today') return { value: one(daysFrom(today, 0)), next: at + 1 }
  if (word === 'yesterday') return { value: one(daysFrom(today, -1)), next: at + 1 }
  if (word !== 'last' && word !== 'this') return undefined
  const back = word === 'last' ? 1 : 0
  const found = (value: Period): Match<Period> => ({ value, next: at + 2 })
  const unit = words[at + 1] ?? ''
  if (unit === 'year') return found(one(toYear(year - back)))
  if (unit === 'month') {
    const [ofYear, number] = month > back ? [year, month - back] : [year - 1, 12]
    return found(one(toMonth(ofYear, number)))
  }
  if (unit === 'week') {
    const sinceMonday = (today.getDay() + 6) % 7
    const monday = -sinceMonday - 7 * back
    return found({ from: daysFrom(today, monday), to: daysFrom(today, monday + 6) })
  }
  if (unit === 'christmas' && back === 1) {
    const ofYear = month === 12 && day > 26 ? year : year - 1
    return found({ from: toDay(ofYear, 12, 24)!, to: toDay(ofYear, 12, 26)! })
  }
  const first = seasons[unit]
  if (first === undefined) return undefined
  if (back === 1) return found(toSeason(month >= first ? year : year - 1, first))
  // "This winter" is said of the one that runs, and in autumn of the one to come.
  return first === 12 ? undefined : found(toSeason(year, first))
}

function toSeason(year: number, first: number): Period {
  return { from: toMonth(year, first), to: first === 12 ? toMonth(year + 1, 2) : toMonth(year, first + 2) }
}

const one = (date: string): Period => ({ from: date, to: date })
const toYear = (year: number): string => String(year).padStart(4, '0')
const toMonth = (year: number, month: number): string => `${toYear(year)}-${String(month).padStart(2, '0')}`

function toDay(year: number, month: number, day: number): string | undefined {
  return day >= 1 && day <= daysIn(year, month) ? `${toMonth(year, month)}-${String(day).padStart(2, '0')}` : undefined
}

function daysFrom(today: Date, days: number): string {
  const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() + days)
  return toDay(date.getFullYear(), date.getMonth() + 1, date.getDate())!
}

function monthNumber(word: string | undefined): number | undefined {
  const index = word === undefined ? -1 : months.findIndex((names) => names.includes(word.replace(/\.$/, '')))
  return index === -1 ? undefined : index + 1
}

function dayNumber(word: string | undefined): number | undefined {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}
