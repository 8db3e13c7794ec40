/** What a model brings for scoring beside its towers. */
import type { Encoder } from '../encoder/encoder'
import type { ModelStatistics } from './scoring/plan'
import { centre } from './scoring/probe'

/** Throws MODEL_DAMAGED. */
export async function readModelStatistics(encoder: Encoder): Promise<ModelStatistics> {
  const { calibration } = encoder.manifest
  if (!calibration) return { imageMean: undefined, textMean: undefined, captions: [] }
  const [imageMean, textMean] = [Float32Array.from(calibration.imageMean), Float32Array.from(calibration.textMean)]
  const bank = await encoder.loadBank()
  return { imageMean, textMean, captions: bank.map((caption) => centre(caption, textMean)) }
}
