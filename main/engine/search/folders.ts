/** Counts photos by folder, each folder with all that lies under it. */
import { basename } from 'node:path'
import type { Folder } from '../../../contract'
import type { RootRecord } from '../library/library-file'
import { nameOf } from '../library/paths'

export function countFolders(
  photos: Iterable<{ root: string; folder: string }>,
  roots: ReadonlyMap<string, RootRecord>,
): Folder[] {
  const perRoot = new Map<string, Map<string, number>>()
  for (const { root, folder } of photos) {
    let counts = perRoot.get(root)
    if (!counts) perRoot.set(root, (counts = new Map<string, number>()))
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  const folders: Folder[] = []
  for (const [rootId, own] of perRoot) {
    const root = roots.get(rootId)
    if (!root) continue
    const withInner = new Map<string, number>()
    for (const [folder, count] of own) {
      for (const above of selfAndAncestors(folder)) withInner.set(above, (withInner.get(above) ?? 0) + count)
    }
    for (const [path, count] of withInner) {
      const name = path === '' ? basename(root.path) || root.path : nameOf(path)
      folders.push({ rootId, path, name, count })
    }
  }
  // By path with '/' first, so that a folder stands right before what lies under it.
  const key = (folder: Folder): string => `${folder.rootId}/${folder.path}`.replaceAll('/', '\0')
  return folders.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** "a/b" gives "", "a", "a/b". */
function selfAndAncestors(folder: string): string[] {
  const all = ['']
  for (let slash = folder.indexOf('/'); slash !== -1; slash = folder.indexOf('/', slash + 1))
    all.push(folder.slice(0, slash))
  if (folder !== '') all.push(folder)
  return all
}
