/** An ONNX graph in memory, as much of it as changing some of its nodes takes. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bytesField, fieldsOf, textsOf, wholeField, wholesOf, type Field } from './protobuf'

/** Field numbers of onnx.proto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const inModel = { graph: 7, opset: 8 }
const inOpset = { domain: 1, version: 2 }
const inGraph = { node: 1, initializer: 5, output: 12 }
const inNode = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 }
const inAttribute = { name: 1, float: 2, whole: 3, graph: 6, graphs: 11, type: 20 }
const inTensor = { dims: 1, type: 2, floats: 4, wholes: 5, name: 8, raw: 9, external: 13, location: 14 }
const inEntry = { key: 1, value: 2 }
const wholeType = 2

export const elementType = { float: 1, byte: 2, signedByte: 3, half: 10 } as const

export interface Node {
  op: string
  domain: string
  inputs: string[]
  outputs: string[]
  /** Those that are numbers. */
  attributes: Map<string, number>
  /** Values of the graph that graphs within this node take. */
  captured: string[]
  raw: readonly Uint8Array[]
}

export interface Tensor {
  name: string
  type: number
  dims: number[]
  /** Its numbers, as little-endian bytes of its type. Throws where it keeps them in a way that is not known. */
  read: () => Buffer
  /** As a field of the graph. */
  raw: () => Buffer[]
}

export interface Model {
  nodes: Node[]
  tensors: Map<string, Tensor>
  outputs: string[]
  /** All else of the graph and of the model. */
  restOfGraph: Buffer[]
  restOfModel: Buffer[]
  domains: string[]
}

/** Throws where it is no ONNX model, or one of 2 GB and more. */
export function readModel(path: string): Model {
  const fields = fieldsOf(readFileSync(path))
  // A message that is given twice is one with the fields of both.
  const graph = fields.filter(({ number }) => number === inModel.graph).flatMap(({ bytes }) => fieldsOf(bytes))
  if (graph.length === 0) throw new Error('it has no graph')
  const some = (number: number): Field[] => graph.filter((field) => field.number === number)
  const rest = graph.filter(({ number }) => number !== inGraph.node && number !== inGraph.initializer)
  const tensors = some(inGraph.initializer).map((field) => tensorOf(field, dirname(path)))
  return {
    nodes: some(inGraph.node).map(({ bytes }) => nodeOf(bytes)),
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    outputs: some(inGraph.output).flatMap(({ bytes }) => textsOf(fieldsOf(bytes), 1)),
    restOfGraph: rest.map(({ raw }) => raw),
    restOfModel: fields.filter(({ number }) => number !== inModel.graph).map(({ raw }) => raw),
    domains: fields
      .filter(({ number }) => number === inModel.opset)
      .map(({ bytes }) => textsOf(fieldsOf(bytes), inOpset.domain)[0] ?? ''),
  }
}

/** The bytes of a model file, in parts. */
export function writeModel(model: Model): Buffer[] {
  const graph = [
    ...model.nodes.flatMap(({ raw }) => bytesField(inGraph.node, raw)),
    ...[...model.tensors.values()].flatMap((tensor) => tensor.raw()),
    ...model.restOfGraph,
  ]
  const opsets = model.domains.includes(microsoft)
    ? []
    : bytesField(inModel.opset, [...bytesField(inOpset.domain, microsoft), ...wholeField(inOpset.version, 1)])
  return [...model.restOfModel, ...opsets, ...bytesField(inModel.graph, graph)]
}

/** The operators that ONNX Runtime has beside those of ONNX. */
export const microsoft = 'com.microsoft'

