/** Reads the JSON file that Google Takeout puts beside each photo. */
import { z } from 'zod'
import { keywordList, noFacts, paragraphs, positionOf, type Facts, type Position, type Taken } from './facts'

const Position = z.object({ latitude: z.number(), longitude: z.number() }).optional().catch(undefined)
const Takeout = z.object({
  description: z.string().optional().catch(undefined),
  /** Seconds since 1970, as text. */
  photoTakenTime: z.object({ timestamp: z.coerce.number() }).optional().catch(undefined),
  /** Where the user or Google says it was taken, then where the file says. 0, 0 stands for nowhere. */
  geoData: Position,
  geoDataExif: Position,
  people: z
    .array(z.object({ name: z.string() }).catch({ name: '' }))
    .optional()
    .catch(undefined),
})

/** JSON of another kind, or none at all, says nothing. Its `title` is the file's name and so is left alone. */
export function readTakeout(json: string): Facts {
  const parsed = Takeout.safeParse(parse(json))
  if (!parsed.success) return noFacts
  const { description, photoTakenTime, geoData, geoDataExif, people } = parsed.data
  return {
    ...noFacts,
    taken: takenAt(photoTakenTime?.timestamp),
    position: position(geoData) ?? position(geoDataExif),
    description: paragraphs(description),
    keywords: keywordList((people ?? []).map(({ name }) => name)),
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function takenAt(seconds: number | undefined): Taken | null {
  // Any number of seconds that is a date; 0 is what Takeout writes when it does not know.
  const at = (seconds ?? 0) * 1000
  return at !== 0 && Math.abs(at) <= 8.64e15 ? { at, offset: null } : null
}

function position(at: { latitude: number; longitude: number } | undefined): Position | null {
  return at ? positionOf(at.latitude, at.longitude) : null
}
