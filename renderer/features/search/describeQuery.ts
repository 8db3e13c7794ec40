/** Terms and filters of a query in the words of the interface. */
import type { Condition, Expression, Filter, Term } from '../../../contract'
import { formatBytes } from '../../app/format'

export function describeTerm(term: Term): string {
  switch (term.kind) {
    case 'text':
      return term.text
    case 'file':
      return /[^/\\]*$/.exec(term.path)?.[0] ?? term.path
    case 'picture':
      return 'Like this picture'
    case 'like':
      return 'Like this photo'
    case 'region':
      return 'Like this part'
  }
}

/** A group of terms on one line. */
export function describeExpression(expression: Expression): string {
  switch (expression.op) {
    case 'term':
      return withWeight(describeTerm(expression.term), expression.weight)
    case 'not':
      return `not ${inParentheses(expression.of, describeExpression)}`
    case 'and':
      return expression.of.map((part) => inParentheses(part, describeExpression)).join(' and ')
    case 'or':
      return expression.of.map((part) => inParentheses(part, describeExpression)).join(' or ')
  }
}

export function describeCondition(condition: Condition): string {
  switch (condition.op) {
    case 'filter':
      return describeFilter(condition.filter)
    case 'not':
      return `not ${inParentheses(condition.of, describeCondition)}`
    case 'all':
      return condition.of.map((part) => inParentheses(part, describeCondition)).join(' and ')
    case 'any':
      return condition.of.map((part) => inParentheses(part, describeCondition)).join(' or ')
  }
}

function inParentheses<T extends { op: string }>(part: T, describe: (part: T) => string): string {
  const isGroup = ['and', 'or', 'all', 'any'].includes(part.op)
  return isGroup ? `(${describe(part)})` : describe(part)
}

function withWeight(text: string, weight: number | undefined): string {
  return weight === undefined || weight === 1 ? text : `${text} ×${weight}`
}

const comparisonWords = { '<': 'under ', '<=': 'at most ', '=': '', '>=': 'at least ', '>': 'over ' }
const flagWords = {
  favorite: 'Favourites',
  landscape: 'Landscape format',
  portrait: 'Portrait format',
  screenshot: 'Screenshots',
  offline: 'On drives that are away',
  video: 'Videos',
}

export function describeFilter(filter: Filter): string {
  switch (filter.field) {
    case 'date':
      return describeDates(filter.from, filter.to)
    case 'before':
      return `Before ${formatDate(filter.date)}`
    case 'after':
      return `After ${formatDate(filter.date)}`
    case 'in':
      return `In ${filter.folder}`
    case 'type':
      return filter.type.toUpperCase()
    case 'camera':
      return `Camera: ${filter.text}`
    case 'lens':
      return `Lens: ${filter.text}`
    case 'place':
      return `Place: ${filter.text}`
    case 'near':
      return `Within ${filter.km} km of ${filter.latitude}, ${filter.longitude}`
    case 'rating':
      return `Rating ${comparisonWords[filter.is]}${filter.stars}`
    case 'is':
      return flagWords[filter.flag]
    case 'size':
      return `Size ${comparisonWords[filter.is]}${formatBytes(filter.bytes)}`
  }
}

function describeDates(from: string | undefined, to: string | undefined): string {
  if (from !== undefined && to !== undefined) {
    return from === to ? formatDate(from) : `${formatDate(from)} – ${formatDate(to)}`
  }
  return from !== undefined ? `Since ${formatDate(from)}` : `Until ${formatDate(to ?? '')}`
}

const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' })
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })

/** A year, month or day of the query language. */
function formatDate(date: string): string {
  const [year = 0, monthNumber, dayNumber] = date.split('-').map(Number)
  if (monthNumber === undefined) return date
  const start = new Date(2000, 0, 1)
  // The Date constructor reads years below 100 as 19xx.
  start.setFullYear(year, monthNumber - 1, dayNumber ?? 1)
  return (dayNumber === undefined ? month : day).format(start)
}
