// Albums and words: changes do what they say, keep within limits, and leave the old state alone.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FoveaError } from '../../../contract'
import * as changes from './curation'
import { Curation, emptyCuration, type SmartAlbum } from './curation'

const item = (number: number): string => number.toString(16).padStart(32, '0')
const [one, two, three] = [item(1), item(2), item(3)]
const withManual = changes.addAlbum(emptyCuration, { name: ' Summer ', kind: 'manual', itemIds: [one, two, one] })
const withBoth = changes.addAlbum(withManual, { name: 'Dogs', kind: 'smart', itemIds: [one, two] })
const [manual, smart] = withBoth.albums.map(({ id }) => id) as [string, string]
const smartOf = (curation: Curation): SmartAlbum => changes.albumOf(curation, smart) as SmartAlbum

function refusal(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    expect(error).toBeInstanceOf(FoveaError)
    return `${(error as FoveaError).code}: ${(error as FoveaError).message}`
  }
  throw new Error('was not refused')
}

describe('saved searches', () => {
  const saved = changes.addSearch(withBoth, { name: ' Beach ', text: 'beach -people', view: null })
  const id = saved.searches[0]!.id

  it('are saved under a name of their own, renamed and deleted', () => {
    expect(saved.searches).toEqual([{ id, name: 'Beach', text: 'beach -people', view: null }])
    expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect(changes.renameSearch(saved, id, 'BEACH').searches).toMatchObject([{ id, name: 'BEACH' }])
    expect(changes.searchNamed(saved, 'beach').id).toBe(id)
    expect(changes.deleteSearch(saved, id)).toEqual(withBoth)
  })

  it('may be a view alone, but not nothing', () => {
    const view = { kind: 'album', id: manual, name: 'Summer' } as const
    expect(changes.addSearch(saved, { name: 'x', text: '', view }).searches).toHaveLength(2)
    expect(refusal(() => changes.addSearch(saved, { name: 'x', text: ' ', view: null }))).toMatch(/^INVALID_INPUT: /)
  })

  it('are told apart by their names, and said to be gone', () => {
    const again = () => changes.addSearch(saved, { name: 'beach', text: 'x', view: null })
    expect(refusal(again)).toMatch(/^INVALID_INPUT: .*“beach”/)
    expect(refusal(() => changes.renameSearch(saved, id, ' '))).toMatch(/^INVALID_INPUT: .*name/)
    expect(refusal(() => changes.deleteSearch(saved, '0'.repeat(16)))).toMatch(/^NOT_FOUND: /)
    expect(refusal(() => changes.searchNamed(saved, 'Dogs'))).toMatch(/^NOT_FOUND: .*“Dogs”/)
  })

  it('are none in a file that was written before there were any', () => {
    const { searches: _, ...older } = withBoth
    expect(Curation.parse(older)).toEqual(withBoth)
  })
})

