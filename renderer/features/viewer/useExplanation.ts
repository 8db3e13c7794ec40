/** Why the photo on screen is a result of the search that found it, and whose place in it is shown. */
import { useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { Explanation, ResultItem, SearchOptions } from '../../../contract'
import { useCall } from '../../app/useCall'
import { hasHeat } from './heat'
import type { ExplainedTerm } from './Why'

/** Nobody who steps through the results waits for explanations on the way. */
const passingBy = 250

interface Explained {
  explanation: Explanation | FoveaError | null
  /** Index of the selected term. */
  selected: number
  select: (term: number) => void
  /** The selected term. */
  term: ExplainedTerm | undefined
  /** Where a video matches a term best, in seconds. */
  momentOf: (term: number) => number | null
}

/** `request` is what the results answer; nothing is asked while `isWanted` is false. */
export function useExplanation(
  item: ResultItem | undefined,
  request: SearchOptions | null,
  isWanted: boolean,
): Explained {
  const [chosen, setChosen] = useState<number | null>(null)
  const isAsked = isWanted && item && item.relevance !== null && request
  const explanation = useCall('search.explain', isAsked ? { ...request, itemId: item.id } : null, {
    delay: passingBy,
  })
  const terms = explanation && !(explanation instanceof FoveaError) ? explanation.terms : []
  const selected = chosen !== null && chosen < terms.length ? chosen : mostTelling(terms)
  return {
    explanation,
    selected,
    select: setChosen,
    term: terms[selected],
    momentOf: (term) => terms[term]?.moment ?? null,
  }
}

/** The first term that is somewhere in the photo; the first that is wanted where none is. */
export function mostTelling(terms: readonly Pick<ExplainedTerm, 'isAvoided' | 'heat'>[]): number {
  const located = terms.findIndex(({ isAvoided, heat }) => !isAvoided && hasHeat(heat))
  if (located >= 0) return located
  return Math.max(
    0,
    terms.findIndex(({ isAvoided }) => !isAvoided),
  )
}
