/** What one source (EXIF, IPTC, XMP, Takeout) says of a photo, and how raw values from files become it. */

export interface Taken {
  /** ms since 1970. */
  at: number
  /** Minutes the clock of the place was ahead of UTC, or null where nothing says. */
  offset: number | null
}

/** WGS 84 degrees. */
export interface Position {
  latitude: number
  longitude: number
}

/** null and an empty list: the source says nothing. */
export interface Facts {
  taken: Taken | null
  camera: string | null
  lens: string | null
  exposure: string | null
  position: Position | null
  title: string | null
  description: string | null
  keywords: string[]
  /** 0 to 5 stars. */
  rating: number | null
}

export const noFacts: Readonly<Facts> = {
  taken: null,
  camera: null,
  lens: null,
  exposure: null,
  position: null,
  title: null,
  description: null,
  keywords: [],
  rating: null,
}

/** Lengths that real names and captions stay under; all of it is held in memory and shown somewhere. */
const limits = { name: 200, title: 500, description: 5000, keyword: 100, keywords: 200 }

/** One line of text without control characters, or null when nothing is left. */
export function oneLine(value: unknown, limit: keyof typeof limits = 'name'): string | null {
  return clean(value, limits[limit], (text) => text.replace(/\s+/g, ' '))
}

/** Text that may have several lines. */
export function paragraphs(value: unknown): string | null {
  return clean(value, limits.description, (text) => text.replace(/\r\n?/g, '\n'))
}

export function keywordList(values: readonly unknown[]): string[] {
  const words = values.slice(0, limits.keywords).map((value) => oneLine(value, 'keyword'))
  return [...new Set(words.filter((word) => word !== null))]
}

function clean(value: unknown, limit: number, tidy: (text: string) => string): string | null {
  if (typeof value !== 'string') return null
  // Cut before the work, so that a caption of megabytes costs nothing; and after it to the length itself.
  const text = tidy(value.slice(0, limit * 4)).replace(/[^\P{Cc}\n\t]/gu, '')
  const cut = text
    .trim()
    .slice(0, limit)
    .replace(/[\uD800-\uDBFF]$/, '') // half of a character that the cut went through
    .trim()
  return cut === '' ? null : cut
}

/** Cameras often repeat the maker in the model: "Canon" + "Canon EOS R6" is one name. */
export function cameraName(make: unknown, model: unknown): string | null {
  const [maker, type] = [oneLine(make) ?? '', oneLine(model) ?? '']
  return oneLine(type.toLowerCase().startsWith(maker.toLowerCase()) ? type : `${maker} ${type}`)
}

/** "1/250 s, f/2.8, ISO 400", as far as known. */
export function exposureText(seconds: number, aperture: number, iso: number): string | null {
  const parts: string[] = []
  // From about a third of a second on, cameras themselves show decimals.
  if (isPositive(seconds)) {
    parts.push(seconds < 0.3 ? `1/${String(Math.round(1 / seconds))} s` : `${String(rounded(seconds))} s`)
  }
  if (isPositive(aperture)) parts.push(`f/${String(rounded(aperture))}`)
  if (isPositive(iso)) parts.push(`ISO ${String(Math.round(iso))}`)
  return parts.length > 0 ? parts.join(', ') : null
}

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 1e-7 && value < 1e7
const rounded = (value: number): number => Math.round(value * 10) / 10

/** Positions no photo can have, and 0, 0 (what devices write that do not know theirs), give null. */
export function positionOf(latitude: unknown, longitude: unknown): Position | null {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null
  return latitude === 0 && longitude === 0 ? null : { latitude, longitude }
}

/** Stars; a negative number ("rejected") and all above 5 give null. */
export function starsOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !(number >= 0 && number <= 5)) return null
  return Math.round(number)
}

/** Windows keeps stars as a percentage: 1, 25, 50, 75, 99. */
export function starsOfPercent(value: unknown): number | null {
  const percent = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof percent !== 'number' || !(percent >= 0 && percent <= 100)) return null
  return percent === 0 ? 0 : Math.round(percent / 25) + 1
}
