/** Measures how much more a photo looks like those somebody refused than like those they chose. */
import { dot } from '../encoder/vectors'

/** Centred cosine from which two photos look alike rather than show the same kind of thing: 1 in 100 pairs has it. */
const alike = 0.5

/**
 * How far the photo's highest cosine to a refused photo is above both `alike` and its highest cosine to a chosen one;
 * 0 for most photos. All vectors are centred.
 *
 * [Note: refused photos] Whoever refuses a photo in a result seldom refuses its subject, which it shares with the
 * wanted ones. On one-word searches for Flickr photos, every rule tried that turns the direction of refused photos
 * against all others (Rocchio's negative term, logistic and ridge regression with the refused as negatives) lost
 * average precision once it was strong enough to matter, up to 17 points. What it gained for narrower wishes ("dog",
 * meaning dogs in snow) was 2 points at most. So only look-alikes of the refused sink.
 */
export function lookAlikeExcess(
  photo: Float32Array,
  chosen: readonly Float32Array[],
  refused: readonly Float32Array[],
): number {
  const nearest = highest(photo, refused)
  return nearest > alike ? Math.max(0, nearest - Math.max(alike, highest(photo, chosen))) : 0
}

function highest(photo: Float32Array, others: readonly Float32Array[]): number {
  let best = -1
  for (const other of others) best = Math.max(best, dot(photo, other))
  return best
}
