/** How long a photo takes on this computer: measured while photos are indexed, and from it what other models would take. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readManifest, type Manifest } from '../encoder/manifest'

const Milliseconds = z.number().positive()
const SpeedsFile = z.object({
  version: z.literal(1),
  /** Of a photo apart from the image tower: reading, decoding, its thumbnail, the store. */
  rest: z.number().min(0),
  /** Of a photo in the image tower, by model and revision. */
  towers: z.record(z.string(), Milliseconds),
})
type Speeds = z.infer<typeof SpeedsFile>

/** Before so many photos a measurement is not told. */
const fewest = 10
/** Older photos count half when there are so many: computers change, and what they do besides. */
const halveAt = 500
/** Two photos further apart than this are not one piece of work: it was paused, or waited for something. */
const longestGapMs = 10_000
const saveEveryMs = 30_000

const nameOf = ({ id, revision }: Pick<Manifest, 'id' | 'revision'>): string => `${id}@${revision}`

/** Nothing measured yet reads as null, as does a damaged file: it is measured anew. */
export function readSpeeds(path: string): Speeds | null {
  try {
    return SpeedsFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

/** Watches the indexing of a library with one model, and remembers. */
export class SpeedMeter {
  readonly #path: string
  readonly #name: string
  readonly #now: () => number
  #tower = { ms: 0, photos: 0 }
  #all = { ms: 0, photos: 0 }
  #lastAt: number | undefined
  #savedAt: number

  constructor(path: string, manifest: Pick<Manifest, 'id' | 'revision'>, now = () => performance.now()) {
    this.#path = path
    this.#name = nameOf(manifest)
    this.#now = now
    this.#savedAt = now()
  }

  /** A batch was in the image tower. */
  tower(photos: number, ms: number): void {
    this.#tower = added(this.#tower, photos, ms)
    this.#lastAt ??= this.#now() - ms // the first photos of a piece of work are settled after their batch
  }

  /** A photo is done, embedded or otherwise. */
  settled(isEmbedded: boolean): void {
    const now = this.#now()
    const gap = this.#lastAt === undefined ? Infinity : now - this.#lastAt
    this.#lastAt = now
    if (gap > longestGapMs) return
    this.#all = added(this.#all, Number(isEmbedded), gap)
    if (now - this.#savedAt >= saveEveryMs) this.save()
  }

  /** There is nothing more to do: what comes next begins a new piece of work. */
  idle(): void {
    this.#lastAt = undefined
    this.save()
  }

  /** A measurement is a courtesy: a disk that does not take it stops nothing. */
  save(): void {
    this.#savedAt = this.#now()
    const [tower, all] = [this.#tower, this.#all]
    if (Math.min(tower.photos, all.photos) < fewest) return
    const ofTower = tower.ms / tower.photos
    const towers = { ...readSpeeds(this.#path)?.towers, [this.#name]: ofTower }
    const speeds: Speeds = { version: 1, rest: Math.max(0, all.ms / all.photos - ofTower), towers }
    try {
      writeFileSync(`${this.#path}.part`, `${JSON.stringify(speeds)}\n`)
      renameSync(`${this.#path}.part`, this.#path)
    } catch (error) {
      console.warn('how fast photos are indexed was not remembered:', error)
    }
  }
}

function added(sum: { ms: number; photos: number }, photos: number, ms: number): { ms: number; photos: number } {
  const share = sum.photos >= halveAt ? 0.5 : 1
  return { ms: sum.ms * share + ms, photos: sum.photos * share + photos }
}

/** What is known of how fast a model is. */
export interface Paced {
  /** Of an installed one. */
  name?: string | undefined
  /** Measured when it was tried out. */
  trialMs?: number | undefined
  /** How much work a photo is for it; only the ratio of two models counts. */
  cost?: number | undefined
}

/**
 * Milliseconds that a photo would take with a model, about: its own measurement, else that of another model times the
 * ratio of their work. Null while no photos were indexed here.
 */
export function photoTime(speeds: Speeds | null, model: Paced, others: readonly Paced[]): number | null {
  if (!speeds) return null
  const measured = model.name === undefined ? undefined : speeds.towers[model.name]
  const tower = measured ?? model.trialMs ?? scaled(speeds, model.cost, others)
  return tower === undefined ? null : speeds.rest + tower
}

function scaled({ towers }: Speeds, cost: number | undefined, others: readonly Paced[]): number | undefined {
  if (cost === undefined) return undefined
  for (const other of others) {
    const known = other.name === undefined ? undefined : towers[other.name]
    if (known !== undefined && other.cost !== undefined) return (known * cost) / other.cost
  }
  return undefined
}

/** Beside a model's manifest: how long a photo took when it was tried out. */
const trialFile = 'speed.json'
const Trial = z.object({ msPerPhoto: Milliseconds })

export function writeTrialSpeed(folder: string, msPerPhoto: number): void {
  writeFileSync(join(folder, trialFile), `${JSON.stringify({ msPerPhoto })}\n`)
}

/** Of an installed model: what is known of its pace. */
export async function pacedModel(folder: string, cost: number | undefined): Promise<Paced> {
  const manifest = await readManifest(folder).catch(() => undefined)
  let trialMs: number | undefined
  try {
    trialMs = Trial.parse(JSON.parse(readFileSync(join(folder, trialFile), 'utf8'))).msPerPhoto
  } catch {
    // One from before this was measured, or the one that comes with Fovea.
  }
  return { name: manifest && nameOf(manifest), trialMs, cost }
}
