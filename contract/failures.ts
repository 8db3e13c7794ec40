/** The sentence for each reason a file could not be indexed. */
import type { FailureCode } from './schemas'

export const failureSentences: Record<FailureCode, string> = {
  empty: 'The file is empty.',
  'not-an-image': 'The file is not a picture Fovea can read, whatever its name says.',
  corrupt: 'The picture is damaged or cut off.',
  'too-large': 'The picture is too large: Fovea reads up to 268 megapixels and 1 GB.',
  unreadable: 'The file could not be read: check its permissions or the drive.',
  vanished: 'The file disappeared while it was being read.',
}
