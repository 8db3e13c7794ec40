/** Turns products with constant matrices of an ONNX graph into products of eight bits. See: [Note: eight bits] */
import { elementType, makeNode, makeTensor, microsoft, type Model, type Node, type Tensor } from './graph'
import { blockSize, quantiseBlocks, quantiseOutputs } from './quantise'

/** What shares a scale: an output's numbers, which is fast, or blocks of 128 of them, which stays nearer to the floats. */
export type Kind = 'outputs' | 'blocks'

/** Smaller matrices are not worth it: their products are over before anything is won. */
const leastSide = 64

interface Product {
  node: Node
  weights: Tensor
  /** Whether it is the inputs that lie side by side, and not the outputs. */
  isTransposed: boolean
  bias: string | undefined
  /** The addition of the bias, which the new node does as well. */
  addition: Node | undefined
}

/** Answers how many products were replaced. Changes the model. */
export function toEightBits(model: Model, kind: Kind): number {
  const graph = new Uses(model)
  const products = new Map<Node, Product>()
  for (const node of model.nodes) {
    const found = productOf(node, graph)
    if (found) products.set(node, found)
  }
  const gone = new Set([...products.values()].map(({ addition }) => addition))
  const done = new Map<string, [string, string]>()
  const isHalf = ({ inputs }: Node): boolean => graph.isHalf(inputs[1] ?? '')
  const nodes = model.nodes.flatMap((node) => {
    const product = products.get(node)
    return product ? replacement(product, isHalf(product.node), model, kind, done) : gone.has(node) ? [] : [node]
  })
  model.nodes = withoutUnused(nodes, model.outputs)
  const used = new Set([...model.nodes.flatMap(({ inputs, captured }) => [...inputs, ...captured]), ...model.outputs])
  for (const name of model.tensors.keys()) if (!used.has(name)) model.tensors.delete(name)
  return products.size
}

/** Who makes and who takes the values of a graph. */
class Uses {
  readonly makers = new Map<string, Node>()
  readonly takers = new Map<string, Node[]>()
  readonly outputs: ReadonlySet<string>
  readonly #tensors: ReadonlyMap<string, Tensor>

  constructor({ nodes, outputs, tensors }: Model) {
    this.#tensors = tensors
    this.outputs = new Set(outputs)
    for (const node of nodes) {
      for (const name of node.outputs) this.makers.set(name, node)
      for (const name of [...node.inputs, ...node.captured]) {
        const takers = this.takers.get(name) ?? []
        takers.push(node)
        this.takers.set(name, takers)
      }
    }
  }

  /** The numbers behind a name, where they are constant floats, perhaps kept in half precision. */
  constant(name: string | undefined): Tensor | undefined {
    if (name === undefined) return undefined
    const tensor = this.#tensors.get(name)
    if (tensor) return tensor.type === elementType.float || tensor.type === elementType.half ? tensor : undefined
    const maker = this.makers.get(name)
    const isConversion = maker?.op === 'Identity' || (maker?.op === 'Cast' && isFloat(maker.attributes.get('to')))
    return isConversion ? this.constant(maker.inputs[0]) : undefined
  }

  /** Whether a name stands for half precision numbers: a conversion decides, else what is kept. */
  isHalf(name: string): boolean {
    const maker = this.makers.get(name)
    if (maker?.op === 'Cast') return maker.attributes.get('to') === elementType.half
    if (maker?.op === 'Identity') return this.isHalf(maker.inputs[0] ?? '')
    return this.#tensors.get(name)?.type === elementType.half
  }
}

const isFloat = (type: number | undefined): boolean => type === elementType.float || type === elementType.half

function productOf(node: Node, graph: Uses): Product | undefined {
  if (node.domain !== '' && node.domain !== 'ai.onnx') return undefined
  if (node.op !== 'MatMul' && node.op !== 'Gemm') return undefined
  const weights = graph.constant(node.inputs[1])
  const [output = ''] = node.outputs
  if (weights?.dims.length !== 2 || Math.min(...weights.dims) < leastSide) return undefined
  if (graph.constant(node.inputs[0])) return undefined // a constant product, which is computed once
  const isTransposed = node.attributes.get('transB') === 1
  const width = weights.dims[isTransposed ? 0 : 1]!
  const isBias = (name: string | undefined): boolean => {
    const dims = graph.constant(name)?.dims
    return dims?.length === 1 && dims[0] === width
  }
  const product = { node, weights, isTransposed, bias: undefined, addition: undefined }
  // What ends in the vector itself is one row a photo: it takes no time, and its faults would not average out.
  if (graph.outputs.has(output)) return undefined
  if (node.op === 'Gemm') {
    const { attributes, inputs } = node
    const isPlain = ['alpha', 'beta'].every((name) => (attributes.get(name) ?? 1) === 1) && !attributes.get('transA')
    if (!isPlain || (inputs[2] && !isBias(inputs[2]))) return undefined
    return { ...product, bias: inputs[2] === '' ? undefined : inputs[2] }
  }
  const [taker, ...others] = graph.takers.get(output) ?? []
  if (taker?.op !== 'Add' || others.length > 0) return product
  if (graph.outputs.has(taker.outputs[0] ?? '')) return undefined
  const bias = taker.inputs.find((name) => name !== output)
  return isBias(bias) && !graph.isHalf(bias!) ? { ...product, bias, addition: taker } : product
}

