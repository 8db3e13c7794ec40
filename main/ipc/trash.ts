/** Moves photos to the system's trash, after the person has said so; the only way in which Fovea touches a file. */
import { FoveaError } from '../../contract'

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
  const trash = platform === 'win32' ? 'Recycle Bin' : 'trash'
  const [first] = paths
  const what =
    paths.length === 1 ? `“${nameOf(first ?? '')}”` : `${new Intl.NumberFormat('en').format(paths.length)} files`
  return {
    type: 'warning' as const,
    title: 'Fovea',
    message: `Move ${what} to the ${trash}?`,
    detail: `You can put ${paths.length === 1 ? 'it' : 'them'} back from there until you empty it.`,
    buttons: ['Cancel', platform === 'win32' ? 'Move to Recycle Bin' : 'Move to Trash'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
