/**
 * Text towers as this machine's runtime wants them, kept in the data folder with their numbers in a file of their own.
 *
 * [Note: mapped towers] Loading a text tower as it comes means reading its bytes, turning them into floats, multiplying them
 * by their scales and packing them: seconds at every start (2.1 s for the starter model), and several times its size in memory. So
 * it is done once, in the background, and the outcome is written down. From then on the file is mapped: a start takes a
 * twentieth of the time, memory holds the pages that texts touch (of the table of words, those of the words asked for), and all
 * processes share them. Nothing is packed, which costs about a millisecond a text. The vectors differ in the seventh digit.
 */
import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import * as ort from '../onnxruntime'
import { z } from 'zod'
import packageJson from '../../../package.json'
import { partsOf, verifyTower, type Manifest, type SingleManifest } from './manifest'

/** Raised when the same tower would be written in another way. */
const version = 1
const names = { graph: 'text.onnx', numbers: 'text.data', seal: 'seal.json' }

type Tower = SingleManifest['text']

const Stat = z.object({ bytes: z.number(), mtimeMs: z.number() })
/** Written last. Any file that is not as it was then is a reason to load the tower as it comes, and to verify it. */
const Seal = z.object({ source: Stat, graph: Stat, numbers: Stat })

/** Tied to every byte of the tower, and to the runtime that wrote it. */
function folderOf(mapped: string, { sha256, data = [] }: Tower): string {
  const facts = [version, packageJson.dependencies['onnxruntime-node'], process.platform, process.arch, sha256]
  const key = createHash('sha256').update([...facts, ...data.map((file) => file.sha256)].join('\n'))
  return join(mapped, key.digest('hex').slice(0, 32))
}

async function statOf(path: string): Promise<z.infer<typeof Stat>> {
  const { size, mtimeMs } = await fs.stat(path)
  return { bytes: size, mtimeMs }
}

async function seal(folder: string, source: string): Promise<z.infer<typeof Seal>> {
  const [ofSource, graph, numbers] = await Promise.all([
    statOf(source),
    statOf(join(folder, names.graph)),
    statOf(join(folder, names.numbers)),
  ])
  return { source: ofSource, graph, numbers }
}

/** How a mapped tower is loaded: as it is. */
export function mappedOptions(options: ort.InferenceSession.SessionOptions): ort.InferenceSession.SessionOptions {
  const session = { ...(options.extra as { session: object }).session, disable_prepacking: '1' }
  return { ...options, graphOptimizationLevel: 'disabled', extra: { session } }
}

/** Path of the tower of a model folder, or undefined where it is to be loaded as it comes. */
export async function findMapped(mapped: string, folder: string, tower: Tower): Promise<string | undefined> {
  const found = folderOf(mapped, tower)
  try {
    const sealed = Seal.parse(JSON.parse(await fs.readFile(join(found, names.seal), 'utf8')))
    const now = await seal(found, join(folder, tower.file))
    return JSON.stringify(now) === JSON.stringify(sealed) ? join(found, names.graph) : undefined
  } catch {
    return undefined
  }
}

/**
 * Makes it where it is not, and lets go of those of other models. Blocks for seconds and takes several times the size of the
 * tower in memory: not for a process that somebody waits for. Throws what writing and loading throw; nothing is left then.
 */
export async function keepMapped(mapped: string, folder: string, towers: readonly Tower[]): Promise<void> {
  const wanted = towers.map((tower) => folderOf(mapped, tower))
  await fs.mkdir(mapped, { recursive: true })
  for (const name of await fs.readdir(mapped)) {
    const path = join(mapped, name)
    if (!wanted.includes(path)) await fs.rm(path, { recursive: true, force: true })
  }
  for (const tower of towers) if (!(await findMapped(mapped, folder, tower))) await make(mapped, folder, tower)
}

async function make(mapped: string, folder: string, tower: Tower): Promise<void> {
  const source = await verifyTower(folder, tower)
  const made = folderOf(mapped, tower)
  const aside = `${made}.part`
  try {
    await fs.mkdir(aside)
    const session = await ort.InferenceSession.create(source, {
      executionProviders: ['cpu'],
      // What is faster on one processor than on another is left for later: data folders move between machines.
      graphOptimizationLevel: 'extended',
      optimizedModelFilePath: join(aside, names.graph),
      logSeverityLevel: 3,
      extra: {
        session: {
          disable_prepacking: '1',
          optimized_model_external_initializers_file_name: names.numbers,
          optimized_model_external_initializers_min_size_in_bytes: '1024',
        },
      },
    })
    await session.release()
    await fs.writeFile(join(aside, names.seal), JSON.stringify(await seal(aside, source)))
    await fs.rm(made, { recursive: true, force: true })
    await fs.rename(aside, made)
  } catch (error) {
    await fs.rm(aside, { recursive: true, force: true })
    throw error
  }
}

/** The text towers of a model that are worth it: a graph of both towers at once would be written down with its image tower. */
export function textTowersOf(manifest: Manifest): Tower[] {
  return partsOf(manifest)
    .map(({ text }) => text)
    .filter(({ placeholders = [] }) => placeholders.length === 0)
}
