/** Short messages in the corner of the window, from anywhere in the app. */
import { Toast } from '@base-ui/react/toast'
import { FoveaError } from '../../contract/errors'
import { t } from '../../strings'
import { errorSentence } from '../../strings/sentences'
import { useUndo } from './undo'
import type { Step } from './undo'

export const toasts = Toast.createToastManager()
const toastOf = new WeakMap<Step, string>()

export function showError(title: string, error: FoveaError): void {
  if (error.code === 'CANCELLED') return
  toasts.add({ title, description: errorSentence(error), type: 'error', priority: 'high', timeout: 8000 })
}

/** What goes wrong is shown as a message. */
export async function attempt(complaint: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (thrown) {
    showError(complaint, FoveaError.from(thrown))
  }
}

/** Says what was done, with a way back. */
export function showUndo(title: string, undo: () => unknown): void {
  const step = recordUndo(title, undo)
  const id = toasts.add({
    title,
    timeout: 8000,
    actionProps: {
      children: t('common.undo'),
      onClick: () => {
        toasts.close(id)
        void useUndo.undo(step)
      },
    },
  })
  toastOf.set(step, id)
}

/** Where what was done is seen anyway. */
export function recordUndo(title: string, undo: () => unknown): Step {
  const step = { title, undo }
  useUndo.record(step)
  return step
}

/** Takes the last step back, and says so. */
export async function undoLast(): Promise<void> {
  const step = await useUndo.undo()
  if (!step) return
  const id = toastOf.get(step)
  if (id !== undefined) toasts.close(id)
  showMessage(t('common.undone', { what: step.title }))
}

export function showMessage(title: string): void {
  toasts.add({ title })
}
