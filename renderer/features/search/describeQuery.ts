/** Terms and filters of a query in the words of the interface. */
import type { Condition, Expression, Filter, Term } from '../../../contract'
import { perLocale, t } from '../../../strings'
import { formatBytes } from '../../app/format'

export function describeTerm(term: Term): string {
  switch (term.kind) {
    case 'text':
      return term.text
    case 'file':
      return /[^/\\]*$/.exec(term.path)?.[0] ?? term.path
    case 'picture':
      return t(term.part ? 'query.likePart' : 'query.likePicture')
    case 'like':
      return t('query.likePhoto')
    case 'region':
      return t('query.likePart')
  }
}

/** A group of terms on one line. */
export function describeExpression(expression: Expression): string {
  switch (expression.op) {
    case 'term':
      return withWeight(describeTerm(expression.term), expression.weight)
    case 'not':
      return t('query.not', { part: inParentheses(expression.of, describeExpression) })
    case 'and':
      return joined('query.and', expression.of, describeExpression)
    case 'or':
      return joined('query.or', expression.of, describeExpression)
  }
}

export function describeCondition(condition: Condition): string {
  switch (condition.op) {
    case 'filter':
      return describeFilter(condition.filter)
    case 'not':
      return t('query.not', { part: inParentheses(condition.of, describeCondition) })
    case 'all':
      return joined('query.and', condition.of, describeCondition)
    case 'any':
      return joined('query.or', condition.of, describeCondition)
  }
}

function joined<T extends { op: string }>(
  word: 'query.and' | 'query.or',
  parts: readonly T[],
  describe: (part: T) => string,
): string {
  return parts.map((part) => inParentheses(part, describe)).reduce((left, right) => t(word, { left, right }))
}

function inParentheses<T extends { op: string }>(part: T, describe: (part: T) => string): string {
  const isGroup = ['and', 'or', 'all', 'any'].includes(part.op)
  return isGroup ? `(${describe(part)})` : describe(part)
}

function withWeight(text: string, weight: number | undefined): string {
  return weight === undefined || weight === 1 ? text : `${text} ×${weight}`
}

const comparisons = { '<': 'query.under', '<=': 'query.atMost', '>=': 'query.atLeast', '>': 'query.over' } as const

function compared(is: keyof typeof comparisons | '=', value: string): string {
  return is === '=' ? value : t(comparisons[is], { value })
}
export function describeFilter(filter: Filter): string {
  switch (filter.field) {
    case 'date':
      return describeDates(filter.from, filter.to)
    case 'before':
      return t('query.before', { date: formatDate(filter.date) })
    case 'after':
      return t('query.after', { date: formatDate(filter.date) })
    case 'in':
      return t('query.inFolder', { folder: filter.folder })
    case 'type':
      return filter.type.toUpperCase()
    case 'camera':
      return t('query.camera', filter)
    case 'lens':
      return t('query.lens', filter)
    case 'place':
      return t('query.place', filter)
    case 'text':
      return t('query.says', filter)
    case 'near':
      return t('query.near', filter)
    case 'rating':
      return t('query.rating', { value: compared(filter.is, String(filter.stars)) })
    case 'is':
      return t(`query.${filter.flag}`)
    case 'size':
      return t('query.size', { value: compared(filter.is, formatBytes(filter.bytes)) })
  }
}

function describeDates(from: string | undefined, to: string | undefined): string {
  if (from !== undefined && to !== undefined) {
    return from === to ? formatDate(from) : `${formatDate(from)} – ${formatDate(to)}`
  }
  return from !== undefined
    ? t('query.since', { date: formatDate(from) })
    : t('query.until', { date: formatDate(to ?? '') })
}

const month = perLocale((locale) => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }))
const day = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))

/** A year, month or day of the query language. */
function formatDate(date: string): string {
  const [year = 0, monthNumber, dayNumber] = date.split('-').map(Number)
  if (monthNumber === undefined) return date
  const start = new Date(2000, 0, 1)
  // The Date constructor reads years below 100 as 19xx.
  start.setFullYear(year, monthNumber - 1, dayNumber ?? 1)
  return (dayNumber === undefined ? month() : day()).format(start)
}
