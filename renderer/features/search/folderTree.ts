/** The folders of the library as the lines of a tree that can be opened and closed. */
import type { Folder } from '../../../contract'

export interface FolderLine {
  folder: Folder
  key: string
  /** 1 for a root. */
  level: number
  /** null for a folder without folders. */
  isOpen: boolean | null
}

export function folderKey(folder: Pick<Folder, 'rootId' | 'path'>): string {
  return `${folder.rootId}/${folder.path}`
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The lines to show, top to bottom: every root, and what lies in the open folders. */
export function visibleLines(folders: readonly Folder[], open: ReadonlySet<string>): FolderLine[] {
  const known = new Set(folders.map(folderKey))
  const roots: Folder[] = []
  const children = new Map<string, Folder[]>()
  for (const folder of folders) {
    const parent = parentKey(folder, known)
    if (parent === null) roots.push(folder)
    else {
      const siblings = children.get(parent)
      if (siblings) siblings.push(folder)
      else children.set(parent, [folder])
    }
  }
  const lines: FolderLine[] = []
  const add = (siblings: Folder[], level: number) => {
    for (const folder of [...siblings].sort((a, b) => byName.compare(a.name, b.name))) {
      const key = folderKey(folder)
      const inside = children.get(key)
      lines.push({ folder, key, level, isOpen: inside ? open.has(key) : null })
      if (inside && open.has(key)) add(inside, level + 1)
    }
  }
  add(roots, 1)
  return lines
}

/** The nearest folder above that is listed; null for a root. */
function parentKey(folder: Folder, known: ReadonlySet<string>): string | null {
  let path = folder.path
  while (path !== '') {
    path = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
    const key = folderKey({ rootId: folder.rootId, path })
    if (known.has(key)) return key
  }
  return null
}
