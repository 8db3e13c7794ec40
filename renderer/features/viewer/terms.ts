/** The terms of a query in words. */
import { t } from '../../../strings'

/** A term as it stands in the query, without quotes; pictures and photos by what they are. */
export function termLabel(term: string): string {
  const kind = /^(like|region|picture|image):/.exec(term)?.[1]
  if (kind === 'like') return t('viewer.likePhoto')
  if (kind === 'region') return t('viewer.likePart')
  if (kind !== undefined) return t('viewer.likePicture')
  return term.replace(/^"(.*)"$/s, '$1').replaceAll('\\"', '"')
}

/** How well something matches, from its relevance: half and more is a match. */
export function matchWord(relevance: number): string {
  if (relevance >= 0.8) return t('viewer.clearly')
  if (relevance >= 0.5) return t('viewer.yes')
  return t(relevance >= 0.2 ? 'viewer.hardly' : 'viewer.no')
}
