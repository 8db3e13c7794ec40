/** Writes the binary format of WebAssembly, as far as the functions beside this file need it. */

export const pageBytes = 65_536
export const laneBytes = 16

const types = { i32: 0x7f, v128: 0x7b } as const

export const get = (local: number): number[] => [0x20, local]
export const set = (local: number): number[] => [0x21, local]
/** Below 8192, in two bytes: numbers here are signed, so that one byte ends at 63. */
const constant = (value: number): number[] => [0x41, (value & 0x7f) | 0x80, value >>> 7]
export const add = 0x6a
export const simd = (code: number): number[] => [0xfd, ...unsigned(code)]
export const load = (offset: number): number[] => [...simd(0x00), 2, offset]
/** Eight signed bytes as eight 16-bit numbers. */
export const loadBytes = (offset: number): number[] => [...simd(0x01), 0, offset]
const zero = [...simd(0x0c), ...new Array<number>(laneBytes).fill(0)]

/** Locals of the functions beside this file: their parameters, then what they count and hold; sums stand from `firstSum` on. */
export const locals = { row: 0, stride: 1, count: 2, bytes: 3, vectors: 4, out: 5, i: 6, vector: 7, x: 8 } as const
export const firstSum = 9

/**
 * The loop that the dot products have in common: for each of `count` rows the sums are set to zero, `multiply` is run for every
 * `step` bytes of the row (`laneBytes` of `vectors` for each sum), and what each of the `results` computes is stored at `out`, one after the other.
 */
export function rowLoop(
  sums: readonly number[],
  { step, multiply, results, store }: { step: number; multiply: number[]; results: number[][]; store: number },
): number[] {
  const { row, stride, count, bytes, vectors, out, i, vector } = locals
  return [
    ...[0x02, 0x40, 0x03, 0x40], // block, and in it a loop over the rows
    ...[...get(count), 0x45, 0x0d, 1], // out of the block when none is left
    ...sums.flatMap((sum) => [...zero, ...set(sum)]),
    ...[...constant(0), ...set(i), ...get(vectors), ...set(vector)],
    ...[0x03, 0x40], // loop over the numbers
    ...multiply,
    ...advance(vector, laneBytes * sums.length),
    ...advance(i, step),
    ...[...get(i), ...get(bytes), 0x49, 0x0d, 0, 0x0b], // again while i < bytes
    ...results.flatMap((result, k) => [...get(out), ...result, store, 2, 4 * k]),
    ...advance(out, laneBytes),
    ...[...get(row), ...get(stride), add, ...set(row)],
    ...[...get(count), ...constant(1), 0x6b, ...set(count)],
    ...[0x0c, 0, 0x0b, 0x0b, 0x0b], // next row; ends of loop, block and function
  ]
}

/** The four lanes of a sum added up: `extract` takes one out, `plus` adds two. */
export function addLanes(sum: number, extract: number, plus: number): number[] {
  return [0, 1, 2, 3].flatMap((at) => [...get(sum), ...simd(extract), at, ...(at > 0 ? [plus] : [])])
}

function advance(local: number, by: number): number[] {
  return [...get(local), ...constant(by), add, ...set(local)]
}

/**
 * A module with one function, exported as `name`, of so many 32-bit parameters and no result; it works on the memory
 * that is imported as `fovea.memory`. `own`: numbers and vectors besides the parameters, in this order.
 */
export function instantiate(
  name: string,
  parameters: number,
  own: { numbers: number; vectors: number },
  code: readonly number[],
  memory: WebAssembly.Memory,
): (...parameters: number[]) => void {
  const declared = list([
    [own.numbers, types.i32],
    [own.vectors, types.v128],
  ])
  const module = Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[0x60, ...list(new Array<number[]>(parameters).fill([types.i32])), 0]])),
    ...section(2, list([[...text('fovea'), ...text('memory'), 2, 0, 1]])),
    ...section(3, list([[0]])),
    ...section(7, list([[...text(name), 0, 0]])),
    ...section(10, list([[...unsigned(declared.length + code.length), ...declared, ...code]])),
  ])
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module), { fovea: { memory } })
  return instance.exports[name] as (...parameters: number[]) => void
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()]
}

function text(name: string): number[] {
  return list(Array.from(name, (letter) => [letter.charCodeAt(0)]))
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}
