/** The photos whose thumbnails are shown on the map: those that have room. */
import { useEffect, useState } from 'react'
import type { MeaningMap, ResultItem } from '../../../contract'
import { call } from '../../app/client'
import type { Size, View } from '../places/mercator'
import { visiblePoints, withRoom } from './meaningView'

/** Pixels between two thumbnails, and the most of them. */
const side = 62
const most = 160
/** With more dots than this on screen, thumbnails say too little and hide too much. */
const fewEnough = 600
const pause = 120

interface Placed {
  point: number
  item: ResultItem
}

export function useThumbnails(map: MeaningMap, view: View | null, size: Size): readonly Placed[] {
  const [shown, setShown] = useState<readonly Placed[]>([])
  const { width, height } = size
  useEffect(() => {
    if (!view || width === 0) return
    const controller = new AbortController()
    const timer = setTimeout(() => {
      const visible = visiblePoints(map, view, { width, height })
      const points = visible.length > fewEnough ? [] : withRoom(visible, map, view, { width, height }, side, most)
      if (points.length === 0) {
        setShown([])
        return
      }
      call('library.meaningPhotos', { version: map.version, points }, { signal: controller.signal }).then(
        (items) => setShown(points.flatMap((point, i) => (items[i] ? [{ point, item: items[i] }] : []))),
        () => undefined, // the next move asks again
      )
    }, pause)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [map, view, width, height])
  return shown
}
