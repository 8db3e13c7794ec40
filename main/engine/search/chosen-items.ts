/** What is asked of many items at once: where their files are, and how they are marked. */
import { access } from 'node:fs/promises'
import type { ItemMarks } from '../../../contract'
import { toAbsolute } from '../library/paths'
import { isOneOf } from '../store/filters'
import type { ItemRow } from '../store/schema'
import type { LibraryReader, Located } from './library-reader'

/** Ids in one condition: longer ones are slower to parse than two queries are. */
const atOnce = 500

/** Those whose files are there now, in the order of the ids. */
export async function locateAll(library: LibraryReader, ids: readonly string[]): Promise<(Located & { id: string })[]> {
  const roots = library.roots()
  const offline = await library.offlineRoots()
  const located = (await rowsOf(library, ids, ['root', 'path'])).flatMap(({ id, root, path }) => {
    const record = roots.get(root)
    if (!record || offline.has(root)) return []
    return [{ id, path: toAbsolute(record.path, path), root: record.path }]
  })
  const isThere = await Promise.all(
    located.map(({ path }) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  )
  return located.filter((_, i) => isThere[i])
}

export async function marksOf(library: LibraryReader, ids: readonly string[]): Promise<ItemMarks[]> {
  const rows = await rowsOf(library, ids, ['favorite', 'userRating', 'fileRating'])
  return rows.map(({ id, favorite, userRating, fileRating }) => ({ id, favorite, rating: userRating ?? fileRating }))
}

async function rowsOf<K extends keyof ItemRow>(
  library: LibraryReader,
  ids: readonly string[],
  columns: readonly K[],
): Promise<Pick<ItemRow, K | 'id'>[]> {
  const store = await library.store()
  if (!store) return []
  const wanted = [...new Set(ids)]
  const found = new Map<string, Pick<ItemRow, K | 'id'>>()
  for (let from = 0; from < wanted.length; from += atOnce) {
    const rows = (await store.items
      .query()
      .where(`${isOneOf('id', wanted.slice(from, from + atOnce))} AND state = 'ready'`)
      .select(['id', ...columns])
      .toArray()) as Pick<ItemRow, K | 'id'>[]
    for (const row of rows) found.set(row.id, row)
  }
  return wanted.flatMap((id) => found.get(id) ?? [])
}
