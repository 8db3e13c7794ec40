/** Reads what stands behind the colon of a `key:value` pair as a term or a filter. */
import {
  flags,
  ImageId,
  ItemId,
  type comparisons,
  type Filter,
  type PicturePart,
  type Term,
} from '../../../../contract'
import { isTermKey, nearest, type FilterKey, type TermKey } from './keys'
import type { Token } from './lexer'
import { Problem } from './problem'

export type KeyToken = Extract<Token, { kind: 'key' }>

/** Rounding of x + w must not refuse a part that reaches the edge. */
const edge = 1 + 1e-9
/** Half the equator, rounded up: farther apart are no two places. */
const farthest = 20_100
const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

export function readTerm(token: KeyToken & { key: TermKey }): Term {
  switch (token.key) {
    case 'image':
      return { kind: 'file', path: textWithin(token, 4096, 'the path of a picture, as in image:"pictures/dog.jpg"') }
    case 'picture':
      return readPicture(token)
    case 'like':
      return { kind: 'like', itemId: readId(token, token.value, ItemId) }
    case 'region':
      return readRegion(token)
  }
}

export function readFilter(token: KeyToken): Filter {
  const key = token.key as FilterKey
  switch (key) {
    case 'date':
      return readDates(token)
    case 'before':
    case 'after':
      return { field: key, date: readDate(token, token.value, 0) }
    case 'in':
      return { field: 'in', folder: textWithin(token, 4096, 'the name or path of a folder') }
    case 'camera':
    case 'lens':
    case 'place':
      return { field: key, text: textWithin(token, 200, `a part of the ${key}'s name`) }
    case 'text':
      return { field: 'text', text: readWords(token) }
    case 'type':
      return readType(token)
    case 'near':
      return readNear(token)
    case 'rating':
      return readRating(token)
    case 'size':
      return readSize(token)
    case 'is':
      return readFlag(token)
  }
}

export function isTermToken(token: KeyToken): token is KeyToken & { key: TermKey } {
  return isTermKey(token.key)
}

/** A problem with a part of the value, which begins `from` letters into it; with the whole pair where that is empty. */
function problem(token: KeyToken, message: string, expected: string, from = 0, part = token.value): Problem {
  if (token.value === '') {
    return new Problem({ at: token.at, length: token.length }, `Something is missing behind “${token.key}:”.`, [
      expected,
    ])
  }
  return new Problem({ at: token.valueAt + from, length: part.length }, message, [expected])
}

function textWithin(token: KeyToken, most: number, expected: string): string {
  if (token.value === '') throw problem(token, '', expected)
  if (token.value.length > most) throw problem(token, `This is longer than ${most} letters.`, expected)
  return token.value
}

/** Of a text in a picture, of which only letters and digits are compared. */
function readWords(token: KeyToken): string {
  const expected = 'a word in the picture, or several as in text:"two words"'
  const text = textWithin(token, 200, expected)
  if (!/[\p{L}\p{N}]/u.test(text)) throw problem(token, 'There is no word in this.', expected)
  return text
}

function readId(token: KeyToken, written: string, schema: typeof ItemId): string {
  const id = written.toLowerCase()
  if (!schema.safeParse(id).success) {
    throw problem(
      token,
      'This is not the id of a picture: those have 32 digits and letters from a to f.',
      'an id',
      0,
      written,
    )
  }
  return id
}

function readPicture(token: KeyToken): Term {
  const separator = token.value.indexOf('@')
  if (separator === -1) return { kind: 'picture', imageId: readId(token, token.value, ImageId) }
  const imageId = readId(token, token.value.slice(0, separator), ImageId)
  return { kind: 'picture', imageId, part: readPart(token, separator) }
}

function readRegion(token: KeyToken): Term {
  const separator = token.value.indexOf('@')
  if (separator === -1)
    throw problem(token, 'The part of the photo is missing: “@x,y,width,height”.', expectedPart(token))
  const itemId = readId(token, token.value.slice(0, separator), ItemId)
  return { kind: 'region', itemId, ...readPart(token, separator) }
}

function expectedPart({ key }: KeyToken): string {
  return `an id and a part, as in ${key}:<id>@0.25,0.5,0.5,0.3`
}

/** What stands behind the @, which is at `separator`. */
function readPart(token: KeyToken, separator: number): PicturePart {
  const expected = expectedPart(token)
  const [x, y, w, h] = readNumbers(token, separator + 1, ['x', 'y', 'width', 'height'], expected)
  const numbers = token.value.slice(separator + 1)
  const inside = [x!, y!].every((start) => start >= 0 && start <= 1) && x! + w! <= edge && y! + h! <= edge
  if (!inside || w! <= 0 || h! <= 0) {
    const message =
      'This part does not lie inside the photo: all four are fractions, and x + width and y + height at most 1.'
    throw problem(token, message, expected, separator + 1, numbers)
  }
  return { x: x!, y: y!, w: Math.min(w!, 1), h: Math.min(h!, 1) }
}

/** As many numbers as there are names, between commas, from a place in the value on. */
function readNumbers(token: KeyToken, from: number, names: readonly string[], expected: string): number[] {
  const parts = token.value.slice(from).split(',')
  if (parts.length !== names.length) {
    throw problem(
      token,
      `These must be ${names.length} numbers: ${names.join(', ')}.`,
      expected,
      from,
      token.value.slice(from),
    )
  }
  let at = from
  return parts.map((part, index) => {
    const start = at
    at += part.length + 1
    if (!decimalNumber.test(part)) throw problem(token, `The ${names[index]!} must be a number.`, expected, start, part)
    return Number(part) + 0 // never -0
  })
}

