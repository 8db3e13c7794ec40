// The catalog: lookups by id, place and content agree whatever is set and deleted.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemRow } from '../../../test/integration/support/rows'
import type { ItemRow } from '../store/schema'
import { Catalog } from './catalog'

describe('Catalog', () => {
  it('finds an item by id, place and content', () => {
    const catalog = new Catalog()
    const item = itemRow('a/b.jpg')
    catalog.set(item)
    expect(catalog.get(item.id)).toBe(item)
    expect(catalog.at('r', 'a/b.jpg')).toBe(item)
    expect(catalog.withContent(item.hash!)).toEqual([item])
    expect([...catalog.inRoot('r')]).toEqual([item])
    expect([...catalog.inRoot('other')]).toEqual([])
    expect(catalog.counts()).toEqual({ ready: 1, pending: 0, failed: 0 })
  })

  it('gives a gone item no place, but keeps its content', () => {
    const catalog = new Catalog()
    const item = itemRow('a.jpg')
    catalog.set(item)
    catalog.set({ ...item, state: 'gone' })
    expect(catalog.at('r', 'a.jpg')).toBeUndefined()
    expect(catalog.withContent(item.hash!)).toHaveLength(1)
    expect(catalog.counts('r')).toEqual({ ready: 0, pending: 0, failed: 0 })
  })

  it('offers no vector of pending and failed items', () => {
    const catalog = new Catalog()
    for (const state of ['pending', 'failed'] as const) catalog.set(itemRow(`${state}.jpg`, { state, hash: 'h' }))
    expect(catalog.withContent('h')).toEqual([])
  })

  it('agrees with a plain list after any sequence of changes', () => {
    const item: fc.Arbitrary<ItemRow> = fc
      .record({
        id: fc.constantFrom('1', '2', '3', '4'),
        root: fc.constantFrom('r', 's'),
        hash: fc.constantFrom('h', 'i', null),
        state: fc.constantFrom('ready' as const, 'pending' as const, 'failed' as const, 'gone' as const),
      })
      .map((changes) => itemRow(`${changes.id}.jpg`, changes))
    const step = fc.oneof(
      item.map((set) => ({ set })),
      fc.constantFrom('1', '2', '3', '4').map((remove) => ({ remove })),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const catalog = new Catalog()
        const model = new Map<string, ItemRow>()
        for (const change of steps) {
          if ('set' in change) {
            catalog.set(change.set)
            model.set(change.set.id, change.set)
          } else {
            catalog.delete(change.remove)
            model.delete(change.remove)
          }
        }
        const all = [...model.values()]
        expect(catalog.size).toBe(all.length)
        expect(new Set(catalog.all())).toEqual(new Set(all))
        for (const root of ['r', 's']) {
          const there = all.filter((known) => known.root === root && known.state !== 'gone')
          expect(new Set(catalog.inRoot(root))).toEqual(new Set(there))
          const count = (state: string): number => there.filter((known) => known.state === state).length
          expect(catalog.counts(root)).toEqual({
            ready: count('ready'),
            pending: count('pending'),
            failed: count('failed'),
          })
          for (const known of there) expect(catalog.at(root, known.path)).toBe(known)
        }
        for (const hash of ['h', 'i']) {
          const usable = all.filter(
            (known) => known.hash === hash && (known.state === 'ready' || known.state === 'gone'),
          )
          expect(new Set(catalog.withContent(hash))).toEqual(new Set(usable))
        }
      }),
    )
  })
})
