/** What a download would cost, before it starts. */
import { Download } from 'lucide-react'
import { useState } from 'react'
import type { ModelSummary } from '../../../contract'
import { FoveaError } from '../../../contract/errors'
import { t } from '../../../strings'
import { modelErrorSentence } from '../../../strings/sentences'
import { useStream } from '../../app/client'
import { formatBytes } from '../../app/format'
import { useCall } from '../../app/useCall'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { timeText } from './describeModel'
import { useModels } from './modelsStore'
import styles from './Models.module.css'

interface OfferDialogProps {
  model: ModelSummary
  open: boolean
  onClose: () => void
}

export function OfferDialog({ model, open, onClose }: OfferDialogProps) {
  return (
    <Dialog title={t('models.offerTitle', { name: model.name })} size="small" open={open} onClose={onClose} isUpper>
      {open && <Offer model={model} onClose={onClose} />}
    </Dialog>
  )
}

function Offer({ model, onClose }: Pick<OfferDialogProps, 'model' | 'onClose'>) {
  const [version, setVersion] = useState(0)
  const offer = useCall('models.offer', { id: model.id }, { version })
  const counts = useStream('library.status')?.counts
  const time = timeText(model, counts ? counts.ready + counts.pending : 0)
  return (
    <>
      {offer === null && <p role="status">{t('models.asksServer')}</p>}
      {offer instanceof FoveaError && (
        <div role="alert" className={styles['problem']}>
          <p>{modelErrorSentence(offer)}</p>
          <Button size="small" onClick={() => setVersion((last) => last + 1)}>
            {t('common.tryAgain')}
          </Button>
        </div>
      )}
      {offer && !(offer instanceof FoveaError) && (
        <ul className={styles['offer']}>
          <li>
            {offer.bytes === null
              ? t('models.offerSizeUnknown')
              : t('models.offerFrom', { size: formatBytes(offer.bytes), source: offer.source })}
          </li>
          {offer.bytesHere > 0 && <li>{t('models.offerRest', { size: formatBytes(offer.bytesHere) })}</li>}
          <li>{t('models.freeSpace', { size: formatBytes(offer.freeBytes) })}</li>
          <li>
            {t('models.licence')}: {offer.licence}
          </li>
          {time && (
            <li>
              {t('models.photosTake')}: {time}
            </li>
          )}
          {offer.unverifiable.length > 0 && <li>{t('models.offerUnverifiable')}</li>}
        </ul>
      )}
      <p className={styles['explanation']}>{t('models.offerAfter')}</p>
      <div className={styles['offerButtons']}>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          look="primary"
          icon={Download}
          disabled={offer === null || offer instanceof FoveaError}
          onClick={() => {
            onClose()
            void useModels.pull(model.id)
          }}
        >
          {t('models.start')}
        </Button>
      </div>
    </>
  )
}
