// Image towers of eight bits: what they are made of, how close they come, and that a damaged one is no harm.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from '../../main/engine/onnxruntime'
import { beforeAll, describe, expect, it } from 'vitest'
import { findEightBits, makeEightBits, sweepEightBits } from '../../main/engine/encoder/eight-bits/made'
import { readModel, writeModel } from '../../main/engine/encoder/eight-bits/graph'
import { fromHalf, toEightBits, type Kind } from '../../main/engine/encoder/eight-bits/rewrite'
import { Encoder, type Pixels } from '../../main/engine/encoder/encoder'
import { readManifest } from '../../main/engine/encoder/manifest'
import { forkTrial, judgeProviders } from '../../main/engine/encoder/probation'
import { rememberEntry, verdictKey } from '../../main/engine/encoder/providers'
import { dot } from '../../main/engine/encoder/vectors'
import { resolveHome } from '../../main/engine/home'
import { decodeForEncoder } from '../../main/engine/media/decode'
import { executionOf, isUntried } from '../../main/engine/models/execution'
import { repository, resources } from './support/engine'
import { temporaryFolders } from './support/folders'
import { Graph } from './support/models/onnx-writer'
import { clipVision, photoGraph } from './support/models/towers'

const temporary = temporaryFolders()
const kinds: Kind[] = ['outputs', 'blocks']

