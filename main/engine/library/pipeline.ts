/** Reads, decodes and embeds files: several are decoded at once while the image tower works on others. */
import { availableParallelism } from 'node:os'
import { setImmediate as yieldToEvents, setTimeout as wait } from 'node:timers/promises'
import type { FailureCode } from '../../../contract'
import type { Encoder, Pixels } from '../encoder/encoder'
import { defaultBatch } from '../encoder/providers'
import {
  decodeForEncoder,
  makeThumbnail,
  readHeader,
  readPicture,
  UnreadableImage,
  type ImageHeader,
} from '../media/decode'
import { hasRoom, NoRoom } from '../media/cost'
import { normaliseExposure } from '../media/exposure'
import { metadataVersion, readMetadata, type PhotoMetadata } from '../media/metadata'
import { perceptualHash } from '../media/perceptual-hash'
import { readPhoto, type PhotoFile } from '../media/photo'
import { noPlace, type Places } from '../media/places'
import { Sidecars } from '../media/sidecars'
import { hasThumbnail, writeThumbnail } from '../media/thumbnails'
import { isShortage } from '../media/unreadable'
import { readVideoFile, VideoLeftAside, type VideoFile, type VideoFrames } from '../media/video'
import { sentenceOf } from '../media/wording'
import { noteSize, readNote } from '../notes/note'
import { noMetadata, type ItemRow, type MetadataColumns, type Part } from '../store/schema'
import type { Words } from '../store/part-writer'
import type { StoreWriter } from '../store/writer'
import { Backlog, type OnScreen } from './backlog'
import type { Catalog } from './catalog'
import { whyNotIndexed } from './file-kinds'
import { noteVectors } from './note-vectors'
import { folderOf, nameOf } from './paths'
import type { Quarantine } from './quarantine'
import { TextEmbedder } from './text-embedder'
import type { Throttle } from './throttle'
import { readVideo } from './video-reading'

/** One file to read. `item` is its row so far: pending, or ready and changed since, or failed and tried again. */
export interface Task {
  item: ItemRow
  absolutePath: string
  /** Called once, when the file has reached a state (or was found to be gone). */
  settle: (outcome: Outcome) => void
}

/** vanished: to be looked for again. dropped: nobody wants it read any more. */
export type Outcome = 'embedded' | 'reused' | 'failed' | 'vanished' | 'dropped'

export interface PipelineOptions {
  catalog: Catalog
  writer: StoreWriter
  encoder: Encoder
  thumbnails: string
  places: Places
  quarantine: Quarantine
  throttle: Pick<Throttle, 'turn' | 'share'>
  /** Absent where videos cannot be read. See: [Note: pictures of videos] */
  videoFrames: VideoFrames | undefined
  /** The item whose file is missing and had this content: a file found under a new path takes it over. */
  claimMissing: (hash: string, by: ItemRow) => ItemRow | undefined
  /** Whether a root is still in the library: it may be removed while one of its files is being read. */
  isWanted: (root: string) => boolean
  /** Something that stops all work: a full disk, a damaged model. The task was put back. */
  onBlocked: (error: unknown) => void
  /** The last file has been worked on. */
  onIdle: () => void
  /** So many photos were in the image tower for so long. */
  onTower: (photos: number, ms: number) => void
}

type FileFacts = Omit<PhotoFile, 'bytes'>

/** What was computed for an item; without it that of equal content is taken. */
interface Made {
  vector?: Float32Array
  parts?: readonly Part[]
}

/** After a shortage a worker lets the others end first; so many in a row, and it is no passing one. */
const shortageMs = 500
const mostShortages = 100

/** Files in work at once: while one batch is in the tower, another is being decoded. See: [Note: overlap] */
export function workerCount(): number {
  return Math.max(defaultBatch * 2, availableParallelism() * 2)
}

/**
 * [Note: overlap] Decoding runs on libuv's threads, so it goes on while the tower blocks this thread. Each worker
 * below carries one file from disk to row; with more workers than cores there is always a decoded photo waiting when
 * the tower is free. The number of workers is also what bounds memory: no stage has a queue of its own.
 */
