// Looking closer finds what is small in a photo and shows where it is; tiles are kept, whatever happens to the files.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Encoder } from '../../main/engine/encoder/encoder'
import { hubness } from '../../main/engine/encoder/hubness'
import { dot } from '../../main/engine/encoder/vectors'
import type { Rectangle } from '../../main/engine/media/crops'
import { decodeForEncoder } from '../../main/engine/media/decode'
import { HashedFiles } from '../../main/engine/search/tiles/cache'
import { closerScores } from '../../main/engine/search/tiles/closer'
import { heatMap } from '../../main/engine/search/tiles/heat-map'
import { TileIndex, type TilePhoto } from '../../main/engine/search/tiles/tile-index'
import { resources, samplePath } from './support/engine'
import { temporaryFolders } from './support/folders'
import { flickr, needsFlickr } from './support/shared-data'

const temporary = temporaryFolders()
let encoder: Encoder
let bank: Float32Array[]

beforeAll(async () => {
  encoder = await Encoder.open(resources.starterModel, { threads: 2 })
  bank = await encoder.loadBank()
})
afterAll(async () => {
  await encoder.close()
})

/** A photo of 1600 x 1200 made of one picture, with another pasted in where `place` says. */
async function writePasted(path: string, host: string, pasted?: string, place?: Rectangle): Promise<TilePhoto> {
  const [width, height] = [1600, 1200]
  let photo = sharp(host).toColourspace('srgb').resize(width, height, { fit: 'fill' })
  if (pasted !== undefined && place) {
    const input = await sharp(pasted)
      .toColourspace('srgb')
      .resize(Math.round(place.w * width), Math.round(place.h * height), { fit: 'fill' })
      .png()
      .toBuffer()
    photo = photo.composite([{ input, left: Math.round(place.x * width), top: Math.round(place.y * height) }])
  }
  writeFileSync(path, await photo.jpeg({ quality: 90 }).toBuffer())
  return asPhoto(path)
}

function asPhoto(path: string): TilePhoto {
  return { path, hash: createHash('sha256').update(readFileSync(path)).digest('hex') }
}

/** How search scores photos before it looks closer. */
async function wholeScorer(photos: readonly TilePhoto[]): Promise<(term: Float32Array) => number[]> {
  const vectors: Float32Array[] = []
  for (const { path } of photos) {
    vectors.push(...(await encoder.embedImages([await decodeForEncoder(readFileSync(path), encoder.manifest.image)])))
  }
  return (term) => vectors.map((vector) => dot(vector, term) - hubness(vector, bank))
}

/** 1 is best. */
function rank(scores: readonly number[], of: number): number {
  return 1 + scores.filter((score) => score > scores[of]!).length
}

/** Whether the hottest cell touches the rectangle. */
function hitsPlace({ columns, rows, values }: ReturnType<typeof heatMap>, place: Rectangle): boolean {
  const at = values.indexOf(Math.max(...values))
  const [x, y] = [(at % columns) / columns, Math.floor(at / columns) / rows]
  return x < place.x + place.w && x + 1 / columns > place.x && y < place.y + place.h && y + 1 / rows > place.y
}

