/** Scores photos against one vector: cosines, plain or centred, with the hubness bias taken off where that helps. */

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

/** Lengths by which scores are divided; computed once, when a vector is loaded. `mean` is that of its modality. */
export class VectorLengths {
  readonly prefix: number
  readonly mean: Float32Array | undefined
  /** Of the prefix; of the prefix without the mean's; of the whole vector without the mean. */
  #prefixes = new Float32Array(0)
  #centredPrefixes = new Float32Array(0)
  #centred = new Float32Array(0)

  constructor(prefix: number, mean: Float32Array | undefined) {
    this.prefix = prefix
    this.mean = mean
  }

  set(row: number, vector: Float32Array): void {
    const mean = this.mean
    let [plain, centred] = [0, 0]
    for (let i = 0; i < vector.length; i++) {
      if (i === this.prefix) {
        this.#prefixes[row] = Math.sqrt(plain)
        this.#centredPrefixes[row] = Math.sqrt(centred)
      }
      const value = vector[i]!
      const without = value - (mean?.[i] ?? 0)
      plain += value * value
      centred += without * without
    }
    if (this.prefix >= vector.length) {
      this.#prefixes[row] = 1
      this.#centredPrefixes[row] = Math.sqrt(centred)
    }
    this.#centred[row] = Math.sqrt(centred)
  }

  /** By row, or undefined where all are 1. */
  of(isWhole: boolean, isCentred: boolean): Float32Array | undefined {
    if (isWhole) return isCentred ? this.#centred : undefined
    return isCentred ? this.#centredPrefixes : this.#prefixes
  }

  move(from: number, to: number): void {
    for (const column of [this.#prefixes, this.#centredPrefixes, this.#centred]) column[to] = column[from]!
  }

  reserve(rows: number): void {
    const grown = (column: Float32Array): Float32Array<ArrayBuffer> => {
      const larger = new Float32Array(rows)
      larger.set(column)
      return larger
    }
    this.#prefixes = grown(this.#prefixes)
    this.#centredPrefixes = grown(this.#centredPrefixes)
    this.#centred = grown(this.#centred)
  }
}

/**
 * Scores of all photos, in place of their dot products with the probe (`dots`): of whole vectors, or of their prefixes,
 * nearly the same in a quarter of the memory.
 */
export function score(
  { vector, isCentred, hub }: Probe,
  dots: Float32Array,
  hubs: Float32Array,
  lengths: VectorLengths,
  isWhole: boolean,
): Float32Array {
  const length = isWhole ? vector.length : lengths.prefix
  const own = isWhole ? 1 : Math.sqrt(dotAt(vector, 0, vector, length)) || 1
  const mean = isCentred ? lengths.mean : undefined
  const offset = mean ? dotAt(vector, 0, mean, length) : 0
  const divisors = lengths.of(isWhole, isCentred)
  for (let i = 0; i < dots.length; i++) {
    dots[i] = (dots[i]! - offset) / (own * (divisors?.[i] || 1)) - hub * hubs[i]!
  }
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
