/** Long work in short pieces, so that a search that comes in between hardly waits. */
import { setImmediate } from 'node:timers/promises'

const pieceMs = 8

export class Pace {
  #began = performance.now()

  /** To be awaited between pieces of a millisecond or less. */
  async rest(): Promise<void> {
    if (performance.now() - this.#began < pieceMs) return
    await setImmediate()
    this.#began = performance.now()
  }
}

/** Numbers from 0 to 1, the same for the same seed (Mulberry32 by Tommy Ettinger, public domain algorithm). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