export class Pipeline {
  readonly #options: PipelineOptions
  readonly #sidecars = new Sidecars()
  readonly #texts: TextEmbedder
  readonly #backlog = new Backlog<Task>()
  /** Files that changed while we watch: before all others. */
  #live: Task[] = []
  /**
   * Read before, and put back for want of room for their pictures. While they wait, others are read: a worker that waited
   * itself would keep small photos from being read, and its file would look as if it took so long.
   */
  readonly #large: { task: Task; bytes: number }[] = []
  /** After all others, and one at a time. See: [Note: quarantine] */
  #suspects: Task[] = []
  #tower: { pixels: Pixels; resolve: (vector: Float32Array) => void; reject: (error: unknown) => void }[] = []
  #towerRuns = false
  #active = 0
  #suspectActive = false
  /** In a row, of all workers. */
  #shortages = 0
  #paused = false
  #closed = false
  /** Content being embedded right now: a second file with the same bytes waits for the first. */
  readonly #inFlight = new Map<string, Promise<void>>()
  readonly #workers = workerCount()
  #onIdle: (() => void)[] = []

  constructor(options: PipelineOptions) {
    this.#options = options
    this.#texts = new TextEmbedder(options.encoder, options.throttle)
  }

  /** Files waiting or being worked on. */
  get size(): number {
    return this.#backlog.size + this.#live.length + this.#large.length + this.#suspects.length + this.#active
  }

  get isIdle(): boolean {
    return this.size === 0
  }

