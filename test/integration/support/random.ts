// Numbers that a seed decides.

export type Random = () => number

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed: number): Random {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from 0 to below `limit`. */
export function below(next: Random, limit: number): number {
  return Math.floor(next() * limit)
}

export function oneOf<T>(next: Random, values: readonly T[]): T {
  return values[below(next, values.length)]!
}
