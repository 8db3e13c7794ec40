/** One video, as large as fits: its picture at once, and the film at the moment that was looked for. */
import { useState } from 'react'
import type { Ref } from 'react'
import type { ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { originalUrl, thumbUrl } from '../../app/urls'
import styles from './Viewer.module.css'

interface VideoStageProps {
  item: ResultItem
  /** False: the file cannot be reached, so the picture is all there is. */
  isAvailable: boolean
  ref: Ref<HTMLVideoElement>
}

/** Give it the video's id as key: each film starts anew. */
export function VideoStage({ item, isAvailable, ref }: VideoStageProps) {
  const [isBroken, setIsBroken] = useState(false)
  const { moment } = item
  return (
    <div className={styles['stage']}>
      {isAvailable && !isBroken ? (
        <video
          ref={ref}
          src={originalUrl(item)}
          poster={thumbUrl(item)}
          className={styles['video']}
          aria-label={item.name}
          controls
          controlsList="nodownload noremoteplayback"
          disablePictureInPicture
          preload="metadata"
          onLoadedMetadata={(event) => {
            if (moment !== null) event.currentTarget.currentTime = moment
          }}
          onError={() => {
            setIsBroken(true)
          }}
        />
      ) : (
        <img src={thumbUrl(item)} alt={item.name} draggable={false} className={styles['video']} />
      )}
      {!(isAvailable && !isBroken) && (
        <p role="status" className={styles['message']}>
          {t(isBroken ? 'viewer.videoBroken' : item.offline ? 'viewer.photoOffline' : 'viewer.fileAway')}
        </p>
      )}
    </div>
  )
}

export function togglePlaying(video: HTMLVideoElement): void {
  if (video.paused)
    void video.play().catch(() => undefined) // a pause in between rejects it
  else video.pause()
}
