/** Builds LanceDB filter expressions. Every string from outside passes through `quote`; nothing else makes a literal. */
import type { Area, Filters } from '../../../contract'

/** A SQL string literal. DataFusion knows no backslash escapes: doubling the quote is all there is to escape. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export function isOneOf(column: string, values: readonly string[]): string {
  return `${column} IN (${values.map(quote).join(', ')})`
}

/** Rows in a folder or under it. A range instead of LIKE: `%` and `_` are ordinary letters in folder names. */
export function inFolder(folder: string): string {
  if (folder === '') return 'true'
  const after = `${folder}0` // '0' is the character after '/'
  return `(folder = ${quote(folder)} OR (folder >= ${quote(`${folder}/`)} AND folder < ${quote(after)}))`
}

/** The filter as a condition on the columns root, folder and date, or undefined when nothing is asked for. */
export function filterCondition(filters: Filters): string | undefined {
  const parts: string[] = []
  if (filters.rootIds && filters.rootIds.length > 0) parts.push(isOneOf('root', filters.rootIds))
  if (filters.folder) parts.push(`root = ${quote(filters.folder.rootId)}`, inFolder(filters.folder.path))
  if (filters.from !== undefined) parts.push(`date >= ${sqlNumber(filters.from)}`)
  if (filters.to !== undefined) parts.push(`date <= ${sqlNumber(filters.to)}`)
  if (filters.favorite) parts.push('favorite = true')
  if (filters.place !== undefined) parts.push(inPlace(filters.place))
  if (filters.area) parts.push(inArea(filters.area))
  return parts.length > 0 ? parts.join(' AND ') : undefined
}

/** The column says "City, Region, Country": what lies in a place ends with its name. */
function inPlace(place: string): string {
  return `(place IS NOT NULL AND (place = ${quote(place)} OR ends_with(place, ${quote(`, ${place}`)})))`
}

function inArea({ west, south, east, north }: Area): string {
  const [from, to] = [`longitude >= ${degrees(west)}`, `longitude <= ${degrees(east)}`]
  const across = west <= east ? `${from} AND ${to}` : `(${from} OR ${to})`
  return `(latitude IS NOT NULL AND latitude >= ${degrees(south)} AND latitude <= ${degrees(north)} AND ${across})`
}

/** As exact as the column, and never written with an exponent. */
function degrees(value: number): string {
  return value.toFixed(15)
}

/** A float literal: the date columns are float64, and a bare integer beyond 2^31 would be typed differently. */
function sqlNumber(value: number): string {
  return value.toFixed(1)
}
