/** Reads the words in the library's pictures in the background, when there is nothing else to do. */
import { readFile } from 'node:fs/promises'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { FoveaError, type ReadingMode, type ReadingProgress } from '../../../contract'
import { withRoom } from '../media/cost'
import { decodeWithin, type DecodedPhoto } from '../media/crops'
import { makeThumbnail, readHeader, UnreadableImage } from '../media/decode'
import { readPhoto } from '../media/photo'
import { closePhoto } from '../media/source'
import { thumbnailPath } from '../media/thumbnails'
import type { ItemRow } from '../store/schema'
import type { WordsStore } from '../store/words'
import type { Catalog } from '../library/catalog'
import { toAbsolute } from '../library/paths'
import type { Quarantine } from '../library/quarantine'
import { isDrawn, looksLikeText } from './gate'
import { detectorSide, pictureSide, type Line, type Recogniser } from './recogniser'

export interface WordReaderOptions {
  mode: ReadingMode
  recogniser: Recogniser
  words: WordsStore
  catalog: Catalog
  thumbnails: string
  quarantine: Quarantine
  /** The folders that are there now, by root. */
  folders: () => ReadonlyMap<string, string>
  /** Whether there is nothing else to do and nothing stops indexing. */
  mayRead: () => boolean
  /** Resolves when the next piece of work may begin. */
  turn: () => Promise<void>
  /** The progress is another than before. */
  onChange: () => void
  onDiskFull: (error: FoveaError) => void
}

/** A picture that was begun is left: there is something else to do. It is read later. */
class Interrupted extends Error {}

/**
 * [Note: reading words] A picture is looked at once, by its content. First at a glance: the detector on the thumbnail, which
 * takes as long as embedding a photo; most photos hold nothing like text and are done with. The others are decoded
 * again, larger, and read line by line. It gives way to indexing between two lines, keeps to the throttle, and commits
 * as it goes: killed at any instant, a few pictures are read again. A picture that takes the process with it is found as
 * files are (See: [Note: quarantine]), with a journal of its own.
 */
export class WordReader {
  readonly #options: WordReaderOptions
  #mode: ReadingMode
  #queue: ItemRow[] | undefined
  #progress = { done: 0, total: 0 }
  /** Could not be reached just now. */
  readonly #away = new Set<string>()
  #running: Promise<void> | undefined
  #closed = false
  #problem: string | undefined

  constructor(options: WordReaderOptions) {
    this.#options = options
    this.#mode = options.mode
  }

  get progress(): ReadingProgress {
    const problem = this.#problem === undefined ? {} : { problem: this.#problem }
    const { done, total } = this.#progress
    const isReading = this.#running !== undefined && this.#mode !== 'off' && done < total
    return { mode: this.#mode, isReading, ...this.#progress, ...problem }
  }

  setMode(mode: ReadingMode): void {
    this.#mode = mode
    if (mode === 'off') this.#progress = { done: 0, total: 0 }
    this.lookAgain()
  }

  /** The library has changed: there may be other pictures to read, or ones that are back. */
  lookAgain(): void {
    this.#queue = undefined
    this.#away.clear()
    this.wake()
  }

  /** Goes on, if it may. */
  wake(): void {
    if (this.#running || this.#closed || this.#mode === 'off') return
    if (this.#problem !== undefined || !this.#options.mayRead()) return
    if (this.#queue?.length === 0) return
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      this.#options.onChange()
      // What was asked for while the last picture was being finished.
      if (this.#queue === undefined) this.wake()
    })
  }

  /** Lets go of what is known of contents that nobody has any more. */
  async forgetExcept(isWanted: (hash: string) => boolean): Promise<void> {
    await this.#options.words.forgetExcept(isWanted)
    this.lookAgain()
  }

  /** Resolves when everything has been read, or when reading had to stop. */
  async finished(): Promise<void> {
    while (this.#running) await this.#running
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.finished()
    await this.#options.words.close().catch((error: unknown) => {
      console.error('words in pictures could not be written:', error) // they are read again
    })
    this.#options.quarantine.close()
    await this.#options.recogniser.close()
  }

  async #run(): Promise<void> {
    const { words, onChange } = this.#options
    await yieldToEvents() // several reasons to look again come at once
    try {
      while (this.#goesOn()) {
        const item = this.#next()
        if (!item) break
        await this.#readOne(item)
        onChange()
      }
      await words.flush()
    } catch (error) {
      if (error instanceof Interrupted) this.#queue = undefined
      else this.#stop(error)
    }
  }

  /** A full disk is waited out; what else is wrong stops the reading of words, and nothing but that. */
  #stop(error: unknown): void {
    this.#queue = undefined
    const problem = FoveaError.from(error)
    if (problem.code === 'DISK_FULL') this.#options.onDiskFull(problem)
    else {
      console.error('words in pictures are not read any more:', error)
      this.#problem = problem.message
    }
  }

