/** Does the store stay small and quick while 5,000 changes come one by one, as a watcher brings them? */
import { join } from 'node:path'
import { resolveHome } from '../main/engine/home'
import { changeOneByOne, type TableSize } from '../test/integration/support/small-changes'
import { readOptions } from './support/options'
import { withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { median, percentile } from './support/statistics'

/** Changes at the beginning and at the end that are compared. */
const compared = 500
/** What the store may have after any number of changes. */
const mostFragments = 40
const mostSlower = 2

async function main(): Promise<void> {
  const { json, numbers } = readOptions({ known: 10_000, changes: 5000 })
  await withTemporaryFolder(async (folder) => {
    const { items, vectors, bytes, changeMs, queryMs, isRight } = await changeOneByOne(
      resolveHome(join(folder, 'home')),
      numbers.known,
      numbers.changes,
    )
    const [early, late] = [changeMs.slice(0, compared), changeMs.slice(-compared)].map(median)
    const ratio = rounded(late! / early!, 2)
    const seconds = changeMs.reduce((sum, ms) => sum + ms, 0) / 1000
    const sizeRow = (name: string, { rows, fragments, versions }: TableSize): string[] => [
      name,
      ...[rows, fragments, versions].map(String),
    ]
    const figures = {
      p50: rounded(median(changeMs), 1),
      p95: rounded(percentile(changeMs, 0.95), 1),
      longest: rounded(Math.max(...changeMs), 0),
    }
    const queries = { p50: rounded(median(queryMs), 1), longest: rounded(Math.max(...queryMs), 0) }
    printReport(
      {
        benchmark: 'maintenance',
        ...machine(),
        ...numbers,
        items,
        vectors,
        bytes,
        changeMs: figures,
        queryMs: queries,
        seconds,
        ratio,
        isRight,
      },
      [
        `${String(numbers.changes)} changes committed one by one to a store of ${String(numbers.known)} photos, in ${seconds.toFixed(1)} s`,
        '',
        ...table([['', 'rows', 'fragments', 'versions'], sizeRow('items', items), sizeRow('vectors', vectors)]),
        '',
        ...table([
          ['ms', 'p50', 'p95', 'longest'],
          ['a change, until it is committed', ...Object.values(figures).map(String)],
          ['a query by another process meanwhile', String(queries.p50), '', String(queries.longest)],
        ]),
        '',
        `bytes  ${(bytes / 1e6).toFixed(0)} MB on disk`,
        `rows   ${isRight ? 'all as they should be' : 'NOT AS THEY SHOULD BE'}`,
        `ratio  ${ratio.toFixed(2)}  the last ${String(compared)} changes / the first ${String(compared)}, medians`,
      ],
      json,
    )
    const fragments = Math.max(items.fragments, vectors.fragments)
    if (!isRight || fragments > mostFragments || ratio > mostSlower) process.exitCode = 1
  })
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
