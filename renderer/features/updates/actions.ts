/** What can be done about new versions; how it goes is in the stream `update.state`. */
import { t } from '../../../strings'
import { call } from '../../app/client'
import { openSettingsAt } from '../../app/uiStore'
import { attempt, showMessage } from '../../ui/toasts'

export const checkForUpdate = () => attempt(t('failed.update'), () => call('update.check'))
export const downloadUpdate = () => attempt(t('failed.update'), () => call('update.download'))
export const pauseUpdate = () => attempt(t('failed.update'), () => call('update.pause'))
export const cancelUpdate = () => attempt(t('failed.update'), () => call('update.cancel'))
export const revealInstaller = () => attempt(t('failed.openInstaller'), () => call('update.reveal'))

export const openInstaller = () =>
  attempt(t('failed.openInstaller'), async () => {
    const outcome = await call('update.open')
    if (outcome !== 'cancelled') showMessage(t(outcome === 'opened' ? 'updates.opened' : 'updates.shown'))
  })

/** Chosen from the menu: where the answer will stand, and asked at once. */
export async function lookForUpdates(): Promise<void> {
  openSettingsAt('updates')
  await checkForUpdate()
}
