/** What a model brings for scoring beside its towers. */
import { centred } from '../encoder/centring'
import type { Encoder } from '../encoder/encoder'
import type { ModelStatistics } from './scoring/plan'

/** Throws MODEL_DAMAGED. */
export async function readModelStatistics(encoder: Encoder): Promise<ModelStatistics> {
  const { calibration } = encoder.manifest
  if (!calibration) return { imageMean: undefined, textMean: undefined, bank: [], captions: [] }
  const [imageMean, textMean] = [Float32Array.from(calibration.imageMean), Float32Array.from(calibration.textMean)]
  const bank = await encoder.loadBank()
  return { imageMean, textMean, bank, captions: bank.map((caption) => centred(caption, textMean)) }
}
