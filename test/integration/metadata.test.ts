// What photos and the files beside them say is kept, shown and found again, however hostile it is.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import sharp, { type Exif } from 'sharp'
import { beforeEach, describe, expect, it } from 'vitest'
import { ItemDetails } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import { decodeForEncoder } from '../../main/engine/media/decode'
import { hammingDistance, perceptualHash } from '../../main/engine/media/perceptual-hash'
import { Places } from '../../main/engine/media/places'
import { quote } from '../../main/engine/store/filters'
import type { ItemRow, VectorRow } from '../../main/engine/store/schema'
import {
  copySample,
  copySamples,
  everything,
  indexFolders,
  openLibrary,
  resources,
  run,
  sampleNames,
  samplePath,
  text,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { touch, writeTruncatedPhoto } from './support/photos'

const temporary = temporaryFolders()
let home: Home
let photos: string

beforeEach(() => {
  home = resolveHome(temporary())
  photos = temporary()
})

async function writeTagged(path: string, sample: string, exif: Exif): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  await sharp(samplePath(sample)).withExif(exif).jpeg({ quality: 90 }).toFile(path)
}

/** The only row of a table that fulfils a condition. */
async function rowWhere<T>(table: 'items' | 'vectors', condition: string): Promise<T> {
  const connection = await connect(home.store)
  const name = (await connection.tableNames()).find((known) => known.startsWith(table))!
  const rows = (await (await connection.openTable(name)).query().where(condition).toArray()) as { toJSON(): T }[]
  connection.close()
  expect(rows).toHaveLength(1)
  return rows[0]!.toJSON()
}

async function detailsOf(name: string): Promise<ItemDetails> {
  return withSearcher(home, async (searcher) => {
    const found = (await everything(searcher)).filter((item) => item.name === name)
    expect(found).toHaveLength(1)
    const details = await searcher.library.details(found[0]!.id)
    expect(ItemDetails.parse(details)).toEqual(details)
    return details
  })
}

const paris: Exif = {
  IFD0: { Make: 'Canon', Model: 'Canon EOS R6' },
  IFD2: {
    DateTimeOriginal: '2019:07:21 15:04:05',
    OffsetTimeOriginal: '+02:00',
    LensModel: 'RF24-105mm F4 L IS USM',
    ExposureTime: '1/250',
    FNumber: '28/10',
    ISOSpeedRatings: '400',
  },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '48/1 51/1 3000/100',
    GPSLongitudeRef: 'E',
    GPSLongitude: '2/1 17/1 40/1',
  },
}

const xmp = (rating: number, title: string): string => `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmp:Rating="${rating}">
    <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title>
    <dc:subject><rdf:Bag><rdf:li>drink</rdf:li><rdf:li>morning</rdf:li></rdf:Bag></dc:subject>
  </rdf:Description></rdf:RDF></x:xmpmeta>`

