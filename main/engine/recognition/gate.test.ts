/** Tests of telling drawn pictures from photographs. */
import { describe, expect, it } from 'vitest'
import { isDrawn } from './gate'

describe('isDrawn', () => {
  it('knows screenshots and what computers draw', () => {
    expect(isDrawn({ name: 'chart.png', camera: null })).toBe(true)
    expect(isDrawn({ name: 'Screenshot_2024.jpg', camera: null })).toBe(true)
    expect(isDrawn({ name: 'Bildschirmfoto 3.jpg', camera: null })).toBe(true)
  })

  it('takes what a camera made for a photograph, and what says nothing', () => {
    expect(isDrawn({ name: 'IMG_1.png', camera: 'Canon EOS R6' })).toBe(false)
    expect(isDrawn({ name: 'IMG_1.jpg', camera: null })).toBe(false)
  })
})
