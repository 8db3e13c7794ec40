/**
 * The library as a plane on which photos that mean the same lie together, with names for its parts.
 *
 * A sample is laid out (see: [Note: map of meaning]); every other photo goes where its nearest in the sample are. The map
 * is made when somebody looks at it, in pieces that let searches through, and kept on disk until the photos change.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { MeaningMap as Shown, MeaningPart } from '../../../../contract'
import type { VectorMatrix } from '../matrix'
import { clusterCount, findClusters } from './clusters'
import { layout } from './layout'
import { nameClusters } from './names'
import type { PhotoTags } from './names'
import { nearest } from './neighbours'
import { Pace, seeded } from './pace'
import { coordinates, principal } from './principal'
import type { Principal } from './principal'

/** Photos that are laid out: more look the same on a screen and take longer by their number times its square. */
const sampled = 2500
/** Directions that distances are measured in; what lies in others hardly tells photos apart. */
const directions = 32
const neighboursOf = 15
/** Photos of the sample that say where another one goes. */
const placedBy = 3
/** Photos of a cluster that are asked what they show, and concepts of each. */
const asked = 32
const tagsOfEach = 5
/** Raised when the same photos would give another map. */
const version = 1

type Matrix = Pick<VectorMatrix, 'ids' | 'hashes' | 'rowOf' | 'vectors'>

/** The map with the photos it shows, all in one order. */
interface Made extends Shown {
  ids: string[]
}

/** What is kept on disk: all but the ids, which the key stands for. */
interface Kept {
  key: string
  xs: number[]
  ys: number[]
  clusterOf: number[]
  clusters: Shown['clusters']
}

export interface MeaningOptions {
  file: string
  /** Names the encoder: another one means other vectors. */
  encoder: string
  /** What a photo shows. */
  tagsOf: () => Promise<(photo: Float32Array, count: number) => PhotoTags>
}

export class MeaningMap {
  readonly #matrix: Matrix
  readonly #options: MeaningOptions
  #made: Made | undefined
  #making: Promise<Made> | undefined

  constructor(matrix: Matrix, options: MeaningOptions) {
    this.#matrix = matrix
    this.#options = options
  }

  /** Made anew where the photos are not those of the last one. */
  async map(): Promise<Shown> {
    const { ids: _, ...shown } = await this.#current()
    return shown
  }

  /** The photos of a part of the map that was shown last: that is what the person pointed at. */
  async idsIn(part: MeaningPart): Promise<string[]> {
    const { ids, xs, ys, clusterOf } = this.#made ?? (await this.#current())
    if ('cluster' in part) return ids.filter((_, i) => clusterOf[i] === part.cluster)
    if ('polygon' in part) return ids.filter((_, i) => isInside(xs[i]!, ys[i]!, part.polygon))
    const [x, y] = part.near
    const order = [...ids.keys()].map((i) => ({ i, square: (xs[i]! - x) ** 2 + (ys[i]! - y) ** 2 }))
    return order
      .sort((a, b) => a.square - b.square)
      .slice(0, part.count)
      .map(({ i }) => ids[i]!)
  }

  /** Ids of the photos at these places of the map of this version; empty where there is none. */
  idsAt(wanted: string, points: readonly number[]): string[] {
    const ids = this.#made?.version === wanted ? this.#made.ids : []
    return points.map((point) => ids[point] ?? '')
  }

