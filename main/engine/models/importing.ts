/** Takes a model in from a folder or a zip file: looked at, copied aside, hashed, tried out, and only then a model. */
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FoveaError, type ModelProgress } from '../../../contract'
import { faultOf, filesOf, readManifest, type Manifest } from '../encoder/manifest'
import type { Home } from '../home'
import { draftManifest, revisionOf, type Knowledge } from './describe'
import { installedModels } from './installed'
import { descriptions, refused } from './layout'
import { tryOut, use, writeManifest } from './trial'
import { unzip } from './unzip'
import { alone, freeId, install, newStaging, requireRoom } from './workshop'

export interface ImportOptions {
  home: Home
  /** Ids that are not to be given: those of the catalogue. */
  isReserved: (id: string) => boolean
  threads: number
  /** What to call it; the name of the folder or file if absent. */
  name?: string | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: ModelProgress) => void) | undefined
  freeBytes?: ((folder: string) => Promise<number>) | undefined
}

/**
 * Answers the model's manifest; one that is there already is not taken in twice. The folder or file is not changed.
 * Throws MODEL_UNSUPPORTED or MODEL_DAMAGED with the reason, FILE_UNREADABLE, DISK_FULL, MODEL_IN_USE, or what the signal says.
 */
export async function importModel(path: string, options: ImportOptions): Promise<Manifest> {
  const { home } = options
  const source = resolve(path)
  const found = statSync(source, { throwIfNoEntry: false })
  if (!found) throw new FoveaError('FILE_UNREADABLE', `There is no file or folder "${source}".`)
  const name = options.name ?? basename(source).replace(/\.zip$/i, '')
  return alone(home, async () => {
    const staging = newStaging(home)
    const unpacked = found.isDirectory() ? undefined : newStaging(home)
    try {
      if (unpacked !== undefined) await unpack(source, unpacked, name, options)
      await gather(unpacked ?? source, staging, { id: name, name }, options, unpacked !== undefined)
      const id = freeId(home, name, options.isReserved)
      const manifest = await finish(staging, { id, name }, options)
      const twin = (await installedModels(home)).find(({ revision }) => revision === manifest.revision)
      if (twin) return twin
      install(home, staging, manifest.id)
      return manifest
    } finally {
      for (const folder of [staging, unpacked])
        if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    }
  })
}

/** Makes a model of a folder that holds its files. Writes the manifest into it. Throws MODEL_UNSUPPORTED, MODEL_DAMAGED. */
export async function finish(
  folder: string,
  knowledge: Knowledge,
  { threads, signal, onProgress }: Pick<ImportOptions, 'threads' | 'signal' | 'onProgress'>,
): Promise<Manifest> {
  const report = (phase: ModelProgress['phase']): void =>
    onProgress?.({ ...noProgress(knowledge.id, knowledge.source ? 'download' : 'import'), phase })
  report('checking')
  if (!existsSync(join(folder, 'manifest.json'))) {
    const draft = draftManifest(folder, knowledge)
    report('trying')
    return tryOut(folder, draft, threads, signal)
  }
  // One that was a model of Fovea's already. Its id and revision are ours to give: vectors are told apart by them.
  const own = await readManifest(folder)
  for (const file of filesOf(own)) {
    signal?.throwIfAborted()
    const fault = await faultOf(folder, file)
    if (fault !== undefined) throw new FoveaError('MODEL_DAMAGED', `The model is damaged: ${fault}.`)
  }
  const manifest = { ...own, id: knowledge.id, revision: revisionOf(own) }
  report('trying')
  await writeManifest(folder, manifest)
  await use(folder, threads).catch((error: unknown) => {
    throw error instanceof FoveaError ? error : refused(error instanceof Error ? error.message : String(error))
  })
  return manifest
}

export function noProgress(id: string, kind: ModelProgress['kind']): ModelProgress {
  return { id, kind, phase: 'asking', done: 0, total: 0, bytesPerSecond: 0, etaSeconds: null }
}

async function unpack(source: string, folder: string, name: string, options: ImportOptions): Promise<void> {
  const { home, freeBytes, signal, onProgress } = options
  const progress: ModelProgress = { ...noProgress(name, 'import'), phase: 'copying' }
  await unzip(source, folder, {
    onSize: async (bytes) => {
      await requireRoom(home, bytes, freeBytes)
      progress.total = bytes
    },
    onBytes: (bytes) => {
      progress.done += bytes
      onProgress?.({ ...progress })
    },
    signal,
  })
}

/** Brings the model's own files, and those that describe it, from one folder into another: copied, or moved. */
async function gather(
  from: string,
  to: string,
  knowledge: Knowledge,
  { home, freeBytes, signal, onProgress }: ImportOptions,
  isOurs: boolean,
): Promise<void> {
  const root = rootIn(from)
  const files = await filesToTake(root, knowledge)
  if (isOurs) {
    for (const file of files) {
      mkdirSync(dirname(join(to, file)), { recursive: true })
      renameSync(join(root, file), join(to, file))
    }
    return
  }
  const total = files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0)
  await requireRoom(home, total, freeBytes)
  const progress: ModelProgress = { ...noProgress(knowledge.id, 'import'), phase: 'copying', total }
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true })
    const source = createReadStream(join(root, file), { highWaterMark: 1 << 20 })
    source.on('data', (chunk) => {
      progress.done += chunk.length
      onProgress?.({ ...progress })
    })
    await pipeline(source, createWriteStream(join(to, file)), { ...(signal ? { signal } : {}) })
  }
}

async function filesToTake(root: string, knowledge: Knowledge): Promise<string[]> {
  if (existsSync(join(root, 'manifest.json'))) {
    const wanted = filesOf(await readManifest(root)).map(({ file }) => file)
    const missing = wanted.find((file) => !existsSync(join(root, file)))
    if (missing !== undefined) throw new FoveaError('MODEL_DAMAGED', `The model is damaged: ${missing} is missing.`)
    return ['manifest.json', ...wanted]
  }
  const { files, layout } = draftManifest(root, knowledge)
  const about = descriptions.flatMap((name) => layout.described.get(name) ?? [])
  const licences = [...layout.described].flatMap(([name, file]) => (/^licen[cs]e/i.test(name) ? [file] : []))
  return [...new Set([...files, ...about, ...licences])]
}

/** A zip file often holds one folder, which holds everything. */
function rootIn(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  const [only] = entries
  return entries.length === 1 && only?.isDirectory() && !['onnx', 'model'].includes(only.name)
    ? join(folder, only.name)
    : folder
}
