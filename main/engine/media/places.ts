/** Names the place of a pair of coordinates, offline, from the packaged gazetteer. */
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

export interface Place {
  country: string | null
  region: string | null
  city: string | null
}

export const noPlace: Place = { country: null, region: null, city: null }

/** A photo further from every town than this is in none. */
const cityKm = 50
/** Within this all places have to lie in one country for a photo far from towns to be in it, too. */
const countryKm = 200
const kmPerDegree = 111.2
const earthRadiusKm = 6371

/**
 * A town is taken for a disc that grows with its people, and the town whose edge is nearest gives its name: the middle of
 * a suburb is nearer than that of the city, also in the city's own streets. At 12,700 people a square kilometre, the
 * density of a packed city, the suburbs keep their own ground.
 */
const discKm = (population: number): number => 0.005 * Math.sqrt(population)

/** Cells of one degree: two or three in each direction cover `cityKm` outside the polar regions. */
const rows = 180
const columns = 360

export class Places {
  readonly #file: string
  #loading: Promise<Gazetteer | undefined> | undefined

  /** The gazetteer is read when the first photo with coordinates comes along; about 10 MB. */
  constructor(file: string) {
    this.#file = file
  }

  /** Takes degrees. A photo is worth more than its place: without a gazetteer, no place has a name. */
  async at(latitude: number, longitude: number): Promise<Place> {
    this.#loading ??= load(this.#file)
    return (await this.#loading)?.at(latitude, longitude) ?? noPlace
  }
}

async function load(file: string): Promise<Gazetteer | undefined> {
  try {
    return new Gazetteer((await promisify(gunzip)(await readFile(file))).toString('utf8'))
  } catch (error) {
    console.error('the names of places cannot be read:', error)
    return undefined
  }
}

/** The gazetteer in memory: parallel arrays sorted by cell. The format is described in resources/gazetteer/LICENSE.md. */
export class Gazetteer {
  readonly #countries: Map<string, string>
  readonly #regions: { country: string; name: string | null }[]
  readonly #names: string[] = []
  readonly #latitudes: Float32Array
  readonly #longitudes: Float32Array
  readonly #discs: Float32Array
  readonly #regionOf: Uint16Array
  /** Where the places of each cell begin; one more than there are cells. */
  readonly #starts = new Uint32Array(rows * columns + 1)

  constructor(text: string) {
    const [countries = '', regions = '', cities = ''] = text.split('\n\n')
    this.#countries = new Map(countries.split('\n').map((line) => line.split('\t') as [string, string]))
    this.#regions = regions.split('\n').map((line) => {
      const [country = '', name = ''] = line.split('\t')
      return { country, name: name === '' ? null : name }
    })
    const places = cities.split('\n').map((line) => {
      const [name = '', latitude, longitude, region, population] = line.split('\t')
      const at = { latitude: Number(latitude), longitude: Number(longitude) }
      return { name, ...at, region: Number(region), population: Number(population), cell: cellOf(at) }
    })
    places.sort((a, b) => a.cell - b.cell)
    this.#latitudes = Float32Array.from(places, ({ latitude }) => latitude)
    this.#longitudes = Float32Array.from(places, ({ longitude }) => longitude)
    this.#discs = Float32Array.from(places, ({ population }) => discKm(population))
    this.#regionOf = Uint16Array.from(places, ({ region }) => region)
    for (const { name, cell } of places) {
      this.#names.push(name)
      this.#starts[cell + 1] = this.#names.length
    }
    for (let cell = 1; cell < this.#starts.length; cell++) {
      this.#starts[cell] = Math.max(this.#starts[cell] ?? 0, this.#starts[cell - 1] ?? 0)
    }
  }

  at(latitude: number, longitude: number): Place {
    let nearest = -1
    let least = Infinity
    for (const [place, km] of this.#within(latitude, longitude, cityKm)) {
      const toEdge = km - (this.#discs[place] ?? 0)
      if (toEdge < least) [nearest, least] = [place, toEdge]
    }
    if (nearest === -1) return { ...noPlace, country: this.#onlyCountry(latitude, longitude) }
    const region = this.#region(nearest)
    return {
      city: this.#names[nearest] ?? null,
      region: region.name,
      country: this.#countries.get(region.country) ?? null,
    }
  }

  #onlyCountry(latitude: number, longitude: number): string | null {
    const countries = new Set<string>()
    for (const [place] of this.#within(latitude, longitude, countryKm)) countries.add(this.#region(place).country)
    const [only] = countries
    return countries.size === 1 && only !== undefined ? (this.#countries.get(only) ?? null) : null
  }

  #region(place: number): { country: string; name: string | null } {
    return this.#regions[this.#regionOf[place] ?? 0] ?? { country: '', name: null }
  }

  /** Places no further than `limit` kilometres, with how far they are. */
  *#within(latitude: number, longitude: number, limit: number): Generator<[place: number, km: number]> {
    const south = Math.max(0, rowOf(latitude - limit / kmPerDegree))
    const north = Math.min(rows - 1, rowOf(latitude + limit / kmPerDegree))
    // Meridians converge: the row nearest to a pole needs the most columns.
    const widest = Math.max(Math.abs(south - 90), Math.abs(north + 1 - 90))
    const degrees = limit / (kmPerDegree * Math.max(Math.cos(radians(widest)), 1e-6))
    const reach = Math.min(columns / 2, Math.ceil(degrees))
    for (let row = south; row <= north; row++) {
      for (let offset = -reach; offset <= reach; offset++) {
        const column = (columnOf(longitude) + offset + columns) % columns
        const cell = row * columns + column
        for (let place = this.#starts[cell] ?? 0; place < (this.#starts[cell + 1] ?? 0); place++) {
          const km = distanceKm(latitude, longitude, this.#latitudes[place] ?? 0, this.#longitudes[place] ?? 0)
          if (km <= limit) yield [place, km]
        }
      }
    }
  }
}

/** Along the great circle (haversine). */
export function distanceKm(latitude1: number, longitude1: number, latitude2: number, longitude2: number): number {
  const halfHeight = Math.sin(radians(latitude2 - latitude1) / 2)
  const halfWidth = Math.sin(radians(longitude2 - longitude1) / 2)
  const h = halfHeight ** 2 + Math.cos(radians(latitude1)) * Math.cos(radians(latitude2)) * halfWidth ** 2
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)))
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180
const rowOf = (latitude: number): number => Math.floor(latitude + 90)
const columnOf = (longitude: number): number => (Math.floor(longitude + 180) + columns) % columns

function cellOf({ latitude, longitude }: { latitude: number; longitude: number }): number {
  return Math.min(rows - 1, rowOf(latitude)) * columns + columnOf(longitude)
}
