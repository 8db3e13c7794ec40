/** Decides at a glance whether a picture may hold text, so that the others cost next to nothing. */
import type { DecodedPhoto } from '../media/crops'
import type { ItemRow } from '../store/schema'
import type { Recogniser } from './recogniser'

/** A thumbnail is enough to see that there are lines of text, if not to read them. */
const glanceSide = 512

/**
 * Drawn by a computer rather than photographed: text is likely, and letters as small as those of a large screen cannot be
 * seen in a thumbnail.
 */
export function isDrawn({ name, camera }: Pick<ItemRow, 'name' | 'camera'>): boolean {
  if (camera !== null) return false
  return /\.(png|gif|bmp)$/i.test(name) || /screen[ _-]?(shot|cap)|bildschirmfoto|capture d/i.test(name)
}

/** Whether the detector sees anything in the thumbnail. */
export async function looksLikeText(thumbnail: DecodedPhoto, recogniser: Recogniser): Promise<boolean> {
  return (await recogniser.detect(thumbnail, glanceSide)).length > 0
}
