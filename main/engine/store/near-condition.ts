/** The filter for photos within a distance of a place on the globe. */

const earthRadius = 6371.0088 // km, mean radius of WGS 84

/** A bounding box that is a millimetre too small would lose what lies on its edge. */
const boxMargin = 1e-6

interface Near {
  latitude: number
  longitude: number
  km: number
}

/**
 * Great-circle distance by the haversine formula. It is exact over the date line and at the poles by itself; the box
 * before it spares most rows the trigonometry.
 */
export function nearCondition({ latitude, longitude, km }: Near): string {
  const angle = km / earthRadius
  const known = 'latitude IS NOT NULL AND longitude IS NOT NULL'
  if (angle >= Math.PI) return `(${known})`
  const haversine = [
    `power(sin(radians(latitude - ${sqlNumber(latitude)}) / 2.0), 2.0)`,
    `${sqlNumber(Math.cos(toRadians(latitude)))} * cos(radians(latitude)) * power(sin(radians(longitude - ${sqlNumber(longitude)}) / 2.0), 2.0)`,
  ].join(' + ')
  const box = boundingBox(latitude, longitude, angle)
  return `(${[known, ...box, `${haversine} <= ${sqlNumber(Math.sin(angle / 2) ** 2)}`].join(' AND ')})`
}

function boundingBox(latitude: number, longitude: number, angle: number): string[] {
  const reach = toDegrees(angle) + boxMargin
  const [south, north] = [latitude - reach, latitude + reach]
  const box = [`latitude >= ${sqlNumber(south)}`, `latitude <= ${sqlNumber(north)}`]
  // A circle around a pole holds every longitude.
  if (south <= -90 || north >= 90) return box
  const width = toDegrees(Math.asin(Math.min(1, Math.sin(angle) / Math.cos(toRadians(latitude))))) + boxMargin
  const [west, east] = [longitude - width, longitude + width]
  if (west >= -180 && east <= 180) {
    box.push(`longitude >= ${sqlNumber(west)}`, `longitude <= ${sqlNumber(east)}`)
  } else {
    const [from, to] = [west < -180 ? west + 360 : west, east > 180 ? east - 360 : east]
    box.push(`(longitude >= ${sqlNumber(from)} OR longitude <= ${sqlNumber(to)})`)
  }
  return box
}

/** A float literal: a bare integer would be typed differently, and a minus sign must not touch another one. */
export function sqlNumber(value: number): string {
  const text = String(value)
  const literal = /[.e]/.test(text) ? text : `${text}.0`
  return value < 0 ? `(${literal})` : literal
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

function toDegrees(radians: number): number {
  return (radians * 180) / Math.PI
}
