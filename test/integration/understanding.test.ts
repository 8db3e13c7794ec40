// Search that understands: composition, negation, cut-off, feedback, look closer, explanation, on the sample photos.
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SearchPage } from '../../contract'
import { Explanation, Suggestion, Tag, type SearchOptions } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import type { Searcher } from '../../main/engine/search/searcher'
import {
  copySample,
  copySamples,
  everything,
  indexFolders,
  namesOf,
  openLibrary,
  openSearcher,
  sampleNames,
  samplePath,
  term,
  text,
} from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
let home: Home
let photos: string
let searcher: Searcher

beforeAll(async () => {
  home = resolveHome(temporary())
  photos = temporary()
  copySamples(photos)
  // Two near-duplicates of one photo, one of them a plain copy.
  copySample('chelsea.jpg', join(photos, 'copies', 'chelsea copy.jpg'))
  await sharp(samplePath('chelsea.jpg'))
    .resize(300)
    .jpeg({ quality: 60 })
    .toFile(join(photos, 'copies', 'small.jpg'))
  await indexFolders(home, [photos])
  searcher = await openSearcher(home)
})
afterAll(async () => {
  await searcher.close()
})

type Options = Partial<SearchOptions> & { limit?: number }
const search = (words: string, options: Options = {}): Promise<SearchPage> =>
  searcher.search({ query: text(words), filters: {}, offset: 0, limit: 1000, ...options })
const names = async (words: string, options: Options = {}): Promise<string[]> =>
  namesOf((await search(words, options)).items)
const idOf = async (name: string): Promise<string> =>
  (await everything(searcher)).find((item) => item.name === name)!.id
const cats = ['chelsea.jpg', 'chelsea copy.jpg', 'small.jpg']

describe('the end of relevance', () => {
  it.each(['a cat', 'a cup of coffee', 'mountains', 'a person', 'picture', 'blue'])('%j has matches', async (words) => {
    const page = await search(words)
    expect(page.matches).toBeGreaterThan(0)
    expect(page.total).toBe(page.matches)
    expect(page.items.every(({ relevance }) => relevance! >= 0.5)).toBe(true)
    expect(page.matches + page.weaker).toBe(sampleNames.length + 2)
  })

  it.each(['a pizza', 'an elephant in a zoo', 'a wedding cake', 'a basketball game'])('%j has none', async (words) => {
    expect(await search(words)).toMatchObject({ items: [], total: 0, matches: 0, weaker: sampleNames.length + 2 })
    const weak = await search(words, { weak: true })
    expect(weak).toMatchObject({ matches: 0, total: sampleNames.length + 2 })
    expect(weak.items).toHaveLength(sampleNames.length + 2)
  })

  it('puts the cats first, and little else among the matches', async () => {
    const found = await names('a cat')
    expect(found.slice(0, 3).sort()).toEqual([...cats].sort())
    expect(found.length).toBeLessThan(8)
  })
})

