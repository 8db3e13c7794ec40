/** Scores photos by their tiles as well as by the whole, so that small things count. */
import { relevance, type Tile } from './tile'

/**
 * [Note: look closer] Two views of each photo compete, each standardised over the candidates (median and median
 * deviation), because a maximum over many tiles is always higher than the score of the whole:
 * - mixed: 0.65 of the whole photo's score and 0.35 of its best tile's. It is what ordinary searches gain from.
 * - fine: the best small tile alone, half a deviation handicapped. It finds what is too small to be seen in the whole.
 * The better one is the photo's score. Weight and handicap were chosen on half of the photos and measured on the other
 * half (docs/quality.md): more weight or no handicap finds more small things, at the cost of ordinary searches.
 */
const tileWeight = 0.35
const handicap = 0.5
/** Makes a median absolute deviation comparable to a standard deviation. */
const normalConsistency = 1.4826

export interface CloserCandidate {
  /** Cosine of the term and the whole photo, less the photo's hubness. */
  score: number
  /** None if the photo could not be read; it is then scored as if its best tile were as much better as those of others are. */
  tiles: readonly Tile[]
}

/** One score a candidate, in deviations above the middle of the candidates: for ordering these, and nothing else. */
export function closerScores(term: Float32Array, candidates: readonly CloserCandidate[]): number[] {
  const views = candidates.map(({ score, tiles }) => {
    const best = { all: -Infinity, fine: -Infinity }
    for (const tile of tiles) {
      const value = relevance(tile, term)
      best.all = Math.max(best.all, value)
      if (tile.fine) best.fine = Math.max(best.fine, value)
    }
    return { score, ...best }
  })
  const seen = views.filter(({ all }) => all > -Infinity)
  const usualGain = median(seen.map(({ all, score }) => all - score))
  const mixed = standardised(
    views.map(({ score, all }) => score + tileWeight * (all > -Infinity ? all - score : usualGain)),
  )
  const fine = standardised(seen.map((view) => view.fine))
  const fineOf = new Map(seen.map((view, i) => [view, fine[i] ?? 0]))
  return views.map((view, i) => Math.max(mixed[i] ?? 0, (fineOf.get(view) ?? -Infinity) - handicap))
}

function standardised(values: readonly number[]): number[] {
  const middle = median(values)
  const deviations = values.map((value) => Math.abs(value - middle))
  // More than half may be equal (copies of a photo); then the mean deviation says how far apart the others are.
  const mean = deviations.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const unit = median(deviations) * normalConsistency || mean || 1
  return values.map((value) => (value - middle) / unit)
}

/** 0 of nothing. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}
