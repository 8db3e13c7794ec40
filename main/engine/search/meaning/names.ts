/** Names clusters by the concepts that their photos show and others do not. */

/** What one photo shows, with how sure that is. */
export type PhotoTags = readonly { concept: string; relevance: number }[]

/** A second concept is named where it says nearly as much as the first. */
const secondFrom = 0.6
/** About a fifth of a cluster's photos: a concept that is there has a relevance of 0.3 or more. What fewer show is no name for it. */
const least = 0.06
/** Keeps what hardly any photo shows from counting as special. */
const few = 0.02

/** One or two concepts for each cluster, none where nothing stands out; no two clusters share their first. */
export function nameClusters(photos: readonly { cluster: number; tags: PhotoTags }[], count: number): string[][] {
  const overall = new Map<string, number>()
  const own = Array.from({ length: count }, () => new Map<string, number>())
  const sizes = new Array<number>(count).fill(0)
  for (const { cluster, tags } of photos) {
    sizes[cluster]!++
    for (const { concept, relevance } of tags) {
      overall.set(concept, (overall.get(concept) ?? 0) + relevance / photos.length)
      own[cluster]!.set(concept, (own[cluster]!.get(concept) ?? 0) + relevance)
    }
  }
  const candidates = own.flatMap((concepts, cluster) =>
    [...concepts].map(([concept, sum]) => {
      const share = sum / Math.max(1, sizes[cluster]!)
      return {
        cluster,
        concept,
        share,
        score: Math.pow(share, 1.5) * Math.log(1 + (share + few) / (overall.get(concept)! + few)),
      }
    }),
  )
  const telling = candidates.filter(({ share }) => share >= least)
  telling.sort((x, y) => y.score - x.score || (x.concept < y.concept ? -1 : 1))
  const names = Array.from({ length: count }, (): { concept: string; score: number }[] => [])
  const taken = new Set<string>()
  for (const { cluster, concept, score } of telling) {
    const [first, second] = names[cluster]!
    if (
      first
        ? second !== undefined || score < first.score * secondFrom || isLike(concept, first.concept)
        : taken.has(concept)
    )
      continue
    names[cluster]!.push({ concept, score })
    taken.add(concept)
  }
  return names.map((concepts) => concepts.map(({ concept }) => concept))
}

/** One of the two says no more than the other: "dog" and "brown dog". */
function isLike(one: string, other: string): boolean {
  return one.includes(other) || other.includes(one)
}
