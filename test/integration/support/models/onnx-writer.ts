// Writes ONNX files: as much of onnx.proto as the towers of dual encoders need.
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'

type Dims = readonly (number | string)[]
type Attribute = number | string | readonly number[] | { float: number }

const types = { float32: 1, int32: 6, int64: 7, float16: 10 } as const
export type ElementType = keyof typeof types

class Message {
  readonly #parts: Uint8Array[] = []

  varint(field: number, value: number | bigint): this {
    return this.#raw(number(BigInt(field) << 3n), number(BigInt.asUintN(64, BigInt(value))))
  }

  float(field: number, value: number): this {
    const bytes = Buffer.alloc(4)
    bytes.writeFloatLE(value)
    return this.#raw(number((BigInt(field) << 3n) | 5n), bytes)
  }

  bytes(field: number, value: Uint8Array | string | Message): this {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value instanceof Message ? value.end() : value
    return this.#raw(number((BigInt(field) << 3n) | 2n), number(BigInt(bytes.length)), bytes)
  }

  end(): Uint8Array {
    return Buffer.concat(this.#parts)
  }

  #raw(...parts: Uint8Array[]): this {
    this.#parts.push(...parts)
    return this
  }
}

function number(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest > 0n ? low | 0x80 : low)
  } while (rest > 0n)
  return Uint8Array.from(bytes)
}

/** A graph in the making. Every method that makes a value answers with its name. */
export class Graph {
  readonly #graph = new Message()
  readonly #weights: { name: string; type: ElementType; dims: readonly number[]; bytes: Uint8Array }[] = []
  #names = 0

  input(name: string, type: ElementType, dims: Dims): string {
    this.#graph.bytes(11, value(name, type, dims))
    return name
  }

  output(name: string, type: ElementType, dims: Dims): void {
    this.#graph.bytes(12, value(name, type, dims))
  }

  floats(dims: readonly number[], data: Float32Array): string {
    return this.#weight('float32', dims, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }

  integers(...data: number[]): string {
    return this.#weight('int64', [data.length], new Uint8Array(BigInt64Array.from(data, BigInt).buffer))
  }

  scalar(data: number): string {
    return this.#weight('float32', [], new Uint8Array(Float32Array.of(data).buffer))
  }

  node(op: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}, output?: string): string {
    const name = output ?? this.#name(op)
    const node = new Message()
    for (const input of inputs) node.bytes(1, input)
    node.bytes(2, name).bytes(4, op)
    for (const [key, attribute] of Object.entries(attributes)) node.bytes(5, attributeOf(key, attribute))
    this.#graph.bytes(1, node)
    return name
  }

  /** `dataFile`: the name of a file beside it that the weights go to; in the file itself if absent. */
  write(path: string, dataFile?: string, opset = 20): void {
    const data: Uint8Array[] = []
    let offset = 0
    for (const { name, type, dims, bytes } of this.#weights) {
      const tensor = new Message()
      for (const side of dims) tensor.varint(1, side)
      tensor.varint(2, types[type]).bytes(8, name)
      // Shapes and axes stay in the file, as exporters do.
      if (dataFile === undefined || type !== 'float32' || bytes.length < 64) tensor.bytes(9, bytes)
      else {
        for (const [key, text] of Object.entries({ location: dataFile, offset, length: bytes.length }))
          tensor.bytes(13, new Message().bytes(1, key).bytes(2, String(text)))
        tensor.varint(14, 1)
        data.push(bytes)
        offset += bytes.length
      }
      this.#graph.bytes(5, tensor)
    }
    this.#graph.bytes(2, 'tower')
    const model = new Message()
      .varint(1, 9)
      .bytes(2, 'fovea tests')
      .bytes(7, this.#graph)
      .bytes(8, new Message().bytes(1, '').varint(2, opset))
    writeFileSync(path, model.end())
    if (dataFile !== undefined)
      writeFileSync(path.slice(0, -basename(path).length) + basename(dataFile), Buffer.concat(data))
  }

  #weight(type: ElementType, dims: readonly number[], bytes: Uint8Array): string {
    const name = this.#name('weight')
    this.#weights.push({ name, type, dims, bytes })
    return name
  }

  #name(of: string): string {
    return `${of}_${String(this.#names++)}`
  }
}

function value(name: string, type: ElementType, dims: Dims): Message {
  const shape = new Message()
  for (const side of dims) {
    shape.bytes(1, typeof side === 'number' ? new Message().varint(1, side) : new Message().bytes(2, side))
  }
  const tensor = new Message().varint(1, types[type]).bytes(2, shape)
  return new Message().bytes(1, name).bytes(2, new Message().bytes(1, tensor))
}

function attributeOf(name: string, attribute: Attribute): Message {
  const message = new Message().bytes(1, name)
  if (typeof attribute === 'number') return message.varint(3, attribute).varint(20, 2)
  if (typeof attribute === 'string') return message.bytes(4, attribute).varint(20, 3)
  if ('float' in attribute) return message.float(2, attribute.float).varint(20, 1)
  for (const part of attribute) message.varint(8, part)
  return message.varint(20, 7)
}
