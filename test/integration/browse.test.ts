// Looking around a library: days, places, what was added last, favourites, and the map of meaning.
import { existsSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MapCluster, MeaningMap, PlaceCount, Timeline } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import type { Searcher } from '../../main/engine/search/searcher'
import {
  copySample,
  copySamples,
  everything,
  indexFolders,
  namesOf,
  openLibrary,
  openSearcher,
  run,
  samplePath,
  text,
} from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const world = { west: -180, south: -90, east: 180, north: 90 }

let home: Home
let searcher: Searcher
let folder: string

/** A sample with a date and, if given, a place in degrees. */
async function write(name: string, sample: string, date: string, at?: [number, number]): Promise<void> {
  const degrees = (value: number): string => {
    const [whole, rest] = [Math.floor(Math.abs(value)), Math.abs(value) % 1]
    return `${whole}/1 0/1 ${Math.round(rest * 360_000)}/100`
  }
  await sharp(samplePath(sample))
    .resize(400)
    .withExif({
      IFD2: { DateTimeOriginal: date },
      ...(at && {
        IFD3: {
          GPSLatitudeRef: at[0] < 0 ? 'S' : 'N',
          GPSLatitude: degrees(at[0]),
          GPSLongitudeRef: at[1] < 0 ? 'W' : 'E',
          GPSLongitude: degrees(at[1]),
        },
      }),
    })
    .jpeg({ quality: 85 })
    .toFile(join(folder, name))
}

beforeAll(async () => {
  home = resolveHome(temporary())
  folder = temporary()
  copySamples(folder)
  await write('eiffel.jpg', 'rocket.jpg', '2019:07:21 10:00:00', [48.8584, 2.2945])
  await write('louvre.jpg', 'coffee.jpg', '2019:07:21 12:00:00', [48.8606, 2.3376])
  await write('gate.jpg', 'coins.jpg', '2019:07:20 23:59:59', [52.5163, 13.3777])
  await write('harbour.jpg', 'chelsea.jpg', '2018:01:01 00:00:00', [-33.8568, 151.2153])
  // As a file that was unpacked without its time.
  utimesSync(copySample('flower.jpg', join(folder, 'clockless.jpg')), 10, 10)
  await indexFolders(home, [folder])
  searcher = await openSearcher(home)
}, 120_000)
afterAll(async () => {
  await searcher.close()
})

describe('the timeline', () => {
  it('counts the days of what a search by date shows, in its order', async () => {
    const request = { query: { kind: 'all' as const }, filters: {} }
    const timeline = Timeline.parse(await searcher.timeline(request))
    const items = await everything(searcher)
    expect(timeline.days.reduce((sum, { count }) => sum + count, timeline.undated)).toBe(items.length)
    // Each photo stands under its own day.
    const days = timeline.days.flatMap(({ day, count }) => new Array<number>(count).fill(day))
    items.slice(0, days.length).forEach(({ date }, i) => {
      const at = new Date(date)
      expect(days[i]).toBe(at.getFullYear() * 10_000 + (at.getMonth() + 1) * 100 + at.getDate())
    })
    expect(timeline.days).toEqual(
      expect.arrayContaining([
        { day: 20190721, count: 2 },
        { day: 20190720, count: 1 },
      ]),
    )
  })

  it('puts what has no date last', async () => {
    expect((await searcher.timeline({ query: { kind: 'all' }, filters: {} })).undated).toBe(1)
    expect(namesOf(await everything(searcher)).at(-1)).toBe('clockless.jpg')
  })

  it('is that of the filters', async () => {
    const query = text('after:2019-07-20 before:2020')
    expect(await searcher.timeline({ query, filters: {} })).toEqual({ days: [{ day: 20190721, count: 2 }], undated: 0 })
  })
})

