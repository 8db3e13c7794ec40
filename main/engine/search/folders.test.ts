// Photos counted by folder, each folder with what lies under it.
import { describe, expect, it } from 'vitest'
import { Folder } from '../../../contract'
import { newRoot } from '../library/library-file'
import { countFolders } from './folders'

const [one, two] = [newRoot('/home/me/Pictures', false), newRoot('/', false)]
const roots = new Map([one, two].map((root) => [root.id, root]))
const photo = (root: string, folder: string): { root: string; folder: string } => ({ root, folder })

describe('countFolders', () => {
  it('counts inner folders in the outer ones, parents first', () => {
    const folders = countFolders(
      ['2019/summer', '', '2019', '2019/summer', '2019 b', 'a/b/c'].map((folder) => photo(one.id, folder)),
      roots,
    )
    expect(folders.map(({ path, name, count }) => [path, name, count])).toEqual([
      ['', 'Pictures', 6],
      ['2019', '2019', 3],
      ['2019/summer', 'summer', 2],
      ['2019 b', '2019 b', 1],
      ['a', 'a', 1],
      ['a/b', 'b', 1],
      ['a/b/c', 'c', 1],
    ])
    for (const folder of folders) expect(Folder.parse(folder)).toEqual(folder)
  })

  it('keeps roots apart, names a whole drive, and leaves out what has no root any more', () => {
    const folders = countFolders([photo(one.id, 'a'), photo(two.id, ''), photo('0'.repeat(16), 'a')], roots)
    expect(folders.map(({ rootId, path, count }) => [rootId, path, count])).toEqual(
      expect.arrayContaining([
        [one.id, '', 1],
        [one.id, 'a', 1],
        [two.id, '', 1],
      ]),
    )
    expect(folders).toHaveLength(3)
    expect(folders.find(({ rootId }) => rootId === two.id)?.name).toBe('/')
  })

  it('is empty for no photos', () => {
    expect(countFolders([], roots)).toEqual([])
  })
})
