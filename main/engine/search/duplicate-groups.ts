/** Near-duplicates of the whole library: found once a version, for grouping results and for tidying up. */
import type { DuplicateGroup } from '../../../contract'
import { findDuplicates, type DuplicateCandidate, type DuplicateGroup as Group } from '../curation/duplicates'
import type { VectorRow } from '../store/schema'
import type { LibraryReader } from './library-reader'
import type { VectorMatrix } from './matrix'

type Photo = Pick<VectorRow, 'id' | 'hash' | 'name' | 'width' | 'height' | 'size' | 'date' | 'phash'>

/** Photos among which duplicates are found in less than a tenth of a second. */
const foundAtOnce = 5000

interface Found {
  version: number
  photos: Map<string, Photo>
  groups: Group[]
  /** Which photo stands for its group, by id; photos of no group are not in it. */
  representatives: Map<string, string>
}

export class DuplicateGroups {
  readonly #matrix: VectorMatrix
  readonly #library: LibraryReader
  readonly #likeness: (one: string, other: string) => number
  #found: Promise<Found> | undefined
  #latest: Found | undefined

  /** `likeness` of two photos by id: see `VectorMatrix.likeness`. */
  constructor(matrix: VectorMatrix, library: LibraryReader, likeness: (one: string, other: string) => number) {
    this.#matrix = matrix
    this.#library = library
    this.#likeness = likeness
  }

  /**
   * For grouping results, which must not wait: while photos are being indexed the groups of a moment ago serve, and in a
   * large library the first search after the start is not grouped.
   */
  async representatives(matrix: VectorMatrix): Promise<Map<string, string>> {
    const isStale = this.#latest?.version !== matrix.version
    if (isStale) {
      const finding = this.#find()
      if (!this.#latest && matrix.count <= foundAtOnce) await finding
      else finding.catch(() => undefined) // the next search tries again
    }
    return this.#latest?.representatives ?? new Map<string, string>()
  }

  /** Groups with the largest first. */
  async page(
    kind: 'exact' | 'near',
    offset: number,
    limit: number,
  ): Promise<{ groups: DuplicateGroup[]; total: number }> {
    const { groups, photos } = await this.#find()
    const wanted = groups
      .map(({ keep, others }) => ({ keep, others: others.filter(({ exact }) => exact === (kind === 'exact')) }))
      .filter(({ others }) => others.length > 0)
      .sort((a, b) => b.others.length - a.others.length || (a.keep < b.keep ? -1 : 1))
    const page = wanted.slice(offset, offset + limit)
    const paths = await this.#library.paths(page.flatMap(({ keep, others }) => [keep, ...others.map(({ id }) => id)]))
    const shown = page.map(({ keep, others }): DuplicateGroup => ({
      keep,
      items: [{ id: keep, exact: true }, ...others].flatMap(({ id, exact }) => {
        const photo = photos.get(id)
        const path = paths.get(id)
        if (!photo || path === undefined) return []
        const { hash, name, width, height, size, date } = photo
        return [{ id, hash, name, path, width, height, size, date: Math.round(date), isExact: exact }]
      }),
    }))
    return { groups: shown.filter(({ items }) => items.length > 1), total: wanted.length }
  }

  #find(): Promise<Found> {
    if (this.#latest?.version === this.#matrix.version) return Promise.resolve(this.#latest)
    this.#found ??= this.#search().finally(() => {
      this.#found = undefined
    })
    return this.#found
  }

  async #search(): Promise<Found> {
    const { version } = this.#matrix
    const rows = await this.#library.vectorRows(
      ['hash', 'name', 'width', 'height', 'size', 'date', 'phash'],
      `kind <> 'text'`,
    )
    const photos = rows.map(({ id, hash, name, width, height, size, date, phash }): Photo => ({
      id,
      hash,
      name,
      width,
      height,
      size,
      date,
      phash,
    }))
    const candidates = photos.map((photo): DuplicateCandidate => ({
      ...photo,
      contentHash: photo.hash,
      perceptualHash: photo.phash,
    }))
    // By id, because rows move when the library changes meanwhile.
    const groups = await findDuplicates(candidates, (a, b) => this.#likeness(photos[a]!.id, photos[b]!.id))
    const representatives = new Map<string, string>()
    for (const { keep, others } of groups)
      for (const id of [keep, ...others.map((other) => other.id)]) representatives.set(id, keep)
    this.#latest = { version, photos: new Map(photos.map((photo) => [photo.id, photo])), groups, representatives }
    return this.#latest
  }
}
