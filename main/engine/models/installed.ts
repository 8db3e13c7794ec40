/** The models in the library's own folder. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FoveaError } from '../../../contract'
import { faultOf, filesOf, readManifest, verifyFile, type Manifest } from '../encoder/manifest'
import type { Home } from '../home'
import { idPattern } from './workshop'

/** Manifests of all that can be read; `id` is the name of the folder, too. */
export async function installedModels(home: Home): Promise<Manifest[]> {
  const found: Manifest[] = []
  for (const id of modelFolders(home)) {
    const manifest = await readManifest(join(home.models, id)).catch(() => undefined)
    if (manifest?.id === id) found.push(manifest)
  }
  return found
}

/** Names of folders that are or were models, readable or not. */
export function modelFolders({ models }: Home): string[] {
  try {
    return readdirSync(models, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && idPattern.test(entry.name))
      .map(({ name }) => name)
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

export function bytesOf(manifest: Manifest): number {
  return filesOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0)
}

/**
 * What is wrong with a model, as the end of a sentence; undefined if nothing is. Every byte is read (`all`), or only those of
 * files that changed since they were verified.
 */
export async function faultInModel(folder: string, extent: 'all' | 'changed'): Promise<string | undefined> {
  if (!statSync(folder, { throwIfNoEntry: false })) return 'it is gone'
  try {
    for (const file of filesOf(await readManifest(folder))) {
      if (extent === 'changed') await verifyFile(folder, file)
      else {
        const fault = await faultOf(folder, file)
        if (fault !== undefined) return fault
      }
    }
  } catch (error) {
    if (error instanceof FoveaError && error.code === 'FILE_UNREADABLE') throw error // a shortage, and no fault of the model
    return error instanceof Error ? plainFault(error.message) : String(error)
  }
  return undefined
}

/** Of a sentence about the model that came with Fovea, what holds for others as well. */
function plainFault(message: string): string {
  return message
    .replace(/^The search model is damaged: /, '')
    .replace(/ Install Fovea again to repair it\.$/, '')
    .replace(/\.$/, '')
}
