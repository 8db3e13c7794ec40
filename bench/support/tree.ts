/** Small files in the folders of a synthetic library, so that a scan finds them all and nothing has changed. */
import { lstatSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ItemRow } from '../../main/engine/store/schema'
import { folderOf, folders } from './synthetic-library'

const nameOf = (i: number): string => `IMG_${String(i).padStart(6, '0')}.jpg`
const pathOf = (i: number): string => `${folderOf(i)}/${nameOf(i)}`

export async function makeTree(tree: string, files: number): Promise<void> {
  for (let i = 0; i < folders; i++) await mkdir(join(tree, folderOf(i)), { recursive: true })
  for (let from = 0; from < files; from += 1000) {
    const some = Array.from({ length: Math.min(1000, files - from) }, (_, i) => from + i)
    await Promise.all(some.map((i) => writeFile(join(tree, pathOf(i)), `${String(i)}\n`)))
  }
}

/** What the library knows of a file of the tree. */
export function fileOf(tree: string, i: number): Pick<ItemRow, 'path' | 'folder' | 'name' | 'size' | 'mtime'> {
  const { size, mtimeMs } = lstatSync(join(tree, pathOf(i)))
  return { path: pathOf(i), folder: folderOf(i), name: nameOf(i), size, mtime: mtimeMs }
}
