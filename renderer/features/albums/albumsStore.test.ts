/** Tests of the albums the page knows: in order, up to date, and never overtaken by an older answer. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FoveaError } from '../../../contract/errors'
import type { Album } from '../../../contract'
import type { Call } from '../../app/client'
import { createAlbums } from './albumsStore'

const ask = vi.fn()
const complain = vi.fn()
let albums: ReturnType<typeof createAlbums>

function album(name: string, change: Partial<Album> = {}): Album {
  const id = name.padEnd(16, '0')
  const smart = { examples: [], counterExamples: [], threshold: null }
  return { id, name, kind: 'manual', count: 0, cover: null, ...smart, ...change }
}
const names = () => albums.getState().albums?.map(({ name }) => name)

beforeEach(() => {
  vi.resetAllMocks()
  albums = createAlbums(ask as Call, complain)
})

describe('albums', () => {
  it('stand by name as a person reads it', async () => {
    ask.mockResolvedValueOnce([album('trip 10'), album('Alps'), album('Trip 9')])
    await albums.load()
    expect(names()).toEqual(['Alps', 'Trip 9', 'trip 10'])
  })

  it('shows a change as the engine answers it', async () => {
    ask.mockResolvedValueOnce([album('a'), album('c')])
    await albums.load()
    ask.mockResolvedValueOnce(album('b', { count: 2 }))
    expect(await albums.createAlbum('b', 'manual', ['1', '2'])).toMatchObject({ count: 2 })
    expect(names()).toEqual(['a', 'b', 'c'])
    ask.mockResolvedValueOnce({ ...album('a'), name: 'z' })
    await albums.rename(album('a').id, 'z')
    expect(names()).toEqual(['b', 'c', 'z'])
    ask.mockResolvedValueOnce(undefined)
    expect(await albums.remove(album('b').id)).toBe(true)
    expect(names()).toEqual(['c', 'z'])
  })

  it('does not let a list that was asked for before a change take it back', async () => {
    let answer = (_albums: Album[]): void => undefined
    ask.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve
      }),
    )
    ask.mockResolvedValueOnce([album('a')])
    const slow = albums.load()
    await albums.load()
    ask.mockResolvedValueOnce(album('b'))
    await albums.createAlbum('b', 'manual', [])
    answer([album('a')])
    await slow
    expect(names()).toEqual(['a', 'b'])
  })

  it('says what could not be done, and changes nothing', async () => {
    ask.mockResolvedValueOnce([album('a')])
    await albums.load()
    ask.mockRejectedValue(new FoveaError('DISK_FULL', 'Full.'))
    expect(await albums.addItems(album('a').id, ['1'])).toBeNull()
    expect(await albums.remove(album('a').id)).toBe(false)
    expect(names()).toEqual(['a'])
    expect(complain).toHaveBeenCalledTimes(2)
  })
})
