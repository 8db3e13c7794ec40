/** Short messages in the corner of the window, from anywhere in the app. */
import { Toast } from '@base-ui/react/toast'
import type { FoveaError } from '../../contract/errors'

export const toasts = Toast.createToastManager()

export function showError(title: string, error: FoveaError): void {
  if (error.code === 'CANCELLED') return
  toasts.add({ title, description: error.message, type: 'error', priority: 'high', timeout: 8000 })
}