function numbers(count: number, seed: number): Float32Array {
  let state = seed
  return Float32Array.from({ length: count }, () => {
    state = (state * 1664525 + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  })
}

function rewritten(path: string, kind: Kind): { path: string; count: number } {
  const model = readModel(path)
  const count = toEightBits(model, kind)
  const target = path.replace('.onnx', `.${kind}.onnx`)
  writeFileSync(target, Buffer.concat(writeModel(model)))
  return { path: target, count }
}

async function run(path: string, feeds: Record<string, Tensor>, output: string): Promise<Float32Array> {
  const session = await InferenceSession.create(path)
  const result = await session.run(feeds, [output])
  await session.release()
  return result[output]?.data as Float32Array
}

function cosine(a: Float32Array, b: Float32Array): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

describe('a graph of eight bits', () => {
  /** A product with its bias, one without, and the last one, which gives the vector. 200 inputs are no whole number of blocks. */
  function small(dataFile?: string): string {
    const graph = new Graph()
    const x = graph.input('x', 'float32', ['rows', 200])
    const first = graph.floats([200, 96], numbers(200 * 96, 1))
    const wide = graph.node('Add', [graph.node('MatMul', [x, first]), graph.floats([96], numbers(96, 2))])
    const second = graph.node('MatMul', [graph.node('Relu', [wide]), graph.floats([96, 64], numbers(96 * 64, 3))])
    graph.node('MatMul', [second, graph.floats([64, 64], numbers(64 * 64, 4))], {}, 'y')
    graph.output('y', 'float32', ['rows', 64])
    const path = join(temporary(), 'small.onnx')
    graph.write(path, dataFile)
    return path
  }

  it.each(kinds)('gives nearly the same numbers, scales of %s', async (kind) => {
    const path = small()
    const { path: made, count } = rewritten(path, kind)
    expect(count).toBe(2)
    const x = new Tensor('float32', numbers(5 * 200, 5), [5, 200])
    const [whole, rounded] = [await run(path, { x }, 'y'), await run(made, { x }, 'y')]
    expect(cosine(whole, rounded)).toBeGreaterThan(0.999)
    expect(rounded).not.toEqual(whole)
  })

  it('has a product and its bias in one node, leaves the last one alone, and drops what nobody takes', () => {
    const { nodes, tensors, domains } = readModel(rewritten(small(), 'outputs').path)
    expect(nodes.map(({ op }) => op)).toEqual(['DynamicQuantizeMatMul', 'Relu', 'DynamicQuantizeMatMul', 'MatMul'])
    expect(nodes[0]?.inputs).toHaveLength(5)
    expect(domains).toContain('com.microsoft')
    const big = [...tensors.values()].filter(({ dims }) => dims.length === 2 && dims[0]! > 64)
    expect(big.map(({ dims, type }) => [type, ...dims])).toEqual([
      [3, 200, 96],
      [3, 96, 64],
    ])
  })

  it('stands alone when the weights lie in another file', async () => {
    const path = small('weights.bin')
    const made = join(temporary(), 'elsewhere.onnx')
    const model = readModel(path)
    toEightBits(model, 'outputs')
    writeFileSync(made, Buffer.concat(writeModel(model)))
    const x = new Tensor('float32', numbers(200, 6), [1, 200])
    expect(cosine(await run(path, { x }, 'y'), await run(made, { x }, 'y'))).toBeGreaterThan(0.999)
  })

  it('reads half precision: whole numbers, fractions, the smallest and those that are none', () => {
    expect([0x3c00, 0xc000, 0x3555, 0x0001, 0x7c00].map(fromHalf)).toEqual([
      1,
      -2,
      expect.closeTo(1 / 3, 3),
      2 ** -24,
      Infinity,
    ])
    expect(fromHalf(0x7e00)).toBeNaN()
  })

  it.each(kinds)('is a smaller transformer with nearly the same vectors, scales of %s', async (kind) => {
    const shape = { width: 128, layers: 4, heads: 4, patch: 32, side: 96, dimension: 64 }
    const path = join(temporary(), 'tower.onnx')
    photoGraph((graph, photos) => {
      clipVision(graph, photos, shape, 'image_embeds')
    }, shape).write(path)
    const { path: made, count } = rewritten(path, kind)
    expect(count).toBe(4 * 6)
    expect(statSync(made).size).toBeLessThan(statSync(path).size)
    const photos = new Tensor('float32', numbers(2 * 3 * 96 * 96, 7), [2, 3, 96, 96])
    const vectors = [await run(path, { pixel_values: photos }, 'image_embeds')]
    vectors.push(await run(made, { pixel_values: photos }, 'image_embeds'))
    expect(cosine(vectors[0]!, vectors[1]!)).toBeGreaterThan(0.99)
  })
})

describe('the starter model in eight bits', () => {
  const photos: Pixels[] = []
  const whole: Float32Array[] = []
  beforeAll(async () => {
    const encoder = await Encoder.open(resources.starterModel)
    for (const name of ['chelsea.jpg', 'coffee.jpg', 'grass.jpg'])
      photos.push(await decodeForEncoder(readFileSync(join(resources.samples, name)), encoder.manifest.image))
    for (const photo of photos) whole.push((await encoder.embedImages([photo]))[0]!)
    await encoder.close()
  })

  const vectorsOf = async (madeTowers: string): Promise<Float32Array[]> => {
    const encoder = await Encoder.open(resources.starterModel, { provider: 'cpu-int8', madeTowers })
    const vectors: Float32Array[] = []
    for (const photo of photos) vectors.push((await encoder.embedImages([photo]))[0]!)
    await encoder.close()
    return vectors
  }

  it('lies within 0.99 of the full one on sample photos, and gives way to it when its file is damaged or gone', async () => {
    const { image } = await readManifest(resources.starterModel)
    const towers = temporary()
    expect(await vectorsOf(towers)).toEqual(whole)

    const path = await makeEightBits(towers, resources.starterModel, image, 'cpu-int8')
    const rounded = await vectorsOf(towers)
    expect(rounded).not.toEqual(whole)
    for (const [i, vector] of rounded.entries()) expect(dot(vector, whole[i]!)).toBeGreaterThan(0.99)

    const bytes = readFileSync(path)
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(path, bytes)
    expect(await vectorsOf(towers)).toEqual(whole)
    // What was found damaged is made anew, and what a killed process left does not count.
    await expect(findEightBits(towers, image, 'cpu-int8')).rejects.toThrow('missing')
    writeFileSync(`${path}.part`, 'half a tower')
    await makeEightBits(towers, resources.starterModel, image, 'cpu-int8')
    expect(await vectorsOf(towers)).toEqual(rounded)
    sweepEightBits(towers, await readManifest(resources.starterModel), 'cpu')
    expect(readdirSync(towers)).toEqual([])
  })

  it('is remembered when it passed, and run only while its file is there', async () => {
    const home = resolveHome(temporary())
    const manifest = await readManifest(resources.starterModel)
    const trial = join(repository, 'test/integration/support/providers/fake-trial.mjs')
    const judged = (behaviour: string): ReturnType<typeof judgeProviders> =>
      judgeProviders({ folder: '', madeTowers: '', photos: [], threads: 4, start: forkTrial(trial, [behaviour]) })
    const off = await judged('eight-bits-off')
    expect(off.provider).toBe('cpu-int8-blocks')
    expect(off.verdicts.find(({ provider }) => provider === 'cpu-int8')).toMatchObject({ code: 'wrong' })
    const entry = await judged('eight-bits')
    expect(entry.verdicts.find(({ provider }) => provider === 'cpu-int8')).toMatchObject({ code: 'passed', speedup: 5 })
    rememberEntry(home.providersFile, verdictKey(manifest), entry)

    expect((await executionOf(home, resources.starterModel, 4)).provider).toBe('cpu')
    expect(await isUntried(home, resources.starterModel)).toBe(true)
    await makeEightBits(home.madeTowers, resources.starterModel, manifest.image, 'cpu-int8')
    expect((await executionOf(home, resources.starterModel, 4)).provider).toBe('cpu-int8')
    expect(await isUntried(home, resources.starterModel)).toBe(false)
  })
})
