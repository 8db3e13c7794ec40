/** Entry of the searcher process: the one that answers while the indexer works. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { EngineConfig, FoveaError, maxImageBytes } from '../../contract'
import { resolveHome } from './home'
import { serve } from './host'
import { Searcher } from './search/searcher'

const config = EngineConfig.parse(JSON.parse(process.argv.at(-1) ?? ''))

const opening = Searcher.open({
  home: resolveHome(config.home),
  modelFolder: config.modelFolder,
  threads: config.threads,
})
// The first search should find everything loaded; what fails here is reported by the call that needs it.
opening
  .then((searcher) => searcher.warmUp())
  .catch((error: unknown) => {
    console.error('the searcher could not warm up:', error)
  })

serve(
  'searcher',
  {
    'search.run': async (request) => (await opening).search(request),
    'search.addImage': async ({ name, bytes }) => (await opening).addImage(name, bytes),
    'search.addImageFile': async ({ path }) => {
      const bytes = await readFile(path).catch((error: unknown) => {
        throw new FoveaError('FILE_UNREADABLE', 'The picture could not be read: check its permissions.', {
          cause: error,
        })
      })
      if (bytes.byteLength > maxImageBytes) {
        throw new FoveaError('IMAGE_TOO_LARGE', 'This picture is larger than 64 MB. Choose a smaller copy.')
      }
      return (await opening).addImage(basename(path), bytes)
    },
    'items.details': async ({ id }) => (await opening).details(id),
    'items.locate': async ({ id }) => (await opening).locate(id),
    'items.render': async ({ id }) => (await opening).render(id),
    'library.folders': async () => (await opening).folders(),
    'library.failed': async ({ offset, limit }) => (await opening).failed(offset, limit),
  },
  {},
)
