// Text towers that were written down: the same vectors, and the tower as it comes wherever there is any doubt.
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Encoder } from '../../main/engine/encoder/encoder'
import { findMapped, keepMapped, textTowersOf } from '../../main/engine/encoder/mapped-towers'
import { readManifest, type Manifest } from '../../main/engine/encoder/manifest'
import { dot } from '../../main/engine/encoder/vectors'
import { resources } from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const texts = ['a dog', 'two children run along a beach at sunset', 'ein Haus', '']
let folder: string
let mapped: string
let manifest: Manifest

beforeAll(async () => {
  folder = join(temporary(), 'model')
  mapped = join(temporary(), 'mapped')
  cpSync(resources.starterModel, folder, { recursive: true })
  manifest = await readManifest(folder)
  await keepMapped(mapped, folder, textTowersOf(manifest))
})

async function vectorsOf(encoder: Encoder): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (const text of texts) vectors.push(await encoder.embedText(text))
  await encoder.close()
  return vectors
}

const find = (): Promise<string | undefined> => findMapped(mapped, folder, manifest.text)

describe('a text tower that was written down', () => {
  it('gives the same vectors', async () => {
    expect(await find()).toBeDefined()
    const plain = await vectorsOf(await Encoder.open(folder))
    const written = await vectorsOf(await Encoder.open(folder, { mappedTowers: mapped }))
    written.forEach((vector, i) => {
      expect(dot(vector, plain[i]!)).toBeGreaterThan(0.999999)
    })
  })

  it('gives way to the tower as it comes where it does not load', async () => {
    const elsewhere = join(temporary(), 'mapped')
    cpSync(mapped, elsewhere, { recursive: true })
    const made = join(elsewhere, readdirSync(elsewhere)[0]!)
    writeFileSync(join(made, 'text.onnx'), 'no graph')
    const stat = (path: string): object => ({ bytes: statSync(path).size, mtimeMs: statSync(path).mtimeMs })
    const seal = {
      source: stat(join(folder, manifest.text.file)),
      graph: stat(join(made, 'text.onnx')),
      numbers: stat(join(made, 'text.data')),
    }
    writeFileSync(join(made, 'seal.json'), JSON.stringify(seal))
    expect(await findMapped(elsewhere, folder, manifest.text)).toBe(join(made, 'text.onnx'))
    const [plain] = await vectorsOf(await Encoder.open(folder))
    const [other] = await vectorsOf(await Encoder.open(folder, { mappedTowers: elsewhere }))
    expect(dot(other!, plain!)).toBeCloseTo(1, 6)
  })

  it('is not used once it or its source was changed', async () => {
    const path = (await find())!
    const numbers = join(path, '..', 'text.data')
    const whole = readFileSync(numbers)
    appendFileSync(numbers, 'more')
    expect(await find()).toBeUndefined()
    writeFileSync(numbers, whole)
    expect(await find()).toBeUndefined() // written since
    await keepMapped(mapped, folder, textTowersOf(manifest))
    expect(await find()).toBeDefined()
    utimesSync(join(folder, manifest.text.file), new Date(0), new Date(0))
    expect(await find()).toBeUndefined()
  })

  it('is let go of with its model, and never made of a damaged one', async () => {
    const other = join(temporary(), 'mapped')
    mkdirSync(join(other, 'of another model'), { recursive: true })
    await keepMapped(other, folder, [])
    expect(readdirSync(other)).toEqual([])
    const damaged = join(temporary(), 'model')
    cpSync(folder, damaged, { recursive: true })
    appendFileSync(join(damaged, manifest.text.file), 'x')
    await expect(keepMapped(other, damaged, textTowersOf(manifest))).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
    expect(readdirSync(other)).toEqual([])
    expect(existsSync(join(other, 'seal.json'))).toBe(false)
  })
})
