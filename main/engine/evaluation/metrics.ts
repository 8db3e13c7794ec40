/** The measures of ranked lists that the field uses. */

/**
 * Mean of the precision at each relevant photo of the ranking. Relevant photos that are not in the ranking count as found
 * last, with precision 0; `ignored` ones are passed over.
 */
export function averagePrecision(
  ranking: readonly string[],
  relevant: ReadonlySet<string>,
  ignored: ReadonlySet<string>,
): number {
  const wanted = [...relevant].filter((name) => !ignored.has(name)).length
  let [place, found, sum] = [0, 0, 0]
  for (const name of ranking) {
    if (ignored.has(name)) continue
    place++
    if (!relevant.has(name)) continue
    found++
    sum += found / place
  }
  return wanted === 0 ? 0 : sum / wanted
}

/** Share of places from 0 that lie within the first `depth`. */
export function recallAt(places: readonly number[], depth: number): number {
  return share(places, (place) => place >= 0 && place < depth)
}

export function share<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.length === 0 ? 0 : values.filter(holds).length / values.length
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
