// The app's own arguments among those of Chromium.
import { describe, expect, it } from 'vitest'
import { parseArguments } from './arguments'

describe('parseArguments', () => {
  it.each([
    [[], { addFolders: [] }],
    [['electron', '.', '--no-sandbox'], { addFolders: [] }],
    [['--home=/a b/c=d'], { home: '/a b/c=d', addFolders: [] }],
    [['--home=/a', '--home=/b'], { home: '/b', addFolders: [] }],
    [['--home='], { addFolders: [] }],
    [['--home', '/a'], { addFolders: [] }],
    [['--homes=/a', '-home=/a'], { addFolders: [] }],
    [['--add-folder=/a', '--x', '--add-folder=/b', '--add-folder='], { addFolders: ['/a', '/b'] }],
  ])('%j', (argv, expected) => {
    expect(parseArguments(argv)).toEqual(expected)
  })
})
