// Relative paths, there and back.
import { join, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { folderOf, isUnder, isWithin, nameOf, toAbsolute, toRelative } from './paths'

const root = join(sep, 'photos')

describe('toRelative', () => {
  it.each([
    [join(root, 'a.jpg'), 'a.jpg'],
    [join(root, 'a', 'b.jpg'), 'a/b.jpg'],
    [join(root, '..b', 'c.jpg'), '..b/c.jpg'],
    [root, undefined],
    [join(sep, 'photos2', 'a.jpg'), undefined],
    [join(sep, 'other'), undefined],
    [sep, undefined],
  ])('%s', (path, expected) => {
    expect(toRelative(root, path)).toBe(expected)
  })

  it('undoes toAbsolute for any names', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.', "'", '%', 'é'), minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        fc.pre(names.every((part) => part !== '.' && part !== '..'))
        const path = names.join('/')
        expect(toRelative(root, toAbsolute(root, path))).toBe(path)
      }),
    )
  })
})

describe('folderOf and nameOf', () => {
  it.each([
    ['a.jpg', '', 'a.jpg'],
    ['a/b.jpg', 'a', 'b.jpg'],
    ['a/b/c.jpg', 'a/b', 'c.jpg'],
  ])('%s', (path, folder, name) => {
    expect([folderOf(path), nameOf(path)]).toEqual([folder, name])
  })
})

describe('isUnder', () => {
  it.each([
    ['a/b.jpg', 'a', true],
    ['a', 'a', true],
    ['ab/b.jpg', 'a', false],
    ['a', 'a/b', false],
    ['anything', '', true],
  ])('%s under %j: %s', (path, folder, expected) => {
    expect(isUnder(path, folder)).toBe(expected)
  })
})

describe('isWithin', () => {
  it.each([
    [root, true],
    [join(root, 'a', 'b.jpg'), true],
    [join(sep, 'photos2', 'a.jpg'), false],
    [sep, false],
  ])('%s', (path, expected) => {
    expect(isWithin(path, root)).toBe(expected)
  })
})
