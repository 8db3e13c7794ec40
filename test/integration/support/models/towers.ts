// Towers of CLIP and SigLIP with their true graph structure and random weights, at any size.
// To keep files small, all layers of a tower share one set of weights: shapes and work are those of the real model.
import { Graph, type ElementType } from './onnx-writer'

interface TransformerShape {
  width: number
  layers: number
  heads: number
}

export interface VisionShape extends TransformerShape {
  patch: number
  side: number
  /** Length of the vector. */
  dimension: number
}

export interface TextShape extends TransformerShape {
  vocabulary: number
  tokens: number
  dimension: number
}

interface Weights {
  random: (dims: readonly number[], scale?: number) => string
  constant: (length: number, value: number) => string
}

/** Normal numbers from a seed, so that files are the same every time. */
function weightsFor(graph: Graph, seed: number): Weights {
  let state = seed * 2654435761 + 1
  const uniform = (): number => {
    state = (state * 1664525 + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return {
    random(dims, scale = 0.05) {
      const length = dims.reduce((product, side) => product * side, 1)
      // A sum of four is normal enough, and quick.
      const data = Float32Array.from(
        { length },
        () => (uniform() + uniform() + uniform() + uniform() - 2) * 1.73 * scale,
      )
      return graph.floats(dims, data)
    },
    constant: (length, value) => graph.floats([length], new Float32Array(length).fill(value)),
  }
}

type Apply = (x: string) => string

function linear(graph: Graph, weights: Weights, from: number, to: number): Apply {
  const [matrix, bias] = [weights.random([from, to], 1 / Math.sqrt(from)), weights.random([to], 0.02)]
  return (x) => graph.node('Add', [graph.node('MatMul', [x, matrix]), bias])
}

function layerNorm(graph: Graph, weights: Weights, width: number): Apply {
  const [scale, bias] = [weights.constant(width, 1), weights.constant(width, 0)]
  return (x) => graph.node('LayerNormalization', [x, scale, bias], { axis: -1, epsilon: { float: 1e-5 } })
}

function attention(
  graph: Graph,
  weights: Weights,
  { width, heads }: TransformerShape,
): (queries: string, x: string, mask?: string) => string {
  const [toQuery, toKey, toValue, toOutput] = Array.from({ length: 4 }, () => linear(graph, weights, width, width)) as [
    Apply,
    Apply,
    Apply,
    Apply,
  ]
  const split = graph.integers(0, 0, heads, width / heads)
  const joined = graph.integers(0, 0, width)
  const scale = graph.scalar(1 / Math.sqrt(width / heads))
  const headsOf = (x: string, perm: number[]): string =>
    graph.node('Transpose', [graph.node('Reshape', [x, split])], { perm })
  return (queries, x, mask) => {
    const scores = graph.node('MatMul', [
      graph.node('Mul', [headsOf(toQuery(queries), [0, 2, 1, 3]), scale]),
      headsOf(toKey(x), [0, 2, 3, 1]),
    ])
    const masked = mask === undefined ? scores : graph.node('Add', [scores, mask])
    const mixed = graph.node('MatMul', [
      graph.node('Softmax', [masked], { axis: -1 }),
      headsOf(toValue(x), [0, 2, 1, 3]),
    ])
    return toOutput(graph.node('Reshape', [graph.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), joined]))
  }
}

type Activation = 'quick' | 'tanh'

function mlp(graph: Graph, weights: Weights, width: number, activation: Activation): Apply {
  const [up, down] = [linear(graph, weights, width, 4 * width), linear(graph, weights, 4 * width, width)]
  const slope = graph.scalar(1.702)
  return (x) => {
    const inner = up(x)
    return down(
      activation === 'tanh'
        ? graph.node('Gelu', [inner], { approximate: 'tanh' })
        : graph.node('Mul', [inner, graph.node('Sigmoid', [graph.node('Mul', [inner, slope])])]),
    )
  }
}

function transformer(
  graph: Graph,
  weights: Weights,
  shape: TransformerShape,
  activation: Activation,
): (x: string, mask?: string) => string {
  const attend = attention(graph, weights, shape)
  const feed = mlp(graph, weights, shape.width, activation)
  const [first, second] = [layerNorm(graph, weights, shape.width), layerNorm(graph, weights, shape.width)]
  return (start, mask) => {
    let x = start
    for (let layer = 0; layer < shape.layers; layer++) {
      const normed = first(x)
      x = graph.node('Add', [x, attend(normed, normed, mask)])
      x = graph.node('Add', [x, feed(second(x))])
    }
    return x
  }
}

/** Photos to a row a patch: [photos, patches, width]. */
function patches(graph: Graph, weights: Weights, photos: string, { width, patch, side }: VisionShape): string {
  const kernel = weights.random([width, 3, patch, patch], 0.02)
  const grid = graph.node('Conv', [photos, kernel], { strides: [patch, patch], kernel_shape: [patch, patch] })
  const count = (side / patch) ** 2
  return graph.node('Transpose', [graph.node('Reshape', [grid, graph.integers(0, width, count)])], { perm: [0, 2, 1] })
}

function batchOf(graph: Graph, x: string): string {
  return graph.node('Slice', [graph.node('Shape', [x]), graph.integers(0), graph.integers(1)])
}

function repeated(graph: Graph, weights: Weights, photos: string, width: number): string {
  const one = weights.random([1, 1, width])
  const shape = graph.node('Concat', [batchOf(graph, photos), graph.integers(1, width)], { axis: 0 })
  return graph.node('Expand', [one, shape])
}

/** Class token, transformer, projection. */
export function clipVision(graph: Graph, photos: string, shape: VisionShape, output: string, seed = 1): void {
  const weights = weightsFor(graph, seed)
  const { width, side, patch, dimension } = shape
  const tokens = graph.node(
    'Concat',
    [repeated(graph, weights, photos, width), patches(graph, weights, photos, shape)],
    { axis: 1 },
  )
  const placed = graph.node('Add', [tokens, weights.random([1, (side / patch) ** 2 + 1, width])])
  const x = transformer(graph, weights, shape, 'quick')(layerNorm(graph, weights, width)(placed))
  const first = graph.node('Gather', [x, graph.integers(0)], { axis: 1 })
  const pooled = layerNorm(graph, weights, width)(graph.node('Squeeze', [first, graph.integers(1)]))
  graph.node('MatMul', [pooled, weights.random([width, dimension])], {}, output)
}

/** Causal transformer; the vector is taken where the highest id stands, which is the closing token's. */
export function clipText(
  graph: Graph,
  ids: string,
  mask: string | undefined,
  shape: TextShape,
  output: string,
  seed = 2,
): void {
  const weights = weightsFor(graph, seed)
  const { width, vocabulary, tokens, dimension } = shape
  const length = graph.node('Slice', [graph.node('Shape', [ids]), graph.integers(1), graph.integers(2)])
  const words = graph.node('Gather', [weights.random([vocabulary, width]), ids], { axis: 0 })
  const places = graph.node('Slice', [weights.random([tokens, width]), graph.integers(0), length, graph.integers(0)])
  const future = Float32Array.from({ length: tokens * tokens }, (_, at) =>
    at % tokens > Math.floor(at / tokens) ? -1e4 : 0,
  )
  const both = graph.node('Concat', [length, length], { axis: 0 })
  let hidden = graph.node('Slice', [graph.floats([tokens, tokens], future), graph.integers(0, 0), both])
  if (mask !== undefined) {
    const asFloat = graph.node('Cast', [mask], { to: 1 })
    const missing = graph.node('Mul', [graph.node('Sub', [asFloat, graph.scalar(1)]), graph.scalar(1e4)])
    hidden = graph.node('Add', [hidden, graph.node('Unsqueeze', [missing, graph.integers(1, 2)])])
  }
  const x = transformer(graph, weights, shape, 'quick')(graph.node('Add', [words, places]), hidden)
  const end = graph.node('ArgMax', [ids], { axis: 1, keepdims: 1 })
  const index = graph.node('Expand', [
    graph.node('Unsqueeze', [end, graph.integers(2)]),
    graph.node('Concat', [batchOf(graph, ids), graph.integers(1, width)], { axis: 0 }),
  ])
  const pooled = graph.node('Squeeze', [graph.node('GatherElements', [x, index], { axis: 1 }), graph.integers(1)])
  graph.node('MatMul', [layerNorm(graph, weights, width)(pooled), weights.random([width, dimension])], {}, output)
}

/** No class token: an attention head (MAP) with one learned question pools the patches. */
export function siglipVision(graph: Graph, photos: string, shape: VisionShape, output: string, seed = 3): void {
  const weights = weightsFor(graph, seed)
  const { width, side, patch } = shape
  const count = (side / patch) ** 2
  const placed = graph.node('Add', [patches(graph, weights, photos, shape), weights.random([1, count, width])])
  const x = layerNorm(graph, weights, width)(transformer(graph, weights, shape, 'tanh')(placed))
  const pooled = attention(graph, weights, shape)(repeated(graph, weights, photos, width), x)
  const head = graph.node('Add', [pooled, mlp(graph, weights, width, 'tanh')(layerNorm(graph, weights, width)(pooled))])
  graph.node('Squeeze', [head, graph.integers(1)], {}, output)
}

/** Reads all tokens, its padding too, and takes the last one: what is not padded gives another vector. */
export function siglipText(graph: Graph, ids: string, shape: TextShape, output: string, seed = 4): void {
  const weights = weightsFor(graph, seed)
  const { width, vocabulary, tokens, dimension } = shape
  const length = graph.node('Slice', [graph.node('Shape', [ids]), graph.integers(1), graph.integers(2)])
  const words = graph.node('Gather', [weights.random([vocabulary, width]), ids], { axis: 0 })
  const places = graph.node('Slice', [weights.random([tokens, width]), graph.integers(0), length, graph.integers(0)])
  const x = layerNorm(
    graph,
    weights,
    width,
  )(transformer(graph, weights, shape, 'tanh')(graph.node('Add', [words, places])))
  const last = graph.node('Squeeze', [graph.node('Gather', [x, graph.integers(-1)], { axis: 1 }), graph.integers(1)])
  graph.node(
    'Add',
    [graph.node('MatMul', [last, weights.random([width, dimension])]), weights.random([dimension])],
    {},
    output,
  )
}

/** One graph with photos in and one output. */
export function photoGraph(
  make: (graph: Graph, photos: string) => void,
  { side, dimension }: Pick<VisionShape, 'side' | 'dimension'>,
  names: { input?: string; output: string; batch?: number | string } = { output: 'image_embeds' },
): Graph {
  const graph = new Graph()
  const batch = names.batch ?? 'batch_size'
  make(graph, graph.input(names.input ?? 'pixel_values', 'float32', [batch, 3, side, side]))
  graph.output(names.output, 'float32', [batch, dimension])
  return graph
}

export function textGraph(
  make: (graph: Graph, ids: string, mask: string | undefined) => void,
  { dimension }: Pick<TextShape, 'dimension'>,
  names: { ids?: string; mask?: string; output: string; type?: ElementType; tokens?: number | string },
): Graph {
  const graph = new Graph()
  const dims = ['batch_size', names.tokens ?? 'sequence_length']
  const ids = graph.input(names.ids ?? 'input_ids', names.type ?? 'int64', dims)
  const mask = names.mask === undefined ? undefined : graph.input(names.mask, names.type ?? 'int64', dims)
  make(graph, ids, mask)
  graph.output(names.output, 'float32', ['batch_size', dimension])
  return graph
}