/** The nodes that stand for a product, with those that bring half precision up and back. */
function replacement(
  { node, weights, isTransposed, bias, addition }: Product,
  isHalf: boolean,
  model: Model,
  kind: Kind,
  done: Map<string, [string, string]>,
): Node[] {
  const [from = 0, to = 0] = isTransposed ? [...weights.dims].reverse() : weights.dims
  const key = `${weights.name}:${String(isTransposed)}`
  let names = done.get(key)
  if (!names) {
    names = [`${key}:codes`, `${key}:scales`]
    const matrix = { numbers: floatsOf(weights), from, to, isTransposed }
    const { codes, scales } = kind === 'outputs' ? quantiseOutputs(matrix) : quantiseBlocks(matrix)
    const blocks = Math.ceil(from / blockSize)
    const [type, codeDims, scaleDims] =
      kind === 'outputs'
        ? [elementType.signedByte, [from, to], [to]]
        : [elementType.byte, [to, blocks, blockSize], [to, blocks]]
    model.tensors.set(names[0], makeTensor(names[0], type, codeDims, codes))
    model.tensors.set(names[1], makeTensor(names[1], elementType.float, scaleDims, new Uint8Array(scales.buffer)))
    done.set(key, names)
  }
  const output = (addition ?? node).outputs[0]!
  const input = node.inputs[0]!
  const [before, after] = isHalf ? [`${output}:taken`, `${output}:given`] : [input, output]
  const wideBias = bias !== undefined && isHalf ? `${output}:bias` : bias
  const inputs = [before, ...names]
  const cast = (name: string, result: string, type: number): Node => makeNode('Cast', '', [name], result, { to: type })
  const blockwise = { K: from, N: to, bits: 8, block_size: blockSize, accuracy_level: eightBitInputs }
  return [
    ...(isHalf ? [cast(input, before, elementType.float)] : []),
    ...(bias === undefined || wideBias === undefined || wideBias === bias
      ? []
      : [cast(bias, wideBias, elementType.float)]),
    kind === 'outputs'
      ? makeNode('DynamicQuantizeMatMul', microsoft, withBias(inputs, wideBias, 4), after, {})
      : makeNode('MatMulNBits', microsoft, withBias(inputs, wideBias, 5), after, blockwise),
    ...(isHalf ? [cast(after, output, elementType.half)] : []),
  ]
}

/** Inputs that are left out have empty names. */
function withBias(inputs: readonly string[], bias: string | undefined, place: number): string[] {
  if (bias === undefined) return [...inputs]
  return [...inputs, ...new Array<string>(place - inputs.length).fill(''), bias]
}

/** Of MatMulNBits: what comes in is brought to eight bits as well, block by block. */
const eightBitInputs = 4

/** Nodes that made nothing but what the replaced ones took. */
function withoutUnused(nodes: readonly Node[], outputs: readonly string[]): Node[] {
  const used = new Set(outputs)
  const kept: Node[] = []
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((name) => used.has(name))) continue
    for (const name of [...node.inputs, ...node.captured]) used.add(name)
    kept.push(node)
  }
  return kept.reverse()
}

function floatsOf({ type, dims, name, read }: Tensor): Float32Array {
  const bytes = read()
  const length = dims.reduce((product, side) => product * side, 1)
  const width = type === elementType.float ? 4 : 2
  if (bytes.length !== length * width) throw new Error(`${name} has another size than its shape says`)
  const aligned = Uint8Array.from(bytes).buffer
  if (type === elementType.float) return new Float32Array(aligned)
  return Float32Array.from(new Uint16Array(aligned), fromHalf)
}

export function fromHalf(half: number): number {
  const [sign, exponent, fraction] = [half & 0x8000 ? -1 : 1, (half >> 10) & 0x1f, half & 0x3ff]
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
