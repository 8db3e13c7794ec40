/** Measures the searcher on a data set, with all parts of the scoring and without each. */
import { FoveaError } from '../../../contract'
import { allParts, scoringParts, type ScoringPart, type ScoringParts } from '../search/scoring/parts'
import type { Searcher } from '../search/searcher'
import type { DataSet } from './data-set'
import {
  absentFigures,
  captionFigures,
  composedFigures,
  conjunctionFigures,
  negationFigures,
  shortFigures,
  type Figures,
  type Ranker,
} from './figures'

export interface Evaluation extends Partial<Figures> {
  photos: number
  captions: number
  /** For each part the figures it can change, with it and without. */
  parts: Partial<Record<ScoringPart, { on: Partial<Figures>; off: Partial<Figures> }>>
}

export interface EvaluateOptions {
  /** Parts of the scoring that are also switched off, one at a time; all by default. */
  parts?: readonly ScoringPart[]
  /** Called with what is being measured, now and then. */
  onProgress?: (what: string) => void
}

const measures = {
  captions: captionFigures,
  composed: composedFigures,
  conjunction: conjunctionFigures,
  negation: negationFigures,
  absent: absentFigures,
  short: shortFigures,
} as const
type Measure = keyof typeof measures

/** What each part can change; all other figures are the same without it. */
const changedBy: Record<ScoringPart, readonly Measure[]> = {
  templates: ['composed', 'conjunction', 'negation', 'absent', 'short'],
  hubness: ['captions'],
  centring: ['composed', 'conjunction', 'negation'],
  reading: ['composed'],
  composition: ['composed', 'conjunction', 'negation'],
  joint: ['conjunction'],
  negation: ['negation'],
  cutoff: ['captions', 'absent', 'short'],
}

const noParts = Object.fromEntries(scoringParts.map((part) => [part, false])) as ScoringParts
/** Captions between two reports of progress. */
const captionsReported = 100

/**
 * Throws INVALID_INPUT when the library is not the photos of the data set and no others: what "matches" depends on the
 * whole library. The searcher should keep the vectors of all captions (`textsKept`), or they are embedded again for each part.
 */
export async function evaluate(
  searcher: Searcher,
  data: DataSet,
  { parts = scoringParts, onProgress = () => undefined }: EvaluateOptions = {},
): Promise<Evaluation> {
  const ids = await idsByName(searcher, data)
  const measureAll = async (wanted: readonly Measure[], which: ScoringParts, about: string) => {
    const ranker = rankerOf(searcher, ids, which)
    const figures: Partial<Figures> = {}
    for (const measure of wanted) {
      let captions = 0
      onProgress(`${measure} ${about}`)
      const onCaption = (): void => {
        if (++captions % captionsReported === 0) onProgress(`${String(captions)} captions ${about}`)
      }
      Object.assign(figures, await measures[measure](data, ranker, onCaption))
    }
    return figures
  }

  const possible = (Object.keys(measures) as Measure[]).filter((measure) => isPossible(measure, data))
  const whole = await measureAll(possible, allParts, 'with all parts')
  const table: Evaluation['parts'] = {}
  for (const part of parts) {
    const wanted = changedBy[part].filter((measure) => possible.includes(measure))
    const off = await measureAll(wanted, { ...allParts, [part]: false }, `without ${part}`)
    const on = Object.fromEntries(Object.keys(off).map((name) => [name, whole[name as keyof Figures]]))
    table[part] = { on, off }
  }
  const captions = data.pairs.reduce((sum, pair) => sum + pair.captions.length, 0)
  return { photos: ids.size, captions, ...whole, parts: table }
}

function isPossible(measure: Measure, data: DataSet): boolean {
  if (measure === 'captions' || measure === 'short') return true
  return data[measure === 'conjunction' ? 'composed' : measure].length > 0
}

function rankerOf(searcher: Searcher, ids: ReadonlyMap<string, string>, parts: ScoringParts): Ranker {
  const names = new Map([...ids].map(([name, id]) => [id, name]))
  const rankWith =
    (which: ScoringParts): Ranker['rank'] =>
    async (query) => {
      const ranked = await searcher.ranked({ query, filters: {} }, which)
      return { names: ranked.ids.map((id) => names.get(id) ?? id), matches: ranked.matches }
    }
  return {
    rank: rankWith(parts),
    rankPlainly: rankWith(noParts),
    photo: (name) => ({ op: 'term', term: { kind: 'like', itemId: ids.get(name) ?? name } }),
  }
}

async function idsByName(searcher: Searcher, { pairs, images }: DataSet): Promise<Map<string, string>> {
  const { ids } = await searcher.ranked({ query: { kind: 'all' }, filters: {} })
  const shown = await searcher.library.shown(ids)
  const byName = new Map([...shown].map(([id, { name }]) => [name, id]))
  const missing = pairs.filter(({ name }) => !byName.has(name)).length
  if (missing === 0 && ids.length === byName.size && ids.length === pairs.length) return byName
  throw new FoveaError(
    'INVALID_INPUT',
    `The library must have the ${String(pairs.length)} photos of "${images}" and no others; it has ${String(ids.length)}, and ${String(missing)} are missing. Use an empty one.`,
  )
}
