// Comparing what is known with what a scan found.
import { describe, expect, it } from 'vitest'
import { itemRow } from '../../../test/integration/support/rows'
import { metadataVersion } from '../media/metadata'
import { compare } from './changes'
import type { FoundFile } from './scan'

const fileOf = ({ path, size, mtime }: FoundFile): FoundFile => ({ path, size, mtime })

describe('compare', () => {
  it('tells new, changed, unchanged and missing apart', () => {
    const [same, resized, touched, missing] = ['same', 'resized', 'touched', 'missing'].map((name) =>
      itemRow(`${name}.jpg`),
    )
    const found = [
      fileOf(same!),
      { ...fileOf(resized!), size: 1 },
      { ...fileOf(touched!), mtime: 1 },
      { path: 'new.jpg', size: 5, mtime: 6 },
    ]
    const changes = compare([same!, resized!, touched!, missing!], found)
    expect(changes.unchanged).toBe(1)
    expect(changes.read.map(({ file, item }) => [file.path, item?.id])).toEqual([
      ['resized.jpg', resized!.id],
      ['touched.jpg', touched!.id],
      ['new.jpg', undefined],
    ])
    expect(changes.missing).toEqual([missing])
  })

  it.each([
    ['pending', null, true],
    ['failed', 'corrupt', false],
    ['failed', 'too-large', false],
    ['failed', 'unreadable', true],
    ['failed', 'vanished', true],
    ['ready', null, false],
  ] as const)('reads an unchanged file that is %s (%s) again: %s', (state, failure, again) => {
    const item = itemRow('a.jpg', { state, failure })
    expect(compare([item], [fileOf(item)]).read).toHaveLength(again ? 1 : 0)
  })

  it('reads an unchanged photo again whose metadata was never read, or by an older version', () => {
    const item = itemRow('a.jpg', { metadataVersion: metadataVersion - 1 })
    expect(compare([item], [fileOf(item)]).read.map((read) => read.item)).toEqual([item])
    const failed = { ...item, state: 'failed' as const, failure: 'corrupt' as const }
    expect(compare([failed], [fileOf(item)]).read).toEqual([])
  })

  it('leaves what lies under an unreadable folder alone', () => {
    const [inside, beside] = [itemRow('locked/a.jpg'), itemRow('locked 2/a.jpg')]
    expect(compare([inside, beside], [], ['locked']).missing).toEqual([beside])
    expect(compare([inside, beside], [], ['']).missing).toEqual([])
  })
})
