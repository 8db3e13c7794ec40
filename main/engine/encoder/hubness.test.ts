// Hubness: half the mean of the four highest scores with the bank, whatever the order of its rows.
import { createHash } from 'node:crypto'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { temporaryFolders } from '../../../test/integration/support/folders'
import { resources } from '../../../test/integration/support/engine'
import { hubness, loadBank } from './hubness'
import { readManifest } from './manifest'
import { dot } from './vectors'

const temporary = temporaryFolders()
const row = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 })
const vector = row.map((values) => Float32Array.from(values))

describe('hubness', () => {
  it('is half the mean of the four highest scores', () => {
    fc.assert(
      fc.property(vector, fc.array(vector, { minLength: 4, maxLength: 40 }), (photo, bank) => {
        const highest = bank
          .map((text) => dot(photo, text))
          .sort((a, b) => b - a)
          .slice(0, 4)
        expect(hubness(photo, bank)).toBeCloseTo((0.5 * highest.reduce((sum, score) => sum + score, 0)) / 4, 4)
      }),
    )
  })

  it('takes what there is of a small bank, and is 0 without one', () => {
    const photo = Float32Array.of(1, 0)
    expect(hubness(photo, [])).toBe(0)
    expect(hubness(photo, [Float32Array.of(0.5, 1), Float32Array.of(-0.1, 1)])).toBeCloseTo(0.1, 6)
  })
})

describe('loadBank', () => {
  it('reads the rows of the starter model, which have unit length', async () => {
    const manifest = await readManifest(resources.starterModel)
    const bank = await loadBank(resources.starterModel, manifest)
    expect(bank).toHaveLength(manifest.bank!.rows)
    for (const text of bank) expect(dot(text, text)).toBeCloseTo(1, 3)
  })

  it('is empty for a model without one, and refuses one with other bytes', async () => {
    const manifest = await readManifest(resources.starterModel)
    const folder = temporary()
    expect(await loadBank(folder, { ...manifest, bank: undefined })).toEqual([])
    const bytes = Buffer.from(Float32Array.of(1, 2, 3, 4).buffer)
    writeFileSync(join(folder, 'bank.f32'), bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const bank = { file: 'bank.f32', bytes: bytes.length, sha256, rows: 2, dtype: 'float32le' as const }
    expect(await loadBank(folder, { ...manifest, dimension: 2, bank })).toEqual([
      Float32Array.of(1, 2),
      Float32Array.of(3, 4),
    ])
    appendFileSync(join(folder, 'bank.f32'), 'x')
    await expect(loadBank(folder, { ...manifest, dimension: 2, bank })).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
  })
})
