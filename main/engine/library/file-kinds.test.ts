// Which names are photos and which are skipped.
import { describe, expect, it } from 'vitest'
import { isImageName, isSkippedName } from './file-kinds'

describe('isImageName', () => {
  it.each([
    'a.jpg',
    'a.JPG',
    'a.jpeg',
    'a.png',
    'a.webp',
    'a.gif',
    'a.tif',
    'a.tiff',
    'a.avif',
    'a.bmp',
    'a.b.jpg',
    'é 日本.Jpg',
  ])('%s is a photo', (name) => expect(isImageName(name)).toBe(true))
  it.each(['jpg', '.jpg', 'a.txt', 'a.jpg.txt', 'a.jpg~', 'a.jpgx', 'a.', '', 'a jpg', 'a.mp4', 'a.svg'])(
    '%j is not',
    (name) => expect(isImageName(name)).toBe(false),
  )
})

describe('isSkippedName', () => {
  it.each([
    '.git',
    '._a.jpg',
    '.DS_Store',
    '$RECYCLE.BIN',
    'System Volume Information',
    'lost+found',
    'node_modules',
    '@eaDir',
    '__MACOSX',
    '#recycle',
  ])('%s is skipped', (name) => expect(isSkippedName(name)).toBe(true))
  it.each(['photos', 'a.jpg', 'my.git', 'recycle', 'eaDir', '2019'])('%s is not', (name) =>
    expect(isSkippedName(name)).toBe(false),
  )
})
