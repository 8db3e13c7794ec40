/**
 * What is done with files and folders that come from outside: the command line, a second start, “open with”, the dock icon.
 *
 * What is in the library is shown; another picture is searched with; a folder is offered to be added.
 */
import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { PageRequest, QueryImage } from '../../contract'
import { FoveaError } from '../../contract'

export interface OpenedPathsActions {
  /** Where the photo is in the library; null when it is not in it. */
  find: (path: string) => Promise<Omit<Extract<PageRequest, { kind: 'show' }>, 'kind'> | null>
  readPicture: (path: string) => Promise<QueryImage>
  /** Asks the person whether to add these folders; true when they agreed. */
  confirmFolders: (names: readonly string[]) => Promise<boolean>
  addFolder: (path: string) => Promise<unknown>
  /** Shows the window and asks its page. */
  ask: (request: PageRequest) => void
  complain: (message: string) => void
}

/** `isPicture` decides by the name. Of several files the first that is in the library, or a picture, is opened. */
export async function openPaths(
  paths: readonly string[],
  isPicture: (extension: string) => boolean,
  actions: OpenedPathsActions,
): Promise<void> {
  const kinds = await Promise.all(paths.map(async (path) => ({ path, kind: await kindOf(path) })))
  const folders = kinds.filter(({ kind }) => kind === 'folder').map(({ path }) => path)
  if (folders.length > 0 && (await actions.confirmFolders(folders.map(nameOf)))) {
    for (const folder of folders) {
      await actions.addFolder(folder).catch((error: unknown) => {
        actions.complain(FoveaError.from(error).message)
      })
    }
  }
  for (const { path, kind } of kinds) {
    const isSearchable = isPicture(extname(path).slice(1).toLowerCase())
    if (kind === 'file' && (await openFile(path, isSearchable, actions))) return
  }
}

/** False when there is nothing to be done with it. */
async function openFile(
  path: string,
  isSearchable: boolean,
  { find, readPicture, ask, complain }: OpenedPathsActions,
): Promise<boolean> {
  try {
    const known = await find(path)
    if (known) ask({ kind: 'show', ...known })
    else if (isSearchable) ask({ kind: 'picture', image: await readPicture(path) })
    return known !== null || isSearchable
  } catch (error) {
    complain(FoveaError.from(error).message)
    return true
  }
}

async function kindOf(path: string): Promise<'folder' | 'file' | null> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return 'folder'
  return found?.isFile() ? 'file' : null
}

function nameOf(path: string): string {
  return basename(path) || path
}
