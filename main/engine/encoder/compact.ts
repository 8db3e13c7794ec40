/** Shorter vectors of a model: a prefix of its own, or their shares in the directions in which photos differ most. */
import { readFile } from 'node:fs/promises'
import { verifyFile, type SingleManifest } from './manifest'
import { dot, normalise } from './vectors'

/** Of unit length. */
export type Shrink = (vector: Float32Array) => Float32Array

/** A prefix of so many numbers (Matryoshka), or a row for each number of the shorter vector. */
export function shrinkBy(to: number | readonly Float32Array[]): Shrink {
  if (typeof to === 'number') return (vector) => normalise(vector.slice(0, to))
  return (vector) => normalise(Float32Array.from(to, (row) => dot(row, vector)))
}

/** What a compact variant does to the vectors of its towers; undefined for all other models. Throws MODEL_DAMAGED. */
export async function loadShrink(folder: string, { compact, dimension }: SingleManifest): Promise<Shrink | undefined> {
  if (!compact) return undefined
  if (!compact.projection) return shrinkBy(dimension)
  const bytes = Uint8Array.from(await readFile(await verifyFile(folder, compact.projection)))
  return shrinkBy(rowsOf(new Float32Array(bytes.buffer), compact.width))
}

/** Cuts an array of vectors that stand one after the other. */
export function rowsOf(numbers: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: numbers.length / width }, (_, row) => numbers.subarray(row * width, (row + 1) * width))
}
