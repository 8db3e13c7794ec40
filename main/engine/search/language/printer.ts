/** Writes a query as text: the canonical form, which parses to the same query. */
import type { Condition, Expression, Filter, ParsedQuery, PicturePart, Term } from '../../../../contract'
import { tokenize } from './lexer'
import { normalise } from './normalise'
import { toTerms, type Atom } from './atoms'
import { readPlainLanguage } from './plain-language'
import { Problem } from './problem'
import { sizeUnits } from './values'

export function printQuery(query: ParsedQuery): string {
  const { match, where } = normalise(query)
  if (!match || !where) return match ? printExpression(match) : where ? printCondition(where) : ''
  // Side by side, either would swallow or split the other's OR.
  const condition = where.op === 'any' ? `(${printCondition(where)})` : printCondition(where)
  return `${match.op === 'or' ? `(${printExpression(match)})` : printExpression(match)} ${condition}`
}

function printExpression(expression: Expression): string {
  switch (expression.op) {
    case 'term':
      return printTerm(expression.term, expression.weight)
    case 'not':
      return printNegation(expression.of)
    case 'or':
      return expression.of.map(printOperand).join(' OR ')
    case 'and':
      return expression.of.reduce((text, part, index) => {
        const before = expression.of[index - 1]
        // Two texts side by side would be one.
        const joint = before === undefined ? '' : isText(before) && isText(part) ? ' AND ' : ' '
        return `${text}${joint}${printOperand(part)}`
      }, '')
  }
}

/** A part of an AND or OR: in parentheses if it has parts itself. */
function printOperand(expression: Expression): string {
  const isGroup = expression.op === 'and' || expression.op === 'or'
  return isGroup ? `(${printExpression(expression)})` : printExpression(expression)
}

/** A minus takes one word only, so a text of several needs quotes behind it. */
function printNegation(of: Expression): string {
  if (of.op !== 'term' || of.term.kind !== 'text') return `-${printOperand(of)}`
  const text = printTerm(of.term, of.weight)
  const isTaken = text.startsWith('"') || !(text.includes(' ') || /^[+-]/.test(text))
  return isTaken ? `-${text}` : `-${quoted(text)}`
}

function isText(expression: Expression): boolean {
  return expression.op === 'term' && expression.term.kind === 'text'
}

function printTerm(term: Term, weight: number | undefined): string {
  const suffix = weight === undefined ? '' : `^${weight}`
  switch (term.kind) {
    case 'text':
      return isReadAsWritten(term.text, suffix) ? `${term.text}${suffix}` : `${quoted(term.text)}${suffix}`
    case 'file':
      return `image:${quoted(term.path)}${suffix}`
    case 'picture':
      return `picture:${term.imageId}${term.part ? printPicturePart(term.part) : ''}${suffix}`
    case 'like':
      return `like:${term.itemId}${suffix}`
    case 'region':
      return `region:${term.itemId}${printPicturePart(term)}${suffix}`
  }
}

function printPicturePart({ x, y, w, h }: PicturePart): string {
  return `@${[x, y, w, h].join(',')}`
}

/** Whether a text without quotes is one term and nothing else: no operator, no filter, no plain-language date or NOT. */
function isReadAsWritten(text: string, suffix: string): boolean {
  const words = text.split(' ')
  if (suffix !== '' && words.length > 1) return false
  const atoms = words.map((word): Atom => ({ text: word, literal: false }))
  return (
    words.every((word) => isOneWord(word) && (suffix === '' || isOneWord(`${word}${suffix}`, word))) &&
    // Which day it is decides what a date is, not whether it is one.
    sameTerms(readPlainLanguage(atoms, new Date(0)), toTerms(atoms))
  )
}

function sameTerms(reading: ReturnType<typeof readPlainLanguage>, terms: Expression[]): boolean {
  return reading.where.length === 0 && JSON.stringify(reading.match) === JSON.stringify(terms)
}

function isOneWord(written: string, word = written): boolean {
  // A face is a word only where a space follows, not inside parentheses.
  if (/[()]/.test(written)) return false
  try {
    const [token, ...more] = tokenize(written)
    return token?.kind === 'word' && token.text === word && more.length === 0
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function printCondition(condition: Condition): string {
  switch (condition.op) {
    case 'filter':
      return printFilter(condition.filter)
    case 'not':
      return `-${printPart(condition.of)}`
    case 'any':
      return condition.of.map(printPart).join(' OR ')
    case 'all':
      return condition.of.map(printPart).join(' ')
  }
}

function printPart(condition: Condition): string {
  const isGroup = condition.op === 'all' || condition.op === 'any'
  return isGroup ? `(${printCondition(condition)})` : printCondition(condition)
}

function printFilter(filter: Filter): string {
  switch (filter.field) {
    case 'date': {
      const { from = '', to = '' } = filter
      return from === to ? `date:${from}` : `date:${from}..${to}`
    }
    case 'before':
    case 'after':
      return `${filter.field}:${filter.date}`
    case 'in':
      return `in:${printValue(filter.folder)}`
    case 'type':
      return `type:${filter.type}`
    case 'camera':
    case 'lens':
    case 'place':
    case 'text':
      return `${filter.field}:${printValue(filter.text)}`
    case 'near':
      return `near:${[filter.latitude, filter.longitude, filter.km].join(',')}`
    case 'rating':
      return `rating:${filter.is === '=' ? '' : filter.is}${filter.stars}`
    case 'is':
      return `is:${filter.flag}`
    case 'size':
      return `size:${filter.is === '=' ? '' : filter.is}${printSize(filter.bytes)}`
  }
}

/** In the largest unit that needs no fraction. */
function printSize(bytes: number): string {
  const [unit, factor] = Object.entries(sizeUnits).find(([, factor]) => bytes > 0 && bytes % factor === 0) ?? ['b', 1]
  return `${bytes / factor}${unit}`
}

function printValue(value: string): string {
  return /^[\p{L}\p{N}_./-]+$/u.test(value) ? value : quoted(value)
}
