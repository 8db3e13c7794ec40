/** Tests of the list of places. */
import { describe, expect, it, vi } from 'vitest'
import { placeLines } from './placeLines'

const place = (country: string, region: string | null, city: string | null, count: number) => ({
  country,
  region,
  city,
  place: '',
  count,
})
const places = [
  place('Germany', 'Berlin', 'Berlin', 3),
  place('Germany', 'Bavaria', 'Munich', 4),
  place('Germany', 'Bavaria', null, 1),
  place('France', 'Île-de-France', 'Paris', 12),
  place('', null, 'Atlantis', 1),
]

describe('placeLines', () => {
  it('counts countries with all that lies in them, most photos first', () => {
    const lines = placeLines(places, new Set(), vi.fn())
    expect(lines.map(({ label, count, isOpen }) => [label, count, isOpen])).toEqual([
      ['France', 12, false],
      ['Germany', 8, false],
      ['Atlantis', 1, null],
    ])
  })

  it('opens to regions and cities, each found by its name with all above it', () => {
    const choose = vi.fn()
    const lines = placeLines(places, new Set(['Germany', 'Bavaria, Germany']), choose)
    expect(lines.map(({ label, level }) => `${level} ${label}`)).toEqual([
      '1 France',
      '1 Germany',
      '2 Bavaria',
      '3 Munich',
      '2 Berlin',
      '1 Atlantis',
    ])
    for (const { choose: chooseLine } of lines) chooseLine?.()
    expect(choose.mock.calls.map(([, found]) => found as string)).toEqual([
      'France',
      'Germany',
      'Bavaria, Germany',
      'Munich, Bavaria, Germany',
      'Berlin, Germany',
      'Atlantis',
    ])
  })
})
