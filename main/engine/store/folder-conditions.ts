/** The filter for photos in folders of a name or path, wherever they are in the library. */
import { isOneOf, quote } from './filters'

export interface FolderRoot {
  id: string
  /** Absolute, as the system writes it. */
  path: string
}

/**
 * Rows in a folder whose path ends with the wanted names, or under one: "Italy" and "Trips/Italy" both find
 * Trips/Italy/Rome. A root counts with its own path, so "Trips/Italy" also finds Italy in a root called Trips. An
 * absolute path means that folder alone. Letters' case and Unicode form make no difference.
 */
export function folderCondition(wanted: string, roots: readonly FolderRoot[]): string {
  // On Linux a backslash can be part of a name; elsewhere it separates. Whoever writes one may mean either.
  const spellings = new Set([wanted, wanted.replaceAll('\\', '/')])
  const conditions = [...spellings].flatMap((spelling) => {
    const names = splitPath(spelling)
    const isAbsolute = /^(?:\/|[a-z]:(?:\/|$))/i.test(spelling)
    if (isAbsolute) return belowRoots(roots, (own) => (startsSame(own, names) ? [names.slice(own.length)] : []))
    return [
      ...(names.length === 0 ? [] : forms(names).map((path) => `contains(${slashedFolder}, ${path})`)),
      ...belowRoots(roots, (own) => restsBehind(own, names)),
    ]
  })
  return conditions.length === 0 ? 'false' : `(${[...new Set(conditions)].join(' OR ')})`
}

/** One condition for all roots below which the same path is wanted; [] is everything in a root. */
function belowRoots(
  roots: readonly FolderRoot[],
  pathsOf: (own: readonly string[]) => readonly (readonly string[])[],
): string[] {
  const ids = new Map<string, { names: readonly string[]; roots: string[] }>()
  for (const root of roots) {
    for (const names of pathsOf(splitPath(slashed(root.path)))) {
      const group = ids.get(names.join('/'))
      if (group) group.roots.push(root.id)
      else ids.set(names.join('/'), { names, roots: [root.id] })
    }
  }
  return [...ids.values()].flatMap((group) => {
    const isRoot = isOneOf('root', group.roots)
    if (group.names.length === 0) return [`(${isRoot})`]
    return forms(group.names).map((path) => `(starts_with(${slashedFolder}, ${path}) AND ${isRoot})`)
  })
}

/** What is left of the names behind a root whose path ends with the first of them; one for each way to put it. */
function restsBehind(own: readonly string[], names: readonly string[]): string[][] {
  return names.flatMap((_, index) => {
    const head = names.slice(0, index + 1)
    const isEnd = head.length <= own.length && startsSame(own.slice(own.length - head.length), head)
    return isEnd ? [names.slice(index + 1)] : []
  })
}

/** Whether one list of names begins with the other, whichever is longer. */
function startsSame(a: readonly string[], b: readonly string[]): boolean {
  const plain = (name: string): string => name.normalize('NFC').toLowerCase()
  return a.every((name, index) => index >= b.length || plain(name) === plain(b[index]!))
}

/** The folder column between slashes, so that whole names are compared and never parts of them. */
const slashedFolder = `lower(concat('/', folder, '/'))`

/** The path between slashes, in each Unicode form it may have been written in. */
function forms(names: readonly string[]): string[] {
  const path = `/${names.join('/')}/`
  return [...new Set([path, path.normalize('NFC'), path.normalize('NFD')])].map((form) => `lower(${quote(form)})`)
}

function splitPath(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}

function slashed(path: string): string {
  const isWindowsPath = /^(?:[a-z]:|\\\\)/i.test(path)
  return isWindowsPath ? path.replaceAll('\\', '/') : path
}
