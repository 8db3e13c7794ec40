/** Hands a downloaded installer to the person: after a yes, checked byte by byte a moment before. Fovea itself installs nothing. */
import type { InstallerOutcome, UpdateOffer } from '../../contract'
import { t } from '../../strings'
import type { Updater } from '../engine/update/updater'

export interface InstallerActions {
  /** Asks the person; true only when they agreed. */
  confirm: (version: string) => Promise<boolean>
  /** Answers what went wrong, or nothing. */
  open: (path: string) => Promise<string>
  reveal: (path: string) => void
  /** Lets a file be started. */
  makeRunnable: (path: string) => void
}

type Source = Pick<Updater, 'installer' | 'state'>

/** Throws NOT_FOUND, UPDATE_FILE_WRONG. */
export async function openInstaller(updater: Source, actions: InstallerActions): Promise<InstallerOutcome> {
  // An AppImage is the program itself: it takes the place of the old one by hand.
  if (updater.state.offer?.file?.kind === 'AppImage') {
    await revealInstaller(updater, actions)
    return 'shown'
  }
  if (updater.state.phase === 'ready' && !(await actions.confirm(updater.state.offer?.version ?? '')))
    return 'cancelled'
  const { path } = await updater.installer()
  const problem = await actions.open(path)
  if (problem === '') return 'opened'
  console.warn('the installer could not be opened:', problem)
  actions.reveal(path)
  return 'shown'
}

/** Throws NOT_FOUND, UPDATE_FILE_WRONG. */
export async function revealInstaller(updater: Source, actions: InstallerActions): Promise<void> {
  const { path, kind } = await updater.installer()
  if (kind === 'AppImage') actions.makeRunnable(path)
  actions.reveal(path)
}

type Kind = NonNullable<UpdateOffer['file']>['kind']

/** The question, for the system's message box. */
export function installerQuestion(version: string, kind: Kind | undefined) {
  return {
    type: 'question' as const,
    title: 'Fovea',
    message: t('updates.openTitle', { version }),
    detail: t(kind === 'dmg' ? 'updates.openDetailMac' : 'updates.openDetail'),
    buttons: [t('updates.openInstaller'), t('common.cancel')],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  }
}
