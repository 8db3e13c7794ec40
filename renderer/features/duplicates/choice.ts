/** Which files of groups of duplicates are to go; of each group at least one stays. */
import type { DuplicateGroup } from '../../../contract'

/** Ids of files to be moved to the trash. */
export type Going = ReadonlySet<string>

/** All but the one to keep in each group. */
export function proposed(groups: readonly DuplicateGroup[]): Set<string> {
  return new Set(groups.flatMap(({ keep, items }) => items.map(({ id }) => id).filter((id) => id !== keep)))
}

/** The last file of a group that stays cannot go. */
export function canGo({ items }: DuplicateGroup, id: string, going: Going): boolean {
  return going.has(id) || items.some((item) => item.id !== id && !going.has(item.id))
}

export function toggled(group: DuplicateGroup, id: string, going: Going): Going {
  if (!canGo(group, id, going)) return going
  const next = new Set(going)
  if (!next.delete(id)) next.add(id)
  return next
}

/** This one stays, all others of its group go. */
export function keepOnly({ items }: DuplicateGroup, id: string, going: Going): Going {
  const next = new Set(going)
  for (const item of items) next.add(item.id)
  next.delete(id)
  return next
}

/** No file of the group goes. */
export function keepAll({ items }: DuplicateGroup, going: Going): Going {
  const next = new Set(going)
  for (const item of items) next.delete(item.id)
  return next
}

/** Groups without the files that are gone; a file left alone is no duplicate. */
export function without(groups: readonly DuplicateGroup[], gone: ReadonlySet<string>): DuplicateGroup[] {
  return groups
    .map((group) => ({ ...group, items: group.items.filter(({ id }) => !gone.has(id)) }))
    .filter(({ items }) => items.length > 1)
}

type Item = DuplicateGroup['items'][number]

/** What sets a file apart from the others of its group. */
export function advantages({ items }: DuplicateGroup, item: Item): { isLargest: boolean; isOldest: boolean } {
  const pixels = ({ width, height }: Item) => width * height
  const others = items.filter(({ id }) => id !== item.id)
  return {
    isLargest: others.every((other) => pixels(other) < pixels(item)),
    isOldest: others.every((other) => other.date > item.date),
  }
}

/** The folder of a path, in the platform's own notation. */
export function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '')
}
