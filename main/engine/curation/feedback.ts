/** Refines a search by photos marked "more like this" and "less like this". */
import { dot } from '../encoder/vectors'
import { lookAlikeExcess } from './look-alikes'

/**
 * With this many liked photos their mean weighs half of what all likes together can. One liked photo also shows much
 * that was not asked for: full weight from the start makes more searches worse than it makes better.
 */
const likesForHalf = 2
/** Weight of being a look-alike of a disliked photo; more of it sinks wanted photos too. */
const dislikeWeight = 0.25

export interface Marked {
  /** Centred photo vectors. See: [Note: centred vectors] */
  liked: readonly Float32Array[]
  disliked: readonly Float32Array[]
}

/**
 * What to add to a photo's score, given its centred vector. The scores must be cosines of the query (plain or centred)
 * before any calibration. Rocchio's rule for the liked, so that the query stays in the lead; for the disliked see
 * [Note: refused photos]. Marked photos themselves are for the caller to place: a disliked one should just go.
 */
export function feedbackAdjustment({ liked, disliked }: Marked): (photo: Float32Array) => number {
  const direction = new Float32Array(liked[0]?.length ?? 0)
  for (const vector of liked) {
    for (let i = 0; i < direction.length; i++) direction[i] = direction[i]! + vector[i]! / (liked.length + likesForHalf)
  }
  return (photo) => dot(direction, photo) - dislikeWeight * lookAlikeExcess(photo, liked, disliked)
}
