/** What searching with two models together brings and costs, before they are put together. */
import type { ModelSummary } from '../../../contract'
import { t } from '../../../strings'
import { formatBytes, formatDuration } from '../../app/format'
import { ConfirmDialog } from '../../ui/Dialog'
import { useModels } from './modelsStore'

/** Numbers a vector has take so many bytes on disk, in the store and its backup. */
const bytesANumber = 8

interface TogetherDialogProps {
  model: ModelSummary
  /** The one in use. */
  inUse: ModelSummary
  open: boolean
  onClose: () => void
}

export function TogetherDialog({ model, inUse, open, onClose }: TogetherDialogProps) {
  const { id, name, msPerPhoto, dimension } = model
  const size = formatBytes(((dimension ?? 0) + (inUse.dimension ?? 0)) * bytesANumber)
  // Of 1,000 photos, in seconds.
  const seconds = msPerPhoto === null || inUse.msPerPhoto === null ? null : msPerPhoto + inUse.msPerPhoto
  return (
    <ConfirmDialog
      title={t('models.togetherTitle', { name, other: inUse.name })}
      action={t('models.togetherAction')}
      look="primary"
      open={open}
      onConfirm={() => void useModels.together(id, name, inUse.id)}
      onClose={onClose}
    >
      {t('models.togetherText')}{' '}
      {seconds === null
        ? t('models.togetherCostUnknown', { size })
        : t('models.togetherCost', { size, time: formatDuration(seconds) })}
    </ConfirmDialog>
  )
}