  #goesOn(): boolean {
    return !this.#closed && this.#mode !== 'off' && this.#options.mayRead()
  }

  #next(): ItemRow | undefined {
    this.#queue ??= this.#toRead()
    return this.#queue.pop()
  }

  /** Pictures still to be read, the newest last. */
  #toRead(): ItemRow[] {
    const { catalog } = this.#options
    const folders = this.#options.folders()
    const queue: ItemRow[] = []
    const seen = new Set<string>()
    this.#progress = { done: 0, total: 0 }
    if (this.#mode === 'off') return queue
    for (const item of catalog.all()) {
      const { hash, state, kind } = item
      if (state !== 'ready' || kind !== 'image' || hash === null || seen.has(hash)) continue
      if (this.#away.has(item.id) || !folders.has(item.root)) continue
      seen.add(hash)
      this.#progress.total++
      if (this.#isDone(hash)) this.#progress.done++
      else queue.push(item)
    }
    return queue.sort((a, b) => a.date - b.date)
  }

  #isDone(hash: string): boolean {
    const known = this.#options.words.get(hash)
    if (known?.recogniser !== this.#version) return false
    return known.state !== 'plain' || this.#mode !== 'all'
  }

  get #version(): string {
    const { id, revision } = this.#options.recogniser.manifest
    return `${id}.${String(revision)}`
  }

  async #readOne(item: ItemRow): Promise<void> {
    const { quarantine, words } = this.#options
    const hash = item.hash!
    const keep = async (state: 'read' | 'plain' | 'failed', lines: readonly Line[] = []): Promise<void> => {
      const text = lines.map((line) => line.text).join('\n')
      const boxes = Float32Array.from(lines.flatMap(({ box }) => box))
      this.#progress.done++
      await words.put({ hash, recogniser: this.#version, state, text, boxes })
    }
    if (quarantine.isQuarantined(item)) return keep('failed')
    quarantine.begin(item, 'alone')
    try {
      const lines = await this.#read(item)
      await keep(lines ? 'read' : 'plain', lines)
    } catch (error) {
      if (!(error instanceof UnreadableImage)) throw error
      if (error.code === 'vanished' || error.code === 'unreadable') {
        this.#away.add(item.id)
        this.#progress.total--
      } else await keep('failed')
    } finally {
      quarantine.end(item)
    }
  }

  /** Undefined where a glance finds nothing. */
  async #read(item: ItemRow): Promise<Line[] | undefined> {
    const { recogniser, folders } = this.#options
    await this.#turn()
    const folder = folders().get(item.root)
    if (folder === undefined) throw new UnreadableImage('vanished')
    const path = toAbsolute(folder, item.path)
    if (this.#mode !== 'all' && !isDrawn(item)) {
      const thumbnail = await this.#thumbnail(item, path)
      if (!(await looksLikeText(thumbnail, recogniser))) return undefined
      await this.#turn()
    }
    const photo = await decodeFile(path, item.hash!)
    await this.#turn()
    const parts = await recogniser.detect(photo, detectorSide)
    return recogniser.read(photo, parts, () => this.#turn())
  }

  async #thumbnail(item: ItemRow, path: string): Promise<DecodedPhoto> {
    const { thumbnails } = this.#options
    const kept = await readFile(thumbnailPath(thumbnails, item.hash!)).catch(() => undefined)
    const bytes = kept ?? (await makeThumbnail((await readPhoto(path)).bytes))
    return decodeWithin(bytes, pictureSide)
  }

  async #turn(): Promise<void> {
    await this.#options.turn()
    await yieldToEvents()
    if (!this.#goesOn()) throw new Interrupted()
  }
}

/** Throws UnreadableImage; `vanished` also when the file is another by now. */
async function decodeFile(path: string, hash: string): Promise<DecodedPhoto> {
  const { bytes, hash: found } = await readPhoto(path)
  if (found !== hash) throw new UnreadableImage('vanished')
  const { bytesToDecode } = await readHeader(bytes)
  return withRoom(bytesToDecode, async () => {
    try {
      return await decodeWithin(bytes, pictureSide)
    } finally {
      closePhoto(bytes)
    }
  })
}