function readNear(token: KeyToken): Filter {
  const expected = 'latitude, longitude and kilometres, as in near:48.2,16.37,10'
  if (token.value === '') throw problem(token, '', expected)
  const names = ['latitude', 'longitude', 'distance in kilometres']
  const [latitude, longitude, km] = readNumbers(token, 0, names, expected)
  const parts = token.value.split(',')
  const fail = (index: number, message: string): Problem =>
    problem(token, message, expected, parts.slice(0, index).join(',').length + Math.min(index, 1), parts[index])
  if (Math.abs(latitude!) > 90) throw fail(0, 'A latitude lies between -90 and 90.')
  if (Math.abs(longitude!) > 180) throw fail(1, 'A longitude lies between -180 and 180.')
  if (km! <= 0 || km! > farthest) throw fail(2, `A distance is more than 0 and at most ${farthest} kilometres.`)
  return { field: 'near', latitude: latitude!, longitude: longitude!, km: km! }
}

function readDates(token: KeyToken): Filter {
  const dots = token.value.indexOf('..')
  if (dots === -1) {
    const date = readDate(token, token.value, 0)
    return { field: 'date', from: date, to: date }
  }
  const [first, last] = [token.value.slice(0, dots), token.value.slice(dots + 2)]
  if (first === '' && last === '')
    throw problem(token, 'A date is missing beside “..”.', 'a date, as in 2019.. or ..2019-06')
  const from = first === '' ? undefined : readDate(token, first, 0)
  const to = last === '' ? undefined : readDate(token, last, dots + 2)
  // '~' sorts behind every digit and dash: a year ends behind its months.
  if (from !== undefined && to !== undefined && from > `${to}~`) {
    throw problem(token, 'This range ends before it begins.', `${to}..${from}`)
  }
  return { field: 'date', ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

function readDate(token: KeyToken, written: string, from: number): string {
  const expected = 'a date, as in 2019, 2019-03 or 2019-03-25'
  const [matched, year, month, day] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(written) ?? []
  if (matched === undefined || year === undefined) {
    throw problem(token, 'This is not a date. Dates are written 2019, 2019-03 or 2019-03-25.', expected, from, written)
  }
  if (month === undefined) return year
  if (Number(month) < 1 || Number(month) > 12) {
    throw problem(token, `There is no month ${month}.`, 'a month from 01 to 12', from + 5, month)
  }
  if (day === undefined) return `${year}-${month.padStart(2, '0')}`
  const days = daysIn(Number(year), Number(month))
  if (Number(day) < 1 || Number(day) > days) {
    const place = from + 6 + month.length
    throw problem(token, `This month has no day ${day}.`, `a day from 01 to ${days}`, place, day)
  }
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** Days of a month of the Gregorian calendar, 1 to 12. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function readType(token: KeyToken): Filter {
  const type = token.value.toLowerCase().replace(/^\./, '')
  const expected = 'an extension such as jpg, or photo, raw, video, note'
  if (!/^[a-z0-9]{1,10}$/.test(type)) throw problem(token, 'This is not a file type.', expected)
  return { field: 'type', type }
}

type Comparison = (typeof comparisons)[number]

function readRating(token: KeyToken): Filter {
  const [matched, sign = '', stars = ''] = /^(<=|>=|<|>|=)?(\d+)$/.exec(token.value) ?? []
  const expected = 'a number of stars from 0 to 5, as in rating:4 or rating:>=4'
  if (matched === undefined) throw problem(token, 'This is not a rating.', expected)
  if (Number(stars) > 5) throw problem(token, 'A rating has 0 to 5 stars.', expected, sign.length, stars)
  return { field: 'rating', is: toComparison(sign), stars: Number(stars) }
}

/** Multiples of 1,000, as the window shows sizes. */
export const sizeUnits = { gb: 1e9, mb: 1e6, kb: 1e3, b: 1 } as const

function readSize(token: KeyToken): Filter {
  const [matched, sign = '', amount = '', unit = 'b'] =
    /^(<=|>=|<|>|=)?(\d+\.?\d*|\.\d+)(b|kb|mb|gb)?$/.exec(token.value.toLowerCase()) ?? []
  const expected = 'a size, as in size:>5mb (b, kb, mb or gb)'
  if (matched === undefined) throw problem(token, 'This is not a size.', expected)
  const bytes = Math.round(Number(amount) * sizeUnits[unit as keyof typeof sizeUnits])
  if (!Number.isSafeInteger(bytes)) throw problem(token, 'No file is that large.', expected, sign.length, amount + unit)
  return { field: 'size', is: toComparison(sign), bytes }
}

function toComparison(sign: string): Comparison {
  return sign === '' ? '=' : (sign as Comparison)
}

function readFlag(token: KeyToken): Filter {
  const written = token.value.toLowerCase()
  const flag = written === 'favourite' ? 'favorite' : flags.find((known) => known === written)
  if (flag) return { field: 'is', flag }
  const meant = written === '' ? undefined : nearest(written, flags, () => 2)
  const message = meant ? `Did you mean “is:${meant}”?` : `Photos can be ${flags.join(', ')}.`
  if (written === '')
    throw new Problem({ at: token.at, length: token.length }, `Something is missing behind “is:”.`, flags)
  throw new Problem({ at: token.valueAt, length: token.value.length }, message, meant ? [meant] : flags)
}
