// The starter model computes what its authors computed: token ids, text vectors and the vectors of the sample photos.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Encoder } from '../../main/engine/encoder/encoder'
import { dot, normalise } from '../../main/engine/encoder/vectors'
import { decodeForEncoder } from '../../main/engine/media/decode'
import { readPhoto } from '../../main/engine/media/photo'
import { resources, sampleNames, samplePath } from './support/engine'

const golden = JSON.parse(readFileSync(join(resources.starterModel, 'golden.json'), 'utf8')) as {
  ids: Record<string, number[]>
  text: Record<string, number[]>
  images: Record<string, number[]>
}

let encoder: Encoder

beforeAll(async () => {
  encoder = await Encoder.open(resources.starterModel, { threads: 2 })
})
afterAll(async () => {
  await encoder.close()
})

function cosine(vector: Float32Array, reference: readonly number[] | undefined): number {
  expect(vector).toHaveLength(encoder.manifest.dimension)
  return dot(vector, normalise(Float32Array.from(reference ?? [])))
}

async function embedSample(name: string): Promise<Float32Array> {
  const { bytes } = await readPhoto(samplePath(name))
  const [vector] = await encoder.embedImages([await decodeForEncoder(bytes, encoder.manifest.image)])
  return vector!
}

it('the golden file covers the texts and every sample photo', () => {
  expect(Object.keys(golden.text).length).toBeGreaterThanOrEqual(20)
  expect(Object.keys(golden.ids)).toEqual(Object.keys(golden.text))
  expect(Object.keys(golden.images).sort()).toEqual([...sampleNames].sort())
})

describe('token ids', () => {
  it.each(Object.entries(golden.ids))('%s', async (text, ids) => {
    expect(await encoder.tokenize(text)).toEqual(ids)
  })
})

describe('text vectors', () => {
  it.each(Object.entries(golden.text))('%s', async (text, reference) => {
    const vector = await encoder.embedText(text)
    expect(cosine(vector, reference)).toBeGreaterThanOrEqual(0.999)
    expect(dot(vector, vector)).toBeCloseTo(1, 5)
  })
})

describe('photo vectors', () => {
  it.each(Object.entries(golden.images))('%s', async (name, reference) => {
    const vector = await embedSample(name)
    expect(cosine(vector, reference)).toBeGreaterThanOrEqual(0.99)
    expect(dot(vector, vector)).toBeCloseTo(1, 5)
  })

  it('are the same alone and in a batch', async () => {
    const names = sampleNames.slice(0, 4)
    const pixels = await Promise.all(
      names.map(async (name) => decodeForEncoder((await readPhoto(samplePath(name))).bytes, encoder.manifest.image)),
    )
    const batch = await encoder.embedImages(pixels)
    expect(batch).toHaveLength(names.length)
    for (const [i, name] of names.entries()) expect(dot(batch[i]!, await embedSample(name))).toBeGreaterThan(0.9999)
  })
})
