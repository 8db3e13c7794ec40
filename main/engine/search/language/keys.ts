/** The words that may stand before a colon, and what a mistyped one was probably meant to be. */

export const termKeys = ['image', 'picture', 'like', 'region'] as const
export const filterKeys = [
  'date',
  'before',
  'after',
  'in',
  'type',
  'camera',
  'lens',
  'place',
  'text',
  'near',
  'rating',
  'is',
  'size',
] as const

export type TermKey = (typeof termKeys)[number]
export type FilterKey = (typeof filterKeys)[number]
export type Key = TermKey | FilterKey

const keys: readonly Key[] = [...termKeys, ...filterKeys]

export function keyOf(text: string): Key | undefined {
  const lower = text.toLowerCase()
  return keys.find((key) => key === lower)
}

export function isTermKey(key: Key): key is TermKey {
  return (termKeys as readonly Key[]).includes(key)
}

/**
 * The key that a text is a slip of the finger away from. Short words lie close to many others ("note" and "date" differ
 * in two letters), so a short key forgives less: none for two letters, one slip up to four, two for longer ones.
 */
export function keyMeantBy(text: string): Key | undefined {
  return nearest(text, keys, (key) => (key.length <= 2 ? 0 : key.length <= 4 ? 1 : 2))
}

/** The closest candidate within its own limit; the first one among equals. */
export function nearest<T extends string>(
  text: string,
  candidates: readonly T[],
  limitOf: (candidate: T) => number,
): T | undefined {
  const lower = text.toLowerCase()
  let best: T | undefined
  let bestSlips = Infinity
  for (const candidate of candidates) {
    const limit = limitOf(candidate)
    if (Math.abs(candidate.length - lower.length) > limit) continue
    const slips = editDistance(lower, candidate)
    if (slips <= limit && slips < bestSlips) {
      best = candidate
      bestSlips = slips
    }
  }
  return best
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j))
  const cell = (i: number, j: number): number => rows[i]![j]!
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, cell(i - 2, j - 2) + 1)
      rows[i]![j] = least
    }
  }
  return cell(a.length, b.length)
}
