/** What each model has left of the photos: how much disk it holds, and letting go of it. */
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ModelVectors } from '../../../contract'
import { FoveaError } from '../../../contract/errors'
import { t } from '../../../strings'
import { useStream } from '../../app/client'
import { formatBytes } from '../../app/format'
import { useCall } from '../../app/useCall'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/Dialog'
import { CompactTable } from './CompactTable'
import { useModels } from './modelsStore'
import styles from './Models.module.css'

export function VectorsSection() {
  const isRunning = useStream('engine.health')?.indexer === 'running'
  const status = useStream('library.status')
  // Asked anew when a model was chosen, photos came to its end, or something was let go of.
  const inUse = useModels(({ list }) => list?.models.findIndex((model) => model.isInUse) ?? -1)
  const version = (inUse + 2) * 4 + Number(status?.upgrade !== undefined) * 2 + Number(status?.phase === 'idle')
  const vectors = useCall('models.vectors', isRunning ? undefined : null, { version })
  if (!vectors || vectors instanceof FoveaError || vectors.length === 0) return null
  return (
    <section className={styles['vectors']} aria-label={t('models.vectors')}>
      <h3 className={styles['name']}>{t('models.vectors')}</h3>
      <p className={styles['note']}>{t('models.vectorsAbout')}</p>
      <ul>
        {vectors.map((one) => (
          <Line key={`${one.id} ${one.revision} ${String(one.dimension)}`} vectors={one} />
        ))}
      </ul>
      <CompactTable version={version} />
    </section>
  )
}

function Line({ vectors: { id, name, photos, bytes, isInUse, isModelHere, needed } }: { vectors: ModelVectors }) {
  const [isAsking, setIsAsking] = useState(false)
  const isBusy = useModels(({ busy }) => busy !== null)
  const size = formatBytes(bytes)
  return (
    <li className={styles['vectorsLine']}>
      <p>
        {name}
        {!isModelHere && <span className={styles['source']}> ({t('models.isGone')})</span>}
        <span className={styles['vectorsFigures']}>
          {t('models.vectorsOf', { count: photos, size })}
          {isInUse && `  ·  ${t('models.inUse')}`}
          {needed > 0 && `  ·  ${t('models.vectorsNeeded', { count: needed })}`}
        </span>
      </p>
      {!isInUse && (
        <Button
          size="small"
          icon={Trash2}
          aria-label={t('models.forgetNamed', { name })}
          disabled={isBusy || needed > 0}
          onClick={() => setIsAsking(true)}
        >
          {t('models.forget')}
        </Button>
      )}
      <ConfirmDialog
        title={t('models.forgetTitle', { name })}
        action={t('models.forgetAction')}
        open={isAsking}
        onConfirm={() => void useModels.forgetVectors(id, size)}
        onClose={() => setIsAsking(false)}
      >
        {t('models.forgetText', { size, name })}
      </ConfirmDialog>
    </li>
  )
}
