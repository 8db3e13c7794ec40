/** The sentence for each reason a file could not be indexed. */
import type { FailureCode } from './schemas'

export const failureSentences: Record<FailureCode, string> = {
  empty: 'The file is empty.',
  'not-an-image': 'The file is not a picture Fovea can read, whatever its name says.',
  corrupt: 'The file is damaged or cut off.',
  'too-large':
    'The picture is too large: Fovea reads files up to 1 GB, 268 megapixels, and 600 MB of pixels in formats that are not read row by row.',
  'too-slow': 'Reading the file takes too long: it is damaged, or far more complex than usual.',
  unreadable: 'The file could not be read: check its permissions or the drive.',
  vanished: 'The file disappeared while it was being read.',
  'no-preview':
    'The camera RAW holds no preview picture, which is what Fovea shows of RAW files: develop it to a JPEG beside it.',
  drawing: 'Drawings (SVG, AI, EPS) are not indexed: export it as PNG or JPEG to find it.',
  layered: 'Layered documents (PSD, PSB, XCF) are not indexed: export it as JPEG or PNG to find it.',
  'video-codec': 'This video’s codec cannot be read: convert it to H.264, VP9 or AV1 to find it.',
  'video-needs-app': 'Videos are read by the app: open Fovea’s window, and this one is indexed there.',
  'not-a-text': 'The file is no text Fovea can read, whatever its name says.',
  'no-text': 'There is no text in the file. Of scanned pages Fovea finds those that are saved as pictures.',
  'text-too-large': 'The file is too large for a note: Fovea reads text files up to 16 MB and PDFs up to 128 MB.',
  encrypted: 'The PDF is protected by a password: save it without one to find it.',
  crashed: 'Reading this file made Fovea stop twice. It is left alone until it changes, or until you try again.',
}
