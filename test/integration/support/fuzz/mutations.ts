// Damages a file in one of many ways, as disks, networks and malice do.
import { below, oneOf, type Random } from '../random'

type Mutation = (next: Random, file: Buffer, other: Buffer) => Buffer

/** Values that make lengths, counts and offsets lie. */
const lies = [0, 1, 2, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff]

function range(next: Random, file: Buffer): [from: number, to: number] {
  const from = below(next, file.length)
  return [from, Math.min(file.length, from + 1 + below(next, Math.max(1, file.length >> 2)))]
}

/** A place near the start half of the time: that is where structure is. */
function place(next: Random, file: Buffer): number {
  return below(next, next() < 0.5 ? Math.min(file.length, 400) : file.length)
}

function noise(next: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => below(next, 256)))
}

const mutations: Readonly<Record<string, Mutation>> = {
  'flipped bits': (next, file) => {
    const damaged = Buffer.from(file)
    for (let i = 1 + below(next, 30); i > 0; i--) damaged[place(next, file)]! ^= 1 << below(next, 8)
    return damaged
  },
  'cut off': (next, file) => file.subarray(0, place(next, file)),
  'front cut off': (next, file) => file.subarray(place(next, file)),
  'a part twice': (next, file) => {
    const [from, to] = range(next, file)
    return Buffer.concat([
      file.subarray(0, to),
      ...Array<Buffer>(1 + below(next, 50)).fill(file.subarray(from, to)),
      file.subarray(to),
    ])
  },
  'a part missing': (next, file) => {
    const [from, to] = range(next, file)
    return Buffer.concat([file.subarray(0, from), file.subarray(to)])
  },
  'parts swapped': (next, file) => {
    const cuts = Array.from({ length: 3 }, () => below(next, file.length)).sort((a, b) => a - b) as [
      number,
      number,
      number,
    ]
    const [a, b, c] = cuts
    return Buffer.concat([file.subarray(0, a), file.subarray(b, c), file.subarray(a, b), file.subarray(c)])
  },
  'a number that lies': (next, file) => {
    const damaged = Buffer.from(file)
    for (let i = 1 + below(next, 4); i > 0; i--) {
      const size = oneOf(next, [1, 2, 4] as const)
      const at = Math.min(place(next, file), file.length - size)
      const value = oneOf(next, lies) % 2 ** (size * 8)
      if (at < 0) continue
      if (next() < 0.5) damaged.writeUIntLE(value, at, size)
      else damaged.writeUIntBE(value, at, size)
    }
    return damaged
  },
  'noise inside': (next, file) => {
    const at = place(next, file)
    return Buffer.concat([file.subarray(0, at), noise(next, 1 + below(next, 2000)), file.subarray(at)])
  },
  'noise over it': (next, file) => {
    const damaged = Buffer.from(file)
    const at = place(next, file)
    noise(next, Math.min(1 + below(next, 500), file.length - at)).copy(damaged, at)
    return damaged
  },
  'one byte over it': (next, file) => {
    const [from, to] = range(next, file)
    return Buffer.from(file).fill(oneOf(next, [0, 0xff, below(next, 256)]), from, to)
  },
  'spliced with another': (next, file, other) =>
    Buffer.concat([file.subarray(0, place(next, file)), other.subarray(place(next, other))]),
  'the head of another': (next, file, other) => {
    const head = 1 + below(next, Math.min(64, file.length, other.length))
    return Buffer.concat([other.subarray(0, head), file.subarray(head)])
  },
  'inside another': (next, file, other) => {
    const at = place(next, other)
    return Buffer.concat([other.subarray(0, at), file, other.subarray(at)])
  },
  'of another kind': (_next, _file, other) => other,
}

/** One to three mutations in a row. */
export function mutate(next: Random, file: Buffer, other: Buffer): Buffer {
  let damaged = file
  for (let i = 1 + below(next, 3); i > 0 && damaged.length > 0; i--) {
    damaged = oneOf(next, Object.values(mutations))(next, damaged, other)
  }
  return damaged
}
