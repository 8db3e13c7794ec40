/** One photo, as large as fits: the thumbnail at once, the original over it as soon as it is here. */
import { useMemo, useState } from 'react'
import type { ResultItem, TextLine } from '../../../contract'
import { t } from '../../../strings'
import { originalUrl, thumbUrl } from '../../app/urls'
import { cx } from '../../ui/cx'
import { useMeasured } from '../../ui/useMeasured'
import { hasHeat } from './heat'
import { HeatOverlay } from './HeatOverlay'
import type { Region } from './region'
import { RegionSelect } from './RegionSelect'
import { termLabel } from './terms'
import { useZoom } from './useZoom'
import type { ExplainedTerm } from './Why'
import { WordBoxes } from './Words'
import { fitSize } from './zoom'
import styles from './Viewer.module.css'

interface PhotoStageProps {
  item: ResultItem
  /** False: the file cannot be reached, so the thumbnail is all there is. */
  isAvailable: boolean
  /** The term whose place in the photo is shown. */
  located: ExplainedTerm | undefined
  /** What is written in the photo. */
  words: readonly TextLine[]
  /** Set while a part of the photo is being chosen. */
  onRegion: ((region: Region) => void) | null
}

/** Give it the photo's id as key: zoom and loading start anew with each photo. */
export function PhotoStage({ item, isAvailable, located, words, onRegion }: PhotoStageProps) {
  const { ref, element, width, height } = useMeasured()
  const size = useMemo(() => ({ width, height }), [width, height])
  const { view, isDragging, handlers } = useZoom(element, size, item)
  const [original, setOriginal] = useState<'loading' | 'shown' | 'broken'>('loading')
  const fit = fitSize(item, size)
  return (
    <div
      ref={ref}
      className={cx(styles['stage'], view.scale > 1 && styles['zoomed'], isDragging && styles['dragging'])}
      {...handlers}
    >
      <div
        className={styles['photo']}
        data-zoom={view.scale.toFixed(2)}
        style={{
          width: fit.width,
          height: fit.height,
          transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
        }}
      >
        <img src={thumbUrl(item)} alt={item.name} draggable={false} className={styles['thumb']} />
        {isAvailable && original !== 'broken' && (
          <img
            src={originalUrl(item)}
            alt=""
            decoding="async"
            draggable={false}
            className={cx(styles['original'], original === 'shown' && styles['shown'])}
            onLoad={() => {
              setOriginal('shown')
            }}
            onError={() => {
              setOriginal('broken')
            }}
          />
        )}
        {located?.heat && hasHeat(located.heat) && !onRegion && (
          <HeatOverlay heat={located.heat} term={termLabel(located.term)} width={item.width} height={item.height} />
        )}
        {!onRegion && <WordBoxes lines={words} />}
        {onRegion && <RegionSelect scale={view.scale} onSearch={onRegion} />}
      </div>
      <StageMessage isAvailable={isAvailable} isOffline={item.offline} isBroken={original === 'broken'} />
    </div>
  )
}

interface StageMessageProps {
  isAvailable: boolean
  isOffline: boolean
  isBroken: boolean
}

function StageMessage({ isAvailable, isOffline, isBroken }: StageMessageProps) {
  if (isAvailable && !isBroken) return null
  return (
    <p role="status" className={styles['message']}>
      {t(isAvailable ? 'viewer.originalBroken' : isOffline ? 'viewer.photoOffline' : 'viewer.fileAway')}
    </p>
  )
}
