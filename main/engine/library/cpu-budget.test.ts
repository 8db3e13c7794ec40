// Resting so long that a share of the processor is kept on average.
import { expect, it } from 'vitest'
import { CpuBudget } from './cpu-budget'

/** Works in batches of 40 ms on all cores, resting as the budget says. Answers the share that was used. */
function usedShare(share: number, cores: number): number {
  let [now, used] = [0, 0]
  const budget = new CpuBudget({ now: () => now, used: () => used, cores })
  budget.share = share
  while (now < 60_000) {
    const { rest } = budget
    now += rest
    if (rest > 0) continue
    now += 40
    used += 40 * cores
  }
  return used / (now * cores)
}

it.each([0.25, 0.5, 0.75, 0.125])('keeps a share of %f', (share) => {
  for (const cores of [1, 2, 8]) expect(usedShare(share, cores)).toBeCloseTo(share, 1)
})

it('never rests when it may use everything', () => {
  expect(usedShare(1, 4)).toBe(1)
})

it('does not save up while nothing is done, nor pay for long what one piece of work took', () => {
  let [now, used] = [0, 0]
  const budget = new CpuBudget({ now: () => now, used: () => used, cores: 2 })
  budget.share = 0.5
  now += 3_600_000
  expect(budget.rest).toBe(0)
  used += 2000
  expect(budget.rest).toBeGreaterThan(1000)
  used += 3_600_000
  expect(budget.rest).toBeLessThanOrEqual(3000)
})
