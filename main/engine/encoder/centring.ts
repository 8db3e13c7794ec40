/** Takes off vectors what all of their modality share, so that angles tell photos apart. */
import { normalise } from './vectors'

/**
 * [Note: centred vectors] All photos of a dual encoder lie in one narrow cone: any two have a high cosine. What
 * compares vectors of either kind with each other works on vectors less their mean (the manifest's calibration), scaled to
 * unit length again: unrelated photos then have a cosine around 0, with a spread of 0.15.
 *
 * Writes into `target` and returns it. Without a mean (a model that has no calibration) the vector is copied.
 */
export function centreInto(target: Float32Array, vector: Float32Array, mean?: ArrayLike<number>): Float32Array {
  for (let i = 0; i < target.length; i++) target[i] = vector[i]! - (mean?.[i] ?? 0)
  return normalise(target)
}

export function centred(vector: Float32Array, mean?: ArrayLike<number>): Float32Array {
  return centreInto(new Float32Array(vector.length), vector, mean)
}
