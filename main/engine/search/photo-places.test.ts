/** Tests of clusters of photos on a map. */
import { describe, expect, it } from 'vitest'
import { clustersOf } from './photo-places'

const world = { west: -180, south: -90, east: 180, north: 90 }
const photo = (latitude: number, longitude: number, date = 0, place: string | null = null) => ({
  latitude,
  longitude,
  date,
  place,
  hash: `${latitude} ${longitude} ${date}`,
})

describe('clustersOf', () => {
  const photos = [
    photo(48.85, 2.35, 1, 'Paris, France'),
    photo(48.86, 2.29, 3, 'Paris, France'),
    photo(52.5, 13.4, 2, 'Berlin, Germany'),
    photo(-33.9, 151.2, 2, 'Sydney, Australia'),
  ]

  it('puts near photos together, with the newest in front and an area that holds just them', () => {
    const clusters = clustersOf(photos, world, 64)
    expect(clusters.map(({ count }) => count)).toEqual([2, 1, 1])
    const [paris] = clusters
    expect(paris).toMatchObject({ cover: '48.86 2.29 3', place: 'Paris, France' })
    expect(paris!.area).toEqual({ west: 2.29, east: 2.35, south: 48.85, north: 48.86 })
    expect(paris!.latitude).toBeCloseTo(48.855)
  })

  it('parts them when looked at from nearer', () => {
    expect(clustersOf(photos, world, 65_536)).toHaveLength(4)
    expect(clustersOf(photos, world, 1)).toEqual([expect.objectContaining({ count: 4 })])
  })

  it('knows the edges of an area, also across the date line', () => {
    expect(clustersOf(photos, { west: 0, south: 50, east: 20, north: 60 }, 64)).toHaveLength(1)
    const pacific = [photo(-17, 179.5), photo(-17, -179.5), photo(-17, 100)]
    const across = { west: 170, south: -30, east: -170, north: 0 }
    expect(clustersOf(pacific, across, 4096).reduce((sum, { count }) => sum + count, 0)).toBe(2)
  })

  it('takes the poles for what is nearest to them on the map', () => {
    expect(clustersOf([photo(90, 180), photo(-90, -180)], world, 1024)).toHaveLength(2)
  })
})
