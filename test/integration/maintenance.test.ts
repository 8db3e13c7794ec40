// A store that is changed a photo at a time stays small: few fragments, no versions but the latest, nothing lost.
import { expect, it } from 'vitest'
import { resolveHome } from '../../main/engine/home'
import { temporaryFolders } from './support/folders'
import { changeOneByOne } from './support/small-changes'

const makeFolder = temporaryFolders()

/** Of 5,000 changes, which `npm run bench -- maintenance` makes, as many as a test has time for. */
const changes = 250
/** A commit leaves a fragment behind in each table, and maintenance comes after a dozen commits in a small library. */
const mostFragments = 20
/** Versions are kept for a minute, for readers; a change makes at most one in each table, maintenance a few more. */
const versionsPerChange = 2

it('bounds fragments and versions, and never makes a change wait long', async () => {
  const figures = await changeOneByOne(resolveHome(makeFolder()), 300, changes)
  for (const { fragments, versions } of [figures.items, figures.vectors]) {
    expect(fragments).toBeLessThanOrEqual(mostFragments)
    const lastMinute = changesOfLastMinute(figures.changeMs)
    expect(versions).toBeLessThanOrEqual(versionsPerChange * lastMinute + mostFragments)
  }
  expect(figures.isRight).toBe(true)
  expect(Math.max(...figures.changeMs)).toBeLessThan(10_000)
  expect(Math.max(...figures.queryMs)).toBeLessThan(10_000)
})

function changesOfLastMinute(changeMs: readonly number[]): number {
  let ms = 0
  const first = changeMs.findLastIndex((duration) => (ms += duration) > 60_000)
  return changeMs.length - 1 - first
}