describe('places', () => {
  it('are counted by country, region and city, and each is found by its name', async () => {
    const places = PlaceCount.array().parse(await searcher.places())
    expect(places.map(({ country }) => country).sort()).toEqual(['Australia', 'France', 'Germany'])
    for (const { country, place, count } of places) {
      expect((await everything(searcher, { place })).length).toBe(count)
      expect((await everything(searcher, { place: country })).length).toBe(count)
    }
    expect(await everything(searcher, { place: 'rance' })).toEqual([])
  })

  it('are clusters on the map, each of which leads to its photos and no others', async () => {
    const { clusters, located } = await searcher.mapClusters(world, 64)
    expect(located).toBe(4)
    expect(
      MapCluster.array()
        .parse(clusters)
        .map(({ count }) => count),
    ).toEqual([2, 1, 1])
    for (const { area, count } of clusters) expect(await everything(searcher, { area })).toHaveLength(count)
    const paris = await everything(searcher, { area: clusters[0]!.area })
    expect(namesOf(paris)).toEqual(['louvre.jpg', 'eiffel.jpg'])
    expect(clusters[0]!.cover).toBe(paris[0]!.hash)
  })
})

describe('the map of meaning', () => {
  it('shows every photo once, with names for its parts, and is the same each time', async () => {
    const map = MeaningMap.parse(await searcher.meaningMap())
    const all = await everything(searcher)
    expect(map.xs).toHaveLength(all.length)
    expect([...map.xs, ...map.ys].every((value) => Math.abs(value) <= 1.1)).toBe(true)
    expect(map.clusters.reduce((sum, { count }) => sum + count, 0)).toBe(all.length)
    expect(map.clusters.length).toBeGreaterThan(1)
    const named = map.clusters.filter(({ concepts }) => concepts.length > 0)
    expect(named.length).toBeGreaterThanOrEqual(map.clusters.length / 2)
    expect(new Set(named.map(({ concepts }) => concepts[0])).size).toBe(named.length)

    // Not from the disk: made anew.
    expect(existsSync(home.meaningFile)).toBe(true)
    rmSync(home.meaningFile)
    const other = await openSearcher(home)
    try {
      expect((await other.meaningMap()).clusters).toEqual(map.clusters)
    } finally {
      await other.close()
    }
  })

  it('names parts by what their photos show', async () => {
    const { clusters } = await searcher.meaningMap()
    for (const { id, concepts } of clusters) {
      const members = await everything(searcher, { meaning: { cluster: id } })
      const tags = (await Promise.all(members.map(async (member) => searcher.tags(member.id)))).flat()
      for (const concept of concepts) expect(tags.map((tag) => tag.concept)).toContain(concept)
    }
  })

  it('leads to the photos of a part, of a line drawn around some, and around a point', async () => {
    const map = await searcher.meaningMap()
    for (const { id, count } of map.clusters) {
      expect(await everything(searcher, { meaning: { cluster: id } })).toHaveLength(count)
    }
    const whole: [number, number][] = [
      [-2, -2],
      [2, -2],
      [2, 2],
      [-2, 2],
    ]
    expect(await everything(searcher, { meaning: { polygon: whole } })).toHaveLength(map.xs.length)
    const [photo] = await searcher.meaningPhotos(map.version, [3])
    const near: [number, number] = [map.xs[3]!, map.ys[3]!]
    expect((await everything(searcher, { meaning: { near, count: 1 } })).map(({ id }) => id)).toEqual([photo!.id])
    expect(await searcher.meaningPhotos('another', [3])).toEqual([null])
  })

  it('is searched inside of, like any view', async () => {
    const { clusters } = await searcher.meaningMap()
    const { items } = await run(searcher, text('a cat'), { meaning: { cluster: clusters[0]!.id } })
    expect(items).toHaveLength(clusters[0]!.count)
  })
})

describe('favourites and what was added last', () => {
  it('shows favourites alone, and puts photos that came later first, whatever their dates', async () => {
    const library = await openLibrary(home)
    try {
      await library.settled()
      const [cat] = (await everything(searcher)).filter(({ name }) => name === 'chelsea.jpg')
      library.mark([cat!.id], { favorite: true })
      await library.settled()
    } finally {
      await library.close()
    }
    expect(namesOf(await everything(searcher, { favorite: true }))).toEqual(['chelsea.jpg'])

    const added = await searcher.search({ query: { kind: 'all' }, filters: {}, order: 'added', offset: 0, limit: 1000 })
    const byDate = await everything(searcher)
    // All came together, and so are in the order of their dates.
    expect(namesOf(added.items)).toEqual(namesOf(byDate))
  })
})
