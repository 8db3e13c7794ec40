/** Finds the things that captions of several photos name, each as a bare word and with its article: short searches. */

const articles = ['a', 'an', 'the']
const numbers = ['two', 'three', 'four', 'five', 'six', 'several', 'many', 'some']
const possessives = ['his', 'her', 'their', 'its']
const determiners = new Set([...articles, ...numbers, ...possessives])

/** What stands behind a noun but hardly behind an adjective. Verbs are recognised by these and by "-ing". */
const followers = new Set(
  `in on at with by of from into onto over under near next behind beside between through across along down up around
   against above below inside outside toward towards off out for to while as after before is are was has have that
   which who whose wearing looks stands sits runs plays jumps walks holds`.split(/\s+/),
)

/** Colours and the like stand before a noun more often than alone ("a black dog", "the black and the white one"). */
const nounShare = 0.4

export interface NounRule {
  /** Photos whose captions must have the word. */
  photos: number
  /** Times it must stand where only a noun does. */
  places: number
}

export interface SharedNoun {
  noun: string
  /** With the determiner that stands before it most often: "a dog", "two dogs", "the water". */
  withArticle: string
}

/**
 * A word is taken for a noun where it stands directly behind an article, number or possessive and directly before a
 * preposition, a verb or the end, `places` times and in at least `nounShare` of its places behind such a word: no tagger
 * is needed, and every step can be read. It errs on the strict side: what is always described ("a red ball") is missed.
 */
export function sharedNouns(captionsByPhoto: readonly (readonly string[])[], rule: NounRule): SharedNoun[] {
  const photos = new Map<string, number>()
  const places = new Map<string, number>()
  const before = new Map<string, Map<string, number>>()
  for (const captions of captionsByPhoto) {
    const words = captions.map((caption) => caption.toLowerCase().match(/[a-z]+(?:['-][a-z]+)*|[^\sa-z]/g) ?? [])
    for (const word of new Set(words.flat())) add(photos, word)
    for (const caption of words) {
      caption.forEach((word, i) => {
        const determiner = caption[i - 1]
        if (determiner === undefined || !determiners.has(determiner)) return
        if (!/^[a-z-]{2,}$/.test(word) || determiners.has(word)) return
        add(places, word)
        if (!endsNoun(caption[i + 1])) return
        const counts = before.get(word) ?? new Map<string, number>()
        add(counts, determiner)
        before.set(word, counts)
      })
    }
  }
  return [...before]
    .filter(([noun, counts]) => {
      const asNoun = total(counts)
      const isShared = (photos.get(noun) ?? 0) >= rule.photos && asNoun >= rule.places
      return isShared && asNoun >= nounShare * (places.get(noun) ?? 0)
    })
    .map(([noun, counts]) => ({ noun, withArticle: `${mostFrequent(counts)} ${noun}` }))
    .sort((a, b) => (a.noun < b.noun ? -1 : 1))
}

function endsNoun(next: string | undefined): boolean {
  return next === undefined || next === '.' || followers.has(next) || /^[a-z]{2,}ing$/.test(next)
}

/** Possessives belong to a sentence, so they are used only where nothing else is seen. */
function mostFrequent(counts: ReadonlyMap<string, number>): string {
  const weight = ([word, count]: [string, number]): number => (possessives.includes(word) ? count / 1e6 : count)
  return [...counts].sort((a, b) => weight(b) - weight(a) || (a[0] < b[0] ? -1 : 1))[0]![0]
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
