/** What pictures say, for searches: the full-text index, kept in step with what the indexer reads. */
import type { TextLine } from '../../../../contract'
import type { WordsRow } from '../../store/schema'
import { quote } from '../../store/filters'
import { openWordsForReading, type OneTable } from '../../store/store'
import { hasWordOf, WordIndex } from './word-index'

/** Clocks of two processes on one machine are one; a row may all the same be committed a little after it was made. */
const overlapMs = 60_000

/**
 * [Note: full-text index] LanceDB has one, and brings it up to date in the process that writes: with two cores and some
 * hundred thousand different words that never ends (docs/adr/0015-ocr.md). So the table holds the texts, and the index is
 * built from them by the process that searches, as the vectors are: 20,000 pictures in a second, and then what is new.
 */
export class PictureWords {
  readonly #folder: string
  #opened: OneTable | undefined
  #opening: Promise<OneTable | undefined> | undefined
  #index = new WordIndex()
  #version = -1
  #newest = 0
  #refreshing: Promise<void> | undefined

  constructor(storeFolder: string) {
    this.#folder = storeFolder
  }

  /** Grows with what is found new. */
  get version(): number {
    return this.#version
  }

  get index(): WordIndex {
    return this.#index
  }

  /** Concurrent callers share the work. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  /** The lines of a picture; those with words of one of the texts are marked. */
  async linesOf(hash: string, texts: readonly string[]): Promise<TextLine[]> {
    const opened = await this.#open()
    const [row] = ((await opened?.table
      .query()
      .where(`hash = ${quote(hash)}`)
      .limit(1)
      .toArray()) ?? []) as Pick<WordsRow, 'text' | 'boxes'>[]
    if (!row || row.text === '') return []
    const boxes = Array.from(row.boxes)
    return row.text.split('\n').map((text, i) => {
      const [left = 0, top = 0, right = 1, bottom = 1] = boxes.slice(4 * i, 4 * i + 4)
      return { text, box: [left, top, right, bottom], isMatch: texts.some((asked) => hasWordOf(text, asked)) }
    })
  }

  /** Pictures looked at so far, by how. */
  async counts(): Promise<{ read: number; plain: number; failed: number }> {
    const table = (await this.#open())?.table
    const count = (state: WordsRow['state']): Promise<number> | number =>
      table?.countRows(`state = ${quote(state)}`) ?? 0
    return { read: await count('read'), plain: await count('plain'), failed: await count('failed') }
  }

  async close(): Promise<void> {
    await this.#refreshing?.catch(() => undefined)
    this.#opened?.close()
  }

  async #refresh(): Promise<void> {
    const opened = await this.#open()
    const version = (await opened?.table.version()) ?? -1
    if (!opened || version === this.#version) return
    const since = Math.max(0, this.#newest - overlapMs)
    const query = opened.table.query().where(`state = 'read' AND at >= ${since.toFixed(1)}`)
    for await (const batch of query.select(['hash', 'text', 'at'])) {
      for (const { hash, text, at } of batch as Iterable<Pick<WordsRow, 'hash' | 'text' | 'at'>>) {
        this.#index.set(hash, text)
        this.#newest = Math.max(this.#newest, at)
      }
    }
    this.#version = version
  }

  async #open(): Promise<OneTable | undefined> {
    this.#opening ??= openWordsForReading(this.#folder)
    try {
      this.#opened = await this.#opening
    } catch {
      this.#opened = undefined // the indexer begins it anew; nothing else depends on it
    }
    if (!this.#opened) this.#opening = undefined
    return this.#opened
  }
}
