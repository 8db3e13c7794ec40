/** What a model is, brings and costs, in words. */
import type { ModelProgress, ModelSummary } from '../../../contract'
import { currentLanguage, perLocale, t } from '../../../strings'
import { formatBytes, formatDuration, formatList, formatTenths, formatTimeLeft } from '../../app/format'

export const starterId = 'fovea-starter'
/** More languages than this are not named one by one. */
const mostNamed = 4

const languageNames = perLocale((locale) => new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }))

export function languagesText({ languages }: Pick<ModelSummary, 'languages'>): string | null {
  if (languages.length === 0) return null
  if (languages.includes('mul') || languages.length > mostNamed) return t('models.manyLanguages')
  return formatList(languages.map((code) => languageNames().of(code) ?? code))
}

/** Null where nothing can be said of it. */
export function sizeText({ state, bytes, bytesHere }: ModelSummary): string | null {
  if (state === 'partial' && bytes !== null) {
    return t('models.sizePartly', { here: formatBytes(bytesHere), size: formatBytes(bytes) })
  }
  if (bytes !== null) return formatBytes(bytes)
  return state === 'available' || state === 'partial' ? t('models.sizeUnknown') : null
}

/** How long the photos of this library would take; null where it is not known. */
export function timeText({ msPerPhoto }: Pick<ModelSummary, 'msPerPhoto'>, photos: number): string | null {
  if (msPerPhoto === null) return null
  if (photos === 0) return t('models.onePhotoTakes', { time: formatDuration(msPerPhoto) })
  return t('models.photosTakeTime', { time: formatDuration((msPerPhoto * photos) / 1000), count: photos })
}

/** "53.2 %: COCO text to image, recall@1". */
export function figureText({ measure, value }: ModelSummary['quality'][number]): string {
  return t('models.figure', { value: formatTenths(value), measure: measure.replace(/, %$/, '') })
}

/** What is said of a model in its own words, or ours for those that we know better. */
export function noteText({ id, state, note, noteIn, parts }: ModelSummary): string {
  if (state === 'damaged') {
    return [t('models.isDamaged'), ...(currentLanguage() === 'en' ? [note] : [])].join(' ')
  }
  const [one, other] = parts
  if (one && other) {
    const share = (value: number): string => formatTenths(100 * value)
    const shares = { first: share(one.share), second: share(other.share) }
    return t('models.togetherNote', { name: one.name, other: other.name, ...shares })
  }
  if (id === starterId) return t('models.comesWithFovea')
  return noteIn[currentLanguage()] ?? note
}

const phases = {
  asking: 'models.asking',
  downloading: 'models.downloading',
  copying: 'models.copying',
  checking: 'models.checking',
  trying: 'models.trying',
} as const

/** How a download or an import is going, most important first; empty when it is over. */
export function progressText({ phase, done, total, bytesPerSecond, etaSeconds }: ModelProgress): string[] {
  if (phase === 'done' || phase === 'failed') return []
  const share = total > 0 ? [t('common.of', { number: formatBytes(done), total: formatBytes(total) })] : []
  if (phase === 'paused') return [t('models.paused'), ...share]
  return [
    t(phases[phase]),
    ...share,
    ...(bytesPerSecond > 0 ? [t('models.perSecond', { size: formatBytes(bytesPerSecond) })] : []),
    ...(etaSeconds === null ? [] : [formatTimeLeft(etaSeconds)]),
  ]
}

export function isRunning(progress: ModelProgress | null): boolean {
  return progress !== null && !['done', 'paused', 'failed'].includes(progress.phase)
}
