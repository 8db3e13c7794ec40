/** Tests of what a search asks the engine, and of words, chips and examples staying one query. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FoveaError } from '../../../contract/errors'
import type { Expression, Folder, ParsedQuery, ResultItem } from '../../../contract'
import type { Call } from '../../app/client'
import { anyDate } from './dateFilter'
import { createSearch, hasFilters, hasQuery, nothingAsked, toRequest } from './searchStore'

const today = new Date(2025, 5, 15)
const id = '0'.repeat(32)
const item: ResultItem = {
  id,
  kind: 'image',
  hash: id + id,
  name: 'a.jpg',
  title: null,
  passage: null,
  width: 3,
  height: 2,
  duration: null,
  moment: null,
  date: 0,
  score: null,
  relevance: null,
  copies: 0,
  offline: false,
}
const folder = (path: string): Folder => ({ rootId: '0123456789abcdef', path, name: 'x', count: 1 })
const words = (text: string): Expression => ({ op: 'term', term: { kind: 'text', text } })
const like: Expression = { op: 'term', term: { kind: 'like', itemId: id } }
const place: ParsedQuery['where'] = { op: 'filter', filter: { field: 'place', text: 'Lisbon' } }

/** Reads words as one description, "a AND b" as two, and stumbles over "(". */
function answer(name: string, input: unknown): unknown {
  if (name === 'search.read') {
    const { text } = input as { text: string }
    if (text.includes('('))
      return { problem: { at: text.indexOf('('), length: 1, message: 'Not closed.', expected: [] } }
    const parts = text.split(' AND ').map(words)
    return { query: { match: parts.length > 1 ? { op: 'and', of: parts } : parts[0] }, text }
  }
  if (name === 'search.print') return { text: `printed ${JSON.stringify((input as { query: unknown }).query).length}` }
  if (name === 'search.addImage') {
    return { imageId: id, name: 'x.png', width: 1, height: 1, preview: 'data:,' }
  }
  throw new Error(name)
}

let ask: ReturnType<typeof vi.fn>
let complaints: string[]
let search: ReturnType<typeof createSearch>
const state = () => search.getState()

beforeEach(() => {
  vi.useFakeTimers()
  ask = vi.fn(async (name: string, input: unknown) => answer(name, input))
  complaints = []
  search = createSearch(ask as unknown as Call, (title) => complaints.push(title))
})
afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('typing', () => {
  it('searches when the user stops, or at once on Enter', async () => {
    search.type('a dog')
    await vi.advanceTimersByTimeAsync(150)
    search.type('a dog at the sea')
    await vi.advanceTimersByTimeAsync(150)
    expect(state().text).toBe('')
    await vi.advanceTimersByTimeAsync(60)
    expect(state()).toMatchObject({ text: 'a dog at the sea', query: { match: words('a dog at the sea') } })
    search.type('snow ')
    await search.submit()
    expect(state().text).toBe('snow')
    search.type('')
    await settle()
    expect(hasQuery(state())).toBe(false)
  })

  it('shows what cannot be read and where, and keeps the search before', async () => {
    search.type('snow')
    await search.submit()
    search.type('snow (')
    await search.submit()
    expect(state()).toMatchObject({ text: 'snow', query: { match: words('snow') } })
    expect(state().problem).toMatchObject({ at: 5, message: 'Not closed.', text: 'snow (', isFailure: false })
    search.type('snow')
    await search.submit()
    expect(state().problem).toBeNull()
  })

  it('lets only the last text count, however late the one before is read', async () => {
    let finish: (value: unknown) => void = () => undefined
    ask.mockReturnValueOnce(new Promise((resolve) => (finish = resolve)))
    search.type('slow')
    const slow = search.submit()
    search.type('fast')
    await search.submit()
    finish(answer('search.read', { text: 'slow' }))
    await slow
    expect(state()).toMatchObject({ text: 'fast', query: { match: words('fast') } })
  })

  it('says when nobody could read it, and reads it when asked again', async () => {
    ask.mockRejectedValueOnce(new FoveaError('ENGINE_DOWN', 'The search is being restarted.'))
    search.type('snow')
    await search.submit()
    expect(state().problem).toMatchObject({ message: 'The search is being restarted.', isFailure: true })
    await search.submit()
    expect(state()).toMatchObject({ problem: null, text: 'snow' })
  })
})

