/** Scores photos against one vector: cosines, plain or centred, with the hubness bias taken off where that helps. */
import { bytesOf } from './vector-block'

/**
 * A unit vector to score photos x with: `x · vector - hub * hubness(x)`, where x is first centred if `isCentred`.
 *
 * [Note: centring] Photos and texts lie in two cones (the modality gap). With the mean of each taken off (GR-CLIP,
 * arXiv 2507.19054) scores of texts and of pictures can be weighed against each other. The photo's side is computed
 * without touching the vectors: (x - m) · t = x · t - m · t. A centred probe had the mean of its own modality taken off.
 */
export interface Probe {
  vector: Float32Array
  isCentred: boolean
  /** 1 or 0. See: [Note: hubness] */
  hub: number
}

/** Lengths of vectors without the mean of their modality, by which centred scores are divided; computed once, when loaded. */
export class CentredLengths {
  readonly mean: Float32Array | undefined
  #lengths = new Float32Array(0)

  constructor(mean: Float32Array | undefined) {
    this.mean = mean
  }

  set(row: number, vector: Float32Array): void {
    if (this.mean) this.#lengths[row] = centredLength(vector, 0, this.mean)
  }

  of(row: number): number {
    return this.#lengths[row] || 1
  }

  move(from: number, to: number): void {
    this.#lengths[to] = this.#lengths[from]!
  }

  /** The first `count` as they lie in memory; good until the next `reserve`. */
  bytes(count: number): Uint8Array {
    return bytesOf(this.#lengths, count)
  }

  reserve(rows: number): void {
    const larger = new Float32Array(rows)
    larger.set(this.#lengths)
    this.#lengths = larger
  }
}

/** Scores of all photos, in place of their dot products with the probe (`dots`). */
export function score(
  { vector, isCentred, hub }: Probe,
  dots: Float32Array,
  hubs: Float32Array,
  lengths: CentredLengths,
): Float32Array {
  const { mean } = lengths
  if (!isCentred || !mean) {
    if (hub !== 0) for (let i = 0; i < dots.length; i++) dots[i] = dots[i]! - hub * hubs[i]!
    return dots
  }
  const offset = dotAt(vector, 0, mean, vector.length)
  for (let i = 0; i < dots.length; i++) dots[i] = (dots[i]! - offset) / lengths.of(i) - hub * hubs[i]!
  return dots
}

/** Exact scores of photos whose whole vectors stand one after the other, in no order of rows. */
export function exactScore(
  probe: Probe,
  vectors: Float32Array,
  hubs: Float32Array,
  modalityMean: Float32Array | undefined,
): Float32Array {
  const { vector, isCentred, hub } = probe
  const dimension = vector.length
  const scores = new Float32Array(hubs.length)
  const mean = isCentred ? modalityMean : undefined
  const offset = mean ? dotAt(vector, 0, mean, dimension) : 0
  for (let i = 0; i < hubs.length; i++) {
    const length = mean ? centredLength(vectors, i * dimension, mean) : 1
    scores[i] = (dotAt(vectors, i * dimension, vector, dimension) - offset) / length - hub * hubs[i]!
  }
  return scores
}

function centredLength(vectors: Float32Array, start: number, mean: Float32Array): number {
  let square = 0
  for (let i = 0; i < mean.length; i++) {
    const without = vectors[start + i]! - mean[i]!
    square += without * without
  }
  return Math.sqrt(square) || 1
}

/** Four sums keep the processor's pipeline full. */
function dotAt(matrix: Float32Array, start: number, vector: Float32Array, length: number): number {
  const whole = length - (length % 4)
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let i = 0
  for (; i < whole; i += 4) {
    a += matrix[start + i]! * vector[i]!
    b += matrix[start + i + 1]! * vector[i + 1]!
    c += matrix[start + i + 2]! * vector[i + 2]!
    d += matrix[start + i + 3]! * vector[i + 3]!
  }
  for (; i < length; i++) a += matrix[start + i]! * vector[i]!
  return a + b + c + d
}
