/** The bar below the photos: how many the library has, what indexing is doing, and the size of the thumbnails. */
import { Grid2x2, Grid3x3, Pause, Play, Timer } from 'lucide-react'
import type { LibraryStatus } from '../../../contract'
import { t } from '../../../strings'
import { pauseForAnHour, pauseIndexing, resumeIndexing } from '../../app/actions'
import { useStream } from '../../app/client'
import { openOverlay } from '../../app/uiStore'
import { Button, IconButton } from '../../ui/Button'
import { ProgressBar } from '../../ui/ProgressBar'
import { showScreen } from '../browse/browseStore'
import { ModelHint } from '../models/ModelHint'
import { changeSettings, useSettings } from '../settings/settingsStore'
import { UpdateHint } from '../updates/UpdateHint'
import { missingFolders, statusText } from './statusText'
import styles from './StatusBar.module.css'

export function StatusBar({ status }: { status: LibraryStatus }) {
  const { ready, pending, failed, offline } = status.counts
  const missing = missingFolders(status.roots)
  return (
    <footer className={styles['bar']}>
      {status.phase !== 'starting' && (
        <p className={styles['count']}>{t('count.photos', { count: ready - status.kinds.text })}</p>
      )}
      {status.kinds.text > 0 && <p className={styles['more']}>{t('count.notes', { count: status.kinds.text })}</p>}
      {offline > 0 && (
        <p className={styles['more']} title={t('status.offlineHint')}>
          {t('status.offline', { count: offline })}
        </p>
      )}
      {pending > 0 && <p className={styles['more']}>{t('status.pending', { count: pending })}</p>}
      <Progress status={status} />
      <div className={styles['end']}>
        {missing && (
          <Button
            look="quiet"
            size="small"
            className={styles['warning']}
            onClick={() => {
              openOverlay('settings')
            }}
          >
            {missing}
          </Button>
        )}
        {failed > 0 && (
          <Button
            look="quiet"
            size="small"
            className={styles['warning']}
            onClick={() => {
              showScreen('failed')
            }}
          >
            {t('status.unreadable', { count: failed })}
          </Button>
        )}
        <Hint status={status} />
        <ThumbnailSize />
      </div>
    </footer>
  )
}

/** It can wait where something is going on, and one is enough: on small screens there is no room for more. */
function Hint({ status }: { status: LibraryStatus }) {
  const offer = useStream('update.state')?.offer
  if (status.phase !== 'idle' || statusText(status)) return null
  if (offer?.file) return <UpdateHint version={offer.version} />
  return status.counts.ready > 0 ? <ModelHint /> : null
}

function Progress({ status }: { status: LibraryStatus }) {
  const text = statusText(status)
  if (!text) return null
  const isPaused = status.phase === 'paused'
  const isByHand = status.pausedBy.includes('user') || status.pausedBy.includes('until')
  return (
    <section className={styles['progress']} aria-label={t('status.indexing')}>
      {isByHand ? (
        <IconButton
          label={t('status.resume')}
          icon={Play}
          size="small"
          side="top"
          onClick={() => void resumeIndexing()}
        />
      ) : (
        <IconButton
          label={t('status.pause')}
          icon={Pause}
          size="small"
          side="top"
          onClick={() => void pauseIndexing()}
        />
      )}
      {status.pausedUntil === null && (
        <IconButton
          label={t('status.pauseForAnHour')}
          icon={Timer}
          size="small"
          side="top"
          onClick={() => void pauseForAnHour()}
        />
      )}
      <span className={styles['title']}>{text.title}</span>
      <div className={styles['track']}>
        <ProgressBar label={t('status.progress')} value={text.progress} still={isPaused} />
      </div>
      <span className={styles['details']} title={text.details.join(' · ')}>
        {text.details.join('  ·  ')}
      </span>
    </section>
  )
}

function ThumbnailSize() {
  const rowHeight = useSettings(({ settings }) => settings.rowHeight)
  return (
    <label className={styles['size']}>
      <span className="visually-hidden">{t('status.thumbnailSize')}</span>
      <Grid3x3 size={14} aria-hidden />
      <input
        type="range"
        className={styles['slider']}
        min={80}
        max={480}
        step={20}
        value={rowHeight}
        onChange={(event) => void changeSettings({ rowHeight: event.target.valueAsNumber })}
      />
      <Grid2x2 size={14} aria-hidden />
    </label>
  )
}