describe('metadata', () => {
  it('of the file and its sidecar is kept and shown, with the name of the place', async () => {
    await writeTagged(join(photos, 'cup.jpg'), 'coffee.jpg', paris)
    writeFileSync(join(photos, 'cup.xmp'), xmp(4, 'A &quot;cup&quot;'))
    await indexFolders(home, [photos])
    expect(await detailsOf('cup.jpg')).toMatchObject({
      takenAt: Date.UTC(2019, 6, 21, 13, 4, 5),
      date: Date.UTC(2019, 6, 21, 13, 4, 5),
      camera: 'Canon EOS R6',
      lens: 'RF24-105mm F4 L IS USM',
      exposure: '1/250 s, f/2.8, ISO 400',
      latitude: expect.closeTo(48.8583, 4) as number,
      longitude: expect.closeTo(2.2944, 4) as number,
      place: 'Paris, Île-de-France, France',
      title: 'A "cup"',
      description: null,
      keywords: ['drink', 'morning'],
      rating: 4,
      favorite: false,
    })
    const vector = await rowWhere<VectorRow>('vectors', `place = 'Paris, Île-de-France, France' AND rating >= 4`)
    expect(vector).toMatchObject({
      name: 'cup.jpg',
      camera: 'Canon EOS R6',
      kind: 'image',
      favorite: false,
      live: true,
    })
    expect(vector.size).toBe(readFileSync(join(photos, 'cup.jpg')).length)
    expect(vector.hub).toBeGreaterThan(0.05)
    expect(vector.hub).toBeLessThan(0.5)
    const item = await rowWhere<ItemRow>('items', `title = 'A "cup"'`)
    expect(item).toMatchObject({ takenOffset: 120, city: 'Paris', fileRating: 4, userRating: null })
    expect(item.phash).toBe(vector.phash)
  })

  it('beside the photo in a folder of Google Takeout is read, whatever its name was cut to', async () => {
    const json = (day: number): string =>
      JSON.stringify({
        description: `day ${day}`,
        photoTakenTime: { timestamp: String(Date.UTC(2015, 0, day) / 1000) },
        geoData: { latitude: 40.7128, longitude: -74.006 },
      })
    for (const name of ['a.jpg', 'b.jpg', 'b(1).jpg']) copySample('coffee.jpg', join(photos, name))
    writeFileSync(join(photos, 'a.jpg.supplemental-me.json'), json(1))
    writeFileSync(join(photos, 'b.jpg.json'), json(2))
    writeFileSync(join(photos, 'b.jpg(1).json'), json(3))
    await indexFolders(home, [photos])
    for (const [name, day] of [
      ['a.jpg', 1],
      ['b.jpg', 2],
      ['b(1).jpg', 3],
    ] as const) {
      const details = await detailsOf(name)
      expect(details).toMatchObject({ description: `day ${day}`, takenAt: Date.UTC(2015, 0, day) })
      expect(details.place).toContain('New York')
    }
  })

  it('that is damaged costs the metadata, never the photo', async () => {
    const path = join(photos, 'cup.jpg')
    await writeTagged(path, 'coffee.jpg', paris)
    const bytes = readFileSync(path)
    bytes.fill(0xee, bytes.indexOf('Exif\0\0') + 6, bytes.indexOf('Exif\0\0') + 200)
    writeFileSync(path, bytes)
    const whole = xmp(3, 'never closed')
    writeFileSync(join(photos, 'cup.jpg.xmp'), whole.slice(0, whole.indexOf('closed')))
    writeFileSync(join(photos, 'cup.jpg.json'), '{"description": "cut o')
    mkdirSync(join(photos, 'cup.xmp'))
    expect(await indexFolders(home, [photos])).toMatchObject({ indexed: 1, failed: [] })
    expect(await detailsOf('cup.jpg')).toMatchObject({
      takenAt: null,
      camera: null,
      latitude: null,
      rating: 3,
      title: null,
    })
  })

  it('in words is only words: hostile names and captions are kept as they are and find exactly their photo', async () => {
    const hostile = `'; DROP TABLE items; --"%_\\ $(rm -rf ~) <script>alert(1)</script> {{7*7}} \u202Etxt.exe`
    const folder = join(photos, `it's "a" folder; -- %`)
    const name = `o'Brien" OR 1=1 -- %_\\ ünï.jpg`
    copySample('coffee.jpg', join(folder, name))
    copySample('chelsea.jpg', join(photos, 'other.jpg'))
    writeFileSync(
      join(folder, `${name}.json`),
      JSON.stringify({
        description: `${hostile}\u0000\u001B[2J\u0007 ${'long '.repeat(20_000)}`,
        people: [{ name: `${hostile}\n2` }],
      }),
    )
    writeFileSync(
      join(folder, `${name}.xmp`),
      xmp(5, `${hostile.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}\u0001`),
    )
    expect(await indexFolders(home, [photos])).toMatchObject({ indexed: 2, failed: [] })

    const details = await detailsOf(name)
    expect(details).toMatchObject({ title: hostile, rating: 5, keywords: ['drink', 'morning'] })
    expect(details.description).toMatch(/^'; DROP TABLE items; --"%_/)
    expect(details.description).not.toMatch(/[^\P{Cc}\n]/u)
    expect(details.description!.length).toBeLessThanOrEqual(5000)
    expect(await rowWhere<ItemRow>('items', `title = ${quote(hostile)}`)).toMatchObject({ id: details.id, name })
    expect(await rowWhere<ItemRow>('items', `name = ${quote(name)}`)).toMatchObject({ id: details.id })
    await withSearcher(home, async (searcher) => {
      expect((await run(searcher, text('a cup of coffee on a table'))).items[0]).toMatchObject({ id: details.id })
      const [root] = (await searcher.library.folders()).filter(({ path }) => path === '')
      const inside = await everything(searcher, { folder: { rootId: root!.rootId, path: `it's "a" folder; -- %` } })
      expect(inside.map(({ id }) => id)).toEqual([details.id])
    })
  })

  it('of two copies of one photo is that of each: sidecars belong to a file', async () => {
    copySample('coffee.jpg', join(photos, 'a', 'cup.jpg'))
    copySample('coffee.jpg', join(photos, 'b', 'cup 2.jpg'))
    writeFileSync(join(photos, 'b', 'cup 2.xmp'), xmp(2, 'The second'))
    expect(await indexFolders(home, [photos])).toMatchObject({ embedded: 1, reused: 1 })
    expect(await detailsOf('cup.jpg')).toMatchObject({ title: null, rating: null })
    expect(await detailsOf('cup 2.jpg')).toMatchObject({ title: 'The second', rating: 2 })
  })
})

describe('what the person has set', () => {
  it('stays when a photo is renamed, edited, broken and repaired', async () => {
    const path = join(photos, 'cup.jpg')
    copySample('coffee.jpg', path)
    writeFileSync(join(photos, 'cup.xmp'), xmp(1, 'A cup'))
    await indexFolders(home, [photos])
    const connection = await connect(home.store)
    await (await connection.openTable('items')).update({ values: { favorite: true, userRating: 5 } })
    connection.close()

    const renamed = join(photos, 'the cup.jpg')
    renameSync(path, renamed)
    await indexFolders(home, [photos])
    expect(await detailsOf('the cup.jpg')).toMatchObject({ favorite: true, rating: 5, title: null })
    expect(await rowWhere<VectorRow>('vectors', 'favorite = true AND rating = 5')).toMatchObject({
      name: 'the cup.jpg',
    })

    copySample('chelsea.jpg', renamed)
    touch(renamed, 5)
    await indexFolders(home, [photos])
    expect(await detailsOf('the cup.jpg')).toMatchObject({ favorite: true, rating: 5 })

    writeTruncatedPhoto(renamed, 'chelsea.jpg')
    touch(renamed, 10)
    expect(await indexFolders(home, [photos])).toMatchObject({ indexed: 0 })
    copySample('chelsea.jpg', renamed)
    touch(renamed, 15)
    await indexFolders(home, [photos])
    expect(await detailsOf('the cup.jpg')).toMatchObject({ favorite: true, rating: 5 })
  })
})

describe('the packaged gazetteer', () => {
  const places = new Places(resources.gazetteer)

  it.each([
    [48.8584, 2.2945, 'Paris', 'Île-de-France', 'France'],
    [51.5007, -0.1246, 'London', 'England', 'United Kingdom'],
    [40.6892, -74.0445, 'New York City', 'New York', 'United States'],
    [-33.8568, 151.2153, 'Sydney', 'New South Wales', 'Australia'],
    [35.0116, 135.7681, 'Kyoto', 'Kyoto', 'Japan'],
    [52.5163, 13.3777, 'Berlin', 'State of Berlin', 'Germany'],
    [-22.9519, -43.2105, 'Rio de Janeiro', 'Rio de Janeiro', 'Brazil'],
    [64.1466, -21.9426, 'Reykjavík', 'Capital Region', 'Iceland'],
  ])('knows %d, %d', async (latitude, longitude, city, region, country) => {
    expect(await places.at(latitude, longitude)).toEqual({ city, region, country })
  })

  it('names the country alone far from towns, and nothing at sea', async () => {
    expect(await places.at(-25, 133.2)).toEqual({ city: null, region: null, country: 'Australia' })
    expect(await places.at(30, -40)).toEqual({ city: null, region: null, country: null })
  })

  it('answers within a millisecond, in crowded places as well', async () => {
    const points = Array.from({ length: 500 }, (_, i) => [50.5 + (i % 25) / 50, 4 + (i % 100) / 50] as const)
    const started = performance.now()
    for (const [latitude, longitude] of points) await places.at(latitude, longitude)
    expect((performance.now() - started) / points.length).toBeLessThan(1)
  })

  it('that is missing costs the names of places and nothing else', async () => {
    await writeTagged(join(photos, 'cup.jpg'), 'coffee.jpg', paris)
    const library = await openLibrary(home, { gazetteer: join(photos, 'absent') })
    await library.addFolder(photos)
    await library.settled()
    expect(library.summary()).toMatchObject({ indexed: 1, failed: [] })
    await library.close()
    expect(await detailsOf('cup.jpg')).toMatchObject({ place: null, camera: 'Canon EOS R6' })
  })
})

describe('the perceptual hash', () => {
  const input = { width: 260, height: 260 }
  const hashOf = async (bytes: Buffer): Promise<string> =>
    perceptualHash(await decodeForEncoder(bytes, input), input.width, input.height)

  it('of each sample hardly changes when it is recompressed, halved or brightened', async () => {
    for (const name of sampleNames) {
      const bytes = readFileSync(samplePath(name))
      const original = await hashOf(bytes)
      const { width } = await sharp(bytes).metadata()
      const changed = await Promise.all([
        sharp(bytes).rotate().jpeg({ quality: 60 }).toBuffer(),
        sharp(bytes)
          .rotate()
          .resize(Math.round(width / 2))
          .jpeg({ quality: 90 })
          .toBuffer(),
        sharp(bytes).rotate().modulate({ brightness: 1.08 }).jpeg({ quality: 90 }).toBuffer(),
      ])
      for (const copy of changed) expect(hammingDistance(original, await hashOf(copy)), name).toBeLessThanOrEqual(6)
    }
  })

  it('tells all samples apart', async () => {
    const hashes = await Promise.all(sampleNames.map((name) => hashOf(readFileSync(samplePath(name)))))
    for (const [i, a] of hashes.entries())
      for (const [j, b] of hashes.entries())
        if (i < j) expect(hammingDistance(a, b), `${sampleNames[i]} ${sampleNames[j]}`).toBeGreaterThan(12)
  })

  it('is in the store for every photo', async () => {
    copySamples(photos)
    await indexFolders(home, [photos])
    const connection = await connect(home.store)
    const name = (await connection.tableNames()).find((known) => known.startsWith('vectors'))!
    const rows = (await (await connection.openTable(name)).query().select(['phash']).toArray()) as { phash: string }[]
    connection.close()
    expect(new Set(rows.map(({ phash }) => phash)).size).toBe(sampleNames.length)
  })
})
