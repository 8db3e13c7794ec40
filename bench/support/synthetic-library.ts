/** A large library for measuring searches: vectors of real photos with noise, written as the app writes them. */
import { createHash } from 'node:crypto'
import { Encoder } from '../../main/engine/encoder/encoder'
import { normalise } from '../../main/engine/encoder/vectors'
import type { Home } from '../../main/engine/home'
import { decodeForEncoder } from '../../main/engine/media/decode'
import { metadataVersion } from '../../main/engine/media/metadata'
import { readPhoto } from '../../main/engine/media/photo'
import { noMetadata, type ItemRow } from '../../main/engine/store/schema'
import { maintain, openStoreForWriting, type Store } from '../../main/engine/store/store'
import { StoreWriter } from '../../main/engine/store/writer'
import { findPhotos, resources } from './photos'

/** Real photos whose vectors the others are made from. */
export const realVectors = 200
const commitRows = 5000
export const rootId = '0123456789abcdef'

export interface SyntheticLibrary {
  ids: string[]
  /** Where an item's vector stands. */
  places: Map<string, number>
  /** All vectors one after the other. */
  matrix: Float32Array
  /** See: [Note: hubness] */
  hubs: Float32Array
}

export interface FillOptions {
  /** Folder of photos instead of the usual ones. */
  photos: string | undefined
  vectors: number
  threads: number
  /** What an item is to say of itself, where that matters. */
  describe?: (i: number) => Partial<ItemRow>
}

export async function fillStore(
  home: Home,
  { photos, vectors, threads, describe }: FillOptions,
): Promise<SyntheticLibrary> {
  const encoder = await Encoder.open(resources.starterModel, { threads })
  const real: Float32Array[] = []
  for (const path of (await findPhotos(photos)).paths.slice(0, realVectors)) {
    const { bytes } = await readPhoto(path)
    real.push(...(await encoder.embedImages([await decodeForEncoder(bytes, encoder.manifest.image)])))
  }
  const bank = await encoder.loadBank()
  const { identity } = encoder
  await encoder.close()

  const random = randomNumbers(1)
  const store = await openStoreForWriting(home.store, identity)
  const writer = new StoreWriter(store, {
    folder: home.root,
    bank,
    onOrphan: (item) => {
      throw new Error(`${item.name} has no vector`)
    },
  })
  const ids: string[] = []
  const matrix = new Float32Array(vectors * identity.dimension)
  for (let i = 0; i < vectors; i++) {
    const vector = withNoise(real[i % real.length]!, random)
    matrix.set(vector, i * identity.dimension)
    const item = { ...itemOf(i), ...describe?.(i) }
    ids.push(item.id)
    writer.put(item, vector)
    if (writer.waiting >= commitRows) await writer.flush()
  }
  await writer.flush()
  await maintain(store)
  const places = new Map(ids.map((id, i) => [id, i]))
  const hubs = await readHubs(store, places)
  store.close()
  return { ids, places, matrix, hubs }
}

async function readHubs(store: Store, places: ReadonlyMap<string, number>): Promise<Float32Array> {
  const rows = (await store.vectors.query().select(['id', 'hub']).toArray()) as { id: string; hub: number }[]
  const hubs = new Float32Array(places.size)
  for (const { id, hub } of rows) hubs[places.get(id)!] = hub
  return hubs
}

/** A neighbour of a photo in the vector space: between almost the same (cosine 0.95) and another scene (0.6). */
export function withNoise(vector: Float32Array, random: () => number): Float32Array {
  const amount = 0.02 + random() * 0.06
  // The sum of three uniform numbers is close enough to a normal one of variance 1.
  const noise = (): number => (random() + random() + random() - 1.5) * 2
  return normalise(vector.map((value) => value + amount * noise()))
}

export function itemOf(i: number): ItemRow {
  const hash = createHash('sha256').update(String(i)).digest('hex')
  const folder = folderOf(i)
  const name = `IMG_${String(i).padStart(5, '0')}.jpg`
  const taken = Date.UTC(2000 + (i % 25), i % 12, 1 + (i % 28), 12)
  return {
    ...noMetadata,
    id: hash.slice(0, 32),
    root: rootId,
    path: `${folder}/${name}`,
    folder,
    name,
    kind: 'image',
    size: 4_000_000 + i,
    mtime: taken,
    hash,
    width: 4000,
    duration: null,
    height: 3000,
    metadataVersion,
    phash: null,
    favorite: false,
    userRating: null,
    takenAt: taken,
    camera: 'Benchmark',
    date: taken,
    state: 'ready',
    failure: null,
    addedAt: taken,
    goneAt: null,
  }
}

/** 250 folders in 25 years, all of one size. */
export function folderOf(i: number): string {
  return `${String(2000 + (i % 25))}/${String(i % folders)}`
}
export const folders = 250

/** The same numbers on every run (xorshift). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
