/** What stands above the photo while a slideshow goes on: stop, pause, how long each photo stays. */
import { Pause, Play, Square } from 'lucide-react'
import { t } from '../../../strings'
import { IconButton } from '../../ui/Button'
import { intervals, setSeconds, stopSlideshow, toggleSlideshow, useSlideshow } from './slideshow'
import styles from './SlideshowBar.module.css'

export function SlideshowBar() {
  const { state, seconds } = useSlideshow()
  if (state === 'off') return null
  const isRunning = state === 'running'
  return (
    <section className={styles['bar']} aria-label={t('viewer.slideshow')}>
      <IconButton
        label={t(isRunning ? 'viewer.pauseSlideshow' : 'viewer.continueSlideshow')}
        shortcut={t('shortcuts.space')}
        icon={isRunning ? Pause : Play}
        side="top"
        onClick={toggleSlideshow}
      />
      <select
        className={styles['interval']}
        aria-label={t('viewer.interval')}
        value={seconds}
        onChange={(event) => setSeconds(Number(event.target.value))}
      >
        {intervals.map((count) => (
          <option key={count} value={count}>
            {t('viewer.seconds', { count })}
          </option>
        ))}
      </select>
      <IconButton
        label={t('viewer.stopSlideshow')}
        shortcut={t('common.escapeKey')}
        icon={Square}
        side="top"
        onClick={stopSlideshow}
      />
    </section>
  )
}
