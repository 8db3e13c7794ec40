/** Models made from the starter by a matrix behind both towers: real files, whose vectors can also be computed. */
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from '../../main/engine/encoder/manifest'
import { dot, normalise } from '../../main/engine/encoder/vectors'

/** One row a number of the new vectors. */
export type Matrix = readonly Float32Array[]

export function apply(matrix: Matrix, vector: Float32Array): Float32Array {
  return normalise(Float32Array.from(matrix, (row) => dot(row, vector)))
}

/** The first numbers of a vector (Matryoshka). */
export function prefixMatrix(width: number, of: number): Matrix {
  return Array.from({ length: width }, (_, row) => Float32Array.from({ length: of }, (_value, i) => Number(i === row)))
}

/** A random rotation of a space with a perturbation: `noise` is how long what is added to a unit vector is on average. */
export function noisyRotation(width: number, noise: number, seed: number): Matrix {
  const next = gaussians(seed)
  const rows: Float32Array[] = []
  while (rows.length < width) {
    const row = Float32Array.from({ length: width }, next)
    for (const other of rows) {
      const share = dot(row, other)
      for (let i = 0; i < width; i++) row[i] = row[i]! - share * other[i]!
    }
    rows.push(normalise(row))
  }
  const deviation = noise / Math.sqrt(width)
  return rows.map((row) => row.map((value) => value + deviation * next()))
}

/** Writes a model folder: the towers of `from`, its tokenizer and calibration, and the matrix behind them. */
export function writeDerivedModel(from: string, folder: string, id: string, matrix: Matrix): void {
  const manifest = JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8')) as Manifest
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(from, manifest.tokenizer.file), join(folder, manifest.tokenizer.file))
  const tower = (file: string, output: string): { file: string; bytes: number; sha256: string; output: string } => {
    const bytes = Buffer.concat([readFileSync(join(from, file)), graphWith(matrix, output)])
    return { file, output: derivedOutput, ...written(folder, file, bytes) }
  }
  const bank = manifest.bank && readBank(join(from, manifest.bank.file), manifest.dimension)
  const changed = bank && Buffer.concat(bank.map((row) => Buffer.from(apply(matrix, row).buffer)))
  const { matryoshka: _prefixes, calibration, ...rest } = manifest
  const derived: Manifest = {
    ...rest,
    id,
    name: id,
    dimension: matrix.length,
    image: { ...manifest.image, ...tower(manifest.image.file, manifest.image.output) },
    text: { ...manifest.text, ...tower(manifest.text.file, manifest.text.output) },
    ...(manifest.bank && changed
      ? { bank: { ...manifest.bank, ...written(folder, manifest.bank.file, changed) } }
      : {}),
  }
  if (calibration) {
    const { imageMean, textMean, presence, afterCentring } = calibration
    const means = [imageMean, textMean].map((mean) => matrix.map((row) => dot(row, Float32Array.from(mean))))
    derived.calibration = {
      imageMean: means[0]!,
      textMean: means[1]!,
      afterCentring,
      ...(presence ? { presence } : {}),
    }
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(derived))
}

const derivedOutput = 'derived_embeds'

function written(folder: string, file: string, bytes: Buffer): { bytes: number; sha256: string } {
  writeFileSync(join(folder, file), bytes)
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

function readBank(file: string, dimension: number): Float32Array[] {
  const bytes = Uint8Array.from(readFileSync(file))
  const numbers = new Float32Array(bytes.buffer)
  return Array.from({ length: numbers.length / dimension }, (_, row) =>
    numbers.slice(row * dimension, (row + 1) * dimension),
  )
}

/**
 * More of a graph, as onnx.proto has it: a message that stands behind another one of its kind is merged with it, and lists
 * are appended to. So this is a whole model file's tail: a product with the matrix and one more output.
 */
function graphWith(matrix: Matrix, output: string): Buffer {
  const columns = matrix[0]!.length
  const weights = new Float32Array(columns * matrix.length)
  matrix.forEach((row, i) => row.forEach((value, k) => (weights[k * matrix.length + i] = value)))
  const float = 1
  const tensor = Buffer.concat([
    ...[varint(1, columns), varint(1, matrix.length), varint(2, float)],
    ...[bytes(8, 'derived_weights'), bytes(9, Buffer.from(weights.buffer))],
  ])
  const node = Buffer.concat([
    ...[
      bytes(1, output),
      bytes(1, 'derived_weights'),
      bytes(2, derivedOutput),
      bytes(3, 'derived'),
      bytes(4, 'MatMul'),
    ],
  ])
  const shape = Buffer.concat([bytes(1, bytes(2, 'rows')), bytes(1, varint(1, matrix.length))])
  const type = bytes(1, Buffer.concat([varint(1, float), bytes(2, shape)]))
  const graph = [bytes(1, node), bytes(5, tensor), bytes(12, Buffer.concat([bytes(1, derivedOutput), bytes(2, type)]))]
  return bytes(7, Buffer.concat(graph))
}

function bytes(field: number, value: Buffer | string): Buffer {
  const content = Buffer.from(value)
  return Buffer.concat([number(field * 8 + 2), number(content.length), content])
}

function varint(field: number, value: number): Buffer {
  return Buffer.concat([number(field * 8), number(value)])
}

function number(value: number): Buffer {
  const parts: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    parts.push(rest >= 128 ? (rest % 128) + 128 : rest)
    if (rest < 128) return Buffer.from(parts)
  }
}

export function gaussians(seed: number): () => number {
  let state = seed
  const uniform = (): number => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}
