/** Where photos were taken: the places they name, and clusters of them for a map. */
import type { Area, MapCluster, PlaceCount } from '../../../contract'
import { placeOf, type ItemRow, type VectorRow } from '../store/schema'
import type { LibraryReader } from './library-reader'
import type { VectorMatrix } from './matrix'

type Located = Pick<VectorRow, 'hash' | 'date' | 'place'> & { latitude: number; longitude: number }

/** More than a screen has room for. */
const mostClusters = 2000

export class PhotoPlaces {
  readonly #library: LibraryReader
  readonly #matrix: Pick<VectorMatrix, 'version'>
  #known: { version: number; photos: Located[] } | undefined

  constructor(library: LibraryReader, matrix: Pick<VectorMatrix, 'version'>) {
    this.#library = library
    this.#matrix = matrix
  }

  /** By country, region and city. */
  async places(): Promise<PlaceCount[]> {
    const store = await this.#library.store()
    if (!store) return []
    const rows = (await store.items
      .query()
      .where(`state = 'ready' AND (country IS NOT NULL OR region IS NOT NULL OR city IS NOT NULL)`)
      .select(['country', 'region', 'city'])
      .toArray()) as Pick<ItemRow, 'country' | 'region' | 'city'>[]
    const counts = new Map<string, PlaceCount>()
    for (const { country, region, city } of rows) {
      const place = placeOf({ country, region, city }) ?? ''
      const key = JSON.stringify([country, region, city])
      const known = counts.get(key)
      if (known) known.count++
      else counts.set(key, { country: country ?? '', region, city, place, count: 1 })
    }
    return [...counts.values()]
  }

  /** Photos in the area, those that share a square together; the largest clusters first. `cells`: squares around the world. */
  async clusters(area: Area, cells: number): Promise<{ clusters: MapCluster[]; located: number }> {
    const photos = await this.#photos()
    return { clusters: clustersOf(photos, area, cells), located: photos.length }
  }

  async #photos(): Promise<Located[]> {
    const { version } = this.#matrix
    if (this.#known?.version !== version) {
      const rows = (await this.#library.vectorRows(
        ['hash', 'date', 'place', 'latitude', 'longitude'],
        'latitude IS NOT NULL AND longitude IS NOT NULL',
      )) as Located[]
      const photos = rows.map(({ hash, date, place, latitude, longitude }) => ({
        hash,
        date,
        place,
        latitude,
        longitude,
      }))
      this.#known = { version, photos }
    }
    return this.#known.photos
  }
}

export function clustersOf(photos: readonly Located[], area: Area, cells: number): MapCluster[] {
  const clusters = new Map<number, { newest: Located; sums: [number, number]; area: Area; count: number }>()
  for (const photo of photos) {
    const { latitude, longitude } = photo
    if (!isIn(photo, area)) continue
    const key = cellAt(longitude, latitude, cells)
    const known = clusters.get(key)
    if (!known) {
      const own = { west: longitude, east: longitude, south: latitude, north: latitude }
      clusters.set(key, { newest: photo, sums: [latitude, longitude], area: own, count: 1 })
      continue
    }
    known.count++
    known.sums[0] += latitude
    known.sums[1] += longitude
    if (photo.date > known.newest.date) known.newest = photo
    known.area.west = Math.min(known.area.west, longitude)
    known.area.east = Math.max(known.area.east, longitude)
    known.area.south = Math.min(known.area.south, latitude)
    known.area.north = Math.max(known.area.north, latitude)
  }
  return [...clusters.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, mostClusters)
    .map(({ newest, sums, area: own, count }) => ({
      latitude: sums[0] / count,
      longitude: sums[1] / count,
      area: own,
      count,
      cover: newest.hash,
      place: newest.place,
    }))
}

function isIn({ latitude, longitude }: { latitude: number; longitude: number }, area: Area): boolean {
  if (latitude < area.south || latitude > area.north) return false
  const [fromWest, toEast] = [longitude >= area.west, longitude <= area.east]
  return area.west <= area.east ? fromWest && toEast : fromWest || toEast
}

/** The map ends there, as Mercator's does everywhere: a square. */
const northernmost = 85.0511

/** Squares of Mercator's projection, numbered row by row. */
function cellAt(longitude: number, latitude: number, cells: number): number {
  const x = (longitude + 180) / 360
  const within = Math.min(northernmost, Math.max(-northernmost, latitude))
  const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + (within * Math.PI) / 360)) / (2 * Math.PI)
  const index = (share: number): number => Math.min(cells - 1, Math.max(0, Math.floor(share * cells)))
  return index(y) * cells + index(x)
}
