/** How an export is going, with a way to stop it; at its end what came of it, with a way to the folder. */
import { Check, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import type { ExportProgress } from '../../../contract'
import { t } from '../../../strings'
import { call, useStream } from '../../app/client'
import { Button, IconButton } from '../../ui/Button'
import { ProgressBar } from '../../ui/ProgressBar'
import styles from './ExportPanel.module.css'

export function ExportPanel() {
  const progress = useStream('items.exporting')
  const [dismissed, setDismissed] = useState<ExportProgress | null>(null)
  if (!progress || progress === dismissed) return null
  return (
    <section className={styles['panel']} aria-label={t('library.exporting')}>
      {progress.phase === 'running' ? (
        <Running progress={progress} />
      ) : (
        <Ended progress={progress} onDismiss={() => setDismissed(progress)} />
      )}
    </section>
  )
}

function Running({ progress: { done, total, folder } }: { progress: ExportProgress }) {
  return (
    <>
      <div className={styles['text']}>
        <p>{t('library.exportingTo', { folder })}</p>
        <ProgressBar label={t('library.exporting')} value={total > 0 ? done / total : null} />
        <p className={styles['detail']}>{t('common.of', { number: done, total })}</p>
      </div>
      <Button size="small" onClick={() => void call('items.cancelExport').catch(() => undefined)}>
        {t('common.cancel')}
      </Button>
    </>
  )
}

function Ended({ progress, onDismiss }: { progress: ExportProgress; onDismiss: () => void }) {
  const { phase, done, failed, folder } = progress
  const isGood = phase === 'done' && failed === 0
  const Icon = isGood ? Check : TriangleAlert
  return (
    <>
      <Icon size={18} aria-hidden className={isGood ? styles['good'] : styles['bad']} />
      <div className={styles['text']} role="status">
        <p>{t('library.exported', { count: done - failed, folder })}</p>
        {phase === 'cancelled' && <p className={styles['detail']}>{t('library.exportCancelled')}</p>}
        {phase === 'disk-full' && <p className={styles['detail']}>{t('library.exportDiskFull')}</p>}
        {failed > 0 && <p className={styles['detail']}>{t('library.exportFailed', { count: failed })}</p>}
      </div>
      <Button size="small" onClick={() => void call('items.revealExport').catch(() => undefined)}>
        {t('library.showFolder')}
      </Button>
      <IconButton label={t('common.dismiss')} icon={X} size="small" side="top" onClick={onDismiss} />
    </>
  )
}
