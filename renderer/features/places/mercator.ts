/**
 * The map's projection and what part of it is on screen.
 *
 * Mercator's, because it keeps shapes at every scale: x and y run from 0 to 1 over the world, y from the north.
 */
import type { Area } from '../../../contract'

export interface Point {
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

/** The middle of the screen, and how many pixels the world is wide. */
export interface View extends Point {
  scale: number
}

/** The map ends there: a square. */
const northernmost = 85.0511
/** About a metre a pixel. */
const largestScale = 2 ** 25

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

export function project(longitude: number, latitude: number): Point {
  const within = clamp(latitude, -northernmost, northernmost)
  return {
    x: (longitude + 180) / 360,
    y: 0.5 - Math.log(Math.tan(Math.PI / 4 + (within * Math.PI) / 360)) / (2 * Math.PI),
  }
}

export function unproject({ x, y }: Point): { longitude: number; latitude: number } {
  return {
    longitude: clamp(x * 360 - 180, -180, 180),
    latitude: clamp((360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90, -90, 90),
  }
}

/** The world fills the screen in one direction at least, and its middle stays on it. */
export function limited(view: View, { width, height }: Size): View {
  const scale = clamp(view.scale, Math.max(256, Math.min(width, height)), largestScale)
  const inside = (middle: number, length: number): number => {
    const half = length / 2 / scale
    return half >= 0.5 ? 0.5 : clamp(middle, half, 1 - half)
  }
  return { scale, x: inside(view.x, width), y: inside(view.y, height) }
}

/** Nearer by `factor`, with what is under `at` (pixels from the middle) staying there. */
export function zoomed(view: View, factor: number, size: Size, at: Point = { x: 0, y: 0 }): View {
  const scale = clamp(view.scale * factor, Math.max(256, Math.min(size.width, size.height)), largestScale)
  const moved = (middle: number, offset: number): number => middle + offset / view.scale - offset / scale
  return limited({ scale, x: moved(view.x, at.x), y: moved(view.y, at.y) }, size)
}

/** `by` in pixels. */
export function panned(view: View, by: Point, size: Size): View {
  return limited({ ...view, x: view.x + by.x / view.scale, y: view.y + by.y / view.scale }, size)
}

/** What is on screen, with as much again on each side as `margin` says. */
export function areaOf(view: View, { width, height }: Size, margin: number): Area {
  const half = { x: (width * (0.5 + margin)) / view.scale, y: (height * (0.5 + margin)) / view.scale }
  const northWest = unproject({ x: view.x - half.x, y: view.y - half.y })
  const southEast = unproject({ x: view.x + half.x, y: view.y + half.y })
  const isWhole = half.x >= 0.5
  return {
    west: isWhole ? -180 : northWest.longitude,
    east: isWhole ? 180 : southEast.longitude,
    // Mercator's map ends before the poles do.
    north: view.y - half.y <= 0 ? 90 : northWest.latitude,
    south: view.y + half.y >= 1 ? -90 : southEast.latitude,
  }
}

/** Shows the area with some room around it. */
export function fitted({ west, south, east, north }: Area, size: Size): View {
  const [from, to] = [project(west, north), project(east, south)]
  const room = 140
  const scaleFor = (length: number, pixels: number): number => Math.max(1, pixels - room) / Math.max(length, 1e-9)
  const scale = Math.min(scaleFor(to.x - from.x, size.width), scaleFor(to.y - from.y, size.height), 2 ** 19)
  return limited({ scale, x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, size)
}
