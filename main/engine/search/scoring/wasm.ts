/** Writes the binary format of WebAssembly, as far as the functions beside this file need it. */

export const pageBytes = 65_536
export const laneBytes = 16

export const types = { i32: 0x7f, v128: 0x7b } as const

export const get = (local: number): number[] => [0x20, local]
export const set = (local: number): number[] => [0x21, local]
/** Below 64: one byte, signed. */
export const constant = (value: number): number[] => [0x41, value]
export const add = 0x6a
export const simd = (code: number): number[] => [0xfd, ...unsigned(code)]
export const load = (offset: number): number[] => [...simd(0x00), 2, offset]
/** Eight signed bytes as eight 16-bit numbers. */
export const loadBytes = (offset: number): number[] => [...simd(0x01), 0, offset]
export const zero = [...simd(0x0c), ...new Array<number>(laneBytes).fill(0)]

/** Adds a constant, put together from what `constant` can say. */
export function advance(local: number, by: readonly number[]): number[] {
  return [...get(local), ...by, add, ...set(local)]
}

/**
 * A module with one function, exported as `name`, of so many 32-bit parameters and no result; it works on the memory
 * that is imported as `fovea.memory`. `locals`: numbers and vectors besides the parameters, in this order.
 */
export function instantiate(
  name: string,
  parameters: number,
  locals: { numbers: number; vectors: number },
  code: readonly number[],
  memory: WebAssembly.Memory,
): (...parameters: number[]) => void {
  const declared = list([
    [locals.numbers, types.i32],
    [locals.vectors, types.v128],
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
