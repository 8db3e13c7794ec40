/** The calls about the files of items: shown, opened, copied, dragged, exported. Each begins with ids and ends with the system. */
import { clipboard, dialog, nativeImage, shell } from 'electron'
import { FoveaError } from '../../contract'
import { t } from '../../strings'
import type { Desktop } from '../shell/desktop'
import type { Engine } from '../shell/engine'
import type { Exporter } from '../shell/export'
import { copyFiles } from '../shell/file-clipboard'
import { safeFile, safeFiles } from '../shell/item-files'
import type { ShellHandlers } from './register'

type ItemCall =
  | 'items.reveal'
  | 'items.open'
  | 'items.copyFiles'
  | 'items.copyPaths'
  | 'items.drag'
  | 'items.export'
  | 'items.cancelExport'
  | 'items.revealExport'

/** A drag begins under the person's hand: without its picture rather than late. */
const dragImageMs = 400

export function itemHandlers(
  { searcher }: Pick<Engine, 'searcher'>,
  desktop: Pick<Desktop, 'window'>,
  exporter: Exporter,
  ask: (options: Electron.OpenDialogOptions) => Promise<string[]>,
): Pick<ShellHandlers, ItemCall> {
  const filesOf = async (ids: string[]): Promise<string[]> => safeFiles(await searcher.call('items.locateAll', { ids }))
  return {
    'items.reveal': async ({ id }) => {
      const { path } = await searcher.call('items.locate', { id })
      shell.showItemInFolder(path)
      return undefined
    },
    'items.open': async ({ id }) => {
      const [file = ''] = await safeFiles([await searcher.call('items.locate', { id })])
      const problem = await shell.openPath(file)
      if (problem !== '') {
        console.warn('a file could not be opened:', file, problem)
        throw new FoveaError('FILE_UNREADABLE', 'The system has no program that opens this file.')
      }
      return undefined
    },
    'items.copyFiles': async ({ ids }) => {
      const files = await filesOf(ids)
      await copyFiles(files)
      return files.length
    },
    'items.copyPaths': async ({ ids }) => {
      const located = await searcher.call('items.locateAll', { ids })
      if (located.length === 0) await safeFiles([])
      await clipboard.writeText(located.map(({ path }) => path).join('\n'))
      return located.length
    },
    'items.drag': async ({ ids }) => {
      const [files, picture] = await Promise.all([filesOf(ids), dragImage(searcher, ids)])
      const contents = desktop.window?.webContents
      // On Linux and Windows this returns when the drag has ended.
      contents?.startDrag({ file: files[0] ?? '', files, icon: picture })
      return undefined
    },
    'items.export': async ({ ids }) => {
      const [folder] = await ask({
        title: t('dialogs.exportTo', { count: ids.length }),
        buttonLabel: t('dialogs.exportHere'),
        properties: ['openDirectory', 'createDirectory'],
      })
      if (folder === undefined) return false
      const running = exporter.run(ids, folder, async (id) => safeFile(await searcher.call('items.locate', { id })))
      running.catch((error: unknown) => {
        console.warn('nothing was exported:', error)
        void dialog.showMessageBox({ type: 'warning', title: 'Fovea', message: FoveaError.from(error).message })
      })
      return true
    },
    'items.cancelExport': () => {
      exporter.cancel()
      return undefined
    },
    'items.revealExport': async () => {
      if (exporter.folder !== undefined) await shell.openPath(exporter.folder)
      return undefined
    },
  }
}

async function dragImage(searcher: Engine['searcher'], ids: readonly string[]): Promise<Electron.NativeImage> {
  const [id = ''] = ids
  const drawn = searcher.call('items.dragImage', { id, count: ids.length }).catch(() => undefined)
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, dragImageMs, undefined))
  const png = await Promise.race([drawn, late])
  // An empty picture ends the app on macOS, so a dot stands in for it.
  return nativeImage.createFromBuffer(png ? Buffer.from(png) : dot)
}

/** A PNG of one grey pixel. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNoaGj4DwAFhAKAjM1mJgAAAABJRU5ErkJggg==',
  'base64',
)
