/** The tiles of photos: embedded when they are first asked for, then kept on disk. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Encoder, Pixels } from '../../encoder/encoder'
import { cutCrop, decodeForCrops } from '../../media/crops'
import { UnreadableImage } from '../../media/decode'
import { kindOf } from '../../library/file-kinds'
import { readPhoto } from '../../media/photo'
import { vectorsTableName } from '../../store/schema'
import { HashedFiles } from './cache'
import { decodeTiles, encodeTiles, tileFormat } from './codec'
import { layTiles } from './layout'
import { makeTile, type Tile } from './tile'

export interface TilePhoto {
  /** SHA-256 of the file's bytes. */
  hash: string
  path: string
}

export interface TilesOptions {
  /** Stops between two batches; the call then rejects with the signal's reason. */
  signal?: AbortSignal
  /** Called after each photo. */
  onProgress?: (done: number, total: number) => void
}

/** Tiles the tower embeds at once: it blocks the process meanwhile, about 0.1 s. See: [Note: inference blocks] */
const batch = 8
/** Photos in work at the same time: one is read and decoded on other threads while the tower works on the other. */
const inWork = 2
/** About 14 KB a photo, so some 36,000 photos. */
const maximumBytes = 512 * 1024 * 1024
/** A sweep reads the whole folder: one for each 7 MB written. */
const writesBetweenSweeps = 512
/** Photos whose tiles stay in memory, about 55 KB each: the candidates of the last few searches. */
const keptInMemory = 500

export class TileIndex {
  readonly #encoder: Encoder
  readonly #files: HashedFiles
  /** Least recently used first. */
  readonly #memory = new Map<string, Tile[]>()
  #bank: Promise<Float32Array[]> | undefined
  #writes = 0

  /** `folder` is for tiles alone: what is oldest in it is removed when it grows too large. */
  constructor(folder: string, encoder: Encoder) {
    this.#encoder = encoder
    this.#files = new HashedFiles(folder, `${vectorsTableName(encoder.identity)}.t${String(tileFormat)}`)
  }

  /** One list a photo, in the order given; see `vectors`. */
  async ofAll(photos: readonly TilePhoto[], { signal, onProgress }: TilesOptions = {}): Promise<Tile[][]> {
    const results = photos.map((): Tile[] => [])
    let [next, done] = [0, 0]
    const work = async (): Promise<void> => {
      for (let i = next++; i < photos.length; i = next++) {
        const photo = photos[i]
        if (photo) results[i] = await this.vectors(photo, signal)
        onProgress?.(++done, photos.length)
      }
    }
    await Promise.all(Array.from({ length: inWork }, work))
    return results
  }

  /** The photo's tiles; none if it is too small, or its file cannot be read now or has changed since it was indexed. */
  async vectors(photo: TilePhoto, signal?: AbortSignal): Promise<Tile[]> {
    signal?.throwIfAborted()
    const known = await this.known(photo.hash)
    if (known) return known
    try {
      return this.#keep(photo.hash, await this.#embed(photo, signal))
    } catch (error) {
      if (error instanceof UnreadableImage) return []
      throw error
    }
  }

  /** The photo's tiles if they were made before. */
  async known(hash: string): Promise<Tile[] | undefined> {
    const known = this.#memory.get(hash) ?? (await this.#read(hash))
    return known && this.#keep(hash, known)
  }

  async #read(hash: string): Promise<Tile[] | undefined> {
    const bytes = await this.#files.read(hash)
    return bytes && decodeTiles(bytes, this.#encoder.manifest.dimension)
  }

  async #embed({ hash, path }: TilePhoto, signal: AbortSignal | undefined): Promise<Tile[]> {
    if (kindOf(path) !== 'image') throw new UnreadableImage('not-an-image')
    const file = await readPhoto(path)
    if (file.hash !== hash) throw new UnreadableImage('vanished')
    const decoded = await decodeForCrops(file.bytes)
    const size = { width: decoded.width, height: decoded.height }
    const places = layTiles(size)
    this.#bank ??= this.#encoder.loadBank()
    const bank = await this.#bank
    const tiles: Tile[] = []
    for (let start = 0; start < places.length; start += batch) {
      signal?.throwIfAborted()
      const some = places.slice(start, start + batch)
      const pixels: Pixels[] = await Promise.all(
        some.map((place) => cutCrop(decoded, place, this.#encoder.manifest.image)),
      )
      const vectors = await this.#encoder.embedImages(pixels)
      some.forEach((place, i) => tiles.push(makeTile(place, vectors[i]!, bank)))
      await nextTurn() // lets searches in between
    }
    await this.#write(hash, encodeTiles(size, tiles))
    return tiles
  }

  /** A cache that cannot be written (disk full) must not keep people from searching. */
  async #write(hash: string, bytes: Buffer): Promise<void> {
    try {
      await this.#files.write(hash, bytes)
      if (this.#writes++ % writesBetweenSweeps === 0) await this.#files.sweep(maximumBytes)
    } catch {
      // It is embedded again next time.
    }
  }

  #keep(hash: string, tiles: Tile[]): Tile[] {
    this.#memory.delete(hash)
    this.#memory.set(hash, tiles)
    const [oldest] = this.#memory.keys()
    if (this.#memory.size > keptInMemory && oldest !== undefined) this.#memory.delete(oldest)
    return tiles
  }
}
