/** Vectors in WebAssembly memory, one row a photo, and the dot products of all of them with a few others at once. */
import {
  add,
  addLanes,
  firstSum,
  get,
  instantiate,
  laneBytes,
  load,
  locals,
  pageBytes,
  rowLoop,
  set,
  simd,
} from './wasm'

/**
 * [Note: SIMD] JavaScript multiplies one pair of numbers at a time; WebAssembly, in every runtime Fovea supports, four.
 * With the rows read once for four vectors, all dot products with 100,000 vectors of 256 numbers take 13 ms (80 ms in
 * JavaScript), so that nothing has to be left out or looked up in an index. The functions are assembled below rather than
 * compiled, as no compiler for 60 instructions is worth its place in the build:
 *
 *     dot(row, stride, count, bytes, vectors, out):
 *       for each of `count` rows (`row` += `stride`, `out` += 16):
 *         s0, s1, s2, s3 = 0                                   four sums, each of four lanes
 *         for i in 0, 16 … `bytes`:                            four numbers at a time
 *           x = row[i];  sk += x * vectors[4 * i + 16 * k]     the four vectors stand interleaved
 *         out[k] = the lanes of sk added up
 *
 * Most searches have one vector. For that, the four sums take turns along the row (`i` += 64): each would wait for its own last addition otherwise.
 */
const atOnce = 4
/** What a row is a multiple of, so that one vector can be multiplied in steps of as many numbers as the sums have lanes. */
const stepBytes = atOnce * laneBytes
const multiplied = simd(0xe6) // f32x4.mul
const added = simd(0xe4) // f32x4.add
/** Rows whose results fit into a page at the beginning of the memory; the vectors stand behind. */
const rowsAtOnce = pageBytes / laneBytes

export type Dot = (row: number, stride: number, count: number, bytes: number, vectors: number, out: number) => void

/** Rows of numbers that can be multiplied with vectors: see `VectorBlock` and `CodedBlock`. */
export interface Block {
  /** Numbers of a vector. */
  readonly width: number
  /** Makes room for so many rows; those there are stay. */
  reserve: (rows: number) => void
  set: (row: number, vector: Float32Array) => void
  copy: (from: number, to: number) => void
  /** The first `count` rows as they lie in memory, for writing them down and reading them back; good until the next `reserve`. */
  bytes: (count: number) => Uint8Array[]
  /** The vector, as exact as it is kept; good until the next `reserve`. */
  row: (row: number) => Float32Array
  /** Dot products of the first `count` rows with vectors of the same width: one array a vector. */
  dots: (count: number, vectors: readonly Float32Array[]) => Float32Array[]
}

/** The bytes of the first `count` numbers: a view. */
export function bytesOf({ buffer, byteOffset }: Float32Array, count: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset, count * Float32Array.BYTES_PER_ELEMENT)
}

export class VectorBlock implements Block {
  readonly width: number
  /** Bytes from one row to the next: whole steps, the rest is 0. */
  readonly #stride: number
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  readonly #dot: Dot
  readonly #dotOfOne: Dot
  readonly #vectorsAt = pageBytes
  readonly #rowsAt: number
  #capacity = 0
  #numbers: Float32Array

  constructor(width: number) {
    this.width = width
    this.#stride = Math.ceil((width * 4) / stepBytes) * stepBytes
    this.#rowsAt = this.#vectorsAt + Math.ceil((this.#stride * atOnce) / pageBytes) * pageBytes
    this.#memory.grow(this.#rowsAt / pageBytes - 1)
    this.#numbers = new Float32Array(this.#memory.buffer)
    const own = { numbers: 2, vectors: 1 + atOnce }
    this.#dot = instantiate('dot', 6, own, dotCode(), this.#memory)
    this.#dotOfOne = instantiate('dot', 6, own, dotOfOneCode(), this.#memory)
  }

