/** Finds 64-bit perceptual hashes that differ in few bits, without comparing all with all. */

/** Hashes that differ in more bits are not found. See: [Note: near duplicates] */
export const maximumDistance = 11

const bands = 4
const bandBits = 64 / bands
/** Two hashes within the maximum distance have a band that differs in no more bits than this (pigeonhole). */
const bandDistance = Math.floor(maximumDistance / bands)
/** Pictures without structure (one colour, an empty page) have hashes of a few bits that say nothing. */
const fewestBits = 8

/** Every difference of a band within `bandDistance`, the 137 of 16 bits with at most two set. */
const probes = Uint16Array.from({ length: 1 << bandBits }, (_, difference) => difference).filter(
  (difference) => bitCount(difference) <= bandDistance,
)

/** Sixteen hex digits each; photos without a hash, or with one that says nothing, are near none. */
export class HammingIndex {
  readonly #high: Uint32Array
  readonly #low: Uint32Array
  readonly #indexed: Uint8Array
  /** Of each band: where the photos of each value begin in `#members`. */
  readonly #starts: Int32Array[] = []
  readonly #members: Int32Array[] = []

  constructor(hashes: readonly (string | null)[]) {
    this.#high = Uint32Array.from(hashes, (hash) => (hash === null ? 0 : Number.parseInt(hash.slice(0, 8), 16)))
    this.#low = Uint32Array.from(hashes, (hash) => (hash === null ? 0 : Number.parseInt(hash.slice(8, 16), 16)))
    this.#indexed = Uint8Array.from(hashes, (_, i) => {
      const bits = bitCount(this.#high[i]!) + bitCount(this.#low[i]!)
      return bits >= fewestBits && bits <= 64 - fewestBits ? 1 : 0
    })
    for (let band = 0; band < bands; band++) this.#addBand(band)
  }

  /** Calls `visit` once with every other photo within the maximum distance of photo `i`. */
  visitNear(i: number, visit: (other: number, distance: number) => void): void {
    if (!this.#indexed[i]) return
    for (let band = 0; band < bands; band++) {
      const value = this.#bandOf(i, band)
      const [starts, members] = [this.#starts[band]!, this.#members[band]!]
      for (const probe of probes) {
        const bucket = value ^ probe
        for (let at = starts[bucket]!; at < starts[bucket + 1]!; at++) {
          const other = members[at]!
          const distance = this.#distance(i, other)
          if (other !== i && distance <= maximumDistance && !this.#sharesBandBefore(i, other, band))
            visit(other, distance)
        }
      }
    }
  }

  /** Counting sort by the band's value. */
  #addBand(band: number): void {
    const starts = new Int32Array((1 << bandBits) + 1)
    this.#indexed.forEach((indexed, i) => {
      if (indexed) starts[this.#bandOf(i, band) + 1]!++
    })
    for (let value = 0; value < 1 << bandBits; value++) starts[value + 1]! += starts[value]!
    const members = new Int32Array(starts.at(-1)!)
    const next = starts.slice()
    this.#indexed.forEach((indexed, i) => {
      if (indexed) members[next[this.#bandOf(i, band)]!++] = i
    })
    this.#starts.push(starts)
    this.#members.push(members)
  }

  #bandOf(i: number, band: number): number {
    const half = band < 2 ? this.#high[i]! : this.#low[i]!
    return band % 2 === 0 ? half >>> bandBits : half & 0xffff
  }

  #distance(a: number, b: number): number {
    return bitCount(this.#high[a]! ^ this.#high[b]!) + bitCount(this.#low[a]! ^ this.#low[b]!)
  }

  /** Whether an earlier band has led to this pair already. */
  #sharesBandBefore(a: number, b: number, band: number): boolean {
    for (let earlier = 0; earlier < band; earlier++) {
      if (bitCount(this.#bandOf(a, earlier) ^ this.#bandOf(b, earlier)) <= bandDistance) return true
    }
    return false
  }
}

/** Bits set in a 32-bit number, by adding neighbours in parallel. */
function bitCount(value: number): number {
  const pairs = value - ((value >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