describe('chips', () => {
  it('change the query at once and the text as it is printed', async () => {
    search.type('red AND car')
    await search.submit()
    const done = search.edit(() => ({ match: words('red') }))
    expect(state().query).toEqual({ match: words('red') })
    await done
    expect(ask).toHaveBeenLastCalledWith('search.print', { query: { match: words('red') } })
    expect(state().draft).toMatch(/^printed/)
    expect(state().text).toBe(state().draft)
    await search.edit(() => ({}))
    expect(state()).toMatchObject({ draft: '', text: '' })
  })

  it('do not overwrite what is typed meanwhile', async () => {
    search.type('red AND car')
    await search.submit()
    const done = search.edit(() => ({ match: words('red') }))
    search.type('red and')
    await done
    expect(state().draft).toBe('red and')
    search.type('red AND car')
    await search.submit()
    expect(state().query.match?.op).toBe('and')
  })

  it('stay as they were when the change cannot be printed', async () => {
    search.type('red')
    await search.submit()
    ask.mockRejectedValueOnce(new FoveaError('ENGINE_DOWN', 'no'))
    await search.edit(() => ({ match: words('car') }))
    expect(state()).toMatchObject({ draft: 'red', query: { match: words('red') } })
    expect(complaints).toHaveLength(1)
  })

  it('take all filters away, chosen and written', async () => {
    search.setState({ folder: folder('a'), query: { match: words('red'), where: place } })
    await search.dropFilters()
    expect(state()).toMatchObject({ folder: null, query: { match: words('red') } })
    expect(state().query.where).toBeUndefined()
  })
})

describe('examples', () => {
  it('stand beside the words, once each', async () => {
    search.type('snow')
    await search.submit()
    await search.addFile(new File([new Uint8Array([1])], 'x.png'))
    search.addToSearch(item)
    search.addToSearch(item)
    expect(state()).toMatchObject({ draft: 'snow', isReadingImage: false })
    expect(state().examples).toHaveLength(2)
    expect(toRequest(state(), today).query).toEqual({
      kind: 'parsed',
      query: {
        match: { op: 'and', of: [words('snow'), { op: 'term', term: { kind: 'picture', imageId: id } }, like] },
      },
    })
    search.editExample(0, null)
    expect(state().examples).toEqual([like])
  })

  it('replace all else for "find similar"', async () => {
    search.type('snow')
    await search.submit()
    search.findSimilar(item)
    expect(state()).toMatchObject({ draft: '', text: '', query: {}, examples: [like] })
    await vi.advanceTimersByTimeAsync(1000)
    expect(state().examples).toEqual([like])
  })
})

describe('toRequest', () => {
  const request = (part: Partial<typeof nothingAsked>) => toRequest({ ...nothingAsked, ...part }, today)

  it('asks for everything when nothing is given', () => {
    expect(request({})).toEqual({ query: { kind: 'all' }, filters: {} })
  })

  it('groups near-duplicates of a search, but neither what is shown by date nor an opened group', () => {
    const query = { match: words('snow') }
    expect(request({ query })).toEqual({ query: { kind: 'parsed', query }, filters: {}, group: true })
    expect(request({ query, isGrouped: false }).group).toBeUndefined()
    expect(request({ query: { where: place } }).group).toBeUndefined()
    search.openStack(item)
    expect(toRequest(state(), today).group).toBeUndefined()
    search.clearQuery()
    search.findSimilar(item)
    expect(toRequest(state(), today).group).toBe(true)
  })

  it('filters by a folder, or by its root when it is the root, and by an album', () => {
    expect(request({ folder: folder('2024/Trip') }).filters).toEqual({
      folder: { rootId: '0123456789abcdef', path: '2024/Trip' },
    })
    expect(request({ folder: folder('') }).filters).toEqual({ rootIds: ['0123456789abcdef'] })
    expect(request({ album: { id: 'fedcba9876543210', name: 'Trips' } }).filters).toEqual({ album: 'fedcba9876543210' })
    expect(hasFilters({ folder: folder(''), date: anyDate, album: null, scope: null })).toBe(true)
    expect(hasFilters(nothingAsked)).toBe(false)
  })

  it('refines one search by marked photos, and forgets them with the next', async () => {
    search.type('snow')
    await search.submit()
    const other = { ...item, id: '1'.repeat(32) }
    search.judge(item, 'more')
    search.judge(other, 'less')
    search.judge(other, 'more')
    expect(toRequest(state(), today).feedback).toEqual({ more: [id, other.id], less: [] })
    search.judge(other, 'more')
    expect(toRequest(state(), today).feedback).toEqual({ more: [id], less: [] })
    search.setState({ weak: true, closer: true })
    expect(toRequest(state(), today)).toMatchObject({ weak: true, closer: true })
    search.type('rain')
    await search.submit()
    expect(toRequest(state(), today)).toEqual({
      query: { kind: 'parsed', query: { match: words('rain') } },
      filters: {},
      group: true,
    })
  })
})
