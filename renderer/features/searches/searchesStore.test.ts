/** Tests of the saved searches the page knows: in order, up to date, and never overtaken by an older answer. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FoveaError } from '../../../contract/errors'
import type { SavedSearch } from '../../../contract'
import type { Call } from '../../app/client'
import { createSearches } from './searchesStore'

const ask = vi.fn()
const complain = vi.fn()
let searches: ReturnType<typeof createSearches>

const search = (name: string): SavedSearch => ({ id: name.padEnd(16, '0'), name, text: name, view: null })
const names = () => searches.getState().searches.map(({ name }) => name)

beforeEach(() => {
  vi.resetAllMocks()
  searches = createSearches(ask as Call, complain)
})

describe('saved searches', () => {
  it('stand by name and follow each change', async () => {
    ask.mockResolvedValueOnce([search('trip 10'), search('Alps'), search('Trip 9')])
    await searches.load()
    expect(names()).toEqual(['Alps', 'Trip 9', 'trip 10'])
    ask.mockResolvedValueOnce(search('b'))
    expect(await searches.save(search('b'))).toBe(true)
    ask.mockResolvedValueOnce({ ...search('Alps'), name: 'z' })
    await searches.rename(search('Alps').id, 'z')
    ask.mockResolvedValueOnce(undefined)
    expect(await searches.remove(search('b').id)).toBe(true)
    expect(names()).toEqual(['Trip 9', 'trip 10', 'z'])
    ask.mockResolvedValueOnce(search('b'))
    await searches.restore(search('b').id)
    expect(names()).toEqual(['b', 'Trip 9', 'trip 10', 'z'])
  })

  it('are not taken back by a list that was asked for before a change', async () => {
    let answer = (_: SavedSearch[]): void => undefined
    ask.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)))
    const slow = searches.load()
    ask.mockResolvedValueOnce(search('b'))
    await searches.save(search('b'))
    answer([])
    await slow
    expect(names()).toEqual(['b'])
  })

  it('say what could not be done, and change nothing', async () => {
    ask.mockResolvedValueOnce([search('a')])
    await searches.load()
    ask.mockRejectedValue(new FoveaError('DISK_FULL', 'Full.'))
    expect(await searches.save(search('b'))).toBe(false)
    expect(await searches.remove(search('a').id)).toBe(false)
    expect(names()).toEqual(['a'])
    expect(complain).toHaveBeenCalledTimes(2)
  })
})
