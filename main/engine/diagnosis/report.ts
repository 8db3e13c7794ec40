/** What a diagnosis tells: of this Fovea, its machine and its library in numbers and fixed words, and nothing of anybody's photos. */
import { constants, cpus, freemem, platform, arch, release, totalmem } from 'node:os'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import packageJson from '../../../package.json'
import { defaultSettings, FoveaError, Settings, type EngineHealth, type ProviderReport } from '../../../contract'
import { readManifest } from '../encoder/manifest'
import type { Home } from '../home'
import { readLibraryFile, type LibraryFile } from '../library/library-file'
import { isNetwork, mountOf, readMounts } from '../library/mounts'
import type { KnownFile } from '../library/presence'
import { readCatalogue } from '../models/catalogue'
import { chosenFolder, starterId } from '../models/choice'
import { providerReport } from '../models/execution'
import { modelFolders } from '../models/installed'
import type { Resources } from '../resources'
import { RootStates } from '../search/root-states'
import { freeBytes } from '../store/disk'
import { schemaVersion } from '../store/schema'
import { dataFacts, type DataFacts } from './data-folder'

export interface TableFacts {
  table: 'items' | 'vectors' | 'parts' | 'words' | 'other'
  model?: string | undefined
  dimension?: number
  preprocessing?: number
  schema?: number | null
  rows?: number
  /** How often it was written to. */
  version?: number
  error?: string
}

export interface StoreFacts {
  tables: TableFacts[]
  /** Counts of files; `kinds` of those that are ready. */
  states: Record<string, number>
  kinds: Record<string, number>
  failures: Record<string, number>
  /** By id: how many files are ready, and some that it is recognised by. For this process alone. */
  roots: Record<string, { files: number; sample: KnownFile[] }>
}

export interface DiagnosisContext {
  home: Home
  resources: Resources
  threads: number
  /** What was tried out for it: "good", or the code of an error. */
  checks?: Record<string, string>
  /** What only the asking process knows. */
  runtime?: { electron?: string; chrome?: string; compositing?: string; engine?: EngineHealth } | undefined
}

type Failed = { error: string }

export interface Report {
  made: string
  versions: Record<string, string>
  machine: Record<string, string | number>
  window?: DiagnosisContext['runtime']
  checks?: Record<string, string>
  model: { id: string; revision: string; dimension: number; installed: number } | Failed
  runsOn: (Omit<ProviderReport, 'verdicts'> & { verdicts: Record<string, string> }) | Failed
  library: Pick<LibraryFile, 'paused' | 'pausedUntil' | 'cpuShare' | 'reading'> | Failed
  roots: RootFacts[] | Failed
  store: (Omit<StoreFacts, 'roots'> & { schema: number }) | Failed
  data: DataFacts | Failed
  settings: Settings | Failed
}

interface RootFacts {
  number: number
  fileSystem: string
  isNetwork: boolean
  hasVolume: boolean
  state: string
  files: number
  isPaused: boolean
  isSample: boolean
  patterns: number
}

/** Never throws: what cannot be found out is named by the code of its error. */
export async function makeReport(context: DiagnosisContext, store: StoreFacts | Failed): Promise<Report> {
  const { home, resources, threads, runtime, checks } = context
  const isPublic = publicModels(resources)
  const shown = (id: string): string => (isPublic(id) ? id : 'imported')
  return {
    made: new Date().toISOString(),
    versions: versions(),
    machine: machine(threads),
    ...(runtime ? { window: runtime } : {}),
    ...(checks ? { checks } : {}),
    model: await attempt(async () => {
      const { id, revision, dimension } = await readManifest(chosenFolder(home, resources))
      return {
        id: shown(id),
        revision: isPublic(id) ? revision : 'imported',
        dimension,
        installed: modelFolders(home).length,
      }
    }),
    runsOn: await attempt(async () => {
      const report = await providerReport(home, chosenFolder(home, resources), threads)
      // What a driver says in its own words may name folders: the codes say enough.
      return { ...report, verdicts: Object.fromEntries(report.verdicts.map(({ provider, code }) => [provider, code])) }
    }),
    library: await attempt(() => {
      const { paused, pausedUntil, cpuShare, reading } = readLibraryFile(home.libraryFile)
      return { paused, pausedUntil, cpuShare, reading }
    }),
    roots: await attempt(() => roots(home, 'error' in store ? {} : store.roots)),
    store: 'error' in store ? store : storeOf(store, shown),
    data: await attempt(async () => dataFacts(home, await freeBytes(home.root))),
    settings: await attempt(() => {
      const path = join(home.root, 'settings.json')
      return Settings.parse({ ...defaultSettings, ...(JSON.parse(readOr(path, '{}')) as object) })
    }),
  }
}

export async function attempt<T>(find: () => Promise<T> | T): Promise<T | Failed> {
  try {
    return await find()
  } catch (error) {
    return { error: codeOf(error) }
  }
}

/** A fixed word, never a sentence: those may name files. */
export function codeOf(error: unknown): string {
  if (error instanceof FoveaError && error.code !== 'INTERNAL') return error.code
  const { cause = error } = error instanceof FoveaError ? error : {}
  const { code } = (cause ?? {}) as NodeJS.ErrnoException
  if (typeof code === 'string' && code in constants.errno) return code
  return cause instanceof SyntaxError ? 'NOT_JSON' : 'INTERNAL'
}

function versions(): Record<string, string> {
  const { dependencies } = packageJson
  return {
    fovea: packageJson.version,
    node: process.versions.node,
    v8: process.versions.v8,
    platform: `${platform()}-${arch()}`,
    system: release(),
    onnxruntime: dependencies['onnxruntime-node'],
    lancedb: dependencies['@lancedb/lancedb'],
    sharp: dependencies.sharp,
  }
}

function machine(threads: number): Report['machine'] {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    inferenceThreads: threads,
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
  }
}

/** A model that was imported is called as the person called it, or its folder. */
function publicModels({ catalogue }: Resources): (id: string) => boolean {
  const known = new Set([starterId])
  try {
    const { models, importOnly } = readCatalogue(catalogue)
    for (const { id } of [...models, ...importOnly]) known.add(id)
  } catch {
    // Then only the one that comes with Fovea has a name.
  }
  // Shorter vectors are called "id-numbers", two models together "id-with-other".
  return (id) => id.split('-with-').every((part) => known.has(part) || known.has(part.replace(/-\d+$/, '')))
}

async function roots(home: Home, known: StoreFacts['roots']): Promise<RootFacts[]> {
  const { roots: records } = readLibraryFile(home.libraryFile)
  const mounts = await readMounts()
  const states = new RootStates(
    () => Promise.resolve(mounts),
    (id) => Promise.resolve(known[id]?.sample ?? []),
  )
  return (await states.now(records)).map(({ id, path, state, paused, isSample, include, exclude, place }, index) => {
    const mount = mountOf(path, mounts)
    return {
      number: index + 1,
      fileSystem: mount?.type ?? 'unknown',
      isNetwork: mount !== undefined && isNetwork(mount),
      hasVolume: place?.volume != null,
      state,
      files: known[id]?.files ?? 0,
      isPaused: paused,
      isSample,
      patterns: include.length + exclude.length,
    }
  })
}

function storeOf({ tables, states, kinds, failures }: StoreFacts, shown: (id: string) => string): Report['store'] {
  return {
    schema: schemaVersion,
    tables: tables.map((table) => (table.model === undefined ? table : { ...table, model: shown(table.model) })),
    ...{ states, kinds, failures },
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise
    throw error
  }
}