/** Everything in a cache folder, with what it holds. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

describe('a cup of coffee in a corner of a photo', () => {
  const place = { x: 0.72, y: 0.12, w: 0.14, h: 0.14 }
  const hosts = ['nagasaki-boats', 'black-canyon', 'french-alpine-landscape', 'china-temple', 'flower']

  it('is found by looking closer, and the heat map shows where', async () => {
    const folder = temporary()
    const photos: TilePhoto[] = []
    for (const [i, host] of hosts.entries()) {
      const pasted = i === 0 ? samplePath('coffee.jpg') : undefined
      photos.push(await writePasted(join(folder, `${host}.jpg`), samplePath(`${host}.jpg`), pasted, place))
    }
    const term = await encoder.embedText('a cup of coffee')
    const index = new TileIndex(join(folder, 'tiles'), encoder)
    const progress: [number, number][] = []
    const tiles = await index.ofAll(photos, { onProgress: (done, total) => progress.push([done, total]) })
    expect(progress).toEqual(photos.map((_, i) => [i + 1, photos.length]))
    expect(tiles.map((of) => of.length)).toEqual(photos.map(() => 50))

    const scores = (await wholeScorer(photos))(term)
    const candidates = scores.map((score, i) => ({ score, tiles: tiles[i]! }))
    expect(rank(scores, 0)).toBeGreaterThan(1)
    expect(rank(closerScores(term, candidates), 0)).toBe(1)
    const maps = tiles.map((of) => heatMap(of, term))
    expect(Math.max(...maps[0]!.values)).toBeGreaterThan(0.5)
    expect(hitsPlace(maps[0]!, place)).toBe(true)
    for (const [i, { values }] of maps.entries()) if (i !== 0) expect(Math.max(...values), hosts[i]).toBeLessThan(0.5)
  })
})

describe('tiles', () => {
  it('are kept: the file may be away, damage is mended, and other content is not mistaken for it', async () => {
    const folder = temporary()
    const cache = join(folder, 'tiles')
    const photo = await writePasted(join(folder, 'photo.jpg'), samplePath('chelsea.jpg'))
    const fresh = await new TileIndex(cache, encoder).vectors(photo)
    const [file] = filesIn(cache)
    const bytes = readFileSync(file!)

    writeFileSync(file!, bytes.subarray(0, 1000))
    const again = await new TileIndex(cache, encoder).vectors(photo)
    expect(again).toHaveLength(fresh.length)
    expect(readFileSync(file!)).toEqual(bytes)

    rmSync(photo.path)
    const kept = await new TileIndex(cache, encoder).vectors(photo)
    kept.forEach(({ vector, ...rest }, i) => {
      expect(rest.x).toBe(fresh[i]!.x)
      expect(dot(vector, fresh[i]!.vector)).toBeGreaterThan(0.9999)
    })

    rmSync(cache, { recursive: true })
    expect(await new TileIndex(cache, encoder).vectors(photo)).toEqual([]) // away, and never looked at
    cpSync(samplePath('coffee.jpg'), photo.path)
    expect(await new TileIndex(cache, encoder).vectors(photo)).toEqual([]) // changed since it was indexed
    writeFileSync(photo.path, 'not a photo')
    expect(await new TileIndex(cache, encoder).vectors(asPhoto(photo.path))).toEqual([])
    expect(existsSync(cache)).toBe(false)
  })

  it('stop being made when nobody wants them any more', async () => {
    const folder = temporary()
    const photos = ['coffee.jpg', 'chelsea.jpg', 'rocket.jpg'].map((name) => asPhoto(samplePath(name)))
    const index = new TileIndex(join(folder, 'tiles'), encoder)
    const stop = new AbortController()
    const progress: number[] = []
    const looking = index.ofAll(photos, {
      signal: stop.signal,
      onProgress: (done) => {
        progress.push(done)
        stop.abort()
      },
    })
    await expect(looking).rejects.toMatchObject({ name: 'AbortError' })
    // Two photos are in work at once: the second one may just have been finished as well, the third is never begun.
    expect(progress.length).toBeLessThan(photos.length)
    expect(filesIn(join(folder, 'tiles')).length).toBeLessThan(photos.length)
  })

  it('can be wanted while something else is done: the process is never blocked for long', async () => {
    const index = new TileIndex(join(temporary(), 'tiles'), encoder)
    let [last, longest] = [performance.now(), 0]
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 1)
    const started = performance.now()
    await index.vectors(asPhoto(samplePath('flower.jpg')))
    clearInterval(timer)
    // Seven batches, so that none of them takes half of the time, on a slow machine either.
    expect(longest).toBeLessThan((performance.now() - started) / 2)
  })

  it('are swept when there are too many, those written longest ago first', async () => {
    const root = temporary()
    const old = new HashedFiles(root, 'old-model.t1')
    const files = new HashedFiles(root, 'model.t1')
    const hash = (i: number): string => `${i}`.padStart(2, '0').repeat(32)
    await old.write(hash(9), Buffer.alloc(100))
    for (let i = 0; i < 5; i++) await files.write(hash(i), Buffer.alloc(100))
    filesIn(root).forEach((path) => {
      const age = path.includes('old-model') ? 90 : 10 * (5 - Number(path.slice(-7, -6)))
      utimesSync(path, Date.now() / 1000 - age, Date.now() / 1000 - age)
    })
    mkdirSync(join(root, 'model.t1', 'aa'))
    writeFileSync(join(root, 'model.t1', 'aa', 'half.part'), 'half')
    await files.sweep(1000)
    expect(filesIn(root)).toHaveLength(6) // only what a kill had left
    await files.sweep(450)
    expect(await old.read(hash(9))).toBeUndefined()
    const left = await Promise.all([0, 1, 2, 3, 4].map((i) => files.read(hash(i))))
    expect(left.map((bytes) => bytes !== undefined)).toEqual([false, true, true, true, true])
  })
})

describe('photos with other photos in them', () => {
  it('rank higher by looking closer, and the heat maps point at what was asked for', async (context) => {
    needsFlickr(context)
    const lines = readFileSync(join(flickr, 'pairs.jsonl'), 'utf8').trim().split('\n')
    const pairs = lines.map((line) => JSON.parse(line) as { image: string; captions: string[] })
    const folder = temporary()
    const count = 10
    const photos: TilePhoto[] = []
    const places: Rectangle[] = []
    for (let i = 0; i < count; i++) {
      const place = { x: 0.05 + ((i * 37) % 80) / 100, y: 0.05 + ((i * 53) % 80) / 100, w: 0.14, h: 0.14 }
      places.push({ ...place, x: Math.min(place.x, 0.85), y: Math.min(place.y, 0.85) })
      const [host, pasted] = [pairs[600 + i]!, pairs[700 + i]!].map(({ image }) => join(flickr, image)) as [
        string,
        string,
      ]
      photos.push(await writePasted(join(folder, `${i}.jpg`), host, pasted, places[i]))
    }
    const tiles = await new TileIndex(join(folder, 'tiles'), encoder).ofAll(photos)
    const score = await wholeScorer(photos)
    const [before, after]: [number[], number[]] = [[], []]
    let [hits, maps] = [0, 0]
    for (let i = 0; i < count; i++) {
      for (const caption of pairs[700 + i]!.captions) {
        const term = await encoder.embedText(caption)
        const scores = score(term)
        before.push(rank(scores, i))
        after.push(
          rank(
            closerScores(
              term,
              scores.map((whole, j) => ({ score: whole, tiles: tiles[j]! })),
            ),
            i,
          ),
        )
        const map = heatMap(tiles[i]!, term)
        if (Math.max(...map.values) === 0) continue
        maps++
        if (hitsPlace(map, places[i]!)) hits++
      }
    }
    const mean = (ranks: number[]): number => ranks.reduce((sum, value) => sum + value, 0) / ranks.length
    console.log(
      `mean rank of ${count}: ${mean(before).toFixed(1)} before, ${mean(after).toFixed(1)} after; ` +
        `${hits} of ${maps} heat maps are hottest in the pasted photo`,
    )
    expect(mean(after)).toBeLessThan(mean(before) - 1.5)
    expect(hits / maps).toBeGreaterThan(0.75)
  })
})