describe('albums', () => {
  it('are made with an id of their own, a trimmed name and each photo once', () => {
    expect(withBoth.albums).toMatchObject([
      { kind: 'manual', name: 'Summer', items: [one, two] },
      { kind: 'smart', name: 'Dogs', examples: [one, two], counterExamples: [], threshold: 0.5 },
    ])
    expect(manual).toMatch(/^[0-9a-f]{16}$/)
    expect(manual).not.toBe(smart)
    expect(withManual.albums).toHaveLength(1)
    expect(emptyCuration.albums).toEqual([])
  })

  it('are renamed and deleted', () => {
    const renamed = changes.renameAlbum(withBoth, manual, 'SUMMER')
    expect(renamed.albums.map(({ name }) => name)).toEqual(['SUMMER', 'Dogs'])
    expect(changes.deleteAlbum(renamed, manual).albums.map(({ id }) => id)).toEqual([smart])
  })

  it('take photos and give them back', () => {
    const more = changes.addToAlbum(withBoth, manual, [two, three])
    expect(more.albums[0]).toMatchObject({ items: [one, two, three] })
    expect(changes.removeFromAlbum(more, manual, [one, two]).albums[0]).toMatchObject({ items: [three] })
  })

  it('learn from photos taken out, until they are put in again', () => {
    const less = changes.removeFromAlbum(withBoth, smart, [two, three])
    expect(smartOf(less)).toMatchObject({ examples: [one], counterExamples: [two, three] })
    expect(smartOf(changes.addToAlbum(less, smart, [two]))).toMatchObject({
      examples: [one, two],
      counterExamples: [three],
    })
  })

  it('keep a threshold within what makes sense', () => {
    expect(smartOf(changes.setThreshold(withBoth, smart, 0.7)).threshold).toBe(0.7)
    expect(smartOf(changes.setThreshold(withBoth, smart, 0)).threshold).toBe(0.2)
    expect(smartOf(changes.setThreshold(withBoth, smart, 1)).threshold).toBe(0.99)
  })

  it.each<[string, () => unknown, RegExp]>([
    ['no name', () => changes.renameAlbum(withBoth, smart, '  '), /^INVALID_INPUT: .*name/],
    ['a name in use', () => changes.renameAlbum(withBoth, smart, 'summer'), /^INVALID_INPUT: .*“summer”/],
    ['an unknown album', () => changes.deleteAlbum(withBoth, '0'.repeat(16)), /^NOT_FOUND: /],
    ['a threshold of a manual album', () => changes.setThreshold(withBoth, manual, 0.5), /^INVALID_INPUT: “Summer”/],
    [
      'a smart album of nothing',
      () => changes.addAlbum(withBoth, { name: 'x', kind: 'smart', itemIds: [] }),
      /example/,
    ],
    ['taking out its last example', () => changes.removeFromAlbum(withBoth, smart, [one, two]), /example/],
    [
      'more examples than can be learned from',
      () =>
        changes.addToAlbum(
          withBoth,
          smart,
          Array.from({ length: 600 }, (_, i) => item(i)),
        ),
      /^INVALID_INPUT: There can be 500 /,
    ],
  ])('refuse %s', (_, action, sentence) => {
    expect(refusal(action)).toMatch(sentence)
  })

  it('are no more than the file may hold', () => {
    let curation = emptyCuration
    for (let i = 0; i < 1000; i++) curation = changes.addAlbum(curation, { name: `${i}`, kind: 'manual', itemIds: [] })
    expect(refusal(() => changes.addAlbum(curation, { name: 'more', kind: 'manual', itemIds: [] }))).toMatch(/1,000/)
  })
})

describe('words', () => {
  it('are added once, in whatever case, and removed', () => {
    const first = changes.addWord(emptyCuration, 'hiddenConcepts', ' Spider ')
    const again = changes.addWord(first, 'hiddenConcepts', 'spider')
    expect(again.hiddenConcepts).toEqual(['Spider'])
    expect(again.vocabulary).toEqual([])
    expect(changes.removeWord(again, 'hiddenConcepts', 'SPIDER').hiddenConcepts).toEqual([])
  })

  it.each(['', ' ', 'x'.repeat(101)])('must be words: not %j', (word) => {
    expect(refusal(() => changes.addWord(emptyCuration, 'vocabulary', word))).toMatch(/^INVALID_INPUT: /)
  })
})

describe('whatever is done', () => {
  it('the result can be kept: it fulfils the schema, or the change is refused', () => {
    const ids = fc.array(fc.nat(8).map(item), { maxLength: 6 })
    const albumId = fc.constantFrom(manual, smart, 'f'.repeat(16))
    const name = fc.string({ maxLength: 6 })
    const change = fc.oneof(
      fc.tuple(ids, name, fc.constantFrom('manual' as const, 'smart' as const)).map(
        ([itemIds, title, kind]) =>
          (before: Curation) =>
            changes.addAlbum(before, { itemIds, name: title, kind }),
      ),
      fc.tuple(albumId, ids).map(
        ([id, itemIds]) =>
          (before: Curation) =>
            changes.addToAlbum(before, id, itemIds),
      ),
      fc.tuple(albumId, ids).map(
        ([id, itemIds]) =>
          (before: Curation) =>
            changes.removeFromAlbum(before, id, itemIds),
      ),
      fc.tuple(albumId, name).map(
        ([id, title]) =>
          (before: Curation) =>
            changes.renameAlbum(before, id, title),
      ),
      fc.tuple(albumId, fc.double({ noNaN: true })).map(
        ([id, threshold]) =>
          (before: Curation) =>
            changes.setThreshold(before, id, threshold),
      ),
      name.map((word) => (before: Curation) => changes.addWord(before, 'vocabulary', word)),
    )
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (all) => {
        let curation = withBoth
        for (const apply of all) {
          const before = structuredClone(curation)
          try {
            const next = apply(curation)
            expect(curation).toEqual(before)
            curation = next
          } catch (error) {
            expect(error).toBeInstanceOf(FoveaError)
          }
          expect(Curation.parse(curation)).toEqual(curation)
        }
      }),
    )
  })
})
