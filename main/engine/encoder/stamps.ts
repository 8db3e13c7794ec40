/** Remembers of big model files that their bytes were verified, so that not every start reads a gigabyte to hash it. */
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ModelFile } from './manifest'

/** Written beside the manifest when a model has been verified; the starter model has none and is always hashed. */
const stampsFile = 'verified.json'

const Stamps = z.record(z.string(), z.object({ sha256: z.string(), bytes: z.number(), mtimeMs: z.number() }))

/** Call when every file has just been verified. */
export async function writeStamps(folder: string, files: readonly ModelFile[]): Promise<void> {
  const stamps: z.infer<typeof Stamps> = {}
  for (const { file, sha256 } of files) {
    const { size, mtimeMs } = await stat(join(folder, file))
    stamps[file] = { sha256, bytes: size, mtimeMs }
  }
  const path = join(folder, stampsFile)
  await writeFile(`${path}.part`, JSON.stringify(stamps))
  await rename(`${path}.part`, path)
}

/** Whether the file was verified to have these bytes and was not written since. Any doubt is a no. */
export async function isStamped(folder: string, { file, bytes, sha256 }: ModelFile): Promise<boolean> {
  try {
    const stamps = Stamps.parse(JSON.parse(await readFile(join(folder, stampsFile), 'utf8')))
    const stamp = stamps[file]
    const { size, mtimeMs } = await stat(join(folder, file))
    return stamp?.sha256 === sha256 && stamp.bytes === bytes && size === bytes && mtimeMs === stamp.mtimeMs
  } catch {
    return false
  }
}
