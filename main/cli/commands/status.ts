/** `fovea status`: folders and counts. */
import { readLibraryFile } from '../../engine/library/library-file'
import { rootState } from '../../engine/library/watch'
import { print, type Context } from '../context'
import { withSearcher } from './search'

export async function status(context: Context): Promise<void> {
  await withSearcher(context, async (searcher) => {
    const counts = await searcher.library.counts()
    const roots = await Promise.all(
      readLibraryFile(context.home.libraryFile).roots.map(async ({ id, path }) => ({
        path,
        state: await rootState(path),
        ...(await searcher.library.counts(id)),
      })),
    )
    const offline = roots.filter(({ state }) => state === 'offline').reduce((sum, { ready }) => sum + ready, 0)
    const { id, revision } = searcher.encoder.manifest
    const report = { home: context.home.root, model: `${id} ${revision}`, ...counts, offline, roots }
    print(context, report, () =>
      [
        `Library    ${report.home}`,
        `Model      ${report.model}`,
        `Photos     ${String(counts.ready)} ready, ${String(counts.pending)} pending, ${String(counts.failed)} failed, ${String(offline)} offline`,
        ...roots.map(
          ({ path, state, ready }) =>
            `Folder     ${path} (${String(ready)} photos${state === 'there' ? '' : `, ${state}`})`,
        ),
      ].join('\n'),
    )
  })
}
