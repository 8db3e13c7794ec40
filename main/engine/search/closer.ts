/** "Look closer": makes tiles of the best photos of a search, some at a time, and lets rankings use them. */
import type { CloserProgress } from '../../../contract'
import type { Encoder } from '../encoder/encoder'
import type { LibraryReader } from './library-reader'
import type { VectorMatrix } from './matrix'
import { closerScores } from './tiles/closer'
import type { Tile } from './tiles/tile'
import { TileIndex } from './tiles/tile-index'

/** Photos looked at: what is small enough to need it can rank far below. */
export const closerDepth = 300
/** One call works so long, so that searches get in between and the caller can stop. */
const workMs = 1000

export class LookCloser {
  readonly #tiles: TileIndex

  constructor(folder: string, encoder: Encoder) {
    this.#tiles = new TileIndex(folder, encoder)
  }

  /** Makes tiles of the first rows that have none, for about a second. */
  async advance(
    rows: Int32Array,
    matrix: VectorMatrix,
    library: LibraryReader,
    signal?: AbortSignal,
  ): Promise<CloserProgress> {
    const photos = rows.subarray(0, closerDepth).filter((row) => matrix.kinds[row] === 'image')
    const best = Array.from(photos, (row) => ({
      id: matrix.ids[row]!,
      hash: matrix.hashes[row]!,
    }))
    const paths = await library.paths(best.map(({ id }) => id))
    const until = performance.now() + workMs
    let done = 0
    for (const { id, hash } of best) {
      if (performance.now() > until && !(await this.#tiles.known(hash))) continue
      await this.#tiles.vectors({ hash, path: paths.get(id) ?? '' }, signal)
      done++
    }
    return { done, total: best.length }
  }

  /** Tiles of one photo, made if they are not there. */
  tilesOf(hash: string, path: string, signal?: AbortSignal): Promise<Tile[]> {
    return this.#tiles.vectors({ hash, path }, signal)
  }

  /**
   * Scores of the candidates for one text, in the order their tiles suggest: the same numbers, handed out anew, so that
   * relevances keep their meaning. `scores` are those of the photos as wholes, `plain` their cosines less hubness.
   */
  async reorder(
    term: Float32Array,
    hashes: readonly string[],
    scores: Float32Array,
    plain: Float32Array,
  ): Promise<Float32Array> {
    const candidates: { score: number; tiles: readonly Tile[] }[] = []
    for (const [i, hash] of hashes.entries()) {
      candidates.push({ score: plain[i]!, tiles: (await this.#tiles.known(hash)) ?? [] })
    }
    if (candidates.every(({ tiles }) => tiles.length === 0)) return scores
    const closer = closerScores(term, candidates)
    const order = Array.from(closer.keys()).sort((a, b) => closer[b]! - closer[a]!)
    const handedOut = Float32Array.from(scores).sort().reverse()
    const answer = new Float32Array(scores.length)
    order.forEach((candidate, place) => (answer[candidate] = handedOut[place]!))
    return answer
  }
}
