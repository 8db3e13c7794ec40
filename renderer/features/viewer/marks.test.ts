/** Tests of marking a photo: shown at once, taken back when it could not be kept. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FoveaError } from '../../../contract/errors'
import type { Call } from '../../app/client'
import { createMarks } from './marks'

const ask = vi.fn()
const complain = vi.fn()
let marks: ReturnType<typeof createMarks>
const shown = (id: string) => marks.getState().marks.get(id)

beforeEach(() => {
  vi.resetAllMocks()
  ask.mockResolvedValue(undefined)
  marks = createMarks(ask as Call, complain)
})

describe('marking', () => {
  it('is shown before the library has answered, and adds up', async () => {
    const first = marks.mark('a', { favorite: true })
    expect(shown('a')).toEqual({ favorite: true })
    await first
    await marks.mark('a', { rating: 4 })
    expect(shown('a')).toEqual({ favorite: true, rating: 4 })
    expect(ask.mock.calls).toEqual([
      ['items.mark', { ids: ['a'], favorite: true }],
      ['items.mark', { ids: ['a'], rating: 4 }],
    ])
  })

  it('is taken back, and said, when it cannot be kept', async () => {
    await marks.mark('a', { rating: 2 })
    ask.mockRejectedValueOnce(new FoveaError('ENGINE_DOWN', 'Again.'))
    await marks.mark('a', { rating: 5 })
    expect(shown('a')).toEqual({ rating: 2 })
    expect(complain).toHaveBeenCalledOnce()
  })

  it('does not take back what was marked after the one that failed', async () => {
    let fail = (_error: Error): void => undefined
    ask.mockReturnValueOnce(
      new Promise((_, reject) => {
        fail = reject
      }),
    )
    const first = marks.mark('a', { rating: 1 })
    await marks.mark('a', { rating: 3 })
    fail(new FoveaError('ENGINE_DOWN', 'Again.'))
    await first
    expect(shown('a')).toEqual({ rating: 3 })
  })

  it('of many is one call, and is taken back as a whole where it cannot be kept', async () => {
    await marks.mark('a', { rating: 2 })
    expect(await marks.markAll(['a', 'b'], { favorite: true })).toBe(true)
    expect([shown('a'), shown('b')]).toEqual([{ rating: 2, favorite: true }, { favorite: true }])
    expect(ask.mock.calls.at(-1)).toEqual(['items.mark', { ids: ['a', 'b'], favorite: true }])
    ask.mockRejectedValueOnce(new FoveaError('DISK_FULL', 'full'))
    expect(await marks.markAll(['b', 'c'], { favorite: false })).toBe(false)
    expect([shown('b'), shown('c')]).toEqual([{ favorite: true }, undefined])
    expect(complain).toHaveBeenCalledTimes(1)
  })
})
