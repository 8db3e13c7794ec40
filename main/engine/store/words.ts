/** Keeps what was read in pictures, for the one process that writes. */
import { isRemote } from './address'
import { isOneOf } from './filters'
import { chunks } from './statements'
import type { WordsRow } from './schema'
import { openWordsForWriting, removeWords, storeError, tidy, type OneTable } from './store'

/** Rows that a kill may lose; each commit leaves a version and a fragment behind. */
const rowsPerCommit = 64
const commitAfterMs = 5000
/** Commits after which fragments are merged and old versions dropped. */
const commitsPerMaintenance = 50

export type Known = Pick<WordsRow, 'recogniser' | 'state'>

export class WordsStore {
  readonly #opened: OneTable
  readonly #known: Map<string, Known>
  #waiting: WordsRow[] = []
  #committedAt = performance.now()
  #commits = 0
  #running: Promise<void> = Promise.resolve()

  private constructor(opened: OneTable, known: Map<string, Known>) {
    this.#opened = opened
    this.#known = known
  }

  /** A damaged table on a disk is begun anew, and the pictures are read again; what others have written is not thrown away for an error. */
  static async open(folder: string): Promise<WordsStore> {
    try {
      return await WordsStore.#open(folder)
    } catch (error) {
      if (storeError(error).code !== 'STORE_DAMAGED' || isRemote(folder)) throw error
      await removeWords(folder)
      return WordsStore.#open(folder)
    }
  }

  static async #open(folder: string): Promise<WordsStore> {
    const opened = await openWordsForWriting(folder)
    try {
      const known = new Map<string, Known>()
      for await (const batch of opened.table.query().select(['hash', 'recogniser', 'state'])) {
        for (const { hash, recogniser, state } of batch as Iterable<Pick<WordsRow, 'hash' | 'recogniser' | 'state'>>)
          known.set(hash, { recogniser, state })
      }
      return new WordsStore(opened, known)
    } catch (error) {
      opened.close()
      throw storeError(error)
    }
  }

  /** What is known of a content, what waits to be committed included. */
  get(hash: string): Known | undefined {
    return this.#known.get(hash)
  }

  /** Commits now and then; what waits after an error is tried again with the next. Throws DISK_FULL. */
  async put(row: Omit<WordsRow, 'at'>): Promise<void> {
    this.#waiting.push({ ...row, at: Date.now() })
    this.#known.set(row.hash, { recogniser: row.recogniser, state: row.state })
    if (this.#waiting.length >= rowsPerCommit || performance.now() - this.#committedAt >= commitAfterMs)
      await this.flush()
  }

  /** Throws DISK_FULL. */
  flush(): Promise<void> {
    const flushed = this.#running.then(() => this.#flush())
    this.#running = flushed.catch(() => undefined)
    return flushed
  }

  /** Lets go of contents that nobody has any more. */
  async forgetExcept(isWanted: (hash: string) => boolean): Promise<void> {
    const unwanted = [...this.#known.keys()].filter((hash) => !isWanted(hash))
    for (const some of chunks(unwanted)) {
      await this.#opened.table.delete(isOneOf('hash', some))
      for (const hash of some) this.#known.delete(hash)
    }
  }

  async close(): Promise<void> {
    try {
      await this.flush()
      if (this.#commits > 0) await this.#maintain()
    } finally {
      await this.#running
      this.#opened.close()
    }
  }

  async #flush(): Promise<void> {
    this.#committedAt = performance.now()
    const rows = this.#waiting
    if (rows.length === 0) return
    try {
      // Lists of Arrow are made of plain arrays.
      const plain = rows.map((row) => ({ ...row, boxes: Array.from(row.boxes) }))
      await this.#opened.table.mergeInsert('hash').whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(plain)
      this.#waiting = this.#waiting.filter((row) => !rows.includes(row))
      if (++this.#commits % commitsPerMaintenance === 0) await this.#maintain()
    } catch (error) {
      throw storeError(error)
    }
  }

  async #maintain(): Promise<void> {
    await tidy(this.#opened)
  }
}
