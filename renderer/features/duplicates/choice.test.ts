/** Tests of choosing what goes: whatever is clicked, one file of each group stays. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DuplicateGroup } from '../../../contract'
import { advantages, canGo, folderOf, keepAll, keepOnly, proposed, toggled, without } from './choice'

function group(name: string, count: number): DuplicateGroup {
  const items = Array.from({ length: count }, (_, i) => ({
    id: `${name}${i}`,
    hash: name,
    name: `${name}${i}.jpg`,
    path: `/photos/${name}${i}.jpg`,
    width: 100 + i,
    height: 100,
    size: 1000,
    date: i,
    isExact: i > 0,
  }))
  return { keep: `${name}0`, items }
}

describe('what goes', () => {
  it('is proposed to be everything but the one to keep', () => {
    expect([...proposed([group('a', 3), group('b', 2)])]).toEqual(['a1', 'a2', 'b1'])
  })

  it('leaves at least one file of each group, whatever is clicked', () => {
    const a = group('a', 4)
    const click = fc.tuple(fc.constantFrom(toggled, keepOnly), fc.constantFrom('a0', 'a1', 'a2', 'a3'))
    fc.assert(
      fc.property(fc.array(click), (clicks) => {
        let going: ReadonlySet<string> = proposed([a])
        for (const [change, id] of clicks) {
          going = change(a, id, going)
          expect(a.items.some((item) => !going.has(item.id))).toBe(true)
        }
      }),
    )
  })

  it('can be changed to another file to keep, or to none at all', () => {
    const a = group('a', 3)
    const going = keepOnly(a, 'a2', proposed([a]))
    expect([...going].sort()).toEqual(['a0', 'a1'])
    expect(canGo(a, 'a2', going)).toBe(false)
    expect(canGo(a, 'a2', toggled(a, 'a0', going))).toBe(true)
    expect([...keepAll(a, going)]).toEqual([])
  })
})

describe('without', () => {
  it('drops files that are gone, and groups that are none any more', () => {
    const left = without([group('a', 3), group('b', 2)], new Set(['a1', 'b1']))
    expect(left.map(({ items }) => items.map(({ id }) => id))).toEqual([['a0', 'a2']])
  })
})

describe('what helps to choose', () => {
  it('is named where one file stands out', () => {
    const a = group('a', 2)
    expect(advantages(a, a.items[0]!)).toEqual({ isLargest: false, isOldest: true })
    expect(advantages(a, a.items[1]!)).toEqual({ isLargest: true, isOldest: false })
  })

  it('takes folders from paths of any platform', () => {
    expect(folderOf('/home/ada/Pictures/a.jpg')).toBe('/home/ada/Pictures')
    expect(folderOf('C:\\Pictures\\a.jpg')).toBe('C:\\Pictures')
  })
})
