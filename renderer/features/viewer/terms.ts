/** The terms of a query in words. */

/** A term as it stands in the query, without quotes; pictures and photos by what they are. */
export function termLabel(term: string): string {
  const kind = /^(like|region|picture|image):/.exec(term)?.[1]
  if (kind === 'like') return 'Like the photo'
  if (kind === 'region') return 'Like the part of a photo'
  if (kind !== undefined) return 'Like the picture'
  return term.replace(/^"(.*)"$/s, '$1').replaceAll('\\"', '"')
}

/** How well something matches, from its relevance: half and more is a match. */
export function matchWord(relevance: number): string {
  if (relevance >= 0.8) return 'clearly'
  if (relevance >= 0.5) return 'yes'
  return relevance >= 0.2 ? 'hardly' : 'no'
}
