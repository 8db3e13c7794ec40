/** Tests of where keys lead in a tree. */
import { describe, expect, it } from 'vitest'
import { moveInTree } from './treeLines'

const lines = [
  { label: 'Folders', level: 1, isOpen: true },
  { label: 'Photos', level: 2, isOpen: true },
  { label: '2019', level: 3, isOpen: null },
  { label: 'Phone', level: 2, isOpen: false },
  { label: 'Albums', level: 1, isOpen: false },
]

describe('moveInTree', () => {
  it.each([
    ['ArrowDown', 0, { to: 1 }],
    ['ArrowDown', 4, { to: 4 }],
    ['ArrowUp', 0, { to: 0 }],
    ['Home', 3, { to: 0 }],
    ['End', 0, { to: 4 }],
    ['ArrowRight', 1, { to: 2 }],
    ['ArrowRight', 3, { toggle: 3 }],
    ['ArrowRight', 2, null],
    ['ArrowLeft', 2, { to: 1 }],
    ['ArrowLeft', 1, { toggle: 1 }],
    ['ArrowLeft', 3, { to: 0 }],
    ['p', 0, { to: 1 }],
    ['P', 1, { to: 3 }],
    ['p', 3, { to: 1 }],
    ['x', 0, null],
    ['Tab', 0, null],
  ])('%s from line %i', (key, index, where) => {
    expect(moveInTree(key, index, lines)).toEqual(where)
  })
})
