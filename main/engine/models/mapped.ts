/** Writes down the text towers of the model in use, so that the next start maps them. See: [Note: mapped towers] */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { keepMapped as keep, textTowersOf } from '../encoder/mapped-towers'
import { filesOf, readManifest } from '../encoder/manifest'
import type { Home } from '../home'
import { freeBytes, minimumFreeBytes } from '../store/disk'

/** Numbers of eight bits are written down as floats. */
const timesAsLarge = 5

/** What goes wrong is only logged: towers are then loaded as they come. */
export async function keepMapped(
  { root, mappedTowers }: Pick<Home, 'root' | 'mappedTowers'>,
  folder: string,
): Promise<void> {
  try {
    const manifest = await readManifest(folder)
    const towers = textTowersOf(manifest)
    const bytes = filesOf(manifest).reduce((sum, { file }) => sum + statSync(join(folder, file)).size, 0)
    if ((await freeBytes(root)) < bytes * timesAsLarge + minimumFreeBytes) return
    await keep(mappedTowers, folder, towers)
  } catch (error) {
    console.warn('the text tower was not written down:', error)
  }
}
