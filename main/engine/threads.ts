/** How many CPU threads one inference uses. */
import { availableParallelism } from 'node:os'

/** Beyond this, small towers spend more time handing out work than doing it. */
const most = 8

export function inferenceThreads(): number {
  return Math.max(1, Math.min(most, availableParallelism()))
}
