/**
 * Image towers of eight bits, made on this machine of a model's own and kept in the data folder.
 *
 * [Note: eight bits] Products of a transformer's constant matrices take most of its time, and many processors multiply bytes
 * several times as fast as floats. Convolutions, attention between patches and the last projection stay as they are. The
 * vectors lie so close to those of the full tower that they share its table: photos embedded by either are compared with each
 * other, and nothing is embedded again. How close, and how much faster, differs by model and processor: so such a tower is
 * tried out like an execution provider (probation.ts), is remembered like one, and gives way like one. Photos alone go
 * through it, texts never do.
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Provider } from '../../../../contract'
import { faultOf, ModelFile, partsOf, verifyTower, type Manifest, type SingleManifest } from '../manifest'
import { readModel, writeModel } from './graph'
import { toEightBits, type Kind } from './rewrite'

/** Raised when the same tower would be rewritten in another way. */
const version = 1

export type EightBits = 'cpu-int8' | 'cpu-int8-blocks'
const kinds: Readonly<Record<EightBits, Kind>> = { 'cpu-int8': 'outputs', 'cpu-int8-blocks': 'blocks' }
export const eightBits = ['cpu-int8', 'cpu-int8-blocks'] as const satisfies readonly EightBits[]

export function isEightBits(provider: Provider): provider is EightBits {
  return provider in kinds
}

type Tower = SingleManifest['image']

/** Without its ending: tied to every byte of the tower that it was made of. */
function nameOf({ sha256, data = [] }: Tower, provider: EightBits): string {
  const source = createHash('sha256').update([sha256, ...data.map((file) => file.sha256)].join('\n'))
  return `${source.digest('hex')}.${kinds[provider]}-${String(version)}`
}

/** What is written when the tower stands, and removed when it is found damaged. */
function readSeal(towers: string, name: string): ModelFile | undefined {
  try {
    return ModelFile.parse(JSON.parse(readFileSync(join(towers, `${name}.json`), 'utf8')))
  } catch {
    return undefined
  }
}

/** Whether all image towers of a model are there as far as a glance can tell. */
export function hasEightBits(towers: string, manifest: Manifest, provider: EightBits): boolean {
  return partsOf(manifest).every(({ image }) => {
    const seal = readSeal(towers, nameOf(image, provider))
    return seal !== undefined && statSync(join(towers, seal.file), { throwIfNoEntry: false })?.size === seal.bytes
  })
}

/** Path of a tower that is there and whole. Throws otherwise, and forgets a damaged one: it is then made and tried out anew. */
export async function findEightBits(towers: string, image: Tower, provider: EightBits): Promise<string> {
  const name = nameOf(image, provider)
  const seal = readSeal(towers, name)
  const fault = seal ? await faultOf(towers, seal) : `${name} is missing`
  if (seal && fault === undefined) return join(towers, seal.file)
  rmSync(join(towers, `${name}.json`), { force: true })
  throw new Error(`The tower of eight bits cannot be used: ${fault ?? ''}.`)
}

/** Makes it where it is not. Takes some times the memory of the tower: for a process of its own. */
export async function makeEightBits(
  towers: string,
  folder: string,
  image: Tower,
  provider: EightBits,
): Promise<string> {
  const found = await findEightBits(towers, image, provider).catch(() => undefined)
  if (found !== undefined) return found
  const path = await verifyTower(folder, image)
  const model = readModel(path)
  if (toEightBits(model, kinds[provider]) === 0) throw new Error('it has no products that could be of eight bits')
  const name = nameOf(image, provider)
  mkdirSync(towers, { recursive: true })
  const seal = write(towers, `${name}.onnx`, writeModel(model))
  writeFileSync(join(towers, `${name}.json.part`), JSON.stringify(seal))
  renameSync(join(towers, `${name}.json.part`), join(towers, `${name}.json`))
  return join(towers, seal.file)
}

function write(towers: string, file: string, parts: readonly Buffer[]): ModelFile {
  const hash = createHash('sha256')
  let bytes = 0
  const open = openSync(join(towers, `${file}.part`), 'w')
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length;) at += writeSync(open, part, at)
      hash.update(part)
      bytes += part.length
    }
    fsyncSync(open)
  } finally {
    closeSync(open)
  }
  renameSync(join(towers, `${file}.part`), join(towers, file))
  return { file, bytes, sha256: hash.digest('hex') }
}

/** Only what the model in use runs on is kept: all else can be made again. */
export function sweepEightBits(towers: string, manifest: Manifest, provider: Provider): void {
  const kept = isEightBits(provider) ? partsOf(manifest).map(({ image }) => nameOf(image, provider)) : []
  if (!existsSync(towers)) return
  for (const file of readdirSync(towers)) {
    if (!kept.some((name) => file === `${name}.onnx` || file === `${name}.json`)) rmSync(join(towers, file))
  }
}
