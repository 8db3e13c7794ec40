/** Where the window was: remembered in a small file, and used where that place still is on a screen. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'

const State = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  isMaximised: z.boolean(),
})
export type WindowState = z.infer<typeof State>

export const smallestWindow = { width: 800, height: 480 }
const usualSize = { width: 1280, height: 800 }
/** So much of the title bar must be on a screen that the window can be taken hold of. */
const graspable = { width: 120, height: 40 }
/** Windows are moved and resized in many steps. */
const savePause = 500

export interface Placement {
  /** Without x and y the system chooses, which is the middle of the main screen. */
  bounds: Partial<Rectangle> & { width: number; height: number }
  isMaximised: boolean
}

/** `areas`: of each screen, without task bars. A window that is on none of them any more is opened in the middle. */
export function placeOn(areas: readonly Rectangle[], saved: WindowState | undefined): Placement {
  if (!saved) return { bounds: usualSize, isMaximised: false }
  const { x, y, isMaximised } = saved
  const area = areas.find(
    (screen) =>
      x + saved.width >= screen.x + graspable.width &&
      x <= screen.x + screen.width - graspable.width &&
      y >= screen.y - 1 &&
      y <= screen.y + screen.height - graspable.height,
  )
  const [first] = areas
  const room = area ?? first ?? usualSize
  const width = Math.max(smallestWindow.width, Math.min(saved.width, room.width))
  const height = Math.max(smallestWindow.height, Math.min(saved.height, room.height))
  return { bounds: area ? { x, y, width, height } : { width, height }, isMaximised }
}

export function readWindowState(path: string): WindowState | undefined {
  try {
    return State.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined // none yet, or damaged: the usual place will do
  }
}

/** Writes down where the window is, a moment after it was moved and when it is closed. */
export function rememberWindowState(window: BrowserWindow, path: string): void {
  let timer: NodeJS.Timeout | undefined
  const save = (): void => {
    clearTimeout(timer)
    if (window.isDestroyed() || window.isFullScreen()) return
    const state: WindowState = { ...window.getNormalBounds(), isMaximised: window.isMaximized() }
    try {
      writeFileSync(`${path}.part`, `${JSON.stringify(state)}\n`)
      renameSync(`${path}.part`, path)
    } catch (error) {
      console.warn('where the window is was not saved:', error)
    }
  }
  const saveSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(save, savePause)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('maximize', saveSoon)
  window.on('unmaximize', saveSoon)
  window.on('close', save)
}
