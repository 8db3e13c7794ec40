// A slideshow goes round: through all photos, or through those that were chosen.
import { beforeEach, expect, it } from 'vitest'
import type { ResultItem } from '../../../contract'
import { closeOverlay, useUi } from '../../app/uiStore'
import { useResults } from '../library/results'
import { startSlideshow, step, toggleSlideshow, upcoming, useSlideshow } from './slideshow'

const items = ['a', 'b', 'c', 'd'].map((id) => ({ id }) as ResultItem)
const at = (index: number) => ({ index, item: items[index]! })
const shown = () => useResults.getState().cursor.index

beforeEach(() => {
  closeOverlay()
  useResults.setState({ pages: new Map([[0, items]]), total: items.length, cursor: { index: 0, id: null } })
})

it('of all photos begins at the one that is meant and goes on with the first after the last', () => {
  startSlideshow([at(2)])
  expect([shown(), useUi.getState().overlay, useSlideshow.getState().state]).toEqual([2, 'viewer', 'running'])
  step(1)
  expect(upcoming()?.id).toBe('a')
  step(1)
  expect(shown()).toBe(0)
  step(-1)
  expect(shown()).toBe(3)
})

it('of a selection shows nothing else, also after a refresh has moved them', () => {
  startSlideshow([at(1), at(3)])
  expect([shown(), upcoming()?.id]).toEqual([1, 'd'])
  useResults.setState({ pages: new Map([[0, [items[3]!, ...items.slice(0, 3)]]]) })
  step(1)
  expect(shown()).toBe(0)
  step(1)
  expect(shown()).toBe(2)
})

it('ends with the viewer', () => {
  startSlideshow([at(0)])
  toggleSlideshow()
  expect(useSlideshow.getState().state).toBe('paused')
  closeOverlay()
  expect(useSlideshow.getState().state).toBe('off')
})
