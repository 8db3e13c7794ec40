// Tags and explanations from made-up vectors: photos and texts lie far apart, concepts around the texts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dot, normalise } from '../../encoder/vectors'
import { ConceptSpace } from './concept-space'

const dimension = 96
const count = 100

/** Random numbers that are the same in each run (mulberry32). */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function randomUnit(random: () => number): Float32Array {
  return normalise(Float32Array.from({ length: dimension }, () => random() + random() + random() - 1.5))
}

function sum(...vectors: readonly Float32Array[]): Float32Array {
  return Float32Array.from({ length: dimension }, (_, i) => vectors.reduce((total, vector) => total + vector[i]!, 0))
}

function scaled(vector: Float32Array, by: number): Float32Array {
  return vector.map((value) => value * by)
}

const random = seeded(7)
const means = { image: scaled(randomUnit(random), 0.8), text: scaled(randomUnit(random), 0.6) }
const meanings = Array.from({ length: count }, () => randomUnit(random))
const names = meanings.map((_, i) => `concept ${i}`)

function spaceOf(vectors: readonly Float32Array[], concepts: readonly string[] = names): ConceptSpace {
  const flat = new Float32Array(vectors.length * dimension)
  vectors.forEach((vector, row) => flat.set(normalise(sum(means.text, vector)), row * dimension))
  return new ConceptSpace(concepts, flat, means)
}

const photoOf = (...shown: readonly Float32Array[]): Float32Array => normalise(sum(means.image, ...shown))
const textOf = (...said: readonly Float32Array[]): Float32Array => normalise(sum(means.text, ...said))
const conceptsOf = (tags: readonly { concept: string }[]): string[] => tags.map(({ concept }) => concept)
const space = spaceOf(meanings)

describe('tagsOf', () => {
  it('names what a photo shows, across the distance between photos and texts', () => {
    meanings.forEach((meaning, i) => expect(space.tagsOf(photoOf(meaning), 5)[0]?.concept).toBe(names[i]))
  })

  it('names nothing where nothing is clear', () => {
    expect(space.tagsOf(means.image, 5)).toEqual([])
    expect(space.tagsOf(new Float32Array(dimension), 5)).toEqual([])
    expect(space.tagsOf(photoOf(...meanings.slice(0, 30).map((meaning) => scaled(meaning, 0.1))), 5)).toEqual([])
  })

  it('says the same thing once', () => {
    const twin = sum(meanings[3]!, scaled(meanings[4]!, 0.2))
    const withTwin = spaceOf([...meanings, twin], [...names, 'twin'])
    expect(conceptsOf(withTwin.tagsOf(photoOf(meanings[3]!), 5))).toEqual(['concept 3'])
    expect(conceptsOf(withTwin.tagsOf(photoOf(twin), 5))).toEqual(['twin'])
  })

  it('prefers the right word to the one in the middle of all similar words', () => {
    const hub = randomUnit(seeded(1))
    const similar = meanings.map((meaning, i) => (i < 30 ? normalise(sum(hub, scaled(meaning, 0.7))) : meaning))
    const withHub = spaceOf([...similar, hub], [...names, 'hub'])
    let [byCosine, byProminence] = [0, 0]
    for (let i = 0; i < 30; i++) {
      // The photo shows more of what the words share than of what is this one's own.
      const photo = photoOf(hub, scaled(meanings[i]!, 0.2))
      if (dot(photo, textOf(similar[i]!)) > dot(photo, textOf(hub))) byCosine++
      const prominence = withHub.prominence(photo, 'image')
      if (prominence[i] === Math.max(...prominence)) byProminence++
    }
    expect(byCosine).toBeLessThan(15)
    expect(byProminence).toBe(30)
  })

  it('gives at most as many as asked for, the clearest first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: count - 1 }), fc.integer({ min: 0, max: 4 }), (i, most) => {
        const tags = space.tagsOf(photoOf(meanings[i]!, scaled(meanings[(i + 1) % count]!, 0.8)), most)
        expect(tags.length).toBeLessThanOrEqual(most)
        const relevances = tags.map(({ relevance }) => relevance)
        expect(relevances).toEqual([...relevances].sort((a, b) => b - a))
        for (const relevance of relevances) expect(relevance > 0 && relevance < 1).toBe(true)
      }),
    )
  })

  it('has no tags without concepts', () => {
    expect(new ConceptSpace([], new Float32Array(0), means).tagsOf(photoOf(meanings[0]!), 5)).toEqual([])
  })
})

describe('present', () => {
  it('agrees with the tags', () => {
    const photo = photoOf(meanings[8]!)
    expect(space.present(photo).map((position) => names[position])).toEqual(conceptsOf(space.tagsOf(photo, count)))
  })
})

describe('sharedConcepts', () => {
  const photo = photoOf(meanings[1]!, meanings[2]!)

  it('names what a text and a photo have in common, and not what only one has', () => {
    expect(conceptsOf(space.sharedConcepts(textOf(meanings[1]!, meanings[9]!), 'text', photo, 5))).toEqual([
      'concept 1',
    ])
  })

  it('does so for two photos', () => {
    expect(conceptsOf(space.sharedConcepts(photoOf(meanings[2]!, meanings[9]!), 'image', photo, 5))).toEqual([
      'concept 2',
    ])
  })

  it('names nothing where nothing is in common', () => {
    expect(space.sharedConcepts(textOf(meanings[9]!), 'text', photo, 5)).toEqual([])
  })
})
