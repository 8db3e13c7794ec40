/** Reads of an ONNX file what its graph takes and gives and which other files hold its weights, without loading it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { FoveaError } from '../../../contract'

export interface GraphValue {
  name: string
  type: 'float32' | 'float16' | 'int32' | 'int64' | 'other'
  /** Null where the graph leaves a side open. */
  shape: (number | null)[]
}

export interface OnnxFile {
  inputs: GraphValue[]
  outputs: GraphValue[]
  /** Names as the file gives them, relative to it: not to be trusted. */
  dataFiles: string[]
}

/** Field numbers of onnx.proto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const model = { graph: 7 }
const graph = { initializer: 5, input: 11, output: 12 }
const tensor = { name: 8, externalData: 13 }
const entry = { key: 1, value: 2 }
const valueInfo = { name: 1, type: 2 }
const typeProto = { tensor: 1 }
const tensorType = { elementType: 1, shape: 2 }
const shapeProto = { dimension: 1 }
const dimension = { value: 1 }
const elementTypes: Partial<Record<number, GraphValue['type']>> = {
  1: 'float32',
  6: 'int32',
  7: 'int64',
  10: 'float16',
}

/** Names, types and entries are short; a file that says otherwise is no model. */
const longestText = 4096

/** Throws MODEL_UNSUPPORTED when it is no ONNX model. */
export function readOnnxFile(path: string): OnnxFile {
  const reader = new Reader(path)
  try {
    const found: OnnxFile = { inputs: [], outputs: [], dataFiles: [] }
    const weights = new Set<string>()
    const data = new Set<string>()
    let graphs = 0
    reader.message(reader.length, (field) => {
      if (field !== model.graph) return false
      graphs++
      reader.nested((inGraph) => {
        if (inGraph === graph.initializer) readWeights(reader, weights, data)
        else if (inGraph === graph.input) found.inputs.push(readValue(reader))
        else if (inGraph === graph.output) found.outputs.push(readValue(reader))
        else return false
        return true
      })
      return true
    })
    if (graphs !== 1) throw new Error('no graph')
    // Old exports list their weights among the inputs.
    return { ...found, inputs: found.inputs.filter(({ name }) => !weights.has(name)), dataFiles: [...data] }
  } catch (error) {
    throw new FoveaError('MODEL_UNSUPPORTED', `${path} is not an ONNX model, or only a part of one.`, { cause: error })
  } finally {
    reader.close()
  }
}

function readWeights(reader: Reader, names: Set<string>, data: Set<string>): void {
  reader.nested((field) => {
    if (field === tensor.name) names.add(reader.text())
    else if (field === tensor.externalData) {
      const pair = { key: '', value: '' }
      reader.nested((part) => {
        if (part === entry.key) pair.key = reader.text()
        else if (part === entry.value) pair.value = reader.text()
        else return false
        return true
      })
      if (pair.key === 'location') data.add(pair.value)
    } else return false
    return true
  })
}

function readValue(reader: Reader): GraphValue {
  const value: GraphValue = { name: '', type: 'other', shape: [] }
  const readShape = (): void => {
    reader.nested((field) => {
      if (field !== shapeProto.dimension) return false
      let side: number | null = null
      reader.nested((part) => {
        if (part !== dimension.value) return false
        const size = reader.varint()
        side = size > 0 ? size : null
        return true
      })
      value.shape.push(side)
      return true
    })
  }
  reader.nested((field) => {
    if (field === valueInfo.name) value.name = reader.text()
    else if (field === valueInfo.type) {
      reader.nested((kind) => {
        if (kind !== typeProto.tensor) return false
        reader.nested((part) => {
          if (part === tensorType.elementType) value.type = elementTypes[reader.varint()] ?? 'other'
          else if (part === tensorType.shape) readShape()
          else return false
          return true
        })
        return true
      })
    } else return false
    return true
  })
  return value
}

/** A protobuf reader over a file, which skips what nobody asked for without reading it. */
class Reader {
  readonly length: number
  readonly #file: number
  readonly #buffer = Buffer.alloc(1 << 16)
  #bufferStart = 0
  #bufferEnd = 0
  #at = 0
  /** Where the message that is being read ends. */
  #end: number

  constructor(path: string) {
    this.#file = openSync(path, 'r')
    this.length = fstatSync(this.#file).size
    this.#end = this.length
  }

  close(): void {
    closeSync(this.#file)
  }

  /** Calls `take` with each field's number; a field it answers false to is skipped. */
  message(length: number, take: (field: number) => boolean): void {
    const [outer, end] = [this.#end, this.#at + length]
    if (end > outer) throw new RangeError('a field is longer than what it lies in')
    this.#end = end
    while (this.#at < end) {
      const tag = this.varint()
      const wire = tag & 7
      if (!take(tag >>> 3)) this.#skip(wire)
    }
    if (this.#at !== end) throw new RangeError('a field ends outside of its message')
    this.#end = outer
  }

  /** The field just announced, as a message of its own. */
  nested(take: (field: number) => boolean): void {
    this.message(this.varint(), take)
  }

  text(): string {
    const length = this.varint()
    if (length > longestText) throw new RangeError('a name of unreasonable length')
    const bytes = Buffer.alloc(length)
    for (let i = 0; i < length; i++) bytes[i] = this.#byte()
    return bytes.toString('utf8')
  }

  /** Exact up to 2^53; beyond it the file is no model anyway. */
  varint(): number {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new RangeError('a number that never ends')
  }

  #skip(wire: number): void {
    if (wire === 0) this.varint()
    else if (wire === 1) this.#at += 8
    else if (wire === 2) {
      const length = this.varint()
      this.#at += length
    } else if (wire === 5) this.#at += 4
    else throw new RangeError('an unknown kind of field')
    if (this.#at > this.#end) throw new RangeError('a field is longer than what it lies in')
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new RangeError('the file ends in the middle')
    if (this.#at < this.#bufferStart || this.#at >= this.#bufferEnd) {
      this.#bufferStart = this.#at
      this.#bufferEnd = this.#at + readSync(this.#file, this.#buffer, 0, this.#buffer.length, this.#at)
      if (this.#bufferEnd === this.#at) throw new RangeError('the file ends in the middle')
    }
    return this.#buffer[this.#at++ - this.#bufferStart] ?? 0
  }
}
