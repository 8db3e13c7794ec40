/** Relative paths as the library keeps them: below a root, with forward slashes on every platform. */
import { isAbsolute, join, relative, sep } from 'node:path'

/** The path below `root`, or undefined when `path` is the root itself or lies outside. */
export function toRelative(root: string, path: string): string | undefined {
  const below = relative(root, path)
  if (below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) return undefined
  return sep === '/' ? below : below.replaceAll(sep, '/')
}

export function toAbsolute(root: string, path: string): string {
  return join(root, ...path.split('/'))
}

/** Whether an absolute path is that folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || toRelative(folder, path) !== undefined
}

/** The folder part of a relative path; '' for a file directly in the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash === -1 ? '' : path.slice(0, slash)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Whether a path is one of some, or lies under one of them. */
export function isUnderAny(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.has('') || folders.has(path)) return true
  for (let slash = path.lastIndexOf('/'); slash !== -1; slash = path.lastIndexOf('/', slash - 1)) {
    if (folders.has(path.slice(0, slash))) return true
  }
  return false
}

/** Whether `path` is `folder` or lies under it; '' is the root, under which everything lies. */
export function isUnder(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}
