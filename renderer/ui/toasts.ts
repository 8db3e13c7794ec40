/** Short messages in the corner of the window, from anywhere in the app. */
import { Toast } from '@base-ui/react/toast'
import type { FoveaError } from '../../contract/errors'
import { t } from '../../strings'
import { errorSentence } from '../../strings/sentences'

export const toasts = Toast.createToastManager()

export function showError(title: string, error: FoveaError): void {
  if (error.code === 'CANCELLED') return
  toasts.add({ title, description: errorSentence(error), type: 'error', priority: 'high', timeout: 8000 })
}

/** Says what was done, with a way back. */
export function showUndo(title: string, undo: () => unknown): void {
  const id = toasts.add({
    title,
    timeout: 8000,
    actionProps: {
      children: t('common.undo'),
      onClick: () => {
        toasts.close(id)
        undo()
      },
    },
  })
}

export function showMessage(title: string): void {
  toasts.add({ title })
}
