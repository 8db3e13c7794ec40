/** What can be done with models: list, download, import, verify, choose, remove. The command line and the window both use it. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  FoveaError,
  type CompactChoices,
  type ModelList,
  type ModelOffer,
  type ModelProgress,
  type ModelSummary,
  type ModelVectors,
} from '../../../contract'
import { loadShrink } from '../encoder/compact'
import { Encoder, preprocessingVersion } from '../encoder/encoder'
import { loadBank } from '../encoder/hubness'
import { readManifest, type Manifest } from '../encoder/manifest'
import type { Home } from '../home'
import type { Resources } from '../resources'
import { conceptVectors } from '../search/tags/concept-vectors'
import { readLists } from '../search/tags/word-lists'
import { isRemote } from '../store/address'
import { freeBytes as freeBytesOnDisk } from '../store/disk'
import { deriveVectors } from '../store/derived-vectors'
import { joinVectors } from '../store/joined-vectors'
import { takeLock } from '../store/lock'
import { vectorsTableName, type EncoderIdentity } from '../store/schema'
import { hasTables, openStoreForWriting } from '../store/store'
import { dropVectors, storedVectors, type StoredVectors } from '../store/stored-vectors'
import { modelBefore, modelInUse, readChoice, starterId, writeChoice } from './choice'
import { bytesANumber, compactChoices, identityOf, makeVariant, type FullModel } from './compact'
import { readCatalogue, type Catalogue } from './catalogue'
import type { Patience } from './download'
import { importModel } from './importing'
import { photoTime, pacedModel, readSpeeds } from './speeds'
import { faultInModel, installedModels, modelFolders } from './installed'
import { discardDownload, downloadFolder, offerOf, partialBytes, pullModel } from './pull'
import { availableOf, known, summaryOf, unknownOf } from './summaries'
import { makePair, noteOf } from './together'
import { alone, discard, idPattern } from './workshop'

/** Of the model that comes with Fovea: its card. */
const starterQuality: ModelSummary['quality'] = [
  { measure: 'Flickr8k text to image, recall@1, %', value: 32.3, source: 'MODEL_CARD.md' },
]

export interface ModelsOptions {
  home: Home
  resources: Pick<Resources, 'starterModel' | 'catalogue' | 'vocabulary' | 'samples'>
  /** CPU threads for trying models out. */
  threads: number
  freeBytes?: (folder: string) => Promise<number>
  /** How long to wait for servers; replaceable so that bad ones can be tested. */
  patience?: Partial<Patience>
}

export interface Together {
  id: string
  /** Of each model in what they say together. */
  shares: [number, number]
  /** Files whose vectors were made of those that both had. */
  joined: number
}

export interface Watched {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: ModelProgress) => void) | undefined
}

export class Models {
  readonly #options: ModelsOptions

  constructor(options: ModelsOptions) {
    this.#options = options
  }

  async list(): Promise<ModelList> {
    const { home, resources, freeBytes = freeBytesOnDisk } = this.#options
    const inUse = await modelInUse(home, resources)
    const starter = await readManifest(resources.starterModel)
    const models = [
      { ...summaryOf(starter, inUse.id, 'Comes with Fovea; works from the first second.'), quality: starterQuality },
    ]
    const installed = new Map((await installedModels(home)).map((manifest) => [manifest.id, manifest]))
    for (const id of modelFolders(home)) {
      const manifest = installed.get(id)
      const fault = manifest ? await faultInModel(join(home.models, id), 'changed') : 'its manifest cannot be read'
      const summary = manifest ? summaryOf(manifest, inUse.id, noteOf(manifest)) : unknownOf(id)
      models.push(fault === undefined ? summary : { ...summary, state: 'damaged', note: `Damaged: ${fault}.` })
    }
    const catalogue = this.#catalogue()
    for (const known of catalogue.models) {
      const here = models.find(({ id }) => id === known.id)
      if (here) {
        const { recommended: isRecommended, speed, quality, note, noteIn } = known
        Object.assign(here, { isRecommended, speed, quality, ...(here.note === '' ? { note, noteIn } : {}) })
      } else models.push(availableOf(known, partialBytes(home, catalogue, known)))
    }
    for (const { cost: _, ...known } of catalogue.importOnly) {
      models.push({ ...unknownOf(known.id), ...known, state: 'import-only' })
    }
    await this.#addTimes(models, catalogue)
    await mkdir(home.root, { recursive: true })
    return {
      models,
      ...(inUse.notice === undefined ? {} : { notice: inUse.notice }),
      freeBytes: await freeBytes(home.root),
    }
  }

