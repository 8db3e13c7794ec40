/** What is done with the files of photos: opened, copied, dragged, exported. The shell knows where they are; here they are ids. */
import { t } from '../../../strings'
import { call } from '../../app/client'
import { attempt, showMessage } from '../../ui/toasts'
import { beginDrag, endDrag } from './draggedPhotos'

/** As many as the shell takes for the clipboard and a drag. */
const mostFiles = 1000

export const openWithProgram = (id: string) => attempt(t('failed.openFile'), () => call('items.open', { id }))

export const copyFiles = (ids: readonly string[]) =>
  attempt(t('failed.copy'), async () => {
    const count = await call('items.copyFiles', { ids: ids.slice(0, mostFiles) })
    showMessage(t('library.filesCopied', { count }))
  })

export const copyPaths = (ids: readonly string[]) =>
  attempt(t('failed.copy'), async () => {
    const count = await call('items.copyPaths', { ids: ids.slice(0, mostFiles) })
    showMessage(t('library.pathsCopied', { count }))
  })

/** Asks where; ExportPanel shows how it goes. */
export const exportFiles = (ids: readonly string[]) =>
  attempt(t('failed.export'), () => call('items.export', { ids: [...ids] }))

/** See: [Note: dragged photos] */
export async function dragFiles(ids: readonly string[]): Promise<void> {
  const dragged = ids.slice(0, mostFiles)
  beginDrag(dragged)
  await attempt(t('failed.drag'), async () => {
    try {
      await call('items.drag', { ids: dragged })
    } catch (thrown) {
      endDrag()
      throw thrown
    }
  })
}
