// Selecting: one by one, as a range from where it began, what a rectangle covers; gone with another answer.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { create } from 'zustand'
import type { ResultItem } from '../../../contract'
import type { Placed, useResults } from './results'
import { createSelection, mostSelected } from './selection'

const item = (index: number) => ({ id: String(index) }) as ResultItem
const say = vi.fn()
let results: typeof useResults
let selection: ReturnType<typeof createSelection>
const selected = () => [...selection.getState().photos.keys()].map(Number).sort((a, b) => a - b)

beforeEach(() => {
  say.mockReset()
  const pages = new Map([[0, Array.from({ length: 10 }, (_, index) => item(index))]])
  const between = (first: number, last: number): Promise<Placed[]> =>
    Promise.resolve(Array.from({ length: last - first + 1 }, (_, i) => ({ index: first + i, item: item(first + i) })))
  results = Object.assign(
    create(() => ({ pages, serial: 1, total: 10, cursor: { index: 0, id: null } })),
    { between },
  ) as unknown as typeof useResults
  selection = createSelection(results, say)
})

describe('the selection', () => {
  it('takes single photos and lets them go', () => {
    selection.toggle(2)
    selection.toggle(5)
    selection.toggle(2)
    expect(selected()).toEqual([5])
    selection.toggle(5)
    expect(selection.getState()).toEqual({ photos: new Map(), anchor: null })
  })

  it('extends from where it began, back and forth', async () => {
    await selection.extendTo(4, 3)
    await selection.extendTo(6, 4)
    expect(selected()).toEqual([3, 4, 5, 6])
    await selection.extendTo(1, 6)
    expect(selected()).toEqual([1, 2, 3])
  })

  it('keeps the rest where more is asked for', async () => {
    selection.toggle(9)
    selection.toggle(1)
    await selection.extendTo(3, 1, true)
    expect(selected()).toEqual([1, 2, 3, 9])
    selection.selectAt([5, 6], [{ index: 9, item: item(9) }])
    expect(selected()).toEqual([5, 6, 9])
  })

  it('is the last that was asked for, however long another takes', async () => {
    const slow = selection.extendTo(4, 0)
    selection.clear()
    await slow
    expect(selected()).toEqual([])
  })

  it('has its limit, and says so', async () => {
    results.setState({ total: mostSelected + 50 })
    await selection.selectAll()
    expect(selection.getState().photos.size).toBe(mostSelected)
    expect(say).toHaveBeenCalledTimes(1)
    results.setState({ serial: 2 })
    expect(selected()).toEqual([])
  })
})
