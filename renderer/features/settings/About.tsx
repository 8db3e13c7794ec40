/** Version, model, and where the library is kept. */
import { useEffect, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { AppInfo } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { call } from '../../app/client'
import styles from './SettingsDialog.module.css'

export function About() {
  const [info, setInfo] = useState<AppInfo | FoveaError | null>(null)
  useEffect(() => {
    call('app.info').then(setInfo, (thrown: unknown) => {
      setInfo(FoveaError.from(thrown))
    })
  }, [])
  if (info === null) return null
  if (info instanceof FoveaError) return <p role="alert">{errorSentence(info)}</p>
  const { version, model, home, electron } = info
  return (
    <dl className={styles['about']}>
      <dt>{t('settings.version')}</dt>
      <dd>{t('settings.versionIs', { version, electron })}</dd>
      <dt>{t('settings.model')}</dt>
      <dd>{model ? t('settings.modelIs', model) : t('settings.noModel')}</dd>
      <dt>{t('settings.library')}</dt>
      <dd>{home}</dd>
      <dt>{t('settings.privacy')}</dt>
      <dd>{t('settings.privacyText')}</dd>
    </dl>
  )
}
