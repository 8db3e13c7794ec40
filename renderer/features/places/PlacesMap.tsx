/** The map: coasts and borders on a canvas, clusters of photos above them, moved by pointer, wheel and keys. */
import { Expand, Minus, Plus } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { MapCluster } from '../../../contract'
import { t } from '../../../strings'
import { formatCoordinates, formatCount } from '../../app/format'
import { thumbUrl } from '../../app/urls'
import { IconButton } from '../../ui/Button'
import { useMeasured } from '../../ui/useMeasured'
import { showPhotos } from '../browse/browseStore'
import { fitted, project } from './mercator'
import type { Point, Size, View } from './mercator'
import { useClusters, useWholeArea } from './useClusters'
import { useOutlines } from './useOutlines'
import { useOutlineDrawing } from './useOutlineDrawing'
import { usePanZoom } from './usePanZoom'
import styles from './Places.module.css'

/** Kept while the app is open: who comes back finds the map as it was left. */
let lastView: View | null = null

export function PlacesMap({ revision }: { revision: number }) {
  const { ref, element, width, height } = useMeasured()
  const size: Size = { width, height }
  const [chosen, setChosen] = useState<View | null>(lastView)
  const all = useWholeArea(revision)
  const view = useMemo(
    () => chosen ?? (all && width > 0 && height > 0 ? fitted(all, { width, height }) : null),
    [chosen, all, width, height],
  )
  const clusters = useClusters(view, size, revision)
  const canvas = useOutlineDrawing(useOutlines(), view, size)

  const change = useCallback((next: View) => {
    lastView = next
    setChosen(next)
  }, [])

  const fitAll = () => {
    if (all) change(fitted(all, size))
  }
  const { handlers, hasMoved, zoomIn, zoomOut } = usePanZoom({ element, view, size, change, fitAll })

  return (
    <div className={styles['map']}>
      <div
        ref={ref}
        className={styles['frame']}
        role="group"
        aria-label={t('places.map')}
        aria-description={t('places.mapKeys')}
        tabIndex={0}
        {...handlers}
      >
        <canvas ref={canvas} className={styles['canvas']} aria-hidden />
        {view &&
          clusters.map((cluster) => (
            <Cluster
              key={`${cluster.area.west} ${cluster.area.south} ${cluster.count}`}
              cluster={cluster}
              at={placeOnScreen(cluster, view, size)}
              onPress={() => {
                if (!hasMoved()) showCluster(cluster)
              }}
            />
          ))}
      </div>
      <div className={styles['tools']}>
        <IconButton label={t('places.zoomIn')} shortcut="+" icon={Plus} onClick={zoomIn} />
        <IconButton label={t('places.zoomOut')} shortcut="-" icon={Minus} onClick={zoomOut} />
        <IconButton label={t('places.showAll')} shortcut="0" icon={Expand} onClick={fitAll} />
      </div>
    </div>
  )
}

function placeOnScreen({ longitude, latitude }: MapCluster, view: View, size: Size): Point {
  const { x, y } = project(longitude, latitude)
  return { x: (x - view.x) * view.scale + size.width / 2, y: (y - view.y) * view.scale + size.height / 2 }
}

/** The nearest town, or where on earth it is. */
function clusterName({ place, latitude, longitude }: MapCluster): string {
  return place?.split(', ')[0] ?? formatCoordinates(latitude, longitude)
}

function showCluster(cluster: MapCluster): void {
  showPhotos({ scope: { kind: 'place', name: clusterName(cluster), filter: { area: cluster.area } } })
}

function Cluster({ cluster, at, onPress }: { cluster: MapCluster; at: Point; onPress: () => void }) {
  const { count, cover } = cluster
  const name = clusterName(cluster)
  return (
    <button
      type="button"
      className={styles['cluster']}
      style={{ transform: `translate(${at.x}px, ${at.y}px)` }}
      aria-label={t('places.cluster', { name, photos: t('count.photos', { count }) })}
      title={name}
      // The list beside the map has all of them for the keyboard.
      tabIndex={-1}
      onClick={onPress}
    >
      <img src={thumbUrl({ hash: cover })} alt="" draggable={false} />
      {count > 1 && <span className={styles['clusterCount']}>{formatCount(count)}</span>}
    </button>
  )
}