  /** Whoever asks meanwhile waits for the same: nobody who leaves takes it from the others. */
  #current(): Promise<Made> {
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined
    })
    return this.#making
  }

  async #make(): Promise<Made> {
    const { ids, hashes } = this.#matrix
    // By content, so that the same photos give the same map whatever their ids.
    const photos = ids.map((id, row) => ({ id, hash: hashes[row]! }))
    photos.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : a.id < b.id ? -1 : 1))
    const key = createHash('sha256')
      .update(JSON.stringify([version, this.#options.encoder]))
      .update(photos.map(({ hash }) => hash).join())
      .digest('hex')
    if (this.#made?.version === key) return (this.#made = { ...this.#made, ids: photos.map(({ id }) => id) })
    const own = photos.map(({ id }) => id)
    const kept = await read(this.#options.file, key, own.length)
    const shown = kept ?? (await this.#compute(photos, key, new Pace()))
    if (!kept) await write(this.#options.file, shown).catch(() => undefined) // a full disk: made again the next time
    return (this.#made = { ...shown, ids: own })
  }

  async #compute(photos: readonly { id: string; hash: string }[], key: string, pace: Pace): Promise<Shown> {
    const count = photos.length
    const empty = { version: key, xs: new Float32Array(), ys: new Float32Array(), clusterOf: new Uint16Array() }
    if (count === 0) return { ...empty, clusters: [] }
    const chosen = sampleOf(count)
    const vectors = await this.#vectors(chosen.map((i) => photos[i]!.id))
    const dimension = vectors.length / chosen.length
    const components = await principal(vectors, dimension, Math.min(directions, chosen.length), pace)
    const width = components.directions.length
    const points = await reduced(vectors, dimension, components, pace)
    const neighbours = await nearest(points, points, width, neighboursOf, pace, true)
    const start = Float32Array.from({ length: chosen.length * 2 }, (_, i) =>
      i % 2 < width ? points[Math.floor(i / 2) * width + (i % 2)]! : 0,
    )
    const positions = scaled(await layout(neighbours, start, pace))
    const groups = await findClusters(positions, clusterCount(count), pace)

    const xs = new Float32Array(count)
    const ys = new Float32Array(count)
    const clusterOf = new Uint16Array(count)
    chosen.forEach((photo, i) => {
      xs[photo] = positions[2 * i]!
      ys[photo] = positions[2 * i + 1]!
      clusterOf[photo] = groups.of[i]!
    })
    await this.#placeOthers(
      { photos, chosen, components, points, positions, groups: groups.of },
      { xs, ys, clusterOf },
      pace,
    )

    const names = await this.#names(vectors, dimension, positions, groups, pace)
    const clusters = names.map((concepts, id) => {
      const [x, y] = [groups.middles[2 * id]!, groups.middles[2 * id + 1]!]
      let [size, cover, least] = [0, -1, Infinity]
      for (let i = 0; i < count; i++) {
        if (clusterOf[i] !== id) continue
        size++
        const square = (xs[i]! - x) ** 2 + (ys[i]! - y) ** 2
        if (square < least) [cover, least] = [i, square]
      }
      return { id, concepts, count: size, x, y, cover: photos[cover]?.hash ?? '' }
    })
    return { version: key, xs, ys, clusterOf, clusters: clusters.filter((cluster) => cluster.count > 0) }
  }

  /** Vectors by id; a photo that went meanwhile has none, which is zeros. */
  async #vectors(ids: readonly string[]): Promise<Float32Array> {
    const rows = ids.map((id) => this.#matrix.rowOf(id))
    const known = await this.#matrix.vectors(Int32Array.from(rows.filter((row) => row !== undefined)))
    const present = rows.filter((row) => row !== undefined).length
    const dimension = known.length / Math.max(1, present)
    const all = new Float32Array(ids.length * dimension)
    let next = 0
    rows.forEach((row, i) => {
      if (row === undefined) return
      all.set(known.subarray(next * dimension, (next + 1) * dimension), i * dimension)
      next++
    })
    return all
  }

  /** Everything that is not in the sample, between its nearest in it. */
  async #placeOthers(
    sample: {
      photos: readonly { id: string }[]
      chosen: readonly number[]
      components: Principal
      points: Float32Array
      positions: Float32Array
      groups: Uint16Array
    },
    map: { xs: Float32Array; ys: Float32Array; clusterOf: Uint16Array },
    pace: Pace,
  ): Promise<void> {
    const { photos, chosen, components, points, positions, groups } = sample
    const isChosen = new Set(chosen)
    const others = photos.map((_, i) => i).filter((i) => !isChosen.has(i))
    const width = components.directions.length
    const random = seeded(5)
    for (let from = 0; from < others.length; from += placedAtOnce) {
      const some = others.slice(from, from + placedAtOnce)
      const vectors = await this.#vectors(some.map((i) => photos[i]!.id))
      const own = await reduced(vectors, vectors.length / some.length, components, pace)
      const { indices, distances, perPoint } = await nearest(own, points, width, placedBy, pace)
      some.forEach((photo, i) => {
        let [x, y, sum] = [0, 0, 0]
        for (let n = 0; n < perPoint; n++) {
          const weight = 1 / (distances[i * perPoint + n]! + 1e-3)
          x += weight * positions[2 * indices[i * perPoint + n]!]!
          y += weight * positions[2 * indices[i * perPoint + n]! + 1]!
          sum += weight
        }
        // Copies would hide each other.
        map.xs[photo] = x / sum + (random() - 0.5) * 0.01
        map.ys[photo] = y / sum + (random() - 0.5) * 0.01
        map.clusterOf[photo] = groups[indices[i * perPoint]!]!
      })
    }
  }

  async #names(
    vectors: Float32Array,
    dimension: number,
    positions: Float32Array,
    { of, middles }: { of: Uint16Array; middles: Float32Array },
    pace: Pace,
  ): Promise<string[][]> {
    const tagsOf = await this.#options.tagsOf()
    const count = middles.length / 2
    const members = Array.from({ length: count }, (): { point: number; square: number }[] => [])
    of.forEach((cluster, point) => {
      const square =
        (positions[2 * point]! - middles[2 * cluster]!) ** 2 +
        (positions[2 * point + 1]! - middles[2 * cluster + 1]!) ** 2
      members[cluster]!.push({ point, square })
    })
    const photos: { cluster: number; tags: PhotoTags }[] = []
    for (const [cluster, points] of members.entries()) {
      points.sort((a, b) => a.square - b.square)
      for (const { point } of points.slice(0, asked)) {
        photos.push({ cluster, tags: tagsOf(vectors.subarray(point * dimension, (point + 1) * dimension), tagsOfEach) })
        await pace.rest()
      }
    }
    return nameClusters(photos, count)
  }
}

const placedAtOnce = 500

/** Evenly among all, which are in the order of a hash and so in none. */
function sampleOf(count: number): number[] {
  const size = Math.min(sampled, count)
  return Array.from({ length: size }, (_, i) => Math.floor((i * count) / size))
}

async function reduced(
  vectors: Float32Array,
  dimension: number,
  components: Principal,
  pace: Pace,
): Promise<Float32Array> {
  const width = components.directions.length
  const count = vectors.length / dimension
  const points = new Float32Array(count * width)
  for (let i = 0; i < count; i++) {
    coordinates(vectors.subarray(i * dimension, (i + 1) * dimension), components, points, i * width)
    if (i % 64 === 0) await pace.rest()
  }
  return points
}

/** From -1 to 1 in the longer direction, around the middle of all. */
function scaled(positions: Float32Array): Float32Array {
  const range = (axis: number): [number, number] => {
    let [least, most] = [Infinity, -Infinity]
    for (let i = axis; i < positions.length; i += 2) {
      least = Math.min(least, positions[i]!)
      most = Math.max(most, positions[i]!)
    }
    return [least, most]
  }
  const [x, y] = [range(0), range(1)]
  const half = Math.max(x[1] - x[0], y[1] - y[0]) / 2 || 1
  return positions.map((value, i) => {
    const [least, most] = i % 2 === 0 ? x : y
    return (value - (least + most) / 2) / half
  })
}

/** Whether a ray to the right crosses the polygon's edges an odd number of times. */
export function isInside(x: number, y: number, polygon: readonly (readonly [number, number])[]): boolean {
  let inside = false
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [[ax, ay], [bx, by]] = [polygon[i]!, polygon[j]!]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

/** Undefined where it is of other photos, or cannot be read. */
async function read(file: string, key: string, count: number): Promise<Shown | undefined> {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as Kept
    if (kept.key !== key || kept.xs.length !== count) return undefined
    return {
      version: key,
      xs: Float32Array.from(kept.xs),
      ys: Float32Array.from(kept.ys),
      clusterOf: Uint16Array.from(kept.clusterOf),
      clusters: kept.clusters,
    }
  } catch {
    return undefined
  }
}

async function write(file: string, { version: key, xs, ys, clusterOf, clusters }: Shown): Promise<void> {
  const short = (values: Float32Array): number[] => Array.from(values, (value) => Math.round(value * 1e5) / 1e5)
  const kept: Kept = { key, xs: short(xs), ys: short(ys), clusterOf: [...clusterOf], clusters }
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.part`, JSON.stringify(kept))
  await rename(`${file}.part`, file)
}
