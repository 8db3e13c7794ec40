/** `fovea status`: folders and counts. */
import type { LibraryStatus } from '../../../contract'
import { readLibraryFile } from '../../engine/library/library-file'
import { Throttle } from '../../engine/library/throttle'
import { readPower } from '../../engine/power'
import { freeBytes, minimumFreeBytes } from '../../engine/store/disk'
import { describeCounts, print, type Context } from '../context'
import { reasonsOf } from '../throttling'
import { withSearcher } from './search'

export async function status(context: Context): Promise<void> {
  await withSearcher(context, async (searcher) => {
    const counts = await searcher.library.counts()
    const roots = await searcher.library.rootStates()
    const throttling = await throttlingOf(context)
    const { id, revision } = searcher.encoder.manifest
    const report = { home: context.home.root, model: `${id} ${revision}`, ...counts, roots, ...throttling }
    print(context, report, () =>
      [
        `Library    ${report.home}`,
        `Model      ${report.model}`,
        `Photos     ${describeCounts(counts)}`,
        ...roots.map(
          ({ path, state, ready, offline }) =>
            `Folder     ${path} (${String(ready + offline)} photos${state === 'there' ? '' : `, ${state}`})`,
        ),
        ...reasonsOf(throttling).map((reason) => `Indexing   ${reason}`),
      ].join('\n'),
    )
  })
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
