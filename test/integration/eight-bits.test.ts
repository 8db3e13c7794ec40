// A library too large for whole vectors in memory finds the same photos, in the same order, with the same scores.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Query, SearchPage } from '../../contract'
import { resolveHome } from '../../main/engine/home'
import type { Searcher } from '../../main/engine/search/searcher'
import { copySamples, everything, indexFolders, openSearcher, term, text } from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
let whole: Searcher
let coded: Searcher

beforeAll(async () => {
  const home = resolveHome(temporary())
  const photos = temporary()
  copySamples(photos)
  await indexFolders(home, [photos])
  whole = await openSearcher(home)
  coded = await openSearcher(home, { fullVectorBytes: 0 })
})
afterAll(async () => {
  await whole.close()
  await coded.close()
})

async function both(query: Query): Promise<[SearchPage, SearchPage]> {
  const request = { query, filters: {}, weak: true, offset: 0, limit: 1000 }
  return [await whole.search(request), await coded.search(request)]
}

function expectSame([exact, near]: [SearchPage, SearchPage]): void {
  expect(near.items.map(({ name }) => name)).toEqual(exact.items.map(({ name }) => name))
  expect(near.matches).toBe(exact.matches)
  near.items.forEach(({ score }, i) => {
    expect(score!).toBeCloseTo(exact.items[i]!.score!, 2)
  })
}

describe('vectors at eight bits a number', () => {
  it.each(['a cat', 'a cup of coffee', 'mountains', 'a person outdoors', 'blue sky without people', 'cat OR coffee'])(
    '%j',
    async (words) => {
      expectSame(await both(text(words)))
    },
  )

  it('answer for pictures and for marks as well', async () => {
    const { id } = (await everything(whole))[0]!
    expectSame(await both(term({ kind: 'like', itemId: id })))
    const [exact, near] = await Promise.all(
      [whole, coded].map((searcher) =>
        searcher.search({
          query: text('an animal'),
          filters: {},
          weak: true,
          offset: 0,
          limit: 1000,
          feedback: { more: [id], less: [] },
        }),
      ),
    )
    expect(near!.items.map(({ name }) => name)).toEqual(exact!.items.map(({ name }) => name))
  })

  it('say that nothing matches where nothing does', async () => {
    const [exact, near] = await both(text('a submarine under water'))
    expect(near.matches).toBe(exact.matches)
  })
})
