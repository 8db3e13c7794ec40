// The app's own arguments among those of Chromium, and the files it is to open.
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseArguments } from './arguments'

describe('parseArguments', () => {
  it.each([
    [[], { addFolders: [], paths: [] }],
    [['electron', '--no-sandbox'], { addFolders: [], paths: [] }],
    [['fovea', '--home=/a b/c=d'], { home: '/a b/c=d', addFolders: [], paths: [] }],
    [['fovea', '--home=/a', '--home=/b'], { home: '/b', addFolders: [], paths: [] }],
    [['fovea', '--home='], { addFolders: [], paths: [] }],
    [['fovea', '--homes=/a', '-home=/a'], { addFolders: [], paths: [] }],
    [['fovea', '--add-folder=/a', '--x', '--add-folder=/b', '--add-folder='], { addFolders: ['/a', '/b'], paths: [] }],
    [['fovea', '--read-videos=/a b'], { readVideos: '/a b', addFolders: [], paths: [] }],
  ])('%j', (argv, expected) => {
    expect(parseArguments(argv)).toEqual(expected)
  })

  it('finds files wherever Chromium puts its own arguments, from where Fovea was started', () => {
    const argv = ['electron', '.', '--no-sandbox', 'a b.jpg', '--x=y', '/c/d.png', '']
    const folder = resolve('/photos')
    const { paths } = parseArguments(argv, folder, [folder])
    expect(paths).toEqual([resolve('/photos/a b.jpg'), resolve('/c/d.png')])
  })
})
