// Whose photos a drag carries: ours by their ids, nobody's from outside.
import { describe, expect, it, vi } from 'vitest'
import { beginDrag, draggedIds, endDrag, photosType } from './draggedPhotos'

vi.stubGlobal('window', new EventTarget())

const transfer = (types: string[], data = '') => ({ types, getData: () => data })
const moved = (buttons: number) => window.dispatchEvent(Object.assign(new Event('pointermove'), { buttons }))

describe('draggedIds', () => {
  it('are those of the drag that began here, until the pointer moves freely', () => {
    expect(draggedIds(transfer(['Files']))).toEqual([])
    beginDrag(['a', 'b'])
    moved(1)
    expect(draggedIds(transfer(['Files']))).toEqual(['a', 'b'])
    expect(draggedIds(transfer(['text/plain']))).toEqual([])
    moved(0)
    expect(draggedIds(transfer(['Files']))).toEqual([])
  })

  it('are those that the data names, where they are the page’s own', () => {
    expect(draggedIds(transfer([photosType], '["c"]'))).toEqual(['c'])
    for (const broken of ['', '{}', '[1]']) expect(draggedIds(transfer([photosType], broken))).toEqual([])
    endDrag()
    expect(draggedIds(null)).toEqual([])
  })
})
