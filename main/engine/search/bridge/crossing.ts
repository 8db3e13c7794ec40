/** Takes queries of one encoder over into the space of another whose towers are gone. */
import { normalise } from '../../encoder/vectors'
import { fitLinear, momentsOf, type Moments } from './linear-map'
import { transposed } from './matrices'

/** Vectors of the same things by the encoder in use and by the one before, of unit length. */
export interface Pairs {
  now: readonly Float32Array[]
  before: readonly Float32Array[]
}

/** Means of one modality in both spaces. */
interface Means {
  now: Float32Array
  before: Float32Array
}

export interface Crossing {
  /** query: what the encoder before would make of it. photos: what ranks its photos as the encoder in use would. */
  direction: 'query' | 'photos'
  image: Means
  text: Means
  /** Row by row, one for each number of the space before. */
  matrix: readonly Float32Array[]
}

/** Share of the pairs that maps are judged by. */
const heldShare = 5
/** Fewer photos say too little about which direction ranks better. */
const leastJudged = 40
const queriesJudged = 200

/**
 * [Note: crossing] The encoder before is gone, its vectors of the photos are not. A linear map is fitted on what both have
 * embedded, photos and the vocabulary's words, once the mean of each modality is off (see: linear-map.ts). There are two ways to use it:
 *
 * - **query**: the map goes from the encoder in use to the one before, and the mean of texts there is put back. That is the vector which
 *   the encoder before would have made itself, so its photos are ranked as it would have ranked them.
 * - **photos**: the map goes the other way, from its photos to what the encoder in use would make of them. A dot product with what came
 *   over is one with the query sent back by the transposed map, so no photo has to be touched. Where the vectors before hold what the new
 *   ones say, this ranks better than the encoder before ever did; where they are narrower, worse.
 *
 * Which of them is better is measured: on photos that both have embedded and that neither map has seen, by how well the order agrees with
 * the encoder in use. Until there are enough of them it is the query, which is never much below the encoder before.
 */
export async function fitCrossing(photos: Pairs, texts: Pairs): Promise<Crossing | undefined> {
  if (photos.now.length + texts.now.length === 0) return undefined
  const means = { image: meansOf(photos), text: meansOf(texts) }
  const image = means.image ?? means.text!
  const text = means.text ?? means.image!
  const split = [photos, texts].map((pairs) => apart(pairs))
  const centredPairs = (part: 'train' | 'held'): Pairs => {
    const [ofPhotos, ofTexts] = [centred(split[0]![part], image), centred(split[1]![part], text)]
    return { now: [...ofPhotos.now, ...ofTexts.now], before: [...ofPhotos.before, ...ofTexts.before] }
  }
  const train = await momentsOf(centredPairs('train'))
  const held = await momentsOf(centredPairs('held'))
  const [toBefore, toNow] = [
    { train, held },
    { train: turned(train), held: turned(held) },
  ]
  const judged = split[0]!.held
  const isJudged = photos.now.length >= leastJudged
  const there = await fitLinear(toBefore, isJudged)
  if (!isJudged) return { direction: 'query', image, text, matrix: there.all }
  const back = await fitLinear(toNow, isJudged)
  const queries = some(split[1]!.held.now.length > 0 ? texts.now : split[0]!.train.now)
  const mean = split[1]!.held.now.length > 0 ? text : image
  const maps = (fitted: 'trained' | 'all'): Record<Crossing['direction'], Crossing> => ({
    query: { direction: 'query', image, text, matrix: there[fitted] },
    photos: { direction: 'photos', image, text, matrix: transposed(back[fitted]) },
  })
  const trained = maps('trained')
  const modality = mean === text ? 'text' : 'image'
  const isBackBetter =
    agreement(queries, trained.photos, modality, judged) > agreement(queries, trained.query, modality, judged)
  return maps('all')[isBackBetter ? 'photos' : 'query']
}

/**
 * A vector in the space before, of unit length: centred, as terms are that are composed, or `whole`, as the encoder before would
 * have made it.
 */
export function cross(
  vector: Float32Array,
  modality: 'image' | 'text',
  { direction, matrix, ...means }: Crossing,
  whole = false,
): Float32Array {
  const { now, before } = means[modality]
  const isShifted = direction === 'query' || !whole
  const answer = new Float32Array(matrix.length)
  matrix.forEach((row, i) => {
    let sum = direction === 'query' && whole ? before[i]! : 0
    for (let k = 0; k < row.length; k++) sum += row[k]! * (isShifted ? vector[k]! - now[k]! : vector[k]!)
    answer[i] = sum
  })
  return normalise(answer)
}

/** Mean correlation of the scores that queries give these photos after crossing with those by the encoder in use. */
function agreement(
  queries: readonly Float32Array[],
  crossing: Crossing,
  modality: 'image' | 'text',
  photos: Pairs,
): number {
  const dots = (one: Float32Array, many: readonly Float32Array[]): number[] =>
    many.map((other) => one.reduce((sum, value, i) => sum + value * other[i]!, 0))
  const all = queries.map((query) =>
    correlation(dots(query, photos.now), dots(cross(query, modality, crossing, true), photos.before)),
  )
  return all.reduce((sum, value) => sum + value, 0) / all.length
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [one, other].map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return values.map((value) => value - mean)
  })
  const product = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  return product(a!, b!) / Math.sqrt(product(a!, a!) * product(b!, b!) || 1)
}

/** Every fifth for judging, the rest for fitting. */
function apart({ now, before }: Pairs): { train: Pairs; held: Pairs } {
  const part = (isHeld: boolean): Pairs => {
    const belongs = (_: unknown, i: number): boolean => (i % heldShare === heldShare - 1) === isHeld
    return { now: now.filter(belongs), before: before.filter(belongs) }
  }
  return { train: part(false), held: part(true) }
}

function some(vectors: readonly Float32Array[]): Float32Array[] {
  const step = Math.max(1, Math.ceil(vectors.length / queriesJudged))
  return vectors.filter((_, i) => i % step === 0)
}

function turned({ from, to, cross: products, count }: Moments): Moments {
  return { from: to, to: from, cross: transposed(products), count }
}

function meansOf({ now, before }: Pairs): Means | undefined {
  return now.length > 0 ? { now: meanOf(now), before: meanOf(before) } : undefined
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + vector[i]! / vectors.length
  return mean
}

function centred({ now, before }: Pairs, means: Means): Pairs {
  const off = (vectors: readonly Float32Array[], mean: Float32Array): Float32Array[] =>
    vectors.map((vector) => vector.map((value, i) => value - mean[i]!))
  return { now: off(now, means.now), before: off(before, means.before) }
}
