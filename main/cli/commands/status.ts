/** `fovea status`: folders and counts. */
import type { LibraryStatus, ReadingMode, Upgrade } from '../../../contract'
import { readLibraryFile } from '../../engine/library/library-file'
import { Throttle } from '../../engine/library/throttle'
import { readPower } from '../../engine/power'
import type { Searcher } from '../../engine/search/searcher'
import { isRemote } from '../../engine/store/address'
import { freeBytes, minimumFreeBytes } from '../../engine/store/disk'
import { describeCounts, describeKinds, print, type Context } from '../context'
import { reasonsOf } from '../throttling'
import { withSearcher } from './search'

export async function status(context: Context): Promise<void> {
  await withSearcher(context, async (searcher) => {
    const counts = await searcher.library.counts()
    const kinds = await searcher.library.kinds()
    const roots = await searcher.library.rootStates()
    const throttling = await throttlingOf(context)
    const { id, revision } = searcher.encoder.manifest
    const reading = { mode: readLibraryFile(context.home.libraryFile).reading, ...(await searcher.wordCounts()) }
    const upgrade = await searcher.library.upgrade(context.resources)
    const report = {
      ...{ home: context.home.root, model: `${id} ${revision}`, ...counts, kinds, roots, reading, ...throttling },
      ...(upgrade ? { upgrade } : {}),
      ...(isRemote(context.home.store) ? { store: context.home.store } : {}),
    }
    print(context, report, () =>
      [
        `Library    ${report.home}`,
        ...(report.store === undefined ? [] : [`Store      ${report.store}`]),
        `Model      ${report.model}`,
        `Files      ${describeCounts(counts)}`,
        `Kinds      ${describeKinds(kinds)}`,
        ...(upgrade ? [`Upgrade    ${describeUpgrade(upgrade)}`] : []),
        ...roots.map(
          ({ path, state, ready, offline }) =>
            `Folder     ${path} (${String(ready + offline)} files${state === 'there' ? '' : `, ${state}`})`,
        ),
        `Words      ${describeReading(reading)}`,
        ...reasonsOf(throttling).map((reason) => `Indexing   ${reason}`),
      ].join('\n'),
    )
  })
}

function describeReading({
  mode,
  read,
  plain,
  failed,
}: Awaited<ReturnType<Searcher['wordCounts']>> & { mode: ReadingMode }): string {
  const which = { off: 'not read', likely: 'read where there is something like text', all: 'read in all pictures' }[
    mode
  ]
  return `${which} (${String(read)} read, ${String(plain)} without text, ${String(failed)} failed)`
}

export function describeUpgrade({ from, done, total, bridge }: Upgrade): string {
  const percent = Math.floor((100 * done) / total)
  const how = {
    'both-towers': 'as it is still here',
    map: 'which is gone, through a map',
    anchors: 'which is gone, through photos that both know',
  }[bridge]
  return `${String(done)} of ${String(total)} photos (${String(percent)} %); the others are found by ${from}, ${how}`
}

/** Why the window stands still or is slow, or would; whether somebody searches just now only it can know. */
async function throttlingOf({
  home,
}: Context): Promise<Pick<LibraryStatus, 'pausedBy' | 'pausedUntil' | 'slowedBy' | 'cpuShare'>> {
  const throttle = new Throttle({ wish: readLibraryFile(home.libraryFile), onChange: () => undefined })
  throttle.setPower(await readPower())
  throttle.setDiskFull((await freeBytes(home.root).catch(() => Infinity)) < minimumFreeBytes)
  const { pausedBy, slowedBy, wish } = throttle
  throttle.close()
  return { pausedBy, pausedUntil: wish.pausedUntil, slowedBy, cpuShare: wish.cpuShare }
}
