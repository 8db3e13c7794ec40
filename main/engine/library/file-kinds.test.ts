// Which names are photos, videos or notes and which are skipped.
import { describe, expect, it } from 'vitest'
import { isListedName, isSkippedName, kindOf, rawsWithJpeg, whyNotIndexed } from './file-kinds'

describe('isListedName', () => {
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
    'a.HEIC',
    'a.heif',
    ...['cr2', 'cr3', 'nef', 'arw', 'dng', 'raf', 'orf', 'rw2', 'pef'].map((extension) => `a.${extension}`),
    'a.svg',
    'a.psd',
    ...['a.mp4', 'a.M4V', 'below/a.mov', 'a.webm', 'a.MKV'],
    ...['a.txt', 'a.MD', 'a.markdown', 'a.pdf', 'a.jpg.txt', 'README.md', 'below/notes.txt'],
    ...['Licence plates of 1998.txt', 'notice board.md', 'requirements.md', 'changes.txt', 'license.pdf'],
  ])('%s is listed', (name) => expect(isListedName(name)).toBe(true))
  it.each([
    ...['jpg', '.jpg', 'a.jpg~', 'a.jpgx', 'a.', '', 'a jpg', 'a.doc', 'a.avi', 'txt', '.md', 'mp4', '.mov'],
    ...['LICENSE.txt', 'licence.md', 'LICENSE-MIT.txt', 'below/COPYING.txt', 'requirements-dev.txt', 'CMakeLists.txt'],
  ])('%j is not', (name) => expect(isListedName(name)).toBe(false))
})

describe('kindOf', () => {
  it('tells videos and notes from pictures', () => {
    expect(['a.jpg', 'a.svg', 'below/a.MOV', 'b/A.webm'].map(kindOf)).toEqual(['image', 'image', 'video', 'video'])
    expect(['a.txt', 'b/A.PDF'].map(kindOf)).toEqual(['text', 'text'])
  })
})

describe('whyNotIndexed', () => {
  it('names the reason for what is listed but not read, by its kind', () => {
    expect(['a.svg', 'a.AI', 'a.psd', 'a.xcf', 'a.jpg', 'a.cr2', 'svg'].map(whyNotIndexed)).toEqual([
      'drawing',
      'drawing',
      'layered',
      'layered',
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('rawsWithJpeg', () => {
  it('leaves out the RAW of each pair, whatever the case, and nothing else', () => {
    const pairs = ['IMG_1.CR2', 'IMG_1.JPG', 'img_2.nef', 'IMG_2.jpeg']
    const others = ['IMG_3.CR2', 'IMG_4.JPG', 'IMG_1-2.dng', 'IMG_5.HEIC', 'IMG_5.JPG', 'IMG_6.dng', 'IMG_6.png']
    expect([...rawsWithJpeg([...pairs, ...others])]).toEqual(['IMG_1.CR2', 'img_2.nef'])
  })
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
