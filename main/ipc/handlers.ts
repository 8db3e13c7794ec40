/** The calls the shell answers itself: dialogs, settings, the file manager. */
import { basename } from 'node:path'
import { app, dialog, nativeTheme, shell } from 'electron'
import packageJson from '../../package.json'
import type { AppInfo, Root } from '../../contract'
import { setLanguage, t } from '../../strings'
import { changeSetting, type Home, type Resources, type Updater } from '../engine/public'
import { compositing } from '../shell/compositing'
import type { Desktop } from '../shell/desktop'
import type { Engine } from '../shell/engine'
import { pictureExtensions } from '../shell/picture-extensions'
import { picturesFolder } from '../shell/pictures-folder'
import type { ProviderTrials } from '../shell/provider-trials'
import { systemProxy } from '../shell/proxy'
import type { Exporter } from '../shell/export'
import type { SettingsFile } from '../shell/settings'
import type { WeeklyCheck } from '../shell/weekly-check'
import { itemHandlers } from './item-handlers'
import type { ShellHandlers } from './register'
import { moveToTrash, trashQuestion } from './trash'
import { updateHandlers } from './update-handlers'

export interface HandlerContext {
  engine: Engine
  settings: SettingsFile
  trials: ProviderTrials
  home: Home
  resources: Resources
  /** Read from the manifest of the model in use; null when it cannot be read. */
  model: () => AppInfo['model']
  desktop: Desktop
  exporter: Exporter
  updater: Updater
  weeklyCheck: WeeklyCheck
}

export function shellHandlers({
  engine,
  settings,
  trials,
  home,
  resources,
  model,
  desktop,
  exporter,
  updater,
  weeklyCheck,
}: HandlerContext): ShellHandlers {
  const addFolders = async (paths: readonly string[], isSample: boolean): Promise<Root[]> => {
    const roots: Root[] = []
    for (const path of paths) roots.push(await engine.indexer.call('library.addFolder', { path, isSample }))
    return roots
  }
  const ask = async (options: Electron.OpenDialogOptions): Promise<string[]> => {
    const owner = desktop.window
    const { canceled, filePaths } = await (owner
      ? dialog.showOpenDialog(owner, options)
      : dialog.showOpenDialog(options))
    return canceled ? [] : filePaths
  }
  return {
    'app.info': async () => ({
      version: packageJson.version,
      platform: `${process.platform}-${process.arch}`,
      electron: process.versions.electron,
      node: process.versions.node,
      home: home.root,
      compositing: await compositing(),
      model: model(),
    }),
    'settings.get': () => settings.current,
    'settings.set': (changes) => {
      const languageBefore = settings.current.language
      const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      const changed = settings.change(defined)
      nativeTheme.themeSource = changed.theme
      setLanguage(changed.language, app.getLocale())
      desktop.settingsChanged(changed, changed.language !== languageBefore)
      weeklyCheck.consider()
      return changed
    },
    'window.setContext': (context) => {
      desktop.menu.setContext(context)
      return undefined
    },
    'window.openMenu': () => {
      desktop.openMenu()
      return undefined
    },
    'window.openDocumentation': async () => {
      await desktop.openDocumentation()
      return undefined
    },
    'window.undoTyping': () => {
      desktop.window?.webContents.undo()
      return undefined
    },
    'quick.open': ({ itemId, text }) => {
      desktop.quick.hide()
      desktop.ask({ kind: 'show', itemId, text })
      return undefined
    },
    'quick.hide': () => {
      desktop.quick.hide()
      return undefined
    },
    'quick.setHeight': ({ height }) => {
      desktop.quick.setHeight(height)
      return undefined
    },
    'quick.keys': () => desktop.quickKeys.state,
    'library.chooseFolders': async () =>
      addFolders(
        await ask({
          title: t('dialogs.chooseFolders'),
          buttonLabel: t('dialogs.addToFovea'),
          properties: ['openDirectory', 'multiSelections'],
        }),
        false,
      ),
    'library.addSamples': () => addFolders([resources.samples], true),
    'library.picturesFolder': async () => (await picturesFolder(app.getPath('pictures')))?.name ?? null,
    'library.addPicturesFolder': () => addFolders([app.getPath('pictures')], false),
    'search.chooseImage': async () => {
      const [path] = await ask({
        title: t('dialogs.choosePicture'),
        buttonLabel: t('dialogs.findSimilar'),
        properties: ['openFile'],
        filters: [{ name: t('dialogs.pictures'), extensions: [...pictureExtensions] }],
      })
      return path === undefined ? null : engine.searcher.call('search.addImageFile', { path })
    },
    'models.pull': async ({ id }) => {
      await engine.indexer.call('models.download', { id, ...(await systemProxy(resources.catalogue)) })
      return undefined
    },
    'models.import': async ({ from }) => {
      const [path] = await ask(
        from === 'folder'
          ? {
              title: t('dialogs.chooseModelFolder'),
              buttonLabel: t('dialogs.importModel'),
              properties: ['openDirectory'],
            }
          : {
              title: t('dialogs.chooseModelZip'),
              buttonLabel: t('dialogs.importModel'),
              properties: ['openFile'],
              filters: [{ name: t('dialogs.zipFiles'), extensions: ['zip'] }],
            },
      )
      if (path === undefined) return false
      await engine.indexer.call('models.importFrom', { path, name: basename(path) })
      return true
    },
    'models.use': async ({ id }) => {
      await engine.indexer.call('models.choose', { id })
      await engine.restart()
      trials.later()
      return undefined
    },
    'models.compact': async (given) => {
      try {
        await engine.indexer.call('models.makeCompact', given)
        return undefined
      } finally {
        await engine.restart()
      }
    },
    'models.together': async (given) => {
      try {
        return await engine.indexer.call('models.makeTogether', given)
      } finally {
        await engine.restart()
        trials.later()
      }
    },
    'models.forgetVectors': async (given) => {
      try {
        return await engine.indexer.call('models.dropVectors', given)
      } finally {
        await engine.restart()
      }
    },
    'models.tryProviders': async () => {
      await trials.now()
      return undefined
    },
    'models.setProvider': async ({ setting }) => {
      changeSetting(home.providersFile, setting)
      await engine.restart()
      return undefined
    },
    ...itemHandlers(engine, desktop, exporter, ask),
    ...updateHandlers(updater, desktop),
    'items.trash': ({ ids }) =>
      moveToTrash(ids, {
        locate: async (id) => (await engine.searcher.call('items.locate', { id })).path,
        confirm: async (paths) => {
          const question = trashQuestion(paths, process.platform)
          const owner = desktop.window
          const { response } = await (owner ? dialog.showMessageBox(owner, question) : dialog.showMessageBox(question))
          return response !== question.cancelId
        },
        trash: (path) => shell.trashItem(path),
      }),
  }
}

export function describeModel(manifest: unknown): AppInfo['model'] {
  const { id, name, revision, dimension } = (manifest ?? {}) as Record<string, unknown>
  if (typeof id !== 'string' || typeof name !== 'string' || typeof dimension !== 'number') return null
  return { id, name, revision: String(revision), dimension }
}
