/** Vectors at eight bits a number: a quarter of the memory, and dot products that are right within a few thousandths. */
import { bytesOf, type Block, type Dot } from './vector-block'
import {
  add,
  addLanes,
  firstSum,
  get,
  instantiate,
  laneBytes,
  load,
  loadBytes,
  locals,
  pageBytes,
  rowLoop,
  set,
  simd,
} from './wasm'

/**
 * [Note: eight bits] A million vectors of 256 numbers are a gigabyte. Each is kept as whole numbers from -127 to 127 and
 * one factor, the largest of its numbers by 127. A dot product of unit vectors is then off by 0.0006 on average; the
 * best are scored again with exact vectors from the store. What the query is multiplied with has 16 bits and adds nothing to
 * that. Cutting vectors to 64 numbers instead takes as much memory, but finds only 0.71 to 0.95 of the ten best of
 * three terms; an index (IVF_RQ) has to be built and kept fresh, and loses recall under narrow filters.
 *
 *     dot(row, stride, count, bytes, vectors, out):
 *       for each of `count` rows (`row` += `stride`, `out` += 16):
 *         s0 … = 0                                             a sum of four lanes for each vector
 *         for i in 0, 8 … `bytes`:                             eight numbers at a time
 *           x = row[i] as 16 bits;  sk += x * vectors[2 * i * n + 16 * k], neighbours added up in 32 bits
 *         out[k] = the lanes of sk added up
 */
const atMost = 4
const numbersAtOnce = 8
/** A single vector is multiplied by four sums in turns, as in `VectorBlock`; rows are a multiple of that. */
const sumsOfOne = 4
const stepOfOne = sumsOfOne * numbersAtOnce
/** Rows whose results fit into a page at the beginning of the memory; the vectors stand behind. */
const rowsAtOnce = pageBytes / laneBytes
const largestCode = 127
const largestFactor = 32_767

export class CodedBlock implements Block {
  readonly width: number
  /** Bytes from one row to the next. */
  readonly #stride: number
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  /** For one vector, two, … */
  readonly #dots: Dot[]
  readonly #vectorsAt = pageBytes
  readonly #rowsAt: number
  /** What the codes of a row are multiplied with. */
  #factors = new Float32Array(0)
  #codes: Int8Array

