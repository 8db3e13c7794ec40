/** Times as photos write them: with a zone, without one, or in parts. */
import type { Taken } from './facts'

/** The oldest photograph: dates before it are those of cameras whose clock was never set. */
const firstYear = 1826
/** Zones lie on quarters of an hour; a fix of the satellites may be this much older than the photo. */
const zoneStep = 15
const fixAge = 3
const widestOffset = 14 * 60

/**
 * "2019:07:21 15:04:05" (also with dashes and a T) with an optional "+02:00". Without one it is local time, of the zone
 * that `utc` (satellite time, ms since 1970) suggests, or else of this machine. Dates no camera can mean give null.
 */
export function parseExifTime(text: string | undefined, offset?: string, utc?: number | null): Taken | null {
  const parts = /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})/.exec(text ?? '')
  if (!parts) return null
  const minutes = parseOffset(offset)
  const asUtc = toTime(parts.slice(1), 'Z')
  const hinted = minutes ?? (asUtc !== null && utc != null ? zoneBetween(asUtc, utc) : null)
  if (asUtc === null || hinted === null) return taken(toTime(parts.slice(1), ''), null)
  return taken(asUtc - hinted * 60_000, hinted)
}

/** ISO 8601 as XMP has it: the zone, seconds, time, day and month may be missing. Days without a time are at noon. */
export function parseXmpTime(text: string | undefined): Taken | null {
  const parts =
    /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(
      text?.trim() ?? '',
    )
  if (!parts) return null
  const [, year, month = '01', day = '01', hour = '12', minute = '00', second = '00', zone] = parts
  const fields = [year ?? '', month, day, hour, minute, second]
  if (zone === 'Z') return taken(toTime(fields, 'Z'), null) // tells the instant, not where the photo was taken
  const offset = parseOffset(zone)
  const asUtc = toTime(fields, 'Z')
  return offset === null || asUtc === null ? taken(toTime(fields, ''), null) : taken(asUtc - offset * 60_000, offset)
}

/** "2019:07:21" and hours, minutes, seconds: ms since 1970, or null. */
export function parseGpsTime(date: string | undefined, time: readonly number[]): number | null {
  const parts = /^(\d{4})[:-](\d{2})[:-](\d{2})/.exec(date ?? '')
  const [hour = Number.NaN, minute = Number.NaN, second = Number.NaN] = time
  const at = parts
    ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]), hour, minute, second)
    : Number.NaN
  return Number.isNaN(at) ? null : at
}

function toTime(fields: readonly string[], zone: '' | 'Z'): number | null {
  const [year, month, day, hour, minute, second] = fields
  if (Number(year) < firstYear || Number(month) < 1 || Number(day) < 1) return null
  const time = Date.parse(
    `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}${zone}`,
  )
  return Number.isNaN(time) ? null : time
}

function taken(at: number | null, offset: number | null): Taken | null {
  return at === null ? null : { at, offset }
}

/** Minutes ahead of UTC, or null for what is no offset. */
function parseOffset(text: string | undefined): number | null {
  const parts = /^([+-])(\d{2}):(\d{2})$/.exec(text?.trim() ?? '')
  if (!parts) return null
  const minutes = (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]))
  return Math.abs(minutes) <= widestOffset ? minutes : null
}

/** The zone in which a clock that shows `local` is right at `utc`, or null when it is right in none. */
function zoneBetween(local: number, utc: number): number | null {
  const minutes = (local - utc) / 60_000
  const zone = Math.round(minutes / zoneStep) * zoneStep
  return Math.abs(zone) <= widestOffset && Math.abs(minutes - zone) <= fixAge ? zone : null
}
