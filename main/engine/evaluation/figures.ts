/** The figures that searches are judged by, each from a data set and a way to rank; docs/quality.md defines them. */
import type { Expression, Query } from '../../../contract'
import { asDescription, readQuery, textTerm } from '../search/understanding'
import type { DataSet, Negation } from './data-set'
import { averagePrecision, mean, recallAt, share } from './metrics'
import { sharedNouns } from './shared-nouns'

/** All photos by file name, best first, and how many of them match. */
interface Ranked {
  names: readonly string[]
  matches: number
}

export interface Ranker {
  rank: (query: Query) => Promise<Ranked>
  /** The same without any part of the scoring: cosines, added up. */
  rankPlainly: (query: Query) => Promise<Ranked>
  /** The photo as a term. */
  photo: (name: string) => Expression
}

export interface Figures {
  /** Percent of the captions whose own photo is among the first 1, 5, 10. */
  recall: { r1: number; r5: number; r10: number }
  /** Share of the captions whose photo is among the first 20 whose photo also matches. */
  present: { keptRate: number }
  /** Mean average precision of a photo AND a text; `mapSum`: by the sum of the two cosines. */
  composed: { map: number; mapSum: number; ratio: number }
  /** Mean average precision of two words that must both match. */
  conjunction: { map: number }
  /** Photos with what is not wanted in the first 20, and the share of these that is of the scene at all. */
  negation: {
    /** The cosine of the whole query as one description. */
    withInTop20Plain: number
    scenePrecisionPlain: number
    /** The scene alone. */
    withInTop20Scene: number
    scenePrecisionScene: number
    withInTop20: number
    scenePrecision: number
    /** Share of `withInTop20Plain` that is gone. */
    drop: number
  }
  /** Share of queries for what is not there that are answered with nothing. */
  absent: { emptyRate: number; found: string[] }
  /** Share of one-word queries for what is there that are answered with something. */
  short: { keptRate: number; queries: number; empty: string[] }
}

/** How far people look: a page of results. */
const page = 20
/** A noun of fewer photos may be a slip of one person, and one seen less often as a noun may be none. */
const nounRule = { photos: 10, places: 5 }

export async function captionFigures(
  { pairs }: DataSet,
  { rank }: Ranker,
  onCaption: () => void = () => undefined,
): Promise<Pick<Figures, 'recall' | 'present'>> {
  const places: number[] = []
  const kept: boolean[] = []
  for (const { name, captions } of pairs) {
    for (const caption of captions) {
      const { names, matches } = await rank(asDescription(caption))
      const place = names.indexOf(name)
      places.push(place)
      if (place >= 0 && place < page) kept.push(place < matches)
      onCaption()
    }
  }
  const percent = (depth: number): number => rounded(100 * recallAt(places, depth), 2)
  return {
    recall: { r1: percent(1), r5: percent(5), r10: percent(10) },
    present: { keptRate: rounded(share(kept, Boolean), 4) },
  }
}

export async function composedFigures(
  { composed }: DataSet,
  { rank, rankPlainly, photo }: Ranker,
): Promise<Pick<Figures, 'composed'>> {
  const map = async (how: Ranker['rank']): Promise<number> => {
    const precisions: number[] = []
    for (const { image, text, relevant, ignore } of composed) {
      const ranked = await how(parsed({ op: 'and', of: [photo(image), textTerm(text)] }))
      precisions.push(averagePrecision(ranked.names, new Set(relevant), new Set([image, ...ignore])))
    }
    return mean(precisions)
  }
  const [ours, sum] = [await map(rank), await map(rankPlainly)]
  return { composed: { map: rounded(ours, 4), mapSum: rounded(sum, 4), ratio: rounded(ours / sum, 2) } }
}

/** Two words of each kind of composed query: "dog" AND "snow" should find what a photo of a dog "in the snow" should. */
export async function conjunctionFigures(
  { composed }: DataSet,
  { rank }: Ranker,
): Promise<Pick<Figures, 'conjunction'>> {
  const kinds = new Map<string, { object: string; scene: string; relevant: Set<string>; ignore: Set<string> }>()
  for (const { image, object, scene, relevant, ignore } of composed) {
    const key = `${object} ${scene}`
    const kind = kinds.get(key) ?? { object, scene, relevant: new Set(relevant), ignore: new Set() }
    kinds.set(key, kind)
    for (const name of ignore) if (name !== image) kind.ignore.add(name)
  }
  const precisions: number[] = []
  for (const { object, scene, relevant, ignore } of kinds.values()) {
    const { names } = await rank(parsed({ op: 'and', of: [textTerm(object), textTerm(scene)] }))
    precisions.push(averagePrecision(names, relevant, ignore))
  }
  return { conjunction: { map: rounded(mean(precisions), 4) } }
}

export async function negationFigures(
  { negation }: DataSet,
  { rank, rankPlainly }: Ranker,
): Promise<Pick<Figures, 'negation'>> {
  const count = async (
    how: Ranker['rank'],
    ask: (one: Negation) => Query,
  ): Promise<{ unwanted: number; precision: number }> => {
    let [unwanted, ofScene] = [0, 0]
    for (const one of negation) {
      const first = (await how(ask(one))).names.slice(0, page)
      const [having, lacking] = [new Set(one.with), new Set(one.without)]
      unwanted += first.filter((name) => having.has(name)).length
      ofScene += first.filter((name) => having.has(name) || lacking.has(name)).length
    }
    return { unwanted, precision: rounded(ofScene / (page * negation.length), 4) }
  }
  const plain = await count(rankPlainly, ({ query }) => asDescription(query))
  const scene = await count(rank, ({ scene }) => asDescription(scene))
  const ours = await count(rank, ({ query }) => asTyped(query))
  return {
    negation: {
      withInTop20Plain: plain.unwanted,
      scenePrecisionPlain: plain.precision,
      withInTop20Scene: scene.unwanted,
      scenePrecisionScene: scene.precision,
      withInTop20: ours.unwanted,
      scenePrecision: ours.precision,
      drop: rounded(1 - ours.unwanted / plain.unwanted, 4),
    },
  }
}

export async function absentFigures({ absent }: DataSet, { rank }: Ranker): Promise<Pick<Figures, 'absent'>> {
  const found: string[] = []
  for (const query of absent) if ((await rank(asTyped(query))).matches > 0) found.push(query)
  return { absent: { emptyRate: rounded(1 - found.length / absent.length, 4), found } }
}

export async function shortFigures({ pairs }: DataSet, { rank }: Ranker): Promise<Pick<Figures, 'short'>> {
  const nouns = sharedNouns(
    pairs.map(({ captions }) => captions),
    nounRule,
  )
  const queries = nouns.flatMap(({ noun, withArticle }) => [noun, withArticle])
  const empty: string[] = []
  for (const query of queries) if ((await rank(asTyped(query))).matches === 0) empty.push(query)
  return { short: { keptRate: rounded(1 - empty.length / queries.length, 4), queries: queries.length, empty } }
}

/** As a person types it; what the query language cannot read stands for itself. */
function asTyped(text: string): Query {
  return 'problem' in readQuery(text) ? asDescription(text) : { kind: 'text', text }
}

function parsed(match: Expression): Query {
  return { kind: 'parsed', query: { match } }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
