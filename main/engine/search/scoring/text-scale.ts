/** Puts scores of texts on the scale of photos, so that both stand in one ranking. */
import { dot } from '../../encoder/vectors'
import type { PartKind } from '../../store/schema'
import type { TextScale } from '../parts'
import type { Leaf, ModelStatistics } from './plan'
import type { Probe } from './probe'
import { middleOf, type Background } from './relevance'

/** Where a text begins to match, in deviations of everyday captions, and how much one of these counts beyond that. */
interface Fit {
  matchAt: number
  weight: number
}
const byText: Fit = { matchAt: 2.85, weight: 0.7 }
/** Captions tell less of a photo than words do of words. */
const byPicture: Fit = { matchAt: 2, weight: 1 }
/** A text that stands out by this much is there, whatever the photos show. See: [Note: presence] */
const certainFrom = 3

export const unchanged: TextScale = (score) => score
export const picturesOnly: TextScale = () => -Infinity

/** What texts in general score with a probe. */
export interface TextBackground {
  mean: number
  deviation: number
}

/**
 * Of everyday captions (the model's bank) rather than of the library's texts, of which there may be one. Where the model has
 * no bank, of those there are.
 */
export function textBackground(probe: Probe, model: ModelStatistics, own: () => Float32Array): TextBackground {
  const captions = probe.isCentred ? model.captions : model.bank
  const scores = captions.length > 0 ? captions.map((caption) => dot(caption, probe.vector)) : own()
  let [sum, squares] = [0, 0]
  for (const score of scores) {
    sum += score
    squares += score * score
  }
  const mean = sum / Math.max(1, scores.length)
  return { mean, deviation: Math.sqrt(Math.max(squares / Math.max(1, scores.length) - mean * mean, leastVariance)) }
}
/** Of one text that is compared with itself. */
const leastVariance = 1e-3

/**
 * [Note: text scale] A text is nearer to every text than any photo is (the modality gap), and texts tell each other apart
 * more sharply. What a text scores is therefore measured in deviations from what everyday captions score with the same
 * probe. A text that stands out by `matchAt` of them scores what a photo scores whose relevance is 0.5, and from there
 * each deviation counts as `weight` deviations of photos. Chosen on Flickr, so that the caption of a photo is as
 * relevant to another caption of it as the photo itself, and so that photos without a description are found as before when
 * others have one (docs/quality.md). What is written about a photo counts like a note, and the better of the two.
 */
export function textScale({ vector, at }: Leaf, texts: TextBackground, photos: Background): TextScale {
  const middle = middleOf(photos, at)
  return (score, kind) => {
    const { matchAt, weight } = fitOf(vector.kind, kind)
    return middle + ((score - texts.mean) / texts.deviation - matchAt) * photos.deviation * weight
  }
}

function fitOf(query: Leaf['vector']['kind'], part: PartKind): Fit {
  return query === 'example' && part === 'passage' ? byPicture : byText
}

/** Whether the best of the library's texts is about what is looked for. */
export function isSaid(best: number, { mean, deviation }: TextBackground): boolean {
  return (best - mean) / deviation >= certainFrom
}
