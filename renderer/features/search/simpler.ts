/** What to ask instead when nothing matches: single words of what was asked. */

/** Words that say nothing alone, and words of the query language. */
const idle = new Set(
  'a an the of in on at by to for from with without and or not near is are was were my our some this that'.split(' '),
)
const most = 3

/** Nothing for a single word, and for what uses more of the query language than words. */
export function simplerSearches(text: string): string[] {
  if (!/^[\p{L}\p{N}\s,.'’-]+$/u.test(text)) return []
  const words = text
    .toLowerCase()
    .split(/[\s,.]+/)
    .filter((word) => word.length > 2 && !word.startsWith('-') && !idle.has(word))
  const different = [...new Set(words)]
  return different.length < 2 ? [] : different.sort((a, b) => b.length - a.length).slice(0, most)
}
