/** Tests of places on the map of meaning and on the screen. */
import { describe, expect, it } from 'vitest'
import { fittedMap, onScreen, toMap, visiblePoints, withRoom } from './meaningView'

const size = { width: 900, height: 700 }
const view = fittedMap(size)
const map = { xs: Float32Array.of(-1, 0, 1, 0.001), ys: Float32Array.of(-1, 0, 1, 0.001) }

describe('the map of meaning on screen', () => {
  it('shows all of the map, and knows what is under a pixel', () => {
    expect(visiblePoints(map, view, size)).toEqual([0, 1, 2, 3])
    const [x, y] = toMap(onScreen({ x: 0.3, y: -0.7 }, view, size), view, size)
    expect(x).toBeCloseTo(0.3)
    expect(y).toBeCloseTo(-0.7)
  })

  it('shows less of it from nearer', () => {
    expect(visiblePoints(map, { ...view, scale: view.scale * 8 }, size)).toEqual([1, 3])
  })

  it('shows only thumbnails that have room', () => {
    const all = [0, 1, 2, 3]
    expect(withRoom(all, map, view, size, 60, 100)).toEqual([0, 1, 2])
    expect(withRoom(all, map, { ...view, scale: view.scale * 1000 }, size, 60, 100)).toEqual(all)
    expect(withRoom(all, map, view, size, 60, 2)).toEqual([0, 1])
  })
})
