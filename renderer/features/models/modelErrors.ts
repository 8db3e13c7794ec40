/** What went wrong with a model, as a message in the corner. */
import type { FoveaError } from '../../../contract/errors'
import { modelErrorSentence } from '../../../strings/sentences'
import { toasts } from '../../ui/toasts'

export function showModelError(title: string, error: FoveaError): void {
  if (error.code === 'CANCELLED') return
  toasts.add({ title, description: modelErrorSentence(error), type: 'error', priority: 'high', timeout: 12_000 })
}
