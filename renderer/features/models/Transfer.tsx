/** A bar and a line of figures: how a download or an import is going. */
import type { ModelProgress } from '../../../contract'
import { t } from '../../../strings'
import { ProgressBar } from '../../ui/ProgressBar'
import { progressText } from './describeModel'
import styles from './Models.module.css'

export function Transfer({ progress, name }: { progress: ModelProgress; name: string }) {
  const { phase, done, total } = progress
  const isCounted = total > 0 && ['downloading', 'copying', 'paused'].includes(phase)
  return (
    <div className={styles['transfer']}>
      <ProgressBar
        label={t('models.progressNamed', { name })}
        value={isCounted ? done / total : null}
        still={phase === 'paused'}
      />
      <p className={styles['figures']}>{progressText(progress).join('  ·  ')}</p>
    </div>
  )
}
