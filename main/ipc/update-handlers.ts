/** The calls about new versions of Fovea. */
import { chmodSync } from 'node:fs'
import { dialog, shell } from 'electron'
import type { Updater } from '../engine/update/updater'
import type { Desktop } from '../shell/desktop'
import { installerQuestion, openInstaller, revealInstaller, type InstallerActions } from '../shell/update-installer'
import type { ShellHandlers } from './register'

type UpdateCall = Extract<keyof ShellHandlers, `update.${string}`>

export function updateHandlers(updater: Updater, desktop: Desktop): Pick<ShellHandlers, UpdateCall> {
  const actions: InstallerActions = {
    confirm: async (version) => {
      const question = installerQuestion(version, updater.state.offer?.file?.kind)
      const owner = desktop.window
      const { response } = await (owner ? dialog.showMessageBox(owner, question) : dialog.showMessageBox(question))
      return response !== question.cancelId
    },
    open: (path) => shell.openPath(path),
    reveal: (path) => {
      shell.showItemInFolder(path)
    },
    makeRunnable: (path) => {
      chmodSync(path, 0o755)
    },
  }
  return {
    'update.check': async () => {
      await updater.check()
      return undefined
    },
    'update.download': () => {
      updater.download()
      return undefined
    },
    'update.pause': async () => {
      await updater.pause()
      return undefined
    },
    'update.cancel': async () => {
      await updater.cancel()
      return undefined
    },
    'update.open': () => openInstaller(updater, actions),
    'update.reveal': async () => {
      await revealInstaller(updater, actions)
      return undefined
    },
  }
}
