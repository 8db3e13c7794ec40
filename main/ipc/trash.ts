/** Moves photos to the system's trash, after the person has said so; the only way in which Fovea touches a file. */
import { FoveaError } from '../../contract'
import { t } from '../../strings'

export interface TrashActions {
  /** Absolute path of a photo; throws when it is not known or its drive is away. */
  locate: (id: string) => Promise<string>
  /** Asks the person; true only when they agreed. */
  confirm: (paths: readonly string[]) => Promise<boolean>
  /** Throws when the system refuses. */
  trash: (path: string) => Promise<void>
}

/** Answers the ids of the files that were moved. Throws FILE_UNREADABLE when there was something to move and nothing was. */
export async function moveToTrash(ids: readonly string[], { locate, confirm, trash }: TrashActions): Promise<string[]> {
  const located: { id: string; path: string }[] = []
  for (const id of new Set(ids)) {
    const path = await locate(id).catch((error: unknown) => {
      console.warn('not moved to the trash, it cannot be found:', id, error)
    })
    if (path !== undefined) located.push({ id, path })
  }
  if (located.length === 0) {
    throw new FoveaError(
      'FILE_UNREADABLE',
      'None of these files can be reached right now, so none was moved. Is their drive connected?',
    )
  }
  if (!(await confirm(located.map(({ path }) => path)))) return []
  const moved: string[] = []
  // One after the other: the system's own trash is not made for hundreds of requests at once.
  for (const { id, path } of located) {
    try {
      await trash(path)
      moved.push(id)
    } catch (error) {
      console.warn('the system did not move a file to the trash:', path, error)
    }
  }
  if (moved.length === 0) {
    throw new FoveaError(
      'FILE_UNREADABLE',
      'The system could not move these files to the trash. They may be write-protected, or their drive has no trash; they are where they were.',
    )
  }
  return moved
}

/** The question, for the system's message box: Cancel comes first and is what Enter and Escape answer. */
export function trashQuestion(paths: readonly string[], platform: NodeJS.Platform) {
  const isBin = platform === 'win32'
  const count = paths.length
  const name = nameOf(paths[0] ?? '')
  const one = t(isBin ? 'dialogs.recycleOne' : 'dialogs.trashOne', { name })
  const many = t(isBin ? 'dialogs.recycleMany' : 'dialogs.trashMany', { count })
  return {
    type: 'warning' as const,
    title: 'Fovea',
    message: count === 1 ? one : many,
    detail: t('dialogs.canBePutBack', { count }),
    buttons: [t('common.cancel'), t(isBin ? 'dialogs.moveToRecycleBin' : 'dialogs.moveToTrash')],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
