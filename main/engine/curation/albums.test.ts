// Smart albums: hold what is like their examples, and follow the library.
import { beforeEach, describe, expect, it } from 'vitest'
import { normalise } from '../encoder/vectors'
import { SmartAlbums, type PhotoSource } from './albums'

/** Photos about one thing (an axis), each a little different. */
function photosOf(subject: number, count: number): [string, Float32Array][] {
  return Array.from({ length: count }, (_, i) => {
    const vector = Float32Array.from({ length: 16 }, (_, axis) => Math.sin(subject * 131 + i * 17 + axis * axis) * 0.2)
    vector[subject] = 1
    return [`${subject}-${i}`, normalise(vector)]
  })
}

let library: Map<string, Float32Array>
let version: number
let scans: number
let broken: boolean
const source: PhotoSource = {
  version: () => Promise.resolve(version),
  vectorsOf: (ids) => Promise.resolve(new Map(ids.flatMap((id) => (library.has(id) ? [[id, library.get(id)!]] : [])))),
  sample: () => Promise.resolve(library),
  visitAll: (visit) => {
    scans++
    if (broken) return Promise.reject(new Error('the disk is away'))
    library.forEach((vector, id) => visit(id, vector))
    return Promise.resolve()
  },
}
let albums: SmartAlbums
beforeEach(() => {
  library = new Map(Array.from({ length: 12 }, (_, subject) => photosOf(subject, 8)).flat())
  ;[version, scans, broken] = [1, 0, false]
  albums = new SmartAlbums(source, undefined)
})

const dogs = { examples: ['2-0', '2-1', '2-2'], counterExamples: [], threshold: 0.5 }
const idsOf = async (album: typeof dogs | { examples: string[]; counterExamples: string[]; threshold: number }) =>
  (await albums.members(album)).map(({ id }) => id)

describe('a smart album', () => {
  it('holds what is like its examples, examples first, best first', async () => {
    const members = await albums.members(dogs)
    expect(members.map(({ id }) => id).sort()).toEqual(photosOf(2, 8).map(([id]) => id))
    expect(members.slice(0, 3).map(({ id }) => id)).toEqual(dogs.examples)
    const scores = members.map(({ score }) => score)
    expect([...scores].sort((a, b) => b - a)).toEqual(scores)
  })

  it('never holds a counter-example', async () => {
    expect(await idsOf({ ...dogs, counterExamples: ['2-5'] })).not.toContain('2-5')
  })

  it('gets photos that come, and loses those that go', async () => {
    expect(await idsOf(dogs)).toHaveLength(8)
    for (const [id, vector] of photosOf(2, 10)) library.set(id, vector)
    library.delete('2-3')
    version = 2
    const ids = await idsOf(dogs)
    expect(ids).toEqual(expect.arrayContaining(['2-8', '2-9']))
    expect(ids).not.toContain('2-3')
  })

  it('is not computed again while nothing has changed, also when the threshold moves', async () => {
    const usual = await idsOf(dogs)
    const strict = await idsOf({ ...dogs, threshold: 0.99 })
    const loose = await idsOf({ ...dogs, threshold: 0.2 })
    expect(scans).toBe(1)
    expect(usual).toEqual(expect.arrayContaining(strict))
    expect(loose).toEqual(expect.arrayContaining(usual))
    expect(strict).toEqual(expect.arrayContaining(dogs.examples))
    await idsOf({ ...dogs, examples: ['2-0'] })
    expect(scans).toBe(2)
  })

  it('does without examples that have gone, and is empty without any', async () => {
    expect(await idsOf({ ...dogs, examples: ['gone', '2-0', '2-1'] })).toContain('2-2')
    expect(await idsOf({ ...dogs, examples: ['gone'] })).toEqual([])
  })

  it('can be asked again after a failure', async () => {
    broken = true
    await expect(albums.members(dogs)).rejects.toThrow('the disk is away')
    broken = false
    expect(await idsOf(dogs)).toHaveLength(8)
  })
})
