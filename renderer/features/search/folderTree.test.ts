/** Tests of the folder tree. */
import { describe, expect, it } from 'vitest'
import type { Folder } from '../../../contract'
import { folderKey, visibleLines } from './folderTree'

const rootId = '0123456789abcdef'
const folder = (path: string): Folder => ({ rootId, path, name: path.split('/').at(-1) || 'Pictures', count: 1 })
const folders = ['2024/Trip 10', '', '2024', '2024/Trip 2', 'deep/er/still'].map(folder)

describe('visibleLines', () => {
  it('shows closed roots as one line', () => {
    expect(visibleLines(folders, new Set())).toMatchObject([{ level: 1, isOpen: false, folder: { name: 'Pictures' } }])
  })

  it('shows what is open, sorted as people count', () => {
    const open = new Set([folderKey({ rootId, path: '' }), folderKey({ rootId, path: '2024' })])
    expect(visibleLines(folders, open).map((line) => [line.level, line.folder.name, line.isOpen])).toEqual([
      [1, 'Pictures', true],
      [2, '2024', true],
      [3, 'Trip 2', null],
      [3, 'Trip 10', null],
      [2, 'still', null],
    ])
  })
})
