/** The map itself: a dot a photo, thumbnails where there is room for them, names, and a lasso. */
import { Expand, Lasso, Minus, Plus } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { MeaningMap as Layout, ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { thumbUrl } from '../../app/urls'
import { IconButton } from '../../ui/Button'
import { cx } from '../../ui/cx'
import { useMeasured } from '../../ui/useMeasured'
import { showPhotos } from '../browse/browseStore'
import type { Point, Size, View } from '../places/mercator'
import { usePanZoom } from '../places/usePanZoom'
import { clusterName } from './clusterName'
import { fittedMap, onScreen, toMap } from './meaningView'
import { openAmongNeighbours } from './openAmongNeighbours'
import { useDots } from './useDots'
import { useLasso } from './useLasso'
import { useThumbnails } from './useThumbnails'
import styles from './Meaning.module.css'

/** Who comes back finds the map as it was left. */
let last: { version: string; view: View } | null = null

export function MeaningMap({ map }: { map: Layout }) {
  const { ref, element, width, height } = useMeasured()
  const size: Size = { width, height }
  const [moved, setMoved] = useState<View | null>(last?.version === map.version ? last.view : null)
  const view = moved ?? (size.width > 0 ? fittedMap(size) : null)
  const [isDrawing, setIsDrawing] = useState(false)
  const thumbnails = useThumbnails(map, view, size)
  const canvas = useDots(map, view, size)

  const { version } = map
  const change = useCallback(
    (next: View) => {
      last = { version, view: next }
      setMoved(next)
    },
    [version, setMoved],
  )
  const fitAll = () => change(fittedMap(size))
  const panZoom = usePanZoom({ element, view, size, change, fitAll, isDrawing })
  const lasso = useLasso(isDrawing, (line) => {
    setIsDrawing(false)
    if (!view) return
    const polygon = line.map((point) => toMap(point, view, size))
    showPhotos({ scope: { kind: 'meaning', name: t('meaning.selection'), filter: { meaning: { polygon } } } })
  })

  return (
    <div className={styles['map']}>
      <div
        ref={ref}
        className={cx(styles['frame'], isDrawing && styles['drawing'])}
        role="group"
        aria-label={t('browse.meaning')}
        aria-description={t('places.mapKeys')}
        tabIndex={0}
        onKeyDown={panZoom.handlers.onKeyDown}
        onPointerDown={(event) => {
          panZoom.handlers.onPointerDown(event)
          lasso.handlers.onPointerDown(event)
        }}
        onPointerMove={(event) => {
          panZoom.handlers.onPointerMove(event)
          lasso.handlers.onPointerMove(event)
        }}
        onPointerUp={(event) => {
          panZoom.handlers.onPointerUp()
          lasso.handlers.onPointerUp(event)
        }}
        onPointerCancel={panZoom.handlers.onPointerCancel}
      >
        <canvas ref={canvas} className={styles['canvas']} aria-hidden />
        {view &&
          thumbnails.map(({ item, point }) => (
            <Thumbnail
              key={item.id}
              item={item}
              at={onScreen({ x: map.xs[point]!, y: map.ys[point]! }, view, size)}
              onPress={() => {
                if (!panZoom.hasMoved() && !isDrawing) openAmongNeighbours(item, [map.xs[point]!, map.ys[point]!])
              }}
            />
          ))}
        {view && <Names map={map} view={view} size={size} hasMoved={panZoom.hasMoved} />}
        {lasso.line.length > 1 && (
          <svg className={styles['lasso']} aria-hidden>
            <polygon points={lasso.line.map(({ x, y }) => `${x},${y}`).join(' ')} />
          </svg>
        )}
      </div>
      <div className={styles['tools']}>
        <IconButton label={t('places.zoomIn')} shortcut="+" icon={Plus} onClick={panZoom.zoomIn} />
        <IconButton label={t('places.zoomOut')} shortcut="-" icon={Minus} onClick={panZoom.zoomOut} />
        <IconButton label={t('places.showAll')} shortcut="0" icon={Expand} onClick={fitAll} />
        <IconButton
          label={t('meaning.lasso')}
          icon={Lasso}
          aria-pressed={isDrawing}
          onClick={() => setIsDrawing(!isDrawing)}
        />
      </div>
    </div>
  )
}

interface NamesProps {
  map: Layout
  view: View
  size: Size
  hasMoved: () => boolean
}

/** Pixels that a name takes: of two that would cover each other, the larger part's is shown. */
const nameRoom = { x: 130, y: 26 }

function Names({ map, view, size, hasMoved }: NamesProps) {
  const shown: { cluster: Layout['clusters'][number]; at: Point }[] = []
  for (const cluster of [...map.clusters].sort((a, b) => b.count - a.count)) {
    const at = onScreen(cluster, view, size)
    const isCovered = shown.some(
      (other) => Math.abs(other.at.x - at.x) < nameRoom.x && Math.abs(other.at.y - at.y) < nameRoom.y,
    )
    if (!isCovered) shown.push({ cluster, at })
  }
  return shown.map(({ cluster, at }) => (
    <button
      key={cluster.id}
      type="button"
      className={styles['label']}
      style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)` }}
      // The list beside the map has all of them for the keyboard.
      tabIndex={-1}
      onClick={() => {
        if (hasMoved()) return
        const name = clusterName(cluster)
        showPhotos({ scope: { kind: 'meaning', name, filter: { meaning: { cluster: cluster.id } } } })
      }}
    >
      {clusterName(cluster)}
    </button>
  ))
}

function Thumbnail({ item, at, onPress }: { item: ResultItem; at: Point; onPress: () => void }) {
  return (
    <button
      type="button"
      className={styles['thumbnail']}
      style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)` }}
      aria-label={t('meaning.openPhoto', { name: item.name })}
      title={item.name}
      tabIndex={-1}
      onClick={onPress}
    >
      <img src={thumbUrl(item)} alt="" draggable={false} />
    </button>
  )
}
