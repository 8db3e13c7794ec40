/** Vectors in WebAssembly memory, one row a photo, and the dot products of all of them with a few others at once. */

/**
 * [Note: SIMD] JavaScript multiplies one pair of numbers at a time; WebAssembly, in every runtime Fovea supports, four.
 * With the rows read once for four vectors, all dot products with 100,000 vectors of 256 numbers take 13 ms (80 ms in
 * JavaScript), so that nothing has to be left out or looked up in an index. The function is assembled below rather than
 * compiled, as no compiler for 60 instructions is worth its place in the build:
 *
 *     dot(row, stride, count, bytes, vectors, out):
 *       for each of `count` rows (`row` += `stride`, `out` += 16):
 *         s0, s1, s2, s3 = 0                                   four sums, each of four lanes
 *         for i in 0, 16 … `bytes`:                            four numbers at a time
 *           x = row[i];  sk += x * vectors[4 * i + 16 * k]     the four vectors stand interleaved
 *         out[k] = the lanes of sk added up
 */
const atOnce = 4
const laneBytes = 16
const pageBytes = 65_536
/** Rows whose results fit into a page at the beginning of the memory; the vectors stand behind. */
const rowsAtOnce = pageBytes / laneBytes

type Dot = (row: number, stride: number, count: number, bytes: number, vectors: number, out: number) => void

export class VectorBlock {
  /** Numbers of a vector. */
  readonly width: number
  /** Bytes from one row to the next: whole lanes, the rest is 0. */
  readonly #stride: number
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  readonly #dot: Dot
  readonly #vectorsAt = pageBytes
  readonly #rowsAt: number
  #capacity = 0
  #numbers: Float32Array

  constructor(width: number) {
    this.width = width
    this.#stride = Math.ceil((width * 4) / laneBytes) * laneBytes
    this.#rowsAt = this.#vectorsAt + Math.ceil((this.#stride * atOnce) / pageBytes) * pageBytes
    this.#memory.grow(this.#rowsAt / pageBytes - 1)
    this.#numbers = new Float32Array(this.#memory.buffer)
    const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble()), { fovea: { memory: this.#memory } })
    this.#dot = instance.exports['dot'] as Dot
  }

  /** Makes room for so many rows; those there are stay. */
  reserve(rows: number): void {
    if (rows <= this.#capacity) return
    const needed = Math.ceil((this.#rowsAt + rows * this.#stride) / pageBytes)
    this.#memory.grow(needed - this.#memory.buffer.byteLength / pageBytes)
    this.#capacity = rows
    this.#numbers = new Float32Array(this.#memory.buffer) // growing detaches the old one
  }

  /** A view, good until the next `reserve`. */
  row(row: number): Float32Array {
    const start = (this.#rowsAt + row * this.#stride) / 4
    return this.#numbers.subarray(start, start + this.width)
  }

  /** Dot products of the first `count` rows with vectors of the same width: one array a vector. */
  dots(count: number, vectors: readonly Float32Array[]): Float32Array[] {
    const answers: Float32Array[] = []
    for (let from = 0; from < vectors.length; from += atOnce)
      answers.push(...this.#someDots(count, vectors.slice(from, from + atOnce)))
    return answers
  }

  #someDots(count: number, vectors: readonly Float32Array[]): Float32Array[] {
    const numbers = this.#numbers
    const lanes = laneBytes / 4
    numbers.fill(0, this.#vectorsAt / 4, (this.#vectorsAt + this.#stride * atOnce) / 4)
    vectors.forEach((vector, k) => {
      for (let i = 0; i < this.width; i++) {
        const lane = i % lanes
        numbers[this.#vectorsAt / 4 + (i - lane) * atOnce + k * lanes + lane] = vector[i]!
      }
    })
    const answers = vectors.map(() => new Float32Array(count))
    for (let first = 0; first < count; first += rowsAtOnce) {
      const some = Math.min(rowsAtOnce, count - first)
      this.#dot(this.#rowsAt + first * this.#stride, this.#stride, some, this.#stride, this.#vectorsAt, 0)
      answers.forEach((answer, k) => {
        for (let i = 0; i < some; i++) answer[first + i] = numbers[atOnce * i + k]!
      })
    }
    return answers
  }
}

/** The WebAssembly module, in the binary format of its specification. */
function assemble(): Uint8Array<ArrayBuffer> {
  const [row, stride, count, bytes, vectors, out, i, vector, x] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
  const sums = [9, 10, 11, 12]
  const i32 = 0x7f
  const v128 = 0x7b
  const get = (local: number): number[] => [0x20, local]
  const set = (local: number): number[] => [0x21, local]
  const constant = (value: number): number[] => [0x41, value] // below 64: one byte, signed
  const add = 0x6a
  const simd = (code: number): number[] => [0xfd, ...unsigned(code)]
  const load = (offset: number): number[] => [...simd(0x00), 2, offset]
  const zero = [...simd(0x0c), ...new Array<number>(laneBytes).fill(0)]
  const lane = (local: number, at: number): number[] => [...get(local), ...simd(0x1f), at]
  const floatAdd = 0x92
  const addLanes = (local: number): number[] =>
    [0, 1, 2, 3].flatMap((at) => [...lane(local, at), ...(at > 0 ? [floatAdd] : [])])
  const advance = (local: number, by: readonly number[]): number[] => [...get(local), ...by, add, ...set(local)]
  // "constant" holds at most 63, and the vectors advance by 64 bytes.
  const twice = [...constant(32), ...constant(32), add]
  const code = [
    ...[0x02, 0x40, 0x03, 0x40], // block, and in it a loop over the rows
    ...[...get(count), 0x45, 0x0d, 1], // out of the block when none is left
    ...sums.flatMap((sum) => [...zero, ...set(sum)]),
    ...[...constant(0), ...set(i), ...get(vectors), ...set(vector)],
    ...[0x03, 0x40], // loop over the numbers
    ...[...get(row), ...get(i), add, ...load(0), ...set(x)],
    ...sums.flatMap((sum, k) => [
      ...[...get(sum), ...get(x), ...get(vector), ...load(laneBytes * k)],
      ...[...simd(0xe6), ...simd(0xe4), ...set(sum)], // f32x4.mul, f32x4.add
    ]),
    ...advance(vector, twice),
    ...advance(i, constant(laneBytes)),
    ...[...get(i), ...get(bytes), 0x49, 0x0d, 0, 0x0b], // again while i < bytes
    ...sums.flatMap((sum, k) => [...get(out), ...addLanes(sum), 0x38, 2, 4 * k]), // f32.store
    ...advance(out, constant(laneBytes)),
    ...advance(row, get(stride)),
    ...[...get(count), ...constant(1), 0x6b, ...set(count)],
    ...[0x0c, 0, 0x0b, 0x0b, 0x0b], // next row; ends of loop, block and function
  ]
  const locals = list([
    [2, i32],
    [5, v128],
  ])
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[0x60, ...list(new Array<number[]>(6).fill([i32])), 0]])), // the type of the function
    ...section(2, list([[...name('fovea'), ...name('memory'), 2, 0, 1]])),
    ...section(3, list([[0]])),
    ...section(7, list([[...name('dot'), 0, 0]])),
    ...section(10, list([[...unsigned(locals.length + code.length), ...locals, ...code]])),
  ])
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()]
}

function name(text: string): number[] {
  return list(Array.from(text, (letter) => [letter.charCodeAt(0)]))
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}
