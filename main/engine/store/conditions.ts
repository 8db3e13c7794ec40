/**
 * Turns the conditions of a query into a filter expression on the columns of the vectors table.
 *
 * [Note: true or false] Every condition is true or false for every row, never NULL: the opposite of an unknown would be
 * unknown too, and `-camera:canon` would lose the photos that name no camera.
 */
import type { Condition, Filter } from '../../../contract'
import { isOneOf, quote } from './filters'
import { folderCondition, type FolderRoot } from './folder-conditions'
import { nearCondition, sqlNumber } from './near-condition'

/** What the conditions refer to besides the columns. */
export interface ConditionContext {
  roots: readonly (FolderRoot & { isOffline: boolean })[]
  /** Contents of pictures that have these words. */
  saying?: (text: string) => readonly string[]
}

/**
 * A filter expression for any tree that the query language can write.
 *
 * [Note: nesting in SQL] The database's parser gives up at 50 levels, and its planner overflows the stack (and with it
 * the process) on some hundred conditions in a chain. So NOT is moved into the conditions, groups of one kind are
 * merged, and the deepest part of a group stands first: there a level costs the parser one of its 50, elsewhere two.
 */
export function conditionToSql(condition: Condition, context: ConditionContext): string {
  return translate(condition, false, context).sql
}

interface Translated {
  /** An expression that can stand beside any operator. */
  sql: string
  levels: number
}

function translate(condition: Condition, negated: boolean, context: ConditionContext): Translated {
  if (condition.op === 'not') return translate(condition.of, !negated, context)
  if (condition.op === 'filter') {
    const sql = filterToSql(condition.filter, context)
    return { sql: negated ? `(NOT ${sql})` : sql, levels: 0 }
  }
  const joint = jointOf(condition, negated)
  const parts = members(condition, negated, joint)
    .map((member) => translate(member.condition, member.negated, context))
    .sort((a, b) => b.levels - a.levels)
  return { sql: `(${parts.map(({ sql }) => sql).join(` ${joint} `)})`, levels: 1 + parts[0]!.levels }
}

type Group = Extract<Condition, { op: 'all' | 'any' }>

/** NOT turns one into the other. */
function jointOf({ op }: Group, negated: boolean): 'AND' | 'OR' {
  return (op === 'all') === negated ? 'OR' : 'AND'
}

/** What a group joins, with the members of groups in it that join the same way. */
function members(
  condition: Condition,
  negated: boolean,
  joint: 'AND' | 'OR',
): { condition: Condition; negated: boolean }[] {
  if (condition.op === 'not') return members(condition.of, !negated, joint)
  if (condition.op === 'filter' || jointOf(condition, negated) !== joint) return [{ condition, negated }]
  return condition.of.flatMap((part) => members(part, negated, joint))
}

function filterToSql(filter: Filter, context: ConditionContext): string {
  switch (filter.field) {
    case 'date': {
      const { from, to } = filter
      return dateCondition(
        from === undefined ? undefined : firstMoment(from),
        to === undefined ? undefined : momentAfter(to),
      )
    }
    case 'before':
      return dateCondition(undefined, firstMoment(filter.date))
    case 'after':
      return dateCondition(momentAfter(filter.date), undefined)
    case 'in':
      return folderCondition(filter.folder, context.roots)
    case 'type':
      return typeCondition(filter.type)
    case 'camera':
    case 'lens':
    case 'place':
      return `(${filter.field} IS NOT NULL AND ${containsText(filter.field, filter.text)})`
    case 'text': {
      const hashes = context.saying?.(filter.text) ?? []
      return hashes.length === 0 ? 'false' : `(${isOneOf('hash', hashes)})`
    }
    case 'near':
      return nearCondition(filter)
    case 'rating':
      return `(coalesce(rating, 0) ${filter.is} ${filter.stars})`
    case 'size':
      return `(size ${filter.is} ${sqlNumber(filter.bytes)})`
    case 'is':
      return flagCondition(filter.flag, context)
  }
}

