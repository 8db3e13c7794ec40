/** Measures what searches find while one model takes over from another. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Encoder } from '../../main/engine/encoder/encoder'
import type { Home } from '../../main/engine/home'
import { decodeForEncoder } from '../../main/engine/media/decode'
import { normaliseExposure } from '../../main/engine/media/exposure'
import { metadataVersion } from '../../main/engine/media/metadata'
import { readPhoto } from '../../main/engine/media/photo'
import type { Resources } from '../../main/engine/resources'
import { Searcher } from '../../main/engine/search/searcher'
import { noMetadata, type ItemRow } from '../../main/engine/store/schema'
import { openStoreForWriting } from '../../main/engine/store/store'
import { StoreWriter } from '../../main/engine/store/writer'
import { apply, type Matrix } from './derived-model'

export interface CaptionedPhoto {
  name: string
  caption: string
  item: ItemRow
  /** By the starter model. */
  vector: Float32Array
}

/** A model folder, and what its vectors are made of; the starter's own without a matrix. */
export interface Model {
  folder: string
  matrix?: Matrix
}

/** Recall at 10, 0 to 1. */
export interface Stage {
  /** Share of the photos that the new model has embedded: the newest. */
  share: number
  /** Of what the new model finds when it knows all photos. */
  bridged: number
  withoutBridge: number
  old: number
  /** Of the photo that a caption was written for. */
  captionsBridged: number
  captionsOld: number
}

const depth = 10

/** Embeds photos of a data set (docs/quality.md) by the starter model. */
export async function readPhotos(folder: string, starter: string, count: number, threads: number) {
  const lines = readFileSync(join(folder, 'pairs.jsonl'), 'utf8').trim().split('\n').slice(0, count)
  const encoder = await Encoder.open(starter, { threads })
  const photos: CaptionedPhoto[] = []
  for (const [i, line] of lines.entries()) {
    const { image, captions } = JSON.parse(line) as { image: string; captions: [string] }
    const { bytes, hash } = await readPhoto(join(folder, image))
    const pixels = await decodeForEncoder(bytes, encoder.manifest.image)
    const [vector] = await encoder.embedImages([normaliseExposure(pixels)])
    photos.push({
      name: basename(image),
      caption: captions[0],
      item: itemOf(basename(image), hash, i),
      vector: vector!,
    })
  }
  await encoder.close()
  return photos
}

/** Writes the vectors of the newest photos as the indexer does. */
async function embedNewest(home: Home, model: Model, photos: readonly CaptionedPhoto[], share: number): Promise<void> {
  const encoder = await Encoder.open(model.folder)
  const store = await openStoreForWriting(home.store, encoder.identity)
  const writer = new StoreWriter(store, {
    folder: home.root,
    bank: await encoder.loadBank(),
    onOrphan: ({ name }) => {
      throw new Error(`${name} has no vector`)
    },
  })
  for (const { item, vector } of photos.slice(0, Math.round(share * photos.length)))
    writer.put(item, model.matrix ? apply(model.matrix, vector) : vector)
  await writer.flush()
  store.close()
  await encoder.close()
}

/** The best photos for each caption, all of them where `all` says so. */
async function bestFor(
  captions: readonly string[],
  home: Home,
  model: Model,
  resources: Resources,
  threads: number,
): Promise<string[][]> {
  const options = { home, modelFolder: model.folder, resources, threads, pictureFiles: 'anywhere' } as const
  const searcher = await Searcher.open(options)
  try {
    const found: string[][] = []
    for (const caption of captions) {
      const query = { kind: 'parsed', query: { match: { op: 'term', term: { kind: 'text', text: caption } } } } as const
      found.push((await searcher.ranked({ query, filters: {} })).ids)
    }
    return found
  } finally {
    await searcher.close()
  }
}

async function embedWords(home: Home, model: Model, resources: Resources): Promise<void> {
  const searcher = await Searcher.open({ home, modelFolder: model.folder, resources, pictureFiles: 'anywhere' })
  await searcher.prepareConcepts()
  await searcher.close()
}

export interface Takeover {
  home: Home
  photos: readonly CaptionedPhoto[]
  captions: readonly { caption: string; id: string }[]
  old: Model
  next: Model
  shares: readonly number[]
  resources: Resources
  threads: number
  /** Whether the old model has embedded the vocabulary, as it does in the window; else it never was in use there. */
  withWords?: boolean
  /** Called when the old model has answered for the last time. */
  onOldMeasured?: () => Promise<void>
}

/** `home` is empty. */
export async function measureTakeover(takeover: Takeover): Promise<Stage[]> {
  const { home, photos, captions, old, next, shares, resources, threads, withWords, onOldMeasured } = takeover
  const texts = captions.map(({ caption }) => caption)
  await embedNewest(home, old, photos, 1)
  const before = await bestFor(texts, home, old, resources, threads)
  if (withWords) await embedWords(home, old, resources)
  await onOldMeasured?.()
  const bridged: string[][][] = []
  for (const share of shares) {
    await embedNewest(home, next, photos, share)
    bridged.push(await bestFor(texts, home, next, resources, threads))
  }
  await embedNewest(home, next, photos, 1)
  const truth = await bestFor(texts, home, next, resources, threads)
  const top = (ids: readonly string[]): string[] => ids.slice(0, depth)
  const overlap = (found: readonly string[][]): number =>
    mean(found.map((ids, i) => top(ids).filter((id) => top(truth[i]!).includes(id)).length / depth))
  const captioned = (found: readonly string[][]): number =>
    mean(found.map((ids, i) => Number(top(ids).includes(captions[i]!.id))))
  return shares.map((share, stage): Stage => {
    const embedded = new Set(photos.slice(0, Math.round(share * photos.length)).map(({ item }) => item.id))
    return {
      share,
      bridged: overlap(bridged[stage]!),
      withoutBridge: overlap(truth.map((ids) => ids.filter((id) => embedded.has(id)))),
      old: overlap(before),
      captionsBridged: captioned(bridged[stage]!),
      captionsOld: captioned(before),
    }
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function itemOf(name: string, hash: string, place: number): ItemRow {
  const date = Date.UTC(2020, 0, 1) - place * 60_000
  return {
    ...noMetadata,
    id: createHash('sha256').update(name).digest('hex').slice(0, 32),
    root: '0123456789abcdef',
    path: name,
    folder: '',
    name,
    kind: 'image',
    size: 1000,
    mtime: date,
    hash,
    width: 224,
    height: 224,
    duration: null,
    metadataVersion,
    phash: null,
    favorite: false,
    userRating: null,
    date,
    state: 'ready',
    failure: null,
    addedAt: date,
    goneAt: null,
  }
}
