/** A filter's value as its editor shows it, and what it becomes when that was changed. */
import type { Filter } from '../../../contract'
import { call } from '../../app/client'
import type { FieldOption } from './useFieldOptions'

/** What stands behind the colon, without quotes. Asks the printer, so that there is one way to write a filter. */
export async function valueOf(filter: Filter): Promise<string> {
  const { text } = await call('search.print', { query: { where: { op: 'filter', filter } } })
  return unquoted(text.slice(text.indexOf(':') + 1))
}

/** The filter with this value, or why there is none. */
export async function filterWith(field: Filter['field'], value: string): Promise<Filter | string> {
  const answer = await call('search.read', { text: `${field}:${quotedValue(value)}` })
  if ('problem' in answer) return answer.problem.message
  const { where } = answer.query
  return where?.op === 'filter' ? where.filter : value
}

export async function valuesFor(field: Filter['field'], typed: string): Promise<FieldOption[]> {
  const suggestions = await call('search.suggest', { text: `${field}:${typed === '' ? '' : `"${typed}`}` })
  return suggestions.map(({ label, kind }) => {
    const value = unquoted(label.slice(label.indexOf(':') + 1))
    return { text: value, label: value, kind }
  })
}

export function quotedValue(value: string): string {
  return /[\s()"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

export function unquoted(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll('""', '"') : value
}
