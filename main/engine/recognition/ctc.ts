/** Turns what the recogniser says of a strip into letters: connectionist temporal classification, read greedily. */

export interface Reading {
  text: string
  /** Mean probability of its letters, 0 to 1. */
  confidence: number
}

/**
 * `probabilities`: a row a step along the strip, a column a class. Class 0 is "no letter here", class k the letter
 * `characters[k - 1]`. Equal letters in a row are one, unless there was none between them.
 */
export function decode(probabilities: Float32Array, classes: number, characters: readonly string[]): Reading {
  let text = ''
  let sum = 0
  let letters = 0
  let previous = 0
  for (let start = 0; start + classes <= probabilities.length; start += classes) {
    let best = 0
    for (let k = 1; k < classes; k++) if (probabilities[start + k]! > probabilities[start + best]!) best = k
    if (best !== 0 && best !== previous) {
      text += characters[best - 1] ?? ''
      sum += probabilities[start + best]!
      letters++
    }
    previous = best
  }
  return { text, confidence: letters > 0 ? sum / letters : 0 }
}
