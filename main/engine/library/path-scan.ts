/** Looks at single paths of a root again, and at those that the files found there may have come from. */
import type { ItemRow } from '../store/schema'
import { isUnderAny } from './paths'
import { looksLike } from './reconciler'
import type { Rules } from './rules'
import { isAbsent, scan, statPhoto, withCounterparts, type FoundFile } from './scan'

export interface PathScan {
  /** Of what is known at the paths looked at. */
  known: ItemRow[]
  files: FoundFile[]
  /** Paths of which nobody can say what is there. */
  unreadable: string[]
}

/** `changed`: files or folders, relative to the root. `inRoot`: all that is known of it. */
export async function scanSome(
  root: string,
  changed: readonly string[],
  inRoot: readonly ItemRow[],
  { rules, signal }: { rules: Rules; signal: AbortSignal },
): Promise<PathScan> {
  const paths = new Set(await withCounterparts(root, changed))
  const found = new Map<string, FoundFile>()
  const unreadable: string[] = []
  const look = async (path: string): Promise<void> => {
    try {
      const file = await statPhoto(root, path, rules)
      if (file) {
        found.set(file.path, file)
        return
      }
      await rules.around(path)
    } catch {
      unreadable.push(path) // what says whether it is left out cannot be read
      return
    }
    const below = await scan(root, path, { rules, signal }).catch((error: unknown) => {
      if (!isAbsent(error)) unreadable.push(path)
    })
    for (const file of below?.files ?? []) found.set(file.path, file)
    unreadable.push(...(below?.unreadable ?? []))
  }
  for (const path of paths) await look(path)
  for (let alike; (alike = lookalikes(inRoot, found, paths)).length > 0;) {
    for (const path of alike) {
      paths.add(path)
      await look(path)
    }
  }
  return { known: inRoot.filter((item) => isUnderAny(item.path, paths)), files: [...found.values()], unreadable }
}

/**
 * Places of known files that a file found under another path looks like: it was moved, perhaps, and the report of its
 * old place is still to come.
 */
function lookalikes(
  inRoot: readonly ItemRow[],
  found: ReadonlyMap<string, FoundFile>,
  paths: ReadonlySet<string>,
): string[] {
  const sizes = new Set([...found.values()].map(({ size }) => size))
  const looks = new Set([...found.values()].map(looksLike))
  return inRoot
    .filter((item) => sizes.has(item.size) && looks.has(looksLike(item)) && !found.has(item.path))
    .map(({ path }) => path)
    .filter((path) => !isUnderAny(path, paths))
}
