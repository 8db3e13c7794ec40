/** The photos benchmarks work on, and the folders they work in. */
import { existsSync } from 'node:fs'
import { appendFile, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { scan } from '../../main/engine/library/scan'
import { resourcesIn } from '../../main/engine/resources'

export const root = join(__dirname, '..', '..')
export const resources = resourcesIn(join(root, 'resources'))

/** 1,000 photos of a public test set; their licence does not let them lie in the repository. */
const testSet = resolve(root, '..', 'shared', 'data', 'flickr-1k', 'images')

export interface PhotoSet {
  folder: string
  /** Absolute paths, in one order on every run. */
  paths: string[]
}

/** The folder asked for, else the test set where it is at hand, else the sample photos. */
export async function findPhotos(asked?: string): Promise<PhotoSet> {
  const folder = asked ?? (existsSync(testSet) ? testSet : resources.samples)
  const { files } = await scan(folder)
  if (files.length === 0) throw new Error(`There are no photos in ${folder}.`)
  return { folder, paths: files.map(({ path }) => join(folder, path)).sort() }
}

/** Copies `count` photos from position `from` on into a new folder; when they run out, again with other bytes. */
export async function copyPhotos(photos: PhotoSet, from: number, count: number, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const copies: string[] = []
  for (let i = from; i < from + count; i++) {
    const source = photos.paths[i % photos.paths.length]!
    const lap = Math.floor(i / photos.paths.length)
    const copy = join(folder, `${String(i).padStart(6, '0')}${extname(source)}`)
    await copyFile(source, copy)
    // Bytes after the end of a picture change its hash, which is what makes it another photo, and nothing else.
    if (lap > 0) await appendFile(copy, `lap ${String(lap)}`)
    copies.push(copy)
  }
  return copies
}

/** Runs `work` with a fresh folder that is removed afterwards. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fovea-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
