/** Version, model, and where the library is kept. */
import { useEffect, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { AppInfo } from '../../../contract'
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
  if (info instanceof FoveaError) return <p role="alert">{info.message}</p>
  const { version, model, home, electron } = info
  return (
    <dl className={styles['about']}>
      <dt>Version</dt>
      <dd>
        {version} (Electron {electron})
      </dd>
      <dt>Model</dt>
      <dd>{model ? `${model.name}, revision ${model.revision}, ${model.dimension} dimensions` : 'None'}</dd>
      <dt>Library</dt>
      <dd>{home}</dd>
      <dt>Privacy</dt>
      <dd>Everything happens on this computer. Nothing is sent anywhere.</dd>
    </dl>
  )
}
