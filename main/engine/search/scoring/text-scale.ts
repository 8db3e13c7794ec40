/** Puts scores of texts on the scale of photos, so that both stand in one ranking. */
import { dot } from '../../encoder/vectors'
import type { PartKind } from '../../store/schema'
import type { TextScale } from '../parts'
import type { ModelStatistics } from './plan'
import type { Probe } from './probe'
import type { Background } from './relevance'

/** Texts stand out from others by more of their deviations than photos do: of each kind, this share of it counts. */
const weights: Record<PartKind, number> = { frame: 1, passage: 0.7, words: 0.7 }

export const unchanged: TextScale = (score) => score
export const picturesOnly: TextScale = () => -Infinity

/**
 * [Note: text scale] A text is nearer to every text than any photo is (the modality gap), and texts tell each other apart
 * more sharply. What a text scores is therefore compared with what everyday captions (the model's bank) score with the same
 * probe, and what a photo scores with the photos of the library: a text that stands out among captions as a photo does
 * among photos fits as well. Captions rather than the texts of the library, of which there may be one.
 */
export function textScale(probe: Probe, model: ModelStatistics, photos: Background): TextScale {
  const captions = probe.isCentred ? model.captions : model.bank
  if (captions.length === 0) return unchanged
  let [sum, squares] = [0, 0]
  for (const caption of captions) {
    const score = dot(caption, probe.vector)
    sum += score
    squares += score * score
  }
  const mean = sum / captions.length
  const deviation = Math.sqrt(Math.max(squares / captions.length - mean * mean, 1e-8))
  return (score, kind) => photos.mean + ((score - mean) / deviation) * photos.deviation * weights[kind]
}
