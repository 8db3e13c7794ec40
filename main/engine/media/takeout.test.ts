// The JSON beside photos of Google Takeout, and JSON that is something else.
import { describe, expect, it } from 'vitest'
import { noFacts } from './facts'
import { readTakeout } from './takeout'

describe('readTakeout', () => {
  it('reads when and where, the description, and who is in it', () => {
    const json = {
      title: 'IMG_0001.jpg',
      description: 'At the sea\nwith friends',
      photoTakenTime: { timestamp: '1563714245', formatted: 'Jul 21, 2019' },
      geoData: { latitude: 0, longitude: 0, altitude: 0 },
      geoDataExif: { latitude: 48.858, longitude: 2.294, altitude: 30 },
      people: [{ name: 'Anna' }, { name: 'Ben' }, {}],
    }
    expect(readTakeout(JSON.stringify(json))).toEqual({
      ...noFacts,
      taken: { at: Date.UTC(2019, 6, 21, 13, 4, 5), offset: null },
      position: { latitude: 48.858, longitude: 2.294 },
      description: 'At the sea\nwith friends',
      keywords: ['Anna', 'Ben'],
    })
  })

  it.each([
    '',
    '{',
    'null',
    '5',
    '[]',
    '{}',
    '{"description":5,"photoTakenTime":"x","geoData":[],"people":{}}',
    '{"description":"","photoTakenTime":{"timestamp":"never"},"people":[5]}',
    '{"photoTakenTime":{"timestamp":"0"},"geoData":{"latitude":900,"longitude":0}}',
    '{"photoTakenTime":{"timestamp":"1e300"}}',
  ])('%s says nothing', (json) => {
    expect(readTakeout(json)).toEqual(noFacts)
  })
})