  push(tasks: readonly Task[], live: boolean): void {
    const { quarantine } = this.#options
    const others: Task[] = []
    for (const task of tasks) (quarantine.isSuspect(task.item) ? this.#suspects : others).push(task)
    if (live) this.#live = this.#live.concat(others)
    else this.#backlog.add(others)
    this.#suspects.sort((a, b) => quarantine.strikes(a.item) - quarantine.strikes(b.item))
    this.#fill()
  }

  /** Waiting files of what is on screen go before the rest of the backlog, until this is called again. */
  prioritise(onScreen: OnScreen): void {
    this.#backlog.prioritise(onScreen)
  }

  /** Drops waiting tasks, for instance those of a root that was removed. */
  drop(unwanted: (item: ItemRow) => boolean): void {
    const keep = (task: Task): boolean => {
      if (!unwanted(task.item)) return true
      task.settle('dropped')
      return false
    }
    this.#backlog.filter(keep)
    this.#live = this.#live.filter(keep)
    this.#large.splice(0, Infinity, ...this.#large.filter(({ task }) => keep(task)))
    this.#suspects = this.#suspects.filter(keep)
    this.#announceIdle()
  }

  /** Files already being read are finished; no new ones are begun. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#fill()
  }

  /** Resolves when nothing is being worked on: the queue is empty, or the pipeline is paused. */
  async quiet(): Promise<void> {
    if (this.#active === 0 && (this.isIdle || this.#paused)) return
    await new Promise<void>((resolve) => this.#onIdle.push(resolve))
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#backlog.filter(() => false)
    this.#live = []
    this.#large.length = 0
    this.#suspects = []
    if (this.#active > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve))
  }

  #fill(): void {
    // With less of the processor fewer files are held in memory as well, but a batch of the tower is still filled.
    const workers = Math.max(this.#options.encoder.batch, Math.round(this.#workers * this.#options.throttle.share))
    while (!this.#paused && !this.#closed && !this.#suspectActive && this.#active < workers) {
      const isAlone = this.#active === 0
      const task = this.#next(isAlone)
      if (!task) return
      this.#active++
      void this.#work(task, isAlone).finally(() => {
        this.#active--
        this.#suspectActive = false
        this.#fill()
        this.#announceIdle()
      })
    }
  }

  #next(isAlone: boolean): Task | undefined {
    const [large] = this.#large
    if (large && (isAlone || hasRoom(large.bytes))) {
      this.#large.shift()
      return large.task
    }
    // More of them would be read twice for nothing.
    if (this.#large.length >= this.#workers) return undefined
    const task = this.#live.shift() ?? this.#backlog.take()
    if (task || !isAlone) return task
    const suspect = this.#suspects.shift()
    this.#suspectActive = suspect !== undefined
    return suspect
  }

  #announceIdle(): void {
    if (this.#active > 0 || !(this.isIdle || this.#paused || this.#closed)) return
    if (this.isIdle && !this.#closed) this.#options.onIdle()
    for (const resolve of this.#onIdle.splice(0)) resolve()
  }

  /** `mayWait`: for room, as nobody else would make any. */
  async #work(task: Task, mayWait: boolean): Promise<void> {
    await this.#options.throttle.turn()
    try {
      task.settle(await this.#read(task, mayWait))
      this.#shortages = 0
    } catch (error) {
      if (error instanceof NoRoom) this.#large.push({ task, bytes: error.bytes })
      else if (error instanceof VideoLeftAside) task.settle('dropped')
      else if (error instanceof UnreadableImage) {
        if (error.code === 'vanished') task.settle('vanished')
        else {
          if (this.#isWanted(task.item.id) && !this.#isFoundAnyway(task.item)) this.#fail(task.item, error.code)
          task.settle('failed')
        }
      } else if (isShortage(error) && ++this.#shortages <= mostShortages) {
        await wait(shortageMs)
        this.#live.push(task)
      } else {
        this.#live.unshift(task)
        this.pause()
        this.#options.onBlocked(error)
      }
    }
  }

  async #read(task: Task, mayWait: boolean): Promise<Outcome> {
    const { quarantine } = this.#options
    if (!this.#isWanted(task.item.id)) return 'dropped'
    if (quarantine.isQuarantined(task.item)) throw new UnreadableImage('crashed')
    quarantine.begin(task.item, this.#suspectActive ? 'alone' : 'together')
    try {
      return await this.#process(task, mayWait)
    } finally {
      quarantine.end(task.item)
    }
  }

  async #process(task: Task, mayWait: boolean): Promise<Outcome> {
    const reason = whyNotIndexed(task.item.name)
    if (reason) throw new UnreadableImage(reason)
    if (task.item.kind === 'video') {
      // Without a decoder nothing of it is read: its hash alone may take a minute.
      const { videoFrames } = this.#options
      if (!videoFrames || !(await videoFrames.isThere())) throw new UnreadableImage('video-needs-app')
      const video = await readVideoFile(task.absolutePath)
      return this.#once(
        video.hash,
        () => this.#reuseVideo(task, video),
        () => this.#embedVideo(task, video, videoFrames),
      )
    }
    if (task.item.kind === 'text') {
      const note = await readPhoto(task.absolutePath, noteSize)
      return this.#once(
        note.hash,
        () => this.#reuseNote(task, note),
        () => this.#embedNote(task, note),
      )
    }
    const photo = await readPhoto(task.absolutePath)
    return this.#once(
      photo.hash,
      () => this.#reuse(task, photo),
      () => this.#embed(task, photo, mayWait),
    )
  }

  /** Content that is being embedded is waited for, and then reused. */
  async #once(hash: string, reuse: () => Promise<boolean>, embed: () => Promise<void>): Promise<Outcome> {
    do {
      await this.#inFlight.get(hash)
      if (await reuse()) return 'reused'
    } while (this.#inFlight.has(hash))
    const embedding = embed()
    const finished = embedding.then(
      () => undefined,
      () => undefined,
    )
    this.#inFlight.set(hash, finished)
    void finished.then(() => this.#inFlight.delete(hash))
    await embedding
    return 'embedded'
  }

  /** Content that was embedded before: under another path, in another copy, or here before its date changed. */
  async #reuse(task: Task, photo: PhotoFile): Promise<boolean> {
    const { encoder, thumbnails } = this.#options
    const twin = this.#twin(task, photo.hash)
    if (!twin) return false
    if (!(await hasThumbnail(thumbnails, photo.hash))) {
      await writeThumbnail(thumbnails, photo.hash, await makeThumbnail(photo.bytes))
    }
    // A store from before there were perceptual hashes has none.
    const phash = twin.phash ?? this.#perceptualHash(await decodeForEncoder(photo.bytes, encoder.manifest.image))
    const metadata = await this.#metadata(task, await readHeader(photo.bytes))
    await this.#takeOver(task, photo, metadata, { ...twin, phash })
    return true
  }

  #twin({ item }: Task, hash: string): ItemRow | undefined {
    return this.#options.catalog.embedded(hash).find(({ kind }) => kind === item.kind)
  }

  /** The vectors of equal content, and the identity of a file that was moved. */
  async #takeOver(
    task: Task,
    file: FileFacts,
    metadata: MetadataColumns,
    { width, height, duration, phash }: Pick<ItemRow, 'width' | 'height' | 'duration' | 'phash'>,
  ): Promise<void> {
    const words = await this.#wordsOf(task, metadata)
    // Nothing is waited for from here on: another file with this content must not claim the same item.
    if (!this.#isWanted(task.item.id)) return
    const identity = this.#identity(task, file.hash)
    this.#store({ ...this.#row(task, file, metadata), ...identity, width, height, duration, phash }, words)
  }

  /** A moved file keeps the identity it had; the row made for its new path, if any, is dropped. */
  #identity({ item }: Task, hash: string): Pick<ItemRow, 'id' | 'addedAt'> {
    const { catalog, writer, claimMissing } = this.#options
    const moved = item.state === 'pending' ? claimMissing(hash, item) : undefined
    if (moved && moved.id !== item.id) {
      catalog.delete(item.id)
      writer.remove(item.id)
    }
    const { id, addedAt } = moved ?? item
    return { id, addedAt }
  }

