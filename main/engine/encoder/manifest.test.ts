// Manifests: what this version cannot do is refused as unsupported, what is broken as damaged, each with its reason.
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resources } from '../../../test/integration/support/engine'
import { temporaryFolders } from '../../../test/integration/support/folders'
import { readManifest, verifyFile } from './manifest'

const temporary = temporaryFolders()
type Json = Record<string, unknown>
const starter = JSON.parse(readFileSync(join(resources.starterModel, 'manifest.json'), 'utf8')) as Json
const image = starter['image'] as Json
const text = starter['text'] as Json
const tokenizer = starter['tokenizer'] as Json
const bank = starter['bank'] as Json
const calibration = starter['calibration'] as Json

function folderWith(manifest: unknown): string {
  const folder = temporary()
  writeFileSync(join(folder, 'manifest.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest))
  return folder
}

describe('readManifest', () => {
  it('reads the starter model', async () => {
    expect(await readManifest(resources.starterModel)).toMatchObject({ id: 'fovea-starter', dimension: 256 })
  })

  it('does without a bank, calibration and shorter vectors', async () => {
    const manifest = folderWith({ ...starter, bank: undefined, calibration: undefined, matryoshka: undefined })
    expect(await readManifest(manifest)).toMatchObject({ id: 'fovea-starter' })
  })

  it('ignores what it does not know', async () => {
    expect(await readManifest(folderWith({ ...starter, colour: 'blue' }))).toMatchObject({ id: 'fovea-starter' })
  })

  it.each([
    ['a newer schema', { schema: 2 }],
    ['no schema', { schema: undefined }],
    ['no id', { id: '' }],
    ['no revision', { revision: undefined }],
    ['a dimension of zero', { dimension: 0 }],
    ['a dimension that is not whole', { dimension: 255.5 }],
    ['a dimension as text', { dimension: '256' }],
    ['an enormous dimension', { dimension: 1e9 }],
    ['another similarity', { similarity: 'euclidean' }],
    ['a Matryoshka prefix beyond the dimension', { matryoshka: [512] }],
    ['no image tower', { image: undefined }],
    ['another layout', { image: { ...image, layout: 'NHWC' } }],
    ['another type', { image: { ...image, dtype: 'float16' } }],
    ['another way to resize', { image: { ...image, resize: 'pad' } }],
    ['another interpolation', { image: { ...image, interpolation: 'nearest' } }],
    ['a deviation of zero', { image: { ...image, std: [0, 1, 1] } }],
    ['an enormous input', { image: { ...image, width: 100_000 } }],
    ['two means for three channels', { image: { ...image, mean: [0, 0] } }],
    ['a file outside its folder', { image: { ...image, file: '../../etc/passwd' } }],
    ['an absolute file', { image: { ...image, file: '/etc/passwd' } }],
    ['a file on another drive', { text: { ...text, file: 'C:\\model.onnx' } }],
    ['a hidden file', { text: { ...text, file: '.env' } }],
    ['a checksum that is none', { image: { ...image, sha256: 'abc' } }],
    ['a negative size', { image: { ...image, bytes: -1 } }],
    ['padding of another kind', { text: { ...text, padding: 'longest' } }],
    ['padding without a token for it', { text: { ...text, padding: 'max' } }],
    ['weights outside its folder', { image: { ...image, data: [{ ...bank, file: 'a/../../b' }] } }],
    ['no room for tokens', { text: { ...text, maxTokens: 1 } }],
    ['a bank of another size than its rows', { bank: { ...bank, rows: 511 } }],
    ['a bank of another type', { bank: { ...bank, dtype: 'float16le' } }],
    ['a mean vector of another length', { calibration: { ...calibration, textMean: [0, 0] } }],
    ['another tokenizer', { tokenizer: { ...tokenizer, kind: 'characters' } }],
  ])('refuses %s as unsupported', async (_what, changes) => {
    const reading = readManifest(folderWith({ ...starter, ...changes }))
    await expect(reading).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED', retry: 'update-app' })
  })

  it('names the field', async () => {
    await expect(readManifest(folderWith({ ...starter, image: { ...image, layout: 'NHWC' } }))).rejects.toThrow(
      'image.layout',
    )
  })

  it.each([['[]'], ['null'], ['"text"'], ['42']])('refuses %s as unsupported', async (manifest) => {
    await expect(readManifest(folderWith(manifest))).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' })
  })

  it.each([
    ['nothing', ''],
    ['half a manifest', JSON.stringify(starter).slice(0, 500)],
    ['something else', 'PK\u0003\u0004'],
  ])('takes %s for damage', async (_what, manifest) => {
    const reading = readManifest(folderWith(manifest))
    await expect(reading).rejects.toMatchObject({ code: 'MODEL_DAMAGED', retry: 'reinstall' })
  })

  it('takes a missing manifest or folder for damage', async () => {
    await expect(readManifest(temporary())).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
    await expect(readManifest('/nowhere')).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
  })
})

describe('verifyFile', () => {
  const expected = {
    file: 'model.onnx',
    bytes: 5,
    sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', // of "hello"
  }

  it('answers with the path of a file that is as it should be', async () => {
    const folder = temporary()
    writeFileSync(join(folder, 'model.onnx'), 'hello')
    expect(await verifyFile(folder, expected)).toBe(join(folder, 'model.onnx'))
  })

  it.each([
    ['a missing file', 'is missing', (path: string) => rmSync(path)],
    ['another size', 'has 6 bytes instead of 5', (path: string) => appendFileSync(path, '!')],
    ['other bytes', 'does not have the bytes', (path: string) => writeFileSync(path, 'hallo')],
    [
      'a folder of its name',
      'model.onnx',
      (path: string) => {
        rmSync(path)
        mkdirSync(path)
      },
    ],
  ])('refuses %s, naming the file', async (_what, sentence, damage) => {
    const folder = temporary()
    writeFileSync(join(folder, 'model.onnx'), 'hello')
    damage(join(folder, 'model.onnx'))
    const verifying = verifyFile(folder, expected)
    await expect(verifying).rejects.toMatchObject({ code: 'MODEL_DAMAGED', retry: 'reinstall' })
    await expect(verifying).rejects.toThrow(sentence)
    await expect(verifying).rejects.toThrow('model.onnx')
  })
})
