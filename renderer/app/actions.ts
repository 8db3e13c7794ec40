/** Actions that several features offer; what goes wrong is shown as a message. */
import { FoveaError } from '../../contract/errors'
import { showError } from '../ui/toasts'
import { call } from './client'

async function attempt(complaint: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (thrown) {
    showError(complaint, FoveaError.from(thrown))
  }
}

export const chooseFolders = () => attempt('The folder could not be added', () => call('library.chooseFolders'))
export const addSamples = () => attempt('The sample photos could not be added', () => call('library.addSamples'))
export const removeRoot = (id: string) =>
  attempt('The folder could not be removed', () => call('library.removeRoot', { id }))
export const rescan = (id?: string) =>
  attempt('The folder could not be scanned', () => call('library.rescan', id === undefined ? {} : { id }))
export const retryFailed = () => attempt('These photos could not be tried again', () => call('library.retryFailed'))
export const pauseIndexing = () => attempt('Indexing could not be paused', () => call('indexing.pause'))
export const resumeIndexing = () => attempt('Indexing could not be resumed', () => call('indexing.resume'))
export const revealItem = (id: string) =>
  attempt('The photo could not be shown in its folder', () => call('items.reveal', { id }))
