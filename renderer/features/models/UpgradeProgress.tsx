/** Another model was chosen: how many photos were looked at with it, and the way back. */
import { Undo2 } from 'lucide-react'
import type { Upgrade } from '../../../contract'
import { t } from '../../../strings'
import { Button } from '../../ui/Button'
import { ProgressBar } from '../../ui/ProgressBar'
import { useModels } from './modelsStore'
import styles from './Models.module.css'

export function UpgradeProgress({ upgrade, name }: { upgrade: Upgrade; name: string }) {
  const { from, done, total } = upgrade
  const before = useModels(({ list }) => list?.models.find(({ id, state }) => id === from && state === 'installed'))
  const isBusy = useModels(({ busy }) => busy !== null)
  return (
    <div className={styles['transfer']}>
      <ProgressBar label={t('models.progressNamed', { name })} value={total > 0 ? done / total : null} />
      <div className={styles['upgrade']}>
        <p className={styles['figures']}>{t('models.upgrading', { done, total })}</p>
        {before && (
          <Button
            size="small"
            icon={Undo2}
            disabled={isBusy}
            onClick={() => void useModels.use(before.id, before.name)}
          >
            {t('models.goBack', { name: before.name })}
          </Button>
        )}
      </div>
    </div>
  )
}
