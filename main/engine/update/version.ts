/** Versions as semver.org has them, without build metadata: which of two is newer. */

const pattern = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/
const longest = 64

export function isVersion(text: string): boolean {
  const match = text.length > longest ? null : pattern.exec(text)
  // A number in a pre-release has no zeros before it.
  return match !== null && (match[4] ?? '').split('.').every((part) => !/^0\d+$/.test(part))
}

/** Above 0 where `a` is newer than `b`, 0 where they are the same. Both are versions. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [partsOf(a), partsOf(b)]
  for (const [index, number] of one.numbers.entries()) {
    const difference = number - (other.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  return comparePreReleases(one.pre, other.pre)
}

function partsOf(version: string): { numbers: number[]; pre: string[] } {
  const [, major, minor, patch, pre] = pattern.exec(version) ?? []
  if (major === undefined) throw new Error(`"${version}" is not a version`)
  return { numbers: [major, minor, patch].map(Number), pre: pre?.split('.') ?? [] }
}

/** A release comes after its pre-releases; of these, numbers before words, and the longer after what it begins with. */
function comparePreReleases(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const [a, b] = [one[index], other[index]]
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1
    if (a === b) continue
    const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)]
    if (isNumber !== isOtherNumber) return isNumber ? -1 : 1
    // Longer numbers are larger ones: no precision is lost.
    if (isNumber && a.length !== b.length) return a.length - b.length
    return a < b ? -1 : 1
  }
  return 0
}
