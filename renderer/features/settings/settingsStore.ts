/** The settings as the page knows them; the shell keeps the truth. */
import { create } from 'zustand'
import { defaultSettings } from '../../../contract/schemas'
import { FoveaError } from '../../../contract/errors'
import type { Settings } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import { showError } from '../../ui/toasts'

interface SettingsState {
  settings: Settings
}

/** The defaults are shown until the shell has answered, and when it cannot. */
export const useSettings = create<SettingsState>(() => ({ settings: defaultSettings }))

export async function loadSettings(): Promise<void> {
  try {
    useSettings.setState({ settings: await call('settings.get') })
  } catch (thrown) {
    showError(t('failed.readSettings'), FoveaError.from(thrown))
  }
}

/** Shown at once, then saved: a slider must not wait for the disk. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  useSettings.setState(({ settings }) => ({ settings: { ...settings, ...change } }))
  try {
    await call('settings.set', change)
  } catch (thrown) {
    showError(t('failed.saveSettings'), FoveaError.from(thrown))
  }
}