function nodeOf(bytes: Buffer): Node {
  const fields = fieldsOf(bytes)
  const attributes = fields.filter(({ number }) => number === inNode.attribute).map((field) => fieldsOf(field.bytes))
  const numbers = attributes.flatMap((attribute): [string, number][] => {
    const name = textsOf(attribute, inAttribute.name)[0] ?? ''
    const whole = attribute.find(({ number }) => number === inAttribute.whole)
    const float = attribute.find(({ number }) => number === inAttribute.float)
    return whole ? [[name, whole.value]] : float ? [[name, float.bytes.readFloatLE()]] : []
  })
  const within = attributes
    .flat()
    .filter(({ number }) => number === inAttribute.graph || number === inAttribute.graphs)
    .flatMap((field) => fieldsOf(field.bytes).filter(({ number }) => number === inGraph.node))
    .map((field) => nodeOf(field.bytes))
  return {
    op: textsOf(fields, inNode.op)[0] ?? '',
    domain: textsOf(fields, inNode.domain)[0] ?? '',
    inputs: textsOf(fields, inNode.input),
    outputs: textsOf(fields, inNode.output),
    attributes: new Map(numbers),
    captured: within.flatMap(({ inputs, captured }) => [...inputs, ...captured]),
    raw: [bytes],
  }
}

export function makeNode(
  op: string,
  domain: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number>>,
): Node {
  const raw = [
    ...inputs.flatMap((name) => bytesField(inNode.input, name)),
    ...bytesField(inNode.output, output),
    ...bytesField(inNode.name, `${output}_${op}`),
    ...bytesField(inNode.op, op),
    ...Object.entries(attributes).flatMap(([name, value]) =>
      bytesField(inNode.attribute, [
        ...bytesField(inAttribute.name, name),
        ...wholeField(inAttribute.whole, value),
        ...wholeField(inAttribute.type, wholeType),
      ]),
    ),
    ...bytesField(inNode.domain, domain),
  ]
  const numbers = new Map(Object.entries(attributes))
  return { op, domain, inputs: [...inputs], outputs: [output], attributes: numbers, captured: [], raw }
}

export function makeTensor(name: string, type: number, dims: readonly number[], bytes: Uint8Array): Tensor {
  const raw = (): Buffer[] =>
    bytesField(inGraph.initializer, [
      ...dims.flatMap((side) => wholeField(inTensor.dims, side)),
      ...wholeField(inTensor.type, type),
      ...bytesField(inTensor.name, name),
      ...bytesField(inTensor.raw, [bytes]),
    ])
  return { name, type, dims: [...dims], read: () => Buffer.from(bytes), raw }
}

function tensorOf(field: Field, folder: string): Tensor {
  const fields = fieldsOf(field.bytes)
  const [name = ''] = textsOf(fields, inTensor.name)
  const [type = 0] = wholesOf(fields, inTensor.type)
  const dims = wholesOf(fields, inTensor.dims)
  const isExternal = wholesOf(fields, inTensor.location)[0] === 1
  const read = (): Buffer => {
    if (isExternal) return readExternal(fields, folder)
    const raw = fields.find(({ number }) => number === inTensor.raw)
    if (raw) return raw.bytes
    if (type === elementType.float)
      return Buffer.concat(fields.filter(({ number }) => number === inTensor.floats).map(({ bytes }) => bytes))
    if (type === elementType.half) return Buffer.from(Uint16Array.from(wholesOf(fields, inTensor.wholes)).buffer)
    throw new Error(`the numbers of ${name} are kept in a way that is not known`)
  }
  // What lies in another file is brought into this one: the new file stands alone, in another folder.
  const raw = (): Buffer[] => (isExternal ? makeTensor(name, type, dims, read()).raw() : [field.raw])
  return { name, type, dims, read, raw }
}

function readExternal(fields: readonly Field[], folder: string): Buffer {
  const entries = new Map<string, string>()
  for (const { number, bytes } of fields) {
    if (number !== inTensor.external) continue
    const entry = fieldsOf(bytes)
    entries.set(textsOf(entry, inEntry.key)[0] ?? '', textsOf(entry, inEntry.value)[0] ?? '')
  }
  const file = openSync(join(folder, entries.get('location') ?? ''), 'r')
  try {
    const bytes = Buffer.alloc(Number(entries.get('length')))
    const count = readSync(file, bytes, 0, bytes.length, Number(entries.get('offset') ?? 0))
    if (count !== bytes.length) throw new Error('a file of weights ends too early')
    return bytes
  } finally {
    closeSync(file)
  }
}
