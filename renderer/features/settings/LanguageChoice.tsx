/** The language of the interface, each under its own name. */
import { useId } from 'react'
import type { Settings } from '../../../contract'
import { t } from '../../../strings'
import { changeSettings, useSettings } from './settingsStore'
import styles from './SettingsDialog.module.css'

/** Whoever looks for their language looks for its own name. */
const names = { en: 'English', de: 'Deutsch' } as const

export function LanguageChoice() {
  const id = useId()
  const chosen = useSettings(({ settings }) => settings.language)
  return (
    <div className={styles['choiceLine']}>
      <label htmlFor={id}>{t('settings.language')}</label>
      <select
        id={id}
        className={styles['select']}
        value={chosen}
        onChange={(event) => void changeSettings({ language: event.target.value as Settings['language'] })}
      >
        <option value="system">{t('settings.languageSystem')}</option>
        {Object.entries(names).map(([language, name]) => (
          <option key={language} value={language} lang={language}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
