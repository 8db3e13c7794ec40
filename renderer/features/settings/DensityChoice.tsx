/** How much room things have. */
import type { Settings } from '../../../contract'
import { t } from '../../../strings'
import type { PlainKey } from '../../../strings'
import { changeSettings, useSettings } from './settingsStore'
import styles from './SettingsDialog.module.css'

const densities: { density: Settings['density']; label: PlainKey }[] = [
  { density: 'comfortable', label: 'commands.densityComfortable' },
  { density: 'compact', label: 'commands.densityCompact' },
]

export function DensityChoice() {
  const chosen = useSettings(({ settings }) => settings.density)
  return (
    <fieldset className={styles['themes']}>
      <legend className="visually-hidden">{t('menu.density')}</legend>
      {densities.map(({ density, label }) => (
        <label key={density} className={styles['theme']}>
          <input
            type="radio"
            name="density"
            className="visually-hidden"
            checked={density === chosen}
            onChange={() => void changeSettings({ density })}
          />
          {t(label)}
        </label>
      ))}
    </fieldset>
  )
}