  reserve(rows: number): void {
    if (rows <= this.#capacity) return
    const needed = Math.ceil((this.#rowsAt + rows * this.#stride) / pageBytes)
    this.#memory.grow(needed - this.#memory.buffer.byteLength / pageBytes)
    this.#capacity = rows
    this.#numbers = new Float32Array(this.#memory.buffer) // growing detaches the old one
  }

  set(row: number, vector: Float32Array): void {
    this.row(row).set(vector)
  }

  copy(from: number, to: number): void {
    this.row(to).set(this.row(from))
  }

  bytes(count: number): Uint8Array[] {
    return [new Uint8Array(this.#memory.buffer, this.#rowsAt, count * this.#stride)]
  }

  /** A view. */
  row(row: number): Float32Array {
    const start = (this.#rowsAt + row * this.#stride) / 4
    return this.#numbers.subarray(start, start + this.width)
  }

  dots(count: number, vectors: readonly Float32Array[]): Float32Array[] {
    const answers: Float32Array[] = []
    for (let from = 0; from < vectors.length; from += atOnce)
      answers.push(...this.#someDots(count, vectors.slice(from, from + atOnce)))
    return answers
  }

  #someDots(count: number, vectors: readonly Float32Array[]): Float32Array[] {
    const numbers = this.#numbers
    const lanes = laneBytes / 4
    const vectorsAt = this.#vectorsAt / 4
    numbers.fill(0, vectorsAt, vectorsAt + (this.#stride * atOnce) / 4)
    const isOne = vectors.length === 1
    if (isOne) numbers.set(vectors[0]!, vectorsAt)
    else
      vectors.forEach((vector, k) => {
        for (let i = 0; i < this.width; i++) {
          const lane = i % lanes
          numbers[vectorsAt + (i - lane) * atOnce + k * lanes + lane] = vector[i]!
        }
      })
    const dot = isOne ? this.#dotOfOne : this.#dot
    const answers = vectors.map(() => new Float32Array(count))
    for (let first = 0; first < count; first += rowsAtOnce) {
      const some = Math.min(rowsAtOnce, count - first)
      dot(this.#rowsAt + first * this.#stride, this.#stride, some, this.#stride, this.#vectorsAt, 0)
      for (let k = 0; k < vectors.length; k++) {
        const answer = answers[k]!
        for (let i = 0; i < some; i++) answer[first + i] = numbers[atOnce * i + k]!
      }
    }
    return answers
  }
}

function dotCode(): number[] {
  const { row, i, vector, x } = locals
  const sums = Array.from({ length: atOnce }, (_, k) => firstSum + k)
  return rowLoop(sums, {
    step: laneBytes,
    multiply: [
      ...[...get(row), ...get(i), add, ...load(0), ...set(x)],
      ...sums.flatMap((sum, k) => [
        ...[...get(sum), ...get(x), ...get(vector), ...load(laneBytes * k)],
        ...[...multiplied, ...added, ...set(sum)],
      ]),
    ],
    results: sums.map(lanesOf),
    store: 0x38, // f32.store
  })
}

function dotOfOneCode(): number[] {
  const { row, i, vector, x } = locals
  const sums = Array.from({ length: atOnce }, (_, k) => firstSum + k)
  const [a, b, c, d] = sums.map(get)
  return rowLoop(sums, {
    step: stepBytes,
    multiply: sums.flatMap((sum, k) => [
      ...[...get(sum), ...get(row), ...get(i), add, ...load(laneBytes * k)],
      ...[...get(vector), ...load(laneBytes * k), ...multiplied, ...added, ...set(sum)],
    ]),
    results: [[...a!, ...b!, ...added, ...c!, ...d!, ...added, ...added, ...set(x), ...lanesOf(x)]],
    store: 0x38, // f32.store
  })
}

function lanesOf(sum: number): number[] {
  return addLanes(sum, 0x1f, 0x92) // f32x4.extract_lane, f32.add
}
