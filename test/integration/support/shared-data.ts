// The data sets that are not part of the repository: tests that need them are skipped, aloud, where they are absent.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { TestContext } from 'vitest'
import { repository } from './engine'

export const flickr = join(resolve(repository, '../shared'), 'data', 'flickr-1k')

/** Skips the test with its reason (which the reporter prints) where the data set is absent. */
export function needsFlickr(context: TestContext): void {
  context.skip(!existsSync(join(flickr, 'pairs.jsonl')), 'SKIPPED: this test needs ../shared/data')
}
