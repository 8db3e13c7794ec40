/** Tells what is usual for the scores of an encoder that has seen part of a library, by one that has seen more of it. */
import type { Background } from '../scoring/relevance'

/**
 * [Note: one scale] Relevance measures a score against the whole library, of which a new encoder knows a part at first: the
 * best of a tenth of the photos would seem as relevant as the best of all. So the encoder that has seen most says how far the best of the
 * library stands out, and photos that both have seen how the two encoders' scores of this query compare: equal distances from
 * their mean, in deviations, are equally relevant. `usual` is that encoder's, `theirs` and `scores` are those photos' scores
 * by it and by the other; where there are none, all that the other knows (`own`) takes their place.
 */
export function commonScale(
  usual: Background,
  scores: Float32Array,
  theirs: Float32Array,
  own: Background,
): Background {
  const isTold = scores.length > 0
  const [here, there] = isTold ? [spread(scores), spread(theirs)] : [own, usual]
  const ratio = here.deviation / there.deviation
  return {
    mean: here.mean + (usual.mean - there.mean) * ratio,
    deviation: usual.deviation * ratio,
    best: here.mean + (usual.best - there.mean) * ratio,
  }
}

function spread(scores: Float32Array): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0]
  for (const score of scores) {
    sum += score
    squares += score * score
  }
  const mean = sum / scores.length
  return { mean, deviation: Math.sqrt(Math.max(squares / scores.length - mean * mean, 1e-8)) }
}