describe('composition', () => {
  it('avoids what is not wanted, said in either way', async () => {
    for (const words of ['animals without cats', 'animals -cats', 'animals AND NOT cats']) {
      const weak = await names(words, { weak: true })
      const plain = await names('animals', { weak: true })
      for (const cat of cats) expect(weak.indexOf(cat)).toBeGreaterThan(plain.indexOf(cat))
      expect(weak.slice(0, 3).some((name) => cats.includes(name))).toBe(false)
    }
  })

  it('finds either with OR', async () => {
    const found = await names('"a cat" OR "a rocket launch"')
    expect(found).toEqual(expect.arrayContaining(['chelsea.jpg', 'rocket.jpg']))
    expect(found.length).toBeLessThan(12)
  })

  it('weighs terms', async () => {
    const place = async (words: string, name: string): Promise<number> =>
      (await names(words, { weak: true })).indexOf(name)
    expect(await place('flower^5 +coffee', 'flower.jpg')).toBeLessThan(await place('flower +coffee^5', 'flower.jpg'))
    expect(await place('flower +coffee^5', 'coffee.jpg')).toBe(0)
  })

  it('joins an example with words, and leaves the example itself out', async () => {
    const like = await idOf('chelsea.jpg')
    const alone = await names(`like:${like}`, { weak: true })
    expect(alone).not.toContain('chelsea.jpg')
    expect(alone.slice(0, 2).sort()).toEqual(['chelsea copy.jpg', 'small.jpg'])
    const alps = await idOf('french-alpine-landscape.jpg')
    expect((await names(`like:${alps}`, { weak: true }))[0]).not.toBe('nagasaki-boats.jpg')
    expect((await names(`like:${alps} boats`, { weak: true }))[0]).toBe('nagasaki-boats.jpg')
  })

  it('reads a picture file, and a part of a photo', async () => {
    expect((await names(`image:"${samplePath('coffee.jpg')}"`))[0]).toBe('coffee.jpg')
    const rocket = await idOf('rocket.jpg')
    const part = await search(`region:${rocket}@0,0,1,1`, { weak: true })
    expect(part.items[0]).toMatchObject({ name: 'rocket.jpg' })
    expect(part.items[0]!.score).toBeGreaterThan(0.98)
  })

  it('keeps a window from naming files outside the library', async () => {
    const window = await openSearcher(home, { pictureFiles: 'library' })
    const ask = (path: string): Promise<SearchPage> =>
      window.search({ query: text(`image:"${path}"`), filters: {}, offset: 0, limit: 10 })
    try {
      await expect(ask(samplePath('coffee.jpg'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
      expect((await ask(join(photos, 'coffee.jpg'))).items[0]).toMatchObject({ name: 'coffee.jpg' })
    } finally {
      await window.close()
    }
  })
})

describe('conditions', () => {
  it('decide what is looked at, also without anything to look for', async () => {
    expect((await names('in:copies')).sort()).toEqual(['chelsea copy.jpg', 'small.jpg'])
    expect((await names('a cat -in:copies'))[0]).toBe('chelsea.jpg')
    expect(await names('a cat in:nowhere')).toEqual([])
    expect((await search('type:jpg')).total).toBe(sampleNames.length + 2)
    expect((await search('type:png')).total).toBe(0)
    for (const name of await names('is:portrait')) {
      const { width, height } = await sharp(join(photos, cats.slice(1).includes(name) ? 'copies' : '', name)).metadata()
      expect(height).toBeGreaterThan(width)
    }
  })

  it('know what the person marked', async () => {
    const library = await openLibrary(home)
    try {
      library.mark([await idOf('rocket.jpg')], { favorite: true, rating: 4 })
      await library.settled()
    } finally {
      await library.close()
    }
    expect(await names('is:favorite')).toEqual(['rocket.jpg'])
    expect(await names('rating:>=4')).toEqual(['rocket.jpg'])
    expect(await searcher.library.details(await idOf('rocket.jpg'))).toMatchObject({ favorite: true, rating: 4 })
  })

  it('that cannot be read are refused with their place', async () => {
    await expect(search('a cat rating:9')).rejects.toMatchObject({ code: 'QUERY_INVALID', at: 13 })
    await expect(search('(a cat')).rejects.toMatchObject({ code: 'QUERY_INVALID' })
  })
})

describe('near-duplicates', () => {
  it('are one result with a count where they are grouped', async () => {
    const page = await search('a cat', { group: true })
    const shown = page.items.filter(({ name }) => cats.includes(name))
    expect(shown).toHaveLength(1)
    expect(shown[0]!.copies).toBe(2)
    expect(page.total).toBe((await search('a cat')).total - 2)
  })

  it('are listed, with the best one to keep', async () => {
    const exact = await searcher.duplicates('exact', 0, 10)
    expect(exact.total).toBe(1)
    expect(exact.groups[0]!.items.map(({ name }) => name)).toEqual(['chelsea.jpg', 'chelsea copy.jpg'])
    const near = await searcher.duplicates('near', 0, 10)
    expect(near.total).toBe(1)
    expect(near.groups[0]!.items.map(({ name }) => name)).toEqual(['chelsea.jpg', 'small.jpg'])
  })
})

describe('feedback', () => {
  it('brings what is like the liked up, and takes the refused out', async () => {
    const before = await names('plants', { weak: true })
    const [more, less] = [await idOf('acanthus-mollis.jpg'), await idOf('grass.jpg')]
    const after = await names('plants', { weak: true, feedback: { more: [more], less: [less] } })
    expect(before[0]).toBe('grass.jpg')
    expect(after).not.toContain('grass.jpg')
    // The other flower of the same kind of picture comes before the one that only shares the word.
    expect(before.indexOf('flower.jpg')).toBeLessThan(before.indexOf('allium-oreophilum.jpg'))
    expect(after.indexOf('allium-oreophilum.jpg')).toBeLessThan(after.indexOf('flower.jpg'))
  })
})

describe('albums and words', () => {
  it('a smart album holds what is like its examples, and is searched in', async () => {
    const [one, other] = [await idOf('flower.jpg'), await idOf('allium-oreophilum.jpg')]
    const album = await searcher.curator.create({ name: 'Flowers', kind: 'smart', itemIds: [one, other] })
    expect(album).toMatchObject({ kind: 'smart', threshold: 0.5, examples: [one, other] })
    expect(album.count).toBeGreaterThanOrEqual(2)
    const { items } = await searcher.search({
      query: { kind: 'all' },
      filters: { album: album.id },
      offset: 0,
      limit: 100,
    })
    expect(items).toHaveLength(album.count)
    expect(namesOf(items)).toEqual(expect.arrayContaining(['flower.jpg', 'allium-oreophilum.jpg']))
    const wider = await searcher.curator.setThreshold(album.id, 0.2)
    expect(wider.count).toBeGreaterThanOrEqual(album.count)
    searcher.curator.remove(album.id)
    expect(await searcher.curator.restore(album.id)).toEqual(
      expect.objectContaining({ id: album.id, name: album.name }),
    )
    expect((await searcher.curator.list()).map(({ id }) => id)).toContain(album.id)
    expect(() => searcher.curator.restore(album.id)).toThrow('cannot be brought back') // only once
    searcher.curator.remove(album.id)
    expect(await searcher.curator.list()).toEqual([])
    await expect(search('a cat', { filters: { album: album.id } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('a hidden concept is in no result', async () => {
    searcher.changeWords((curator) => curator.addWord('hiddenConcepts', 'cat'))
    expect((await names('animals', { weak: true })).some((name) => cats.includes(name))).toBe(false)
    expect(namesOf(await everything(searcher)).some((name) => cats.includes(name))).toBe(false)
    searcher.changeWords((curator) => curator.removeWord('hiddenConcepts', 'cat'))
    expect(await names('a cat')).toContain('chelsea.jpg')
  })
})

describe('pictures in words', () => {
  it('names what is in a photo', async () => {
    const tags = await searcher.tags(await idOf('chelsea.jpg'))
    expect(tags.map((tag) => Tag.parse(tag).concept).some((concept) => concept.includes('cat'))).toBe(true)
    await expect(searcher.tags('0'.repeat(32))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('completes what is typed', async () => {
    const labels = async (typed: string): Promise<string[]> =>
      (await searcher.suggest(typed)).map((suggestion) => Suggestion.parse(suggestion).label)
    expect(await labels('a dog on the bea')).toContain('beach')
    expect(await labels('cam')).toContain('camera:')
    expect(await labels('is:fav')).toEqual(['is:favorite'])
    expect(await labels('in:cop')).toContain('in:copies')
    expect(await labels('')).toEqual([])
  })

  it('explains a result by terms and concepts', async () => {
    await searcher.prepareConcepts()
    const explained = Explanation.parse(
      await searcher.explain({ query: text('a cat -coffee'), filters: {}, itemId: await idOf('chelsea.jpg') }),
    )
    expect(explained.relevance).toBeGreaterThan(0.5)
    expect(explained.terms.map(({ term: name, isAvoided }) => [name, isAvoided])).toEqual([
      ['a cat', false],
      ['coffee', true],
    ])
    expect(explained.terms[0]!.relevance).toBeGreaterThan(0.5)
    expect(explained.terms[1]!.relevance).toBeLessThan(0.5)
    expect(explained.concepts.some(({ concept }) => concept.includes('cat'))).toBe(true)
    expect(explained.terms[0]!.heat!.values).toHaveLength(
      explained.terms[0]!.heat!.columns * explained.terms[0]!.heat!.rows,
    )
  })
})

describe('look closer', () => {
  it('finds a small thing in a large photo that the whole photo hides', async () => {
    const large = temporary()
    const own = resolveHome(temporary())
    copySamples(
      large,
      sampleNames.filter((name) => name !== 'coffee.jpg'),
    )
    // An eighth of the width.
    const cup = await sharp(samplePath('coffee.jpg')).resize(200, 150, { fit: 'fill' }).toBuffer()
    await sharp(samplePath('gravel.jpg'))
      .resize(1600, 1200, { fit: 'fill' })
      .composite([{ input: cup, left: 1120, top: 790 }])
      .jpeg()
      .toFile(join(large, 'hidden.jpg'))
    await indexFolders(own, [large])
    const closer = await openSearcher(own)
    const options = { query: text('a cup of coffee'), filters: {}, weak: true }
    const place = async (look: boolean): Promise<number> =>
      namesOf((await closer.search({ ...options, closer: look, offset: 0, limit: 100 })).items).indexOf('hidden.jpg')
    try {
      expect(await place(false)).toBeGreaterThan(5)
      for (let done = -1, total = 0; done < total;) {
        const progress = await closer.lookCloser(options)
        expect(progress.done).toBeGreaterThan(done)
        ;({ done, total } = progress)
        expect(total).toBe(sampleNames.length)
      }
      expect(await place(true)).toBe(0)
    } finally {
      await closer.close()
    }
  }, 120_000)
})

describe('queries as trees', () => {
  it('are held to the limits of the language', async () => {
    const deep = Array.from({ length: 100 }).reduce<Parameters<typeof nest>[0]>((inner) => nest(inner), {
      op: 'term',
      term: { kind: 'text', text: 'cat' },
    })
    const ask = searcher.search({ query: { kind: 'parsed', query: { match: deep } }, filters: {}, offset: 0, limit: 1 })
    await expect(ask).rejects.toMatchObject({ code: 'QUERY_INVALID' })
    expect(
      (await searcher.search({ query: term({ kind: 'text', text: 'a cat' }), filters: {}, offset: 0, limit: 1 })).text,
    ).toBe('a cat')
  })
})

type Node = NonNullable<Extract<SearchOptions['query'], { kind: 'parsed' }>['query']['match']>
function nest(inner: Node): Node {
  return {
    op: 'or',
    of: [
      { op: 'and', of: [inner, { op: 'term', term: { kind: 'text', text: 'dog' } }] },
      inner.op === 'term' ? inner : { op: 'term', term: { kind: 'text', text: 'fish' } },
    ],
  }
}
