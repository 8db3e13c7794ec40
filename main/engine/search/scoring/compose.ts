/** Composes the relevances of a plan's leaves: AND multiplies, OR is a noisy-or, NOT is the rest to 1. */
import type { Tree } from './plan'

/**
 * Relevance of each photo to the whole query. `leaves`: by leaf, one number a photo, 0 to 1. The root's conjunction is
 * brought back to the scale of one term (its geometric mean), so that 0.5 stays the place where relevance ends.
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
  if (node.op === 'leaf') return weighted(leaves[node.leaf]!, node.weight)
  if (node.op === 'not') return evaluate(node.of, leaves, photos).map((relevance) => 1 - relevance)
  const answer = new Float64Array(photos).fill(1)
  for (const child of node.of) {
    const relevance = evaluate(child, leaves, photos)
    if (node.op === 'and') for (let i = 0; i < photos; i++) answer[i] = answer[i]! * relevance[i]!
    else for (let i = 0; i < photos; i++) answer[i] = answer[i]! * (1 - relevance[i]!)
  }
  if (node.op === 'or') for (let i = 0; i < photos; i++) answer[i] = 1 - answer[i]!
  return answer
}

function weighted(relevance: Float64Array, weight: number): Float64Array {
  return weight === 1 ? relevance : relevance.map((value) => value ** weight)
}
