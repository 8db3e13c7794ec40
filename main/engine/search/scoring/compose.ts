/** Composes the relevances of a plan's leaves: AND multiplies, OR is a noisy-or, NOT is the rest to 1. */
import type { Tree } from './plan'

/**
 * Relevance of each photo to the whole query. `leaves`: by leaf, one number a photo, 0 to 1. The root's conjunction is
 * brought back to the scale of one term (its geometric mean), so that 0.5 stays the place where relevance ends. The leaves
 * are used up, each of them stands in the tree once: new arrays for 100,000 photos would take longer than the sums.
 */
export function compose(tree: Tree, leaves: readonly Float64Array[], photos: number): Float64Array {
  const product = evaluate(tree, leaves, photos)
  if (tree.op !== 'and') return product
  const weights = tree.of.reduce((sum, child) => sum + child.weight, 0)
  for (let i = 0; i < photos; i++) product[i] = product[i]! ** (1 / weights)
  return product
}

/** Sum of scores, those to avoid subtracted: what vector arithmetic amounts to. For measuring against. */
export function addUp(tree: Tree, leaves: readonly Float32Array[], photos: number): Float64Array {
  const sum = new Float64Array(photos)
  const add = (node: Tree, sign: number): void => {
    if (node.op === 'leaf') {
      const scores = leaves[node.leaf]!
      for (let i = 0; i < photos; i++) sum[i] = sum[i]! + sign * node.weight * scores[i]!
    } else if (node.op === 'not') add(node.of, -sign)
    else for (const child of node.of) add(child, sign)
  }
  add(tree, 1)
  return sum
}

function evaluate(node: Tree, leaves: readonly Float64Array[], photos: number): Float64Array {
  if (node.op === 'leaf') return weighted(leaves[node.leaf]!, node.weight, photos)
  if (node.op === 'not') return turnedAround(evaluate(node.of, leaves, photos), photos)
  let answer: Float64Array | undefined
  for (const child of node.of) {
    let relevance = evaluate(child, leaves, photos)
    // One of several matches unless none does.
    if (node.op === 'or') relevance = turnedAround(relevance, photos)
    if (answer) for (let i = 0; i < photos; i++) answer[i] = answer[i]! * relevance[i]!
    else answer = relevance
  }
  return node.op === 'or' ? turnedAround(answer!, photos) : answer!
}

function turnedAround(relevance: Float64Array, photos: number): Float64Array {
  for (let i = 0; i < photos; i++) relevance[i] = 1 - relevance[i]!
  return relevance
}

function weighted(relevance: Float64Array, weight: number, photos: number): Float64Array {
  if (weight !== 1) for (let i = 0; i < photos; i++) relevance[i] = relevance[i]! ** weight
  return relevance
}
