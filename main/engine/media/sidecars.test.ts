// Which file beside a photo describes it.
import { describe, expect, it } from 'vitest'
import { takeoutNames, xmpNames } from './sidecars'

describe('the names of sidecars', () => {
  it.each([
    ['photo.jpg', 'photo.jpg.xmp'],
    ['photo.jpg', 'photo.xmp'],
    ['my.holiday.photo.tiff', 'my.holiday.photo.xmp'],
  ])('%s may have %s', (photo, sidecar) => {
    expect(xmpNames(photo)).toContain(sidecar)
  })

  it.each([
    ['photo.jpg', 'photo.jpg.json'],
    ['photo.jpg', 'photo.jpg.supplemental-metadata.json'],
    ['photo.jpg', 'photo.jpg.supplemental-meta.json'],
    ['photo.jpg', 'photo.jpg.s.json'],
    ['img_20230101_123456789_burst001.jpg', 'img_20230101_123456789_burst001.jpg.supplement.json'],
    ['photo(1).jpg', 'photo.jpg(1).json'],
    ['photo(2).jpg', 'photo.jpg.supplemental-metadata(2).json'],
    ['photo-edited.jpg', 'photo.jpg.json'],
    ['photo-edited(1).jpg', 'photo.jpg(1).json'],
    [`${'x'.repeat(50)}.jpg`, `${'x'.repeat(46)}.json`],
    [`${'x'.repeat(41)}.jpg`, `${'x'.repeat(41)}.jpg..json`],
  ])('%s of Takeout may have %s', (photo, sidecar) => {
    expect(takeoutNames(photo)).toContain(sidecar)
  })

  it.each([
    ['photo.jpg', 'photo.json'],
    ['photo.jpg', 'photo.jpg.other.json'],
    ['photo(1).jpg', 'photo.jpg.json'],
    ['photo.jpg', 'photo.jpg(1).json'],
  ])('%s has no %s', (photo, other) => {
    expect(takeoutNames(photo)).not.toContain(other)
  })
})
