/** Explains a result: how well each term matches, what the photo shows of it, and where. */
import type { Explanation, Tag, Term } from '../../../contract'
import type { LookCloser } from './closer'
import { printQuery } from './language/printer'
import type { LibraryReader } from './library-reader'
import type { VectorMatrix } from './matrix'
import type { Rankings } from './ranking'
import type { Plan } from './scoring/plan'
import type { Background } from './scoring/relevance'
import { heatMap } from './tiles/heat-map'
import type { Vocabulary } from './tags/vocabulary'

const concepts = 5

export interface ExplainedPhoto {
  plan: Plan
  row: number
  matrix: VectorMatrix
  rankings: Rankings
  withHeat: boolean
  /** See: `Share.usual` */
  usual?: Background[] | undefined
}

export async function explain(
  { plan, row, matrix, rankings, withHeat, usual }: ExplainedPhoto,
  sources: { concepts: Vocabulary | undefined; tiles: LookCloser; library: LibraryReader },
  signal?: AbortSignal,
): Promise<Omit<Explanation, 'says'>> {
  const [id, hash] = [matrix.ids[row]!, matrix.hashes[row]!]
  const { relevance, leaves } = await rankings.relevanceOf(plan, row, usual)
  const photo = await matrix.vectors(Int32Array.of(row))
  const isNote = matrix.kinds[row] === 'text'
  const path = withHeat && matrix.kinds[row] === 'image' ? (await sources.library.paths([id])).get(id) : undefined
  const tiles = path === undefined ? [] : await sources.tiles.tilesOf(hash, path, signal)
  const asked = plan.leaves.slice(0, plan.asked)
  const moments = await Promise.all(
    asked.map(async ({ probe }) => (await matrix.parts.moments(Int32Array.of(row), [probe])).get(0) ?? null),
  )
  const texts = (await rankings.textsByLeaf(plan, [id])).map((found) => found.get(id)?.part)
  const passages = await sources.library.passages(texts.flatMap((part) => part ?? []))
  const terms = asked.map((leaf, i) => {
    const { vector } = leaf.vector
    return {
      term: termText(leaf.term),
      isAvoided: leaf.isAvoided,
      score: vector.reduce((sum, value, k) => sum + value * photo[k]!, 0),
      relevance: leaves[i]!,
      moment: moments[i]!,
      passage: passages.get(texts[i] ?? '') ?? null,
      heat: tiles.length > 0 ? heatMap(tiles, vector) : null,
    }
  })
  const shared = asked
    .filter(({ isAvoided }) => !isAvoided && !isNote)
    .flatMap(({ vector: { vector, kind } }) => {
      const modality = kind === 'text' ? 'text' : 'image'
      return sources.concepts?.sharedConcepts(vector, modality, photo, concepts) ?? []
    })
  return { relevance, terms, concepts: clearest(shared) }
}

function termText(term: Term): string {
  return printQuery({ match: { op: 'term', term } })
}

function clearest(tags: readonly Tag[]): Tag[] {
  const best = new Map<string, Tag>()
  for (const tag of tags) if (tag.relevance > (best.get(tag.concept)?.relevance ?? -1)) best.set(tag.concept, tag)
  return [...best.values()].sort((a, b) => b.relevance - a.relevance).slice(0, concepts)
}
