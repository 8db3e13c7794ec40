/** `fovea folders`: which folders are in the library, and what of them. */
import { resolve } from 'node:path'
import { FoveaError, RootSettings, type StateCounts } from '../../../contract'
import { readLibraryFile, type RootRecord } from '../../engine/library/library-file'
import { Library } from '../../engine/library/library'
import { bringShared } from '../../engine/library/shared'
import { inferenceThreads } from '../../engine/threads'
import { describeCounts, print, type Context } from '../context'
import { indexFolders } from './index-folders'
import { withSearcher } from './search'

export interface FolderOptions {
  include?: string[]
  includeEverything?: boolean
  exclude?: string[]
  excludeNothing?: boolean
  pause?: boolean
  resume?: boolean
  rescanEvery?: number | 'usual'
}

type Folder = Pick<RootRecord, 'path'> & RootSettings & Partial<{ state: string } & StateCounts>

/** All folders with their settings, states and counts. */
export async function listFolders(context: Context): Promise<void> {
  await withSearcher(context, async (searcher) => {
    const states = new Map((await searcher.library.rootStates()).map((state) => [state.path, state]))
    const folders = knownRoots(context).map((root) => ({ ...shown(root), ...states.get(root.path) }))
    print(context, { folders }, () => folders.map(describe).join('\n') || 'No folders yet: fovea folders add FOLDER')
  })
}

/** They are looked through by the window, or by `fovea index`. */
export async function addFolders(context: Context, folders: string[]): Promise<void> {
  const library = await open(context)
  try {
    const added: Folder[] = []
    for (const folder of folders) added.push(shown(await library.addFolder(folder)))
    print(context, { folders: added }, () => added.map(describe).join('\n'))
  } finally {
    await library.close()
  }
}

export async function removeFolder(context: Context, folder: string): Promise<void> {
  await bringShared(context.home)
  const { id, path } = known(context, folder)
  const library = await open(context)
  try {
    await library.removeRoot(id)
    print(context, { removed: path }, () => `Fovea has forgotten ${path}. Its files are where they were.`)
  } finally {
    await library.close()
  }
}

/** Looks through folders, all unless named, and indexes what is new: `fovea index` for folders that are known. */
export async function rescanFolders(context: Context, folders: string[]): Promise<void> {
  await bringShared(context.home)
  const roots = folders.length > 0 ? folders.map((folder) => known(context, folder)) : knownRoots(context)
  await indexFolders(
    context,
    roots.map(({ path }) => path),
  )
}

/** Waits until what the new settings leave out is gone; what they let in is indexed by the window, or by `fovea index`. */
export async function setFolder(context: Context, folder: string, options: FolderOptions): Promise<void> {
  await bringShared(context.home)
  const { id } = known(context, folder)
  const settings = RootSettings.partial().safeParse({
    include: options.includeEverything ? [] : options.include,
    exclude: options.excludeNothing ? [] : options.exclude,
    paused: options.pause ? true : options.resume ? false : undefined,
    rescanMinutes: options.rescanEvery === 'usual' ? null : options.rescanEvery,
  })
  if (!settings.success) throw new FoveaError('INVALID_INPUT', 'There are too many patterns, or one is too long.')
  const library = await open(context)
  try {
    library.changeRoot(id, settings.data)
    await library.scanned()
    const [changed] = library.roots.filter((root) => root.id === id).map(shown)
    print(context, { folders: [changed] }, () => (changed ? describe(changed) : ''))
  } finally {
    await library.close()
  }
}

async function open(context: Context): Promise<Library> {
  return Library.open({
    home: context.home,
    modelFolder: (await context.model()).folder,
    starterModel: context.resources.starterModel,
    gazetteer: context.resources.gazetteer,
    onDiskFull: 'fail',
    threads: inferenceThreads(),
  })
}

function knownRoots({ home }: Context): RootRecord[] {
  return readLibraryFile(home.libraryFile).roots
}

function known(context: Context, folder: string): RootRecord {
  const root = knownRoots(context).find(({ path }) => path === resolve(folder))
  if (root) return root
  throw new FoveaError('NOT_FOUND', `“${folder}” is not one of the library's folders. fovea folders lists them.`)
}

function shown({ path, include, exclude, paused, rescanMinutes }: RootRecord): Folder {
  return { path, include, exclude, paused, rescanMinutes }
}

function describe({ path, include, exclude, paused, rescanMinutes, state, ...counts }: Folder): string {
  const { ready, pending, failed, offline } = counts
  const about = [
    ...(ready === undefined || pending === undefined || failed === undefined || offline === undefined
      ? []
      : [describeCounts({ ready, pending, failed, offline })]),
    ...(state === undefined || state === 'there' ? [] : [state]),
    ...(paused ? ['paused'] : []),
  ]
  return [
    `${path}${about.length > 0 ? ` (${about.join(', ')})` : ''}`,
    ...exclude.map((pattern) => `  without ${pattern}`),
    ...include.map((pattern) => `  only ${pattern}`),
    ...(rescanMinutes === null
      ? []
      : [`  looked through every ${String(rescanMinutes)} minutes if it cannot be watched`]),
  ].join('\n')
}
