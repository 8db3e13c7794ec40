/** Actions that several features offer; what goes wrong is shown as a message. */
import type { CpuShare, ReadingMode, RootSettings } from '../../contract'
import { t } from '../../strings'
import { attempt } from '../ui/toasts'
import { call } from './client'

export const chooseFolders = () => attempt(t('failed.addFolder'), () => call('library.chooseFolders'))
export const addSamples = () => attempt(t('failed.addSamples'), () => call('library.addSamples'))
export const addPicturesFolder = () => attempt(t('failed.addFolder'), () => call('library.addPicturesFolder'))
export const removeRoot = (id: string) => attempt(t('failed.removeFolder'), () => call('library.removeRoot', { id }))
export const changeRoot = (id: string, changes: Partial<RootSettings>) =>
  attempt(t('failed.changeFolder'), () => call('library.changeRoot', { id, ...changes }))
export const rescan = (id?: string) =>
  attempt(t('failed.scanFolder'), () => call('library.rescan', id === undefined ? {} : { id }))
/** All of them, or these. */
export const retryFailed = (ids?: string[]) =>
  attempt(t('failed.retry'), () => call('library.retryFailed', ids && { ids }))
export const pauseIndexing = () => attempt(t('failed.pause'), () => call('indexing.pause'))
export const pauseForAnHour = () => attempt(t('failed.pause'), () => call('indexing.pause', { minutes: 60 }))
export const setReading = (mode: ReadingMode) => attempt(t('failed.reading'), () => call('reading.setMode', { mode }))
export const setCpuShare = (cpuShare: CpuShare) =>
  attempt(t('failed.share'), () => call('indexing.setShare', { cpuShare }))
export const resumeIndexing = () => attempt(t('failed.resume'), () => call('indexing.resume'))
export const revealItem = (id: string) => attempt(t('failed.reveal'), () => call('items.reveal', { id }))
