/** Light, dark, or as the system. */
import { Monitor, Moon, Sun } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { Settings } from '../../../contract'
import { t } from '../../../strings'
import type { PlainKey } from '../../../strings'
import { changeSettings, useSettings } from './settingsStore'
import styles from './SettingsDialog.module.css'

const themes: { theme: Settings['theme']; label: PlainKey; icon: LucideIcon }[] = [
  { theme: 'system', label: 'settings.themeSystem', icon: Monitor },
  { theme: 'light', label: 'settings.themeLight', icon: Sun },
  { theme: 'dark', label: 'settings.themeDark', icon: Moon },
]

export function ThemeChoice() {
  const chosen = useSettings(({ settings }) => settings.theme)
  return (
    <fieldset className={styles['themes']}>
      <legend className="visually-hidden">{t('settings.theme')}</legend>
      {themes.map(({ theme, label, icon: Icon }) => (
        <label key={theme} className={styles['theme']}>
          <input
            type="radio"
            name="theme"
            className="visually-hidden"
            checked={theme === chosen}
            onChange={() => void changeSettings({ theme })}
          />
          <Icon size={15} aria-hidden />
          {t(label)}
        </label>
      ))}
    </fieldset>
  )
}
