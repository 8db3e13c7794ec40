/** How alike photos must be to belong to a smart album. */
import { useEffect, useId, useRef, useState } from 'react'
import type { Album } from '../../../contract'
import { t } from '../../../strings'
import { formatScore } from '../../app/format'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { useAlbums } from './albumsStore'
import styles from './Albums.module.css'

/** Below, anything belongs; above, hardly the examples. */
const [loosest, strictest] = [0.2, 0.99]
/** The album is counted anew when the slider rests. */
const restMs = 120

function close(): void {
  useAlbums.setState({ adjusting: null })
}

export function ThresholdDialog({ isUpper }: { isUpper: boolean }) {
  const { albums, adjusting } = useAlbums()
  const album = albums?.find(({ id }) => id === adjusting)
  return (
    <Dialog
      title={t('albums.adjustTitle', { name: album?.name ?? '' })}
      size="small"
      open={album !== undefined}
      onClose={close}
      isUpper={isUpper}
      footer={
        <div className={styles['buttons']}>
          <Button look="primary" onClick={close}>
            {t('albums.done')}
          </Button>
        </div>
      }
    >
      {album && <Threshold album={album} />}
    </Dialog>
  )
}

function Threshold({ album }: { album: Album }) {
  const id = useId()
  const [threshold, setThreshold] = useState(album.threshold ?? loosest)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(
    () => () => {
      clearTimeout(timer.current)
    },
    [],
  )
  const { examples, counterExamples } = album
  return (
    <div className={styles['form']}>
      <label htmlFor={id}>{t('albums.howAlike')}</label>
      <input
        id={id}
        type="range"
        className={styles['slider']}
        min={loosest}
        max={strictest}
        step={0.01}
        value={threshold}
        aria-describedby={`${id}count`}
        onChange={(event) => {
          const next = event.target.valueAsNumber
          setThreshold(next)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => void useAlbums.setThreshold(album.id, next), restMs)
        }}
      />
      <p className={styles['ends']} aria-hidden>
        <span>{t('albums.morePhotos')}</span>
        <span>{t('albums.moreAlike')}</span>
      </p>
      <p id={`${id}count`} role="status" className={styles['live']}>
        {t('albums.aboveScore', { score: formatScore(threshold) })}{' '}
        <strong>{t('count.photos', { count: album.count })}</strong>
      </p>
      <p className={styles['hint']}>
        {t('albums.learnsFromExamples', { count: examples.length })}{' '}
        {counterExamples.length > 0 && `${t('albums.keepsOut', { count: counterExamples.length })} `}
        {t('albums.teach')}
      </p>
    </div>
  )
}
