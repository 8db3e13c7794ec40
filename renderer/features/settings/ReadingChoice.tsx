/** In which pictures words are read, and how far that is. */
import { readingModes, type ReadingMode } from '../../../contract'
import type { PlainKey } from '../../../strings'
import { t } from '../../../strings'
import { setReading } from '../../app/actions'
import { useStream } from '../../app/client'
import styles from './SettingsDialog.module.css'

const labels: Record<ReadingMode, PlainKey> = {
  off: 'settings.readingOff',
  likely: 'settings.readingLikely',
  all: 'settings.readingAll',
}

export function ReadingChoice() {
  const reading = useStream('library.status')?.reading
  return (
    <>
      <p className={styles['explanation']}>{t('settings.readingText')}</p>
      <fieldset className={styles['themes']}>
        <legend className="visually-hidden">{t('settings.reading')}</legend>
        {readingModes.map((mode) => (
          <label key={mode} className={styles['theme']}>
            <input
              type="radio"
              name="reading"
              className="visually-hidden"
              checked={mode === reading?.mode}
              onChange={() => void setReading(mode)}
            />
            {t(labels[mode])}
          </label>
        ))}
      </fieldset>
      {reading && reading.mode !== 'off' && (
        <p className={styles['explanation']} role="status">
          {reading.problem ??
            t(reading.isReading ? 'settings.readingNow' : 'settings.readingDone', {
              count: reading.total,
              done: reading.done,
            })}
        </p>
      )}
    </>
  )
}
