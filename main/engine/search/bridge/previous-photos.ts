/** Which photos another encoder's vectors stand in for, kept in step with the store. See: [Note: upgrade] */
import { hashesIn, Previous, type EncoderTables } from '../../store/previous'
import type { Store } from '../../store/store'

/**
 * Photos that both encoders must have seen before the scores of one can be told on the scale of the other: fewer say too
 * little about the spread. Until then the one before goes on answering for all photos that it knows.
 */
const leastShared = 32
/** Photos embedded by both that scales are compared by: ids are random, so the smallest are a sample. */
const mostShared = 2000

export class PreviousPhotos {
  readonly tables: EncoderTables
  readonly #store: Store
  readonly #close: () => void
  #versions = ''
  /** Grows with every change. */
  version = 0
  /** Photos that the encoder in use has no vector of, and all that are found. */
  figures = { waiting: 0, total: 0 }
  /** Ids it answers for. */
  ids: ReadonlySet<string> = new Set()
  /** Ids of photos that both encoders have a vector of: a sample. */
  shared: readonly string[] = []
  #refreshing: Promise<void> | undefined

  private constructor(store: Store, tables: EncoderTables, close: () => void) {
    this.#store = store
    this.tables = tables
    this.#close = close
  }

  /** Undefined while the encoder in use has a vector of every photo that any other has one of. */
  static async find(store: Store): Promise<PreviousPhotos | undefined> {
    if (!(await store.hasOthers())) return undefined // as nearly always: all photos need not be read
    const own = await hashesIn(store.vectors)
    const ready = await hashesIn(store.items, isReady)
    const lacking = new Map([...ready].filter(([id, hash]) => own.get(id) !== hash))
    const previous = await Previous.find(store, lacking)
    if (!previous) return undefined
    const photos = new PreviousPhotos(store, previous, () => {
      previous.close()
    })
    await photos.refresh()
    return photos
  }

  /** Concurrent callers share the work. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  close(): void {
    this.#close()
  }

  async #refresh(): Promise<void> {
    const { items, vectors } = this.#store
    const tables = [items, vectors, this.tables.vectors]
    const versions = (await Promise.all(tables.map((table) => table.version()))).join(' ')
    if (versions === this.#versions) return
    const own = await hashesIn(vectors)
    const ready = await hashesIn(items, isReady)
    const known = await hashesIn(this.tables.vectors, 'live = true')
    const [only, both]: [string[], string[]] = [[], []]
    // What is gone, failed or changed since is none of its any more.
    for (const [id, hash] of known) if (ready.get(id) === hash) (own.get(id) === hash ? both : only).push(id)
    const isTooEarly = both.length < leastShared && only.length > both.length
    this.ids = new Set(isTooEarly ? [...only, ...both] : only)
    this.shared = both.length < leastShared ? [] : both.sort().slice(0, mostShared)
    this.figures = { waiting: only.length, total: ready.size }
    this.#versions = versions
    this.version++
  }
}

const isReady = `state = 'ready' AND hash IS NOT NULL`
