/** The clusters of photos around what the map shows; the last ones stay until the next are here. */
import { useEffect, useState } from 'react'
import type { Area, MapCluster } from '../../../contract'
import { call } from '../../app/client'
import { areaOf } from './mercator'
import type { Size, View } from './mercator'

/** Squares that share a thumbnail are this wide at least, in pixels, and less than twice that. */
const smallestSquare = 64
/** Asked for beyond each edge, as a share of the screen: there when the map is moved. */
const margin = 0.4
const pause = 60

const world: Area = { west: -180, south: -90, east: 180, north: 90 }

/** Holds all photos; null until it is known, or if there are none. */
export function useWholeArea(revision: number): Area | null {
  const [all, setAll] = useState<Area | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    call('library.mapClusters', { area: world, cells: 64 }, { signal: controller.signal }).then(
      ({ clusters }) => setAll(unionOf(clusters.map((each) => each.area))),
      () => undefined, // the next revision asks again
    )
    return () => {
      controller.abort()
    }
  }, [revision])
  return all
}

export function useClusters(view: View | null, size: Size, revision: number): readonly MapCluster[] {
  const [shown, setShown] = useState<readonly MapCluster[]>([])
  const hasSize = size.width > 0
  const cells = view ? Math.min(2 ** 22, 2 ** Math.max(0, Math.floor(Math.log2(view.scale / smallestSquare)))) : 64
  const area = view && hasSize ? areaOf(view, size, margin) : world
  const key = JSON.stringify({ area, cells })

  useEffect(() => {
    const controller = new AbortController()
    const timer = setTimeout(() => {
      const input = JSON.parse(key) as { area: Area; cells: number }
      call('library.mapClusters', input, { signal: controller.signal }).then(
        ({ clusters }) => setShown(clusters),
        () => undefined, // the next move asks again
      )
    }, pause)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [key, revision])

  return shown
}

function unionOf(areas: readonly Area[]): Area | null {
  const [first] = areas
  if (!first) return null
  return {
    west: Math.min(...areas.map(({ west }) => west)),
    south: Math.min(...areas.map(({ south }) => south)),
    east: Math.max(...areas.map(({ east }) => east)),
    north: Math.max(...areas.map(({ north }) => north)),
  }
}
