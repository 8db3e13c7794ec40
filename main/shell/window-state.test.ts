// Where a window is opened again: where it was, unless that is on no screen any more.
import { describe, expect, it } from 'vitest'
import { placeOn, readWindowState } from './window-state'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 }
const saved = { x: 1600, y: 100, width: 1800, height: 1200, isMaximised: false }

describe('placeOn', () => {
  it('uses the usual size the first time', () => {
    expect(placeOn([laptop], undefined)).toEqual({ bounds: { width: 1280, height: 800 }, isMaximised: false })
  })

  it('puts it where it was', () => {
    const { x, y, width, height } = saved
    expect(placeOn([laptop, monitor], saved)).toEqual({ bounds: { x, y, width, height }, isMaximised: false })
  })

  it('opens it on the screen that is left, no larger than that, when its own is gone', () => {
    expect(placeOn([laptop], saved)).toEqual({ bounds: { width: 1440, height: 875 }, isMaximised: false })
  })

  it.each([
    [{ x: -1300, y: 100 }, true], // 140 pixels of the title bar are left
    [{ x: -1400, y: 100 }, false],
    [{ x: 100, y: -200 }, false], // the title bar is above the screen
    [{ x: 100, y: 890 }, false], // below it
  ])('%j is a place to take hold of it: %s', (at, isKept) => {
    const { bounds } = placeOn([laptop], { ...at, width: 1440, height: 800, isMaximised: true })
    expect('x' in bounds).toBe(isKept)
  })

  it('is maximised again, and has its size from before when it is not any more', () => {
    const placement = placeOn([monitor], { ...saved, isMaximised: true })
    expect(placement).toMatchObject({ isMaximised: true, bounds: { width: 1800, height: 1200 } })
  })

  it('does without any screen', () => {
    expect(placeOn([], saved).bounds).toEqual({ width: 1280, height: 800 })
  })
})

describe('readWindowState', () => {
  it('has nothing to say where there is no file', () => {
    expect(readWindowState('/nowhere/window.json')).toBeUndefined()
  })
})
