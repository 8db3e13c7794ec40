/** How Fovea behaves among other programs: the quick search and its keys, the tray, notifications. */
import { useEffect, useId, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { QuickKeys } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import { formatKeys, keysOf } from '../../app/keys'
import { Button } from '../../ui/Button'
import { Switch } from '../../ui/Switch'
import { changeSettings, useSettings } from './settingsStore'
import styles from './SettingsDialog.module.css'

export function DesktopChoices() {
  const { closeToTray, notifications } = useSettings(({ settings }) => settings)
  return (
    <>
      <QuickSearchKeys />
      <Switch
        label={t('settings.closeToTray')}
        checked={closeToTray}
        onChange={(isOn) => void changeSettings({ closeToTray: isOn })}
      />
      <Switch
        label={t('settings.notifications')}
        checked={notifications}
        onChange={(isOn) => void changeSettings({ notifications: isOn })}
      />
    </>
  )
}

function QuickSearchKeys() {
  const id = useId()
  const [state, setState] = useState<QuickKeys | null>(null)
  const [isRecording, setIsRecording] = useState(false)
  useEffect(() => {
    call('quick.keys').then(setState, () => undefined)
  }, [])
  const change = async (quickSearchKeys: string) => {
    setIsRecording(false)
    await changeSettings({ quickSearchKeys })
    setState(await call('quick.keys'))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isRecording || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') {
      setIsRecording(false)
      return
    }
    const keys = keysOf(event.nativeEvent)
    if (keys !== null) void change(keys)
  }
  const keys = state?.keys ?? ''
  return (
    <>
      <p className={styles['explanation']}>{t('settings.quickSearchText')}</p>
      <div className={styles['choiceLine']}>
        <span id={id}>{t('settings.quickSearchKeys')}</span>
        <span className={styles['buttons']}>
          <Button
            aria-describedby={id}
            aria-pressed={isRecording}
            onClick={() => {
              setIsRecording(!isRecording)
            }}
            onKeyDown={onKeyDown}
            onBlur={() => {
              setIsRecording(false)
            }}
          >
            {isRecording
              ? t('settings.quickSearchPress')
              : keys === ''
                ? t('settings.quickSearchNone')
                : formatKeys(keys)}
          </Button>
          {keys !== '' && (
            <Button look="quiet" aria-describedby={id} onClick={() => void change('')}>
              {t('settings.quickSearchOff')}
            </Button>
          )}
        </span>
      </div>
      {state?.isTaken && (
        <p role="alert" className={styles['problem']}>
          {t('settings.quickSearchTaken')}
        </p>
      )}
    </>
  )
}