  /** Throws NOT_FOUND or MODEL_UNSUPPORTED for what cannot be downloaded. */
  requireKnown(id: string): void {
    known(this.#catalogue(), id)
  }

  /** Deletes what there is of a download; nothing, if there is none. */
  async discardDownload(id: string): Promise<void> {
    if (idPattern.test(id)) await discardDownload(this.#options.home, id)
  }

  /** What a download would cost. May ask the server. Throws NOT_FOUND, MODEL_UNSUPPORTED (import only), DOWNLOAD_FAILED. */
  async offer(id: string, signal?: AbortSignal): Promise<ModelOffer> {
    const catalogue = this.#catalogue()
    return offerOf(catalogue, known(catalogue, id), { ...this.#options, signal })
  }

  /** Downloads, or goes on with a download. Throws as `pullModel`. */
  async pull(id: string, watched: Watched = {}): Promise<Manifest> {
    const catalogue = this.#catalogue()
    return pullModel(catalogue, known(catalogue, id), { ...this.#options, ...watched })
  }

  /** Throws as `importModel`. */
  async import(path: string, { name, ...watched }: Watched & { name?: string | undefined } = {}): Promise<Manifest> {
    const { home, threads, freeBytes } = this.#options
    const { models } = this.#catalogue()
    const isReserved = (id: string): boolean => id === starterId || models.some((model) => model.id === id)
    return importModel(path, { home, threads, freeBytes, isReserved, name, ...watched })
  }

  /** Reads every byte. Answers what is wrong, as the end of a sentence, or undefined. Throws NOT_FOUND. */
  verify(id: string): Promise<string | undefined> {
    return faultInModel(this.#folderOf(id), 'all')
  }

  /**
   * From the next start on of whatever opens the library. Photos are then found by the model before until they were embedded
   * by this one. See: [Note: upgrade]. Throws NOT_FOUND, or MODEL_DAMAGED: the choice stays then.
   */
  async use(id: string): Promise<void> {
    const { home } = this.#options
    const fault = await faultInModel(this.#folderOf(id), 'all')
    if (fault !== undefined) {
      throw new FoveaError('MODEL_DAMAGED', `The model “${id}” is damaged (${fault}) and was not chosen.`)
    }
    await prepareTables(home, this.#folderOf(id))
    writeChoice(home, id)
  }

  /** Chooses the model that was in use before, and answers its id. Throws NOT_FOUND, and what `use` throws. */
  async back(): Promise<string> {
    const before = modelBefore(this.#options.home)
    if (before === undefined)
      throw new FoveaError('NOT_FOUND', 'No other model was in use before, so there is none to go back to.')
    await this.use(before)
    return before
  }

  /** How short the vectors of the model in use could be, and what each length costs. */
  async compactChoices(): Promise<CompactChoices> {
    const { full, inUse } = await this.#fullModel()
    return compactChoices(this.#options.home, full, inUse.dimension)
  }

  /**
   * Keeps so many numbers of each photo from now on, all of them for the full ones. Nothing is embedded; the vectors before stay, for
   * the way back. Answers the id of the variant. Throws INVALID_INPUT, STORE_LOCKED. See: [Note: compact]
   */
  async compact(numbers: number): Promise<string> {
    const { home } = this.#options
    const release = takeLock(home.lockFile)
    try {
      const { full } = await this.#fullModel()
      const { manifest } = full
      if (numbers === manifest.dimension) {
        await this.use(manifest.id)
        return manifest.id
      }
      const { variant, folder } = await alone(home, () => makeVariant(home, full, numbers))
      const shrink = await loadShrink(folder, variant)
      const [from, to] = [identityOf(manifest), identityOf(variant)]
      if (shrink) await deriveVectors(home.store, { from, to, shrink, bank: await loadBank(folder, variant) })
      await this.use(variant.id)
      return variant.id
    } finally {
      release()
    }
  }

  /**
   * Searches with two models together from now on. Photos that both have embedded have their vectors joined; the others are embedded by
   * both, and found by what was in use meanwhile. Throws NOT_FOUND, INVALID_INPUT, MODEL_DAMAGED, STORE_LOCKED.
   * See: [Note: two models together]
   */
  async together(first: string, second: string): Promise<Together> {
    const { home, resources, threads } = this.#options
    const release = takeLock(home.lockFile)
    try {
      const [one, other] = [await this.#part(first), await this.#part(second)]
      const { manifest, folder } = await alone(home, () => makePair(one, other, { home, resources, threads }))
      const { pair } = manifest
      const [from, and, to] = [identityOf(pair.first), identityOf(pair.second), identityOf(manifest)]
      const bank = await loadBank(folder, manifest)
      const joined = await joinVectors(home.store, { first: from, second: and, to, weight: pair.weight, bank })
      await this.use(manifest.id)
      return { id: manifest.id, shares: [pair.weight, 1 - pair.weight], joined }
    } finally {
      release()
    }
  }

  async #part(id: string): Promise<{ manifest: Manifest; folder: string }> {
    const folder = this.#folderOf(id)
    const fault = await faultInModel(folder, 'all')
    if (fault !== undefined) throw new FoveaError('MODEL_DAMAGED', `The model “${id}” is damaged (${fault}).`)
    return { manifest: await readManifest(folder), folder }
  }

  /** The model in use, or the one that it is a compact variant of. Throws NOT_FOUND. */
  async #fullModel(): Promise<{ full: FullModel; inUse: Manifest }> {
    const { home, resources } = this.#options
    const inUse = await readManifest((await modelInUse(home, resources)).folder)
    const folder = this.#folderOf(inUse.compact?.of ?? inUse.id)
    const manifest = inUse.compact ? await readManifest(folder) : inUse
    const all = await storedVectors(home, identityOf(inUse))
    const [own] = all
    const stored = all.find(({ encoder }) => vectorsTableName(encoder) === vectorsTableName(identityOf(manifest)))
    // Where only the short vectors are left, the whole ones would take as much more.
    const more = (own?.rows ?? 0) * (manifest.dimension - inUse.dimension) * bytesANumber
    const { rows, bytes } = stored ?? { rows: own?.rows ?? 0, bytes: (own?.bytes ?? 0) + more }
    return { full: { manifest, folder, stored: { rows, bytes } }, inUse }
  }

  /** What each model has left of the photos in the library. */
  async vectors(): Promise<ModelVectors[]> {
    const { home } = this.#options
    const inUse = await this.#identityInUse()
    const names = new Map((await this.list()).models.map(({ id, name, state }) => [id, { name, state }]))
    return (await storedVectors(home, inUse)).map(({ encoder, rows, bytes, needed }) => {
      const { id, revision, dimension } = encoder
      const { name = id, state } = names.get(id) ?? {}
      const isInUse = vectorsTableName(encoder) === vectorsTableName(inUse)
      return { id, name, revision, dimension, photos: rows, bytes, needed, isInUse, isModelHere: state === 'installed' }
    })
  }

  /**
   * Deletes what a model has left of the photos in the library, and answers how many bytes that were. Should the model come back, all
   * is embedded anew. Throws NOT_FOUND, MODEL_IN_USE while they find photos, STORE_LOCKED.
   */
  async forgetVectors(id: string): Promise<number> {
    const { home } = this.#options
    const release = takeLock(home.lockFile)
    try {
      const unneeded = await this.requireUnneeded(id)
      for (const { encoder } of unneeded) await dropVectors(home, encoder)
      return unneeded.reduce((sum, { bytes }) => sum + bytes, 0)
    } finally {
      release()
    }
  }

  /** Throws NOT_FOUND, or MODEL_IN_USE while these vectors find photos. */
  async requireUnneeded(id: string): Promise<StoredVectors[]> {
    const inUse = await this.#identityInUse()
    const all = (await storedVectors(this.#options.home, inUse)).filter(({ encoder }) => encoder.id === id)
    if (all.length === 0) throw new FoveaError('NOT_FOUND', `There are no vectors of “${id}” in this library.`)
    const others = all.filter(({ encoder }) => vectorsTableName(encoder) !== vectorsTableName(inUse))
    const needed = others.reduce((sum, vectors) => sum + vectors.needed, 0)
    if (needed === 0 && others.length > 0) return others
    const why =
      needed > 0 ? `${String(needed)} photos are found by nothing else until they are embedded` : 'it is in use'
    throw new FoveaError('MODEL_IN_USE', `The vectors of “${id}” are needed: ${why}.`)
  }

  /**
   * What a model that still finds photos says of the vocabulary is kept when it goes: queries cross over by it. Takes seconds, once.
   * See: [Note: crossing]
   */
  async #keepWords(id: string): Promise<void> {
    const { home, resources, threads } = this.#options
    if (isRemote(home.store)) return
    try {
      const stored = await storedVectors(home, await this.#identityInUse())
      if (!stored.some(({ encoder, needed }) => encoder.id === id && needed > 0)) return
      const encoder = await Encoder.open(join(home.models, id), { threads })
      const concepts = await readLists([resources.vocabulary, join(home.concepts, 'own')])
      await conceptVectors(concepts, encoder, { cache: join(home.concepts, 'vectors'), shipped: resources.vocabulary })
      await encoder.close()
    } catch (error) {
      console.error(`the words of “${id}” could not be kept:`, error) // the map is then fitted on photos alone
    }
  }

  async #identityInUse(): Promise<EncoderIdentity> {
    const { home, resources } = this.#options
    return identityOf(await readManifest((await modelInUse(home, resources)).folder))
  }

  /**
   * Deletes a model, or what there is of a download. The photos' vectors stay: should the model come back, nothing is
   * embedded anew. Throws NOT_FOUND, MODEL_IN_USE.
   */
  async remove(id: string): Promise<void> {
    const { home } = this.#options
    if (idPattern.test(id) && !modelFolders(home).includes(id) && existsSync(downloadFolder(home, id))) {
      return discardDownload(home, id)
    }
    if (id === starterId) {
      throw new FoveaError('INVALID_INPUT', 'The model that comes with Fovea cannot be removed.')
    }
    this.#folderOf(id)
    if (readChoice(home) === id) {
      throw new FoveaError('MODEL_IN_USE', `The model “${id}” is in use. Choose another one first, then remove it.`)
    }
    await this.#keepWords(id)
    await alone(home, async () => {
      try {
        discard(home, id)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
        throw new FoveaError('MODEL_IN_USE', `The files of “${id}” are in use. Close Fovea, then try again.`, {
          retry: 'try-again',
          cause: error,
        })
      }
    })
  }

  /** How long photos would take with each. */
  async #addTimes(models: ModelSummary[], catalogue: Catalogue): Promise<void> {
    const { home, resources } = this.#options
    const speeds = readSpeeds(home.speedsFile)
    const costs = new Map([...catalogue.models, ...catalogue.importOnly].map(({ id, cost }) => [id, cost]))
    costs.set(starterId, 1)
    const paced = await Promise.all(
      models.map(async ({ id, state }) => {
        const cost = costs.get(id)
        if (state !== 'installed') return { cost }
        return pacedModel(id === starterId ? resources.starterModel : join(home.models, id), cost)
      }),
    )
    for (const [at, model] of models.entries()) model.msPerPhoto = photoTime(speeds, paced[at] ?? {}, paced)
    for (const model of models) {
      const [one, other] = model.parts.map(({ id }) => models.find((part) => part.id === id)?.msPerPhoto ?? null)
      if (speeds && one && other) model.msPerPhoto ??= one + other - speeds.rest
    }
  }

  #catalogue(): Catalogue {
    return readCatalogue(this.#options.resources.catalogue)
  }

  #folderOf(id: string): string {
    const { home, resources } = this.#options
    if (id === starterId) return resources.starterModel
    const folder = join(home.models, id)
    if (modelFolders(home).includes(id) && existsSync(folder)) return folder
    throw new FoveaError('NOT_FOUND', `There is no model “${id}” here. fovea models list shows which there are.`)
  }
}

/** So that a search finds the library with the new model before anything was indexed with it. */
async function prepareTables({ store }: Home, folder: string): Promise<void> {
  try {
    if (isRemote(store) || !(await hasTables(store))) return
    const { id, revision, dimension } = await readManifest(folder)
    const opened = await openStoreForWriting(store, { id, revision, dimension, preprocessing: preprocessingVersion })
    opened.close()
  } catch (error) {
    console.error('the library was not prepared for the model:', error) // the indexer does it, or says what is wrong
  }
}
