/** Tests of the map's projection and of moving about on it. */
import { describe, expect, it } from 'vitest'
import { areaOf, fitted, limited, panned, project, unproject, zoomed } from './mercator'

const size = { width: 1000, height: 600 }
const onScreen = (view: { x: number; y: number; scale: number }, longitude: number, latitude: number) => {
  const { x, y } = project(longitude, latitude)
  return { x: (x - view.x) * view.scale, y: (y - view.y) * view.scale }
}

describe('the projection', () => {
  it('puts the world into a square, and back', () => {
    expect(project(0, 0)).toEqual({ x: 0.5, y: 0.5 })
    expect(project(-180, 85.0511).y).toBeCloseTo(0, 4)
    expect(project(180, -85.0511).y).toBeCloseTo(1, 4)
    const { longitude, latitude } = unproject(project(13.4, 52.5))
    expect([longitude, latitude].map((value) => value.toFixed(6))).toEqual(['13.400000', '52.500000'])
  })
})

describe('the view', () => {
  it('keeps what is under the pointer where it is while zooming', () => {
    const view = limited({ ...project(10, 50), scale: 4000 }, size)
    const at = onScreen(view, 20, 55)
    const nearer = onScreen(zoomed(view, 1.7, size, at), 20, 55)
    expect(nearer.x).toBeCloseTo(at.x, 6)
    expect(nearer.y).toBeCloseTo(at.y, 6)
  })

  it('never leaves the world', () => {
    const view = panned({ x: 0.5, y: 0.5, scale: 2000 }, { x: 1e6, y: -1e6 }, size)
    expect(view).toEqual({ x: 0.75, y: 0.15, scale: 2000 })
    expect(zoomed(view, 1e-9, size).scale).toBe(600)
    expect(zoomed(view, 1e9, size).scale).toBe(2 ** 25)
  })

  it('shows all of an area that it is fitted to, and knows what is on screen', () => {
    const paris = { west: 2.2, south: 48.8, east: 2.5, north: 48.9 }
    const area = areaOf(fitted(paris, size), size, 0)
    expect(area.west < paris.west && area.east > paris.east).toBe(true)
    expect(area.south < paris.south && area.north > paris.north).toBe(true)
    expect(areaOf({ x: 0.5, y: 0.5, scale: 600 }, size, 0)).toEqual({ west: -180, east: 180, south: -90, north: 90 })
  })
})
