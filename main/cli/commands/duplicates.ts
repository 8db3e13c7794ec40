/** `fovea duplicates`: photos that are in the library more than once, byte for byte or nearly. */
import type { DuplicateGroup } from '../../../contract'
import type { Searcher } from '../../engine/search/searcher'
import { print, type Context } from '../context'
import { withSearcher } from './search'

export interface DuplicatesOptions {
  near?: boolean
  exact?: boolean
}

/** Groups read at once. */
const page = 1000

interface Photo {
  path: string
  width: number
  height: number
  size: number
}

interface Group {
  keep: Photo
  others: Photo[]
}

/** Both kinds, unless one is asked for. */
export async function duplicates(context: Context, { near, exact }: DuplicatesOptions): Promise<void> {
  await withSearcher(context, async (searcher) => {
    const all = near === exact
    const found = {
      ...(exact || all ? { exact: await groupsOf(searcher, 'exact') } : {}),
      ...(near || all ? { near: await groupsOf(searcher, 'near') } : {}),
    }
    print(context, found, () => describe(found))
  })
}

async function groupsOf(searcher: Searcher, kind: 'exact' | 'near'): Promise<Group[]> {
  const all: DuplicateGroup[] = []
  for (let offset = 0; ; offset += page) {
    const { groups, total } = await searcher.duplicates(kind, offset, page)
    all.push(...groups)
    if (offset + page >= total) break
  }
  return all.map(({ keep, items }) => {
    const photos = items.map(({ id, path, width, height, size }) => ({ id, photo: { path, width, height, size } }))
    const [kept] = photos.filter(({ id }) => id === keep)
    const others = photos.filter((one) => one !== kept).map(({ photo }) => photo)
    return { keep: kept!.photo, others }
  })
}

function describe({ exact, near }: { exact?: Group[]; near?: Group[] }): string {
  return [...section('the same file', exact), ...section('nearly the same photo', near)].join('\n')
}

function section(what: string, groups: readonly Group[] | undefined): string[] {
  if (!groups) return []
  if (groups.length === 0) return [`Nothing is ${what} twice.`]
  return [
    `${String(groups.length)} times ${what}:`,
    ...groups.flatMap(({ keep, others }) => [`  ${keep.path}`, ...others.map(({ path }) => `    ${path}`)]),
  ]
}
