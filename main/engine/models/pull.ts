/** Downloads a model of the catalogue: every file of it verified, then tried out and installed like an imported one. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ModelOffer, ModelProgress } from '../../../contract'
import { readManifest, type Manifest } from '../encoder/manifest'
import type { Home } from '../home'
import { freeBytes as freeBytesOnDisk } from '../store/disk'
import { remoteFiles, type Catalogue, type CatalogueModel, type RemoteFile } from './catalogue'
import { askAbout, bytesHere, download, type Patience } from './download'
import { finish, noProgress } from './importing'
import { pacer } from './pace'
import { alone, discard, downloadsFolder, install, requireRoom } from './workshop'

export interface PullOptions {
  home: Home
  threads: number
  signal?: AbortSignal | undefined
  onProgress?: ((progress: ModelProgress) => void) | undefined
  freeBytes?: ((folder: string) => Promise<number>) | undefined
  patience?: Partial<Patience> | undefined
}

/** Where a model's files are until all are there. */
export function downloadFolder({ models }: Home, id: string): string {
  return join(models, downloadsFolder, id)
}

export function partialBytes(home: Home, catalogue: Catalogue, model: CatalogueModel): number {
  const folder = downloadFolder(home, model.id)
  return remoteFiles(catalogue, model).reduce((sum, { path }) => sum + bytesHere(join(folder, path)), 0)
}

/** Deletes what there is of a download. */
export async function discardDownload(home: Home, id: string): Promise<void> {
  await alone(home, async () => {
    rmSync(downloadFolder(home, id), { recursive: true, force: true, maxRetries: 3 })
    return Promise.resolve()
  })
}

/** Asks the server for sizes where the catalogue has none. Throws DOWNLOAD_FAILED. */
export async function offerOf(catalogue: Catalogue, model: CatalogueModel, options: PullOptions): Promise<ModelOffer> {
  const { home, freeBytes = freeBytesOnDisk } = options
  const files = await withKnowledge(remoteFiles(catalogue, model), options)
  mkdirSync(home.models, { recursive: true })
  return {
    id: model.id,
    name: model.name,
    licence: model.licence,
    source: `${catalogue.sources[model.source]?.name ?? model.source}, ${model.repository}`,
    bytes: files.some(({ bytes }) => bytes === null) ? null : files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    bytesHere: partialBytes(home, catalogue, model),
    freeBytes: await freeBytes(home.models),
    unverifiable: files.filter(({ sha256 }) => sha256 === null).map(({ path }) => path),
  }
}

/**
 * Goes on with what is here. Killed or stopped at any moment, what was fetched stays, and nothing else has changed: the
 * model appears when it is whole. Throws DOWNLOAD_FAILED, DISK_FULL, MODEL_UNSUPPORTED, MODEL_IN_USE, or what the signal says.
 */
export async function pullModel(catalogue: Catalogue, model: CatalogueModel, options: PullOptions): Promise<Manifest> {
  const { home, threads, signal, onProgress, freeBytes } = options
  const { id, name, licence, languages, image, text, repository, revision } = model
  const installed = await readManifest(join(home.models, id)).catch(() => undefined)
  if (installed?.source?.revision === revision) return installed
  return alone(home, async () => {
    const folder = downloadFolder(home, id)
    mkdirSync(folder, { recursive: true })
    onProgress?.(noProgress(id, 'download'))
    const files = await withKnowledge(remoteFiles(catalogue, model), options)
    const total = files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
    const here = new Map(files.map(({ path }) => [path, bytesHere(join(folder, path))]))
    await requireRoom(home, Math.max(0, total - sumOf(here)), freeBytes)
    const { report, silence } = pacer<'checking'>(total, (phase, pace) =>
      onProgress?.({ id, kind: 'download', phase, ...pace }),
    )
    try {
      for (const file of files) {
        const sha256 = await download(file, join(folder, file.path), {
          ...options,
          onBytes: (bytes) => {
            here.set(file.path, bytes)
            report('downloading', sumOf(here))
          },
          onChecking: () => {
            report('checking', sumOf(here))
          },
        })
        pin(home, file, sha256)
      }
    } finally {
      silence()
    }
    const source = { repository, revision }
    const manifest = await finish(
      folder,
      { id, name, licence, languages, image, text, source },
      { threads, signal, onProgress },
    )
    if (existsSync(join(home.models, id))) discard(home, id) // an older revision, or what is left of a damaged one
    install(home, folder, id)
    return manifest
  })
}

/** Sizes and checksums that the server names, or that were remembered from an earlier download. */
async function withKnowledge(
  files: readonly RemoteFile[],
  { home, signal, patience }: PullOptions,
): Promise<RemoteFile[]> {
  const pins = readPins(home)
  const known: RemoteFile[] = []
  for (const file of files) {
    const pinned = { ...file, sha256: file.sha256 ?? pins[file.key] ?? null }
    if (file.bytes !== null) known.push(pinned)
    else {
      const { bytes, sha256 } = await askAbout(file, { signal, patience })
      known.push({ ...pinned, bytes, sha256: pinned.sha256 ?? sha256 })
    }
  }
  return known
}

const Pins = z.record(z.string(), z.string())

function pinsFile({ models }: Home): string {
  return join(models, '.pins.json')
}

function readPins(home: Home): Record<string, string> {
  try {
    return Pins.parse(JSON.parse(readFileSync(pinsFile(home), 'utf8')))
  } catch {
    return {}
  }
}

/** What a name stood for once it stands for always: other bytes under it are refused from then on. */
function pin(home: Home, { key }: RemoteFile, sha256: string): void {
  const path = pinsFile(home)
  writeFileSync(`${path}.part`, JSON.stringify({ ...readPins(home), [key]: sha256 }))
  renameSync(`${path}.part`, path)
}

function sumOf(bytes: ReadonlyMap<string, number>): number {
  return [...bytes.values()].reduce((sum, some) => sum + some, 0)
}