  async #embed(task: Task, photo: PhotoFile, mayWait: boolean): Promise<void> {
    const { encoder, thumbnails } = this.#options
    const { header, pixels, thumbnail } = await readPicture(photo.bytes, encoder.manifest.image, { mayWait })
    const metadata = await this.#metadata(task, header)
    const [vector] = await Promise.all([
      this.#vector(normaliseExposure(pixels, encoder.manifest.image)),
      writeThumbnail(thumbnails, photo.hash, thumbnail),
    ])
    const { width, height } = header
    const phash = this.#perceptualHash(pixels)
    const words = await this.#wordsOf(task, metadata)
    if (!this.#isWanted(task.item.id)) return
    const identity = this.#identity(task, photo.hash) // of content that another encoder has embedded
    this.#store({ ...this.#row(task, photo, metadata), ...identity, width, height, phash }, words, { vector })
  }

  async #reuseNote(task: Task, note: PhotoFile): Promise<boolean> {
    const twin = this.#twin(task, note.hash)
    if (twin) await this.#takeOver(task, note, { ...noMetadata, title: twin.title }, twin)
    return twin !== undefined
  }

  async #embedNote(task: Task, file: PhotoFile): Promise<void> {
    const note = await readNote(task.item.name, file.bytes)
    const { parts, whole: vector } = await noteVectors(note, this.#options.encoder, this.#texts)
    if (!this.#isWanted(task.item.id)) return
    const row = { ...this.#row(task, file, { ...noMetadata, title: note.title }), ...this.#identity(task, file.hash) }
    this.#store({ ...row, width: null, height: null, phash: null }, undefined, { vector, parts })
  }

  /** What is written about a photo or a video, and its vector. */
  async #wordsOf({ item }: Task, metadata: MetadataColumns): Promise<Words | undefined> {
    const sentence = item.kind === 'text' ? undefined : sentenceOf(metadata)
    return sentence === undefined ? undefined : { sentence, vector: await this.#texts.remembered(sentence) }
  }

  async #reuseVideo(task: Task, video: VideoFile): Promise<boolean> {
    const twin = this.#twin(task, video.hash)
    if (!twin || !(await hasThumbnail(this.#options.thumbnails, video.hash))) return false
    await this.#takeOver(task, video, await this.#videoMetadata(task, video), twin)
    return true
  }

  async #embedVideo(task: Task, video: VideoFile, frames: VideoFrames): Promise<void> {
    const { encoder, thumbnails } = this.#options
    const embed = (pixels: Pixels): Promise<Float32Array> =>
      this.#vector(normaliseExposure(pixels, encoder.manifest.image))
    const seen = await readVideo(task.absolutePath, video, {
      frames,
      input: encoder.manifest.image,
      embed,
    })
    const { width, height, duration, vector, parts, thumbnail } = seen
    const metadata = await this.#videoMetadata(task, video)
    await writeThumbnail(thumbnails, video.hash, thumbnail)
    const words = await this.#wordsOf(task, metadata)
    if (!this.#isWanted(task.item.id)) return
    const identity = this.#identity(task, video.hash)
    const row = { ...this.#row(task, video, metadata), ...identity, width, height, duration, phash: null }
    this.#store(row, words, { vector, parts })
  }

  async #videoMetadata(task: Task, { container: { facts, xmp } }: VideoFile): Promise<MetadataColumns> {
    const sidecars = await this.#sidecars.read(task.absolutePath)
    return this.#withPlace(readMetadata({ exif: [], xmp, iptc: undefined }, sidecars, facts))
  }

  async #metadata(task: Task, header: ImageHeader): Promise<MetadataColumns> {
    return this.#withPlace(readMetadata(header, await this.#sidecars.read(task.absolutePath)))
  }

  async #withPlace(metadata: PhotoMetadata): Promise<MetadataColumns> {
    const { latitude, longitude } = metadata
    const isSomewhere = latitude !== null && longitude !== null
    return { ...metadata, ...(isSomewhere ? await this.#options.places.at(latitude, longitude) : noPlace) }
  }

  #perceptualHash(pixels: Pixels): string {
    const { width, height } = this.#options.encoder.manifest.image
    return perceptualHash(pixels, width, height)
  }

  #row(task: Task, file: FileFacts, metadata: MetadataColumns): ItemRow {
    const { path } = task.item
    return {
      ...task.item,
      ...metadata,
      metadataVersion,
      folder: folderOf(path),
      name: nameOf(path),
      size: file.size,
      mtime: file.mtime,
      hash: file.hash,
      date: metadata.takenAt ?? Math.round(file.mtime),
      state: 'ready',
      failure: null,
      goneAt: null,
    }
  }

  /** Whether the file, as it is, goes on being found by another encoder's vectors. See: [Note: upgrade] */
  #isFoundAnyway({ id, size, mtime }: ItemRow): boolean {
    const { catalog } = this.#options
    const known = catalog.get(id)
    return catalog.isStale(id) && known?.size === size && known.mtime === mtime
  }

  #fail(item: ItemRow, failure: FailureCode): void {
    this.#put({ ...item, hash: null, state: 'failed', failure })
  }

  /** Whether an item is still one to read: it may have been let go of since it was queued. */
  #isWanted(id: string): boolean {
    const state = this.#options.catalog.get(id)?.state
    return state !== undefined && state !== 'gone'
  }

  /** Words are written where they are others than before. */
  #store(read: ItemRow, words: Words | undefined, made: Made = {}): void {
    const { catalog, writer } = this.#options
    const before = catalog.get(read.id) ?? read
    const isKnown =
      !catalog.isStale(read.id) &&
      before.metadataVersion === metadataVersion &&
      before.state !== 'pending' &&
      sentenceOf(before) === words?.sentence
    if (!this.#put(read, made) || read.kind === 'text') return
    if (!isKnown && (words || before.state !== 'pending')) writer.putWords(read.id, words)
  }

  /** Answers whether it is still wanted. */
  #put(read: ItemRow, { vector, parts }: Made = {}): boolean {
    const { catalog, writer, isWanted } = this.#options
    if (!isWanted(read.root)) return false
    // What the person has set stays, also what was set while the file was being read.
    const { favorite, userRating } = catalog.get(read.id) ?? read
    const item = { ...read, favorite, userRating }
    catalog.set(item)
    catalog.setStale(item.id, false)
    writer.put(item, vector, parts)
    return true
  }

  #vector(pixels: Pixels): Promise<Float32Array> {
    const answer = new Promise<Float32Array>((resolve, reject) => this.#tower.push({ pixels, resolve, reject }))
    if (!this.#towerRuns) void this.#runTower()
    return answer
  }

  async #runTower(): Promise<void> {
    this.#towerRuns = true
    while (this.#tower.length > 0) {
      await this.#options.throttle.turn()
      const batch = this.#tower.splice(0, this.#options.encoder.batch)
      const startedAt = performance.now()
      try {
        const vectors = await this.#options.encoder.embedImages(batch.map(({ pixels }) => pixels))
        this.#options.onTower(batch.length, performance.now() - startedAt)
        batch.forEach(({ resolve, reject }, i) => {
          const vector = vectors[i]
          if (vector) resolve(vector)
          else reject(new Error('the image tower gave too few vectors'))
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
      await yieldToEvents() // decoders that finished meanwhile hand over, and messages (pause, stop) get in
    }
    this.#towerRuns = false
  }
}
