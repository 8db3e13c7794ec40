// Names of places: a small world of towns whose nearest one is known.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceKm, Gazetteer } from './places'

type Town = [name: string, latitude: number, longitude: number, region: number, population: number]

function gazetteerOf(towns: readonly Town[]): Gazetteer {
  const countries = 'DE\tGermany\nFR\tFrance\nFJ\tFiji'
  const regions = 'DE\tBavaria\nFR\tGrand Est\nFJ\t'
  return new Gazetteer([countries, regions, towns.map((town) => town.join('\t')).join('\n')].join('\n\n'))
}

describe('a place', () => {
  it('has its town, region and country', () => {
    const world = gazetteerOf([['Strasbourg', 48.584, 7.746, 1, 280_000]])
    expect(world.at(48.6, 7.7)).toEqual({ city: 'Strasbourg', region: 'Grand Est', country: 'France' })
  })

  it('is the city where its streets are nearer to the middle of a suburb, and the suburb in the suburb', () => {
    const world = gazetteerOf([
      ['City', 48.853, 2.349, 1, 2_100_000],
      ['Suburb', 48.885, 2.27, 1, 61_000],
    ])
    expect(world.at(48.858, 2.294).city).toBe('City')
    expect(world.at(48.885, 2.27).city).toBe('Suburb')
  })

  it('is no town 50 km from the nearest one, but its country if all around agree', () => {
    const lonely: Town = ['Village', 48, 12, 0, 2000]
    expect(gazetteerOf([lonely]).at(49, 12)).toEqual({ city: null, region: null, country: 'Germany' })
    const border: Town = ['Ville', 50, 12, 1, 2000]
    expect(gazetteerOf([lonely, border]).at(49, 12)).toEqual({ city: null, region: null, country: null })
    expect(gazetteerOf([lonely]).at(52, 12)).toEqual({ city: null, region: null, country: null })
  })

  it('is found across the date line, and has no region where there is none', () => {
    const world = gazetteerOf([['Taveuni', -16.8, -179.95, 2, 9000]])
    expect(world.at(-16.8, 179.98)).toEqual({ city: 'Taveuni', region: null, country: 'Fiji' })
    expect(world.at(-16.8, 180).city).toBe('Taveuni')
    expect(world.at(-16.8, -180).city).toBe('Taveuni')
  })

  it.each([
    [90, 0],
    [-90, 180],
    [89.9, -120],
  ])('at %d, %d is none, without searching for long', (latitude, longitude) => {
    const world = gazetteerOf([['Village', 48, 12, 0, 2000]])
    expect(world.at(latitude, longitude)).toEqual({ city: null, region: null, country: null })
  })

  it('is the one that comparing with every town gives', () => {
    const degree = (least: number, most: number): fc.Arbitrary<number> =>
      fc.integer({ min: least * 1000, max: most * 1000 }).map((thousandths) => thousandths / 1000)
    const point = fc.tuple(degree(-90, 90), degree(-180, 180))
    fc.assert(
      fc.property(point, fc.array(fc.tuple(degree(-1, 1), degree(-1, 1)), { maxLength: 12 }), (at, offsets) => {
        const [latitude, longitude] = at
        const towns = offsets.map(([north, east], i): Town => {
          const around = ((longitude + east + 540) % 360) - 180
          return [`Town ${i}`, Math.max(-90, Math.min(90, latitude + north)), around, 0, 0]
        })
        const far = towns.map((town) => distanceKm(latitude, longitude, town[1], town[2]))
        const nearest = Math.min(...far)
        const { city } = gazetteerOf(towns).at(latitude, longitude)
        if (nearest > 50.01) expect(city).toBeNull()
        else if (nearest < 49.99) expect(far[Number(city?.slice(5))]).toBeCloseTo(nearest, 1)
      }),
    )
  })
})

describe('distanceKm', () => {
  it('is that of the great circle', () => {
    expect(distanceKm(48.853, 2.349, 51.507, -0.128)).toBeCloseTo(344, 0) // Paris to London
    expect(distanceKm(0, 179.5, 0, -179.5)).toBeCloseTo(111.2, 0)
    expect(distanceKm(90, 0, -90, 77)).toBeCloseTo(Math.PI * 6371, 0)
  })
})
