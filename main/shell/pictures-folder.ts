/** The system's folder for pictures, where there are pictures in it: what a person most likely wants to search first. */
import { readdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { pictureExtensions } from './picture-extensions'

/** Folders looked into before giving up: the question is asked while the first screen waits. */
const foldersSearched = 50

export async function picturesFolder(path: string): Promise<{ path: string; name: string } | null> {
  const folders = [path]
  for (let looked = 0; looked < foldersSearched; looked++) {
    const folder = folders.shift()
    if (folder === undefined) return null
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    if (entries.some((entry) => entry.isFile() && isPicture(entry.name))) return { path, name: basename(path) }
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) folders.push(join(folder, entry.name))
    }
  }
  return null
}

function isPicture(name: string): boolean {
  return !name.startsWith('.') && pictureExtensions.includes(extname(name).slice(1).toLowerCase())
}