/** Case-insensitive; a letter with an accent is found in both of its Unicode forms, since macOS writes names in either. */
function containsText(column: string, text: string): string {
  const forms = new Set([text, text.normalize('NFC'), text.normalize('NFD')])
  return `(${[...forms].map((form) => `contains(lower(${column}), lower(${quote(form)}))`).join(' OR ')})`
}

function dateCondition(from: number | undefined, until: number | undefined): string {
  const parts = ['true']
  if (from !== undefined) parts.push(`date >= ${sqlNumber(from)}`)
  if (until !== undefined) parts.push(`date < ${sqlNumber(until)}`)
  return `(${parts.join(' AND ')})`
}

/** The local time at which a year, month or day begins. */
function firstMoment(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return localMidnight(year, month - 1, day)
}

/** The local time at which it is over. */
function momentAfter(date: string): number {
  const [year = 0, month, day] = date.split('-').map(Number)
  if (month === undefined) return localMidnight(year + 1, 0, 1)
  return day === undefined ? localMidnight(year, month, 1) : localMidnight(year, month - 1, day + 1)
}

function localMidnight(year: number, monthIndex: number, day: number): number {
  const date = new Date(0, 0, 1)
  date.setFullYear(year, monthIndex, day) // the constructor takes 19 for 1919
  return date.getTime()
}

/** Extensions that are one format under several names, and the formats of cameras' raw data under one. */
const formats: readonly (readonly string[])[] = [
  ['jpg', 'jpeg', 'jpe', 'jfif'],
  ['tif', 'tiff'],
  ['heic', 'heif', 'hif'],
  ['md', 'markdown'],
]
const rawFormats =
  'dng cr2 cr3 crw nef nrw arw srf sr2 raf orf rw2 rwl pef srw x3f 3fr fff iiq erf kdc dcr mrw mos mef gpr raw'.split(
    ' ',
  )

function typeCondition(type: string): string {
  if (type === 'photo') return `(kind = 'image')`
  if (type === 'video') return `(kind = 'video')`
  if (type === 'note') return `(kind = 'text')`
  const extensions = type === 'raw' ? rawFormats : formats.find((names) => names.includes(type))
  if (!extensions) return `ends_with(lower(name), ${quote(`.${type}`)})`
  return matches('name', `[.](${extensions.join('|')})$`)
}

/** What systems and phones call screenshots, in the languages most of them speak. */
const screenshotNames = [
  ...['screen[ _]?shot', 'bildschirmfoto', "capture d[’']écran", 'schermafbeelding', 'schermopname', 'schermata'],
  ...['captura de pantalla', 'captura de tela', 'captura de ecrã', 'skärmavbild', 'skärmbild', 'skærmbillede'],
  ...[
    'skjermbilde',
    'näyttökuva',
    'zrzut ekranu',
    'snímek obrazovky',
    'képernyőfotó',
    'ekran görüntüsü',
    'ekran resmi',
  ],
  ...[
    'снимок экрана',
    'знімок екрана',
    'στιγμιότυπο',
    'スクリーンショット',
    '屏幕截图',
    '屏幕快照',
    '截屏',
    '螢幕截圖',
    '螢幕快照',
    '스크린샷',
  ],
].flatMap((name) => [name, name.normalize('NFD')])

/** A regular expression of our own on a lower-case column; text from outside never becomes a part of one. */
function matches(column: string, pattern: string): string {
  return `regexp_like(lower(${column}), ${quote(pattern)})`
}

function flagCondition(flag: Extract<Filter, { field: 'is' }>['flag'], context: ConditionContext): string {
  switch (flag) {
    case 'favorite':
      return '(favorite = true)'
    case 'landscape':
      return '(width > height)'
    case 'portrait':
      return '(height > width)'
    case 'video':
      return `(kind = 'video')`
    case 'screenshot':
      return `(${folderCondition('Screenshots', context.roots)} OR ${matches('name', screenshotNames.join('|'))})`
    case 'offline': {
      const offline = context.roots.filter(({ isOffline }) => isOffline).map(({ id }) => id)
      return offline.length === 0 ? 'false' : `(${isOneOf('root', offline)})`
    }
  }
}