  constructor(width: number) {
    this.width = width
    this.#stride = Math.ceil(width / stepOfOne) * stepOfOne
    this.#rowsAt = this.#vectorsAt + Math.ceil((this.#stride * 2 * atMost) / pageBytes) * pageBytes
    this.#memory.grow(this.#rowsAt / pageBytes - 1)
    this.#codes = new Int8Array(this.#memory.buffer)
    this.#dots = Array.from({ length: atMost }, (_, i) =>
      instantiate(
        'dot',
        6,
        { numbers: 2, vectors: 1 + Math.max(i + 1, sumsOfOne) },
        i === 0 ? dotOfOneCode() : dotCode(i + 1),
        this.#memory,
      ),
    )
  }

  reserve(rows: number): void {
    if (rows <= this.#factors.length) return
    const needed = Math.ceil((this.#rowsAt + rows * this.#stride) / pageBytes)
    this.#memory.grow(needed - this.#memory.buffer.byteLength / pageBytes)
    this.#codes = new Int8Array(this.#memory.buffer) // growing detaches the old one
    const factors = new Float32Array(rows)
    factors.set(this.#factors)
    this.#factors = factors
  }

  set(row: number, vector: Float32Array): void {
    const factor = largestOf(vector) / largestCode
    const start = this.#start(row)
    for (let i = 0; i < this.width; i++) this.#codes[start + i] = factor > 0 ? Math.round(vector[i]! / factor) : 0
    this.#factors[row] = factor
  }

  copy(from: number, to: number): void {
    const start = this.#start(from)
    this.#codes.copyWithin(this.#start(to), start, start + this.#stride)
    this.#factors[to] = this.#factors[from]!
  }

  bytes(count: number): Uint8Array[] {
    return [new Uint8Array(this.#memory.buffer, this.#rowsAt, count * this.#stride), bytesOf(this.#factors, count)]
  }

  row(row: number): Float32Array {
    const start = this.#start(row)
    return Float32Array.from(this.#codes.subarray(start, start + this.width), (code) => code * this.#factors[row]!)
  }

  dots(count: number, vectors: readonly Float32Array[]): Float32Array[] {
    const answers: Float32Array[] = []
    for (let from = 0; from < vectors.length; from += atMost)
      answers.push(...this.#someDots(count, vectors.slice(from, from + atMost)))
    return answers
  }

  #start(row: number): number {
    return this.#rowsAt + row * this.#stride
  }

  #someDots(count: number, vectors: readonly Float32Array[]): Float32Array[] {
    const factors = vectors.map((vector, k) => this.#place(vector, k, vectors.length))
    const answers = vectors.map(() => new Float32Array(count))
    const sums = new Int32Array(this.#memory.buffer, 0, pageBytes / 4)
    const lanes = laneBytes / 4
    const ofRows = this.#factors
    const dot = this.#dots[vectors.length - 1]!
    for (let first = 0; first < count; first += rowsAtOnce) {
      const some = Math.min(rowsAtOnce, count - first)
      dot(this.#start(first), this.#stride, some, this.#stride, this.#vectorsAt, 0)
      for (let k = 0; k < vectors.length; k++) {
        const [answer, factor] = [answers[k]!, factors[k]!]
        for (let i = 0; i < some; i++) answer[first + i] = sums[lanes * i + k]! * ofRows[first + i]! * factor
      }
    }
    return answers
  }

  /** Writes a vector between its neighbours, eight numbers each in turn. Answers what its codes are multiplied with. */
  #place(vector: Float32Array, k: number, of: number): number {
    // Sums of products stay in 32 bits whatever the signs.
    const most = Math.min(largestFactor, Math.floor((2 ** 31 - 1) / (largestCode * this.#stride)))
    const factor = largestOf(vector) / most || 1
    const codes = new Int16Array(this.#memory.buffer, this.#vectorsAt, this.#stride * of)
    for (let i = 0; i < this.#stride; i++) {
      const within = i % numbersAtOnce
      codes[(i - within) * of + k * numbersAtOnce + within] = i < this.width ? Math.round(vector[i]! / factor) : 0
    }
    return factor
  }
}

function largestOf(vector: Float32Array): number {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  return largest
}

function dotCode(vectorCount: number): number[] {
  const { row, i, vector, x } = locals
  const sums = Array.from({ length: vectorCount }, (_, k) => firstSum + k)
  return rowLoop(sums, {
    step: numbersAtOnce,
    multiply: [
      ...[...get(row), ...get(i), add, ...loadBytes(0), ...set(x)],
      ...sums.flatMap((sum, k) => [
        ...[...get(sum), ...get(x), ...get(vector), ...load(laneBytes * k)],
        ...[...simd(0xba), ...simd(0xae), ...set(sum)], // i32x4.dot_i16x8_s, i32x4.add
      ]),
    ],
    results: sums.map((sum) => addLanes(sum, 0x1b, add)), // i32x4.extract_lane
    store: 0x36, // i32.store
  })
}

function dotOfOneCode(): number[] {
  const { row, i, vector, x } = locals
  const sums = Array.from({ length: sumsOfOne }, (_, k) => firstSum + k)
  const [a, b, c, d] = sums.map(get)
  const plus = simd(0xae) // i32x4.add
  return rowLoop(sums, {
    step: stepOfOne,
    multiply: sums.flatMap((sum, k) => [
      ...[...get(sum), ...get(row), ...get(i), add, ...loadBytes(numbersAtOnce * k)],
      ...[...get(vector), ...load(laneBytes * k), ...simd(0xba), ...plus, ...set(sum)], // i32x4.dot_i16x8_s
    ]),
    results: [[...a!, ...b!, ...plus, ...c!, ...d!, ...plus, ...plus, ...set(x), ...addLanes(x, 0x1b, add)]],
    store: 0x36, // i32.store
  })
}
