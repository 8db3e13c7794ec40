/** The searcher's formula applied to every vector, with nothing left out and nothing kept: what it must agree with. */
import type { Expression } from '../../contract'
import type { Encoder } from '../../main/engine/encoder/encoder'
import { sampleSize } from '../../main/engine/search/matrix'
import { readModelStatistics } from '../../main/engine/search/model-statistics'
import { QueryImages } from '../../main/engine/search/query-images'
import { compose } from '../../main/engine/search/scoring/compose'
import { allParts } from '../../main/engine/search/scoring/parts'
import { compile, type ModelStatistics } from '../../main/engine/search/scoring/plan'
import { exactScore } from '../../main/engine/search/scoring/probe'
import { background, relevances } from '../../main/engine/search/scoring/relevance'
import { Terms } from '../../main/engine/search/terms'
import type { SyntheticLibrary } from './synthetic-library'

export interface ExactAnswer {
  /** Relevance of every photo, by place. */
  values: Float64Array
  /** Of scoring and sorting alone: the texts were embedded before. */
  ms: number
}

export class ExactSearch {
  readonly #library: SyntheticLibrary
  readonly #model: ModelStatistics
  readonly #terms: Terms
  readonly #sample: number[]

  private constructor(library: SyntheticLibrary, encoder: Encoder, model: ModelStatistics) {
    this.#library = library
    this.#model = model
    const onlyTexts = (): Promise<never> => Promise.reject(new Error('only texts are measured'))
    this.#terms = new Terms({
      encoder,
      images: new QueryImages(encoder, ''),
      itemVector: onlyTexts,
      regionVector: onlyTexts,
      requireReadable: onlyTexts,
    })
    // As in VectorMatrix.sample.
    this.#sample = [...library.ids.keys()].sort((a, b) => (library.ids[a]! < library.ids[b]! ? -1 : 1))
    this.#sample.splice(sampleSize)
  }

  static async open(library: SyntheticLibrary, encoder: Encoder): Promise<ExactSearch> {
    return new ExactSearch(library, encoder, await readModelStatistics(encoder))
  }

  async ask(match: Expression): Promise<ExactAnswer> {
    const { matrix, hubs, ids } = this.#library
    const plan = await compile(match, (term, templates) => this.#terms.vector(term, templates), this.#model, allParts)
    const started = performance.now()
    const leaves = plan.leaves.map(({ probe, at }) => {
      const scores = exactScore(probe, matrix, hubs, this.#model.imageMean)
      const sample = Float32Array.from(this.#sample, (place) => scores[place]!)
      return relevances(scores, background(sample, scores), at)
    })
    const values = compose(plan.tree, leaves, ids.length)
    values.slice().sort()
    return { values, ms: performance.now() - started }
  }
}
