/** How an import is going, or why it failed: above the list, where its model is not yet. */
import { X } from 'lucide-react'
import { t } from '../../../strings'
import { modelErrorSentence } from '../../../strings/sentences'
import { useStream } from '../../app/client'
import { Button, IconButton } from '../../ui/Button'
import { Transfer } from './Transfer'
import { useModels } from './modelsStore'
import styles from './Models.module.css'

export function ImportProgress() {
  const progress = useStream('models.progress')
  if (progress?.kind !== 'import' || progress.phase === 'done' || progress.phase === 'paused') return null
  const { id: name, phase, error } = progress
  if (phase === 'failed') {
    return (
      <div role="alert" className={styles['problem']}>
        <div>
          <p className={styles['problemTitle']}>{t('models.importFailed', { name })}</p>
          <p>{error && modelErrorSentence(error)}</p>
        </div>
        <IconButton label={t('common.dismiss')} icon={X} size="small" onClick={() => void useModels.cancel()} />
      </div>
    )
  }
  return (
    <section className={styles['importing']} aria-label={t('models.importing', { name })}>
      <div className={styles['importingTop']}>
        <p className={styles['name']}>{t('models.importing', { name })}</p>
        <Button size="small" aria-label={t('models.cancelNamed', { name })} onClick={() => void useModels.cancel()}>
          {t('common.cancel')}
        </Button>
      </div>
      <Transfer progress={progress} name={name} />
    </section>
  )
}
