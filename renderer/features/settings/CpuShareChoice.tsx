/** How much of the processor indexing may use. */
import type { CpuShare } from '../../../contract'
import { t } from '../../../strings'
import { setCpuShare } from '../../app/actions'
import { useStream } from '../../app/client'
import { formatPercent } from '../../app/format'
import styles from './SettingsDialog.module.css'

const shares: readonly CpuShare[] = [25, 50, 75, 100]

export function CpuShareChoice() {
  const chosen = useStream('library.status')?.cpuShare
  return (
    <>
      <p className={styles['explanation']}>{t('settings.cpuShareText')}</p>
      <fieldset className={styles['themes']}>
        <legend className="visually-hidden">{t('settings.cpuShare')}</legend>
        {shares.map((share) => (
          <label key={share} className={styles['theme']}>
            <input
              type="radio"
              name="cpuShare"
              className="visually-hidden"
              checked={share === chosen}
              onChange={() => void setCpuShare(share)}
            />
            {formatPercent(share / 100)}
          </label>
        ))}
      </fieldset>
    </>
  )
}
