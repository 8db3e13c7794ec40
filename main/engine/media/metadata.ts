/** What a photo's file and its sidecars say of it, each fact from the source that is to be trusted most. */
import type { MetadataColumns } from '../store/schema'
import type { ImageHeader } from './decode'
import { readExif, readIptc } from './exif'
import { noFacts, type Facts } from './facts'
import type { SidecarTexts } from './sidecars'
import { readTakeout } from './takeout'
import { readXmp } from './xmp'

/** Raised when the same files would give other metadata, words or another perceptual hash: every file is read again then. */
export const metadataVersion = 2

export type PhotoMetadata = Omit<MetadataColumns, 'country' | 'region' | 'city'>

/**
 * Words and stars come first from where people put them: the sidecar, then XMP, IPTC, EXIF, Takeout. What the camera
 * knows comes first from EXIF. A position in a sidecar was set by hand or by a track and corrects the camera's. A date of
 * the last change, which EXIF has too, counts only where nothing says when the photo was taken. The container of a video
 * says what EXIF says of a photo.
 */
export function readMetadata(
  { exif: blocks, xmp: packet, iptc: iptcBlock }: Pick<ImageHeader, 'exif' | 'xmp' | 'iptc'>,
  sidecars: SidecarTexts,
  container: Readonly<Facts> = noFacts,
): PhotoMetadata {
  const exifs = blocks.map(readExif)
  const iptc = iptcBlock ? readIptc(iptcBlock) : noFacts
  const embedded = packet === undefined ? noFacts : readXmp(packet)
  const sidecar = sidecars.xmp === undefined ? noFacts : readXmp(sidecars.xmp)
  const takeout = sidecars.takeout === undefined ? noFacts : readTakeout(sidecars.takeout)

  const words = [sidecar, embedded, iptc, ...exifs, container, takeout]
  const camera = [...exifs, container, sidecar, embedded, takeout]
  const taken = firstOf(camera, 'taken') ?? exifs.find(({ changed }) => changed)?.changed
  const position = firstOf([sidecar, ...exifs, container, embedded, takeout], 'position')
  const keywords = words.find((facts) => facts.keywords.length > 0)?.keywords
  return {
    takenAt: taken?.at ?? null,
    takenOffset: taken?.offset ?? null,
    camera: firstOf(camera, 'camera'),
    lens: firstOf(camera, 'lens'),
    exposure: firstOf(camera, 'exposure'),
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    title: firstOf(words, 'title'),
    description: firstOf(words, 'description'),
    keywords: keywords?.join('\n') ?? null,
    fileRating: firstOf(words, 'rating'),
  }
}

function firstOf<K extends keyof Facts>(sources: readonly Readonly<Facts>[], key: K): Facts[K] | null {
  return sources.find((facts) => facts[key] !== null)?.[key] ?? null
}
