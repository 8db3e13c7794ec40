/** Reads a run of words as plain English: takes dates out of it and turns "without …" into NOT. */
import type { Condition, Expression } from '../../../../contract'
import { plainWord, toTerms, trimEnds, type Atom } from './atoms'
import { datesAt } from './plain-dates'
import { takeUnwanted } from './plain-negation'

export interface Reading {
  /** What to look for, and what not: parts of an AND. */
  match: Expression[]
  where: Condition[]
}

/** Says nothing beside a date or something unwanted: "all photos from 2019", "everything except dogs". */
const anyPhoto =
  /^(?:(?:show|find|all|any|my|the|me|of) )*(?:photos?|pictures?|pics?|images?|everything|anything|all)(?: of)?$/i

export function readPlainLanguage(run: readonly Atom[], today: Date): Reading {
  const { atoms, where } = takeDates(run, today)
  const { kept, unwanted } = takeUnwanted(atoms)
  if (where.length === 0 && unwanted.length === 0) return { match: toTerms(run), where: [] }
  const rest = trimEnds(kept)
  const saysNothing = rest.every(({ literal }) => !literal) && anyPhoto.test(rest.map(({ text }) => text).join(' '))
  return { match: [...(saysNothing ? [] : toTerms(rest)), ...unwanted.map(toNegation)], where }
}

function takeDates(run: readonly Atom[], today: Date): { atoms: Atom[]; where: Condition[] } {
  const words = run.map((atom) => plainWord(atom)?.replace(/,$/, ''))
  const atoms: Atom[] = []
  const where: Condition[] = []
  for (let at = 0; at < run.length;) {
    const dates = datesAt(words, at, today)
    if (!dates) {
      atoms.push(run[at]!)
      at++
      continue
    }
    const filters = dates.value.map((filter): Condition => ({ op: 'filter', filter }))
    where.push(filters.length === 1 ? filters[0]! : { op: 'any', of: filters })
    at = dates.next
  }
  return { atoms, where }
}

function toNegation(atoms: readonly Atom[]): Expression {
  const terms = toTerms(atoms)
  return { op: 'not', of: terms.length === 1 ? terms[0]! : { op: 'and', of: terms } }
}
