/** Entry of the searcher process: the one that answers while the indexer works. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { EngineConfig } from '../../contract'
import { diagnose } from './diagnosis/bundle'
import { readStoreFacts } from './diagnosis/store-facts'
import { resolveHome } from './home'
import { serve } from './host'
import { keepLog } from './log/console'
import { drawDragImage } from './media/drag-image'
import { thumbnailPath } from './media/thumbnails'
import { modelInUse } from './models/choice'
import { resourcesIn } from './resources'
import { locateAll, marksOf } from './search/chosen-items'
import { printQuery } from './search/language/printer'
import { Searcher } from './search/searcher'
import { readPicture } from './search/terms'
import { readQuery } from './search/understanding'

const config = EngineConfig.parse(JSON.parse(process.argv.at(-1) ?? ''))

const home = resolveHome(config.home)
keepLog(home.logs, 'searcher')
const resources = resourcesIn(config.resources)

const opening = modelInUse(home, resources).then(({ folder: modelFolder }) =>
  Searcher.open({ home, modelFolder, resources, threads: config.threads, pictureFiles: 'library' }),
)
/**
 * The vocabulary takes some seconds of a core when it is new to a model. Right after a start these belong to the first photos;
 * whoever asks for tags or completions before does not wait for this.
 */
const conceptsAfterMs = 20_000
/** How often what is in memory is written down, where it changed. */
const writeEveryMs = 5 * 60_000
// The first search should find everything loaded; what fails here is reported by the call that needs it.
const warm = opening
  .then((searcher) => searcher.warmUp())
  .catch((error: unknown) => {
    console.error('the searcher could not warm up:', error)
  })
void warm.then(async () => {
  await setTimeout(conceptsAfterMs)
  await later('the vocabulary could not be prepared:', (searcher) => searcher.prepareConcepts())
  for (;;) {
    await later('the rows in memory could not be written down:', (searcher) => searcher.writeRows())
    await setTimeout(writeEveryMs)
  }
})

async function later(failed: string, work: (searcher: Searcher) => Promise<void>): Promise<void> {
  try {
    await work(await opening)
  } catch (error) {
    console.error(failed, error)
  }
}

serve(
  'searcher',
  {
    'search.warm': async () => {
      if (await (await opening).isLarge()) await warm
      return undefined
    },
    'search.run': async (request) => (await opening).search(request),
    'search.read': ({ text }) => readQuery(text),
    'search.print': ({ query }) => ({ text: printQuery(query) }),
    'search.suggest': async ({ text }) => (await opening).suggest(text),
    'search.lookCloser': async (request, signal) => (await opening).lookCloser(request, signal),
    'search.explain': async (request, signal) => (await opening).explain(request, signal),
    'diagnosis.make': async (runtime) => {
      const { text } = await diagnose({ home, resources, threads: config.threads, runtime }, (onName) =>
        readStoreFacts(home.store, onName),
      )
      return { text }
    },
    'search.addImage': async ({ name, bytes }) => (await opening).addImage(name, bytes),
    'search.addImageFile': async ({ path }) => (await opening).addImage(basename(path), await readPicture(path)),
    'search.image': async ({ imageId }) => (await opening).showImage(imageId),
    'searches.list': async () => [...(await opening).curator.searches],
    'searches.save': async (search) => (await opening).saveSearch(search),
    'searches.rename': async ({ id, name }) => (await opening).curator.renameSearch(id, name),
    'searches.remove': async ({ id }) => {
      ;(await opening).curator.removeSearch(id)
      return undefined
    },
    'searches.restore': async ({ id }) => (await opening).curator.restoreSearch(id),
    'items.details': async ({ id }) => (await opening).library.details(id),
    'items.locate': async ({ id }) => (await opening).library.locate(id),
    'items.locateAll': async ({ ids }) => locateAll((await opening).library, ids),
    'items.marks': async ({ ids }) => marksOf((await opening).library, ids),
    'items.dragImage': async ({ id, count }) => {
      const { hash } = await (await opening).library.details(id)
      return new Uint8Array(await drawDragImage(await readFile(thumbnailPath(home.thumbnails, hash)), count))
    },
    'items.find': async ({ path }) => (await opening).library.find(path),
    'items.render': async ({ id }) => (await opening).render(id),
    'items.words': async ({ id, query }) => (await opening).words(id, query),
    'items.text': async ({ id }) => ({ text: await (await opening).text(id) }),
    'items.tags': async ({ id }) => (await opening).tags(id),
    'library.folders': async () => (await opening).library.folders(),
    'library.timeline': async (request) => (await opening).timeline(request),
    'library.places': async () => (await opening).places(),
    'library.outlines': async () => new Uint8Array(await readFile(resources.outlines)),
    'library.meaningMap': async () => (await opening).meaningMap(),
    'library.meaningPhotos': async ({ version, points }) => (await opening).meaningPhotos(version, points),
    'library.mapClusters': async ({ area, cells }) => (await opening).mapClusters(area, cells),
    'library.failed': async ({ offset, limit }) => (await opening).library.failed(offset, limit),
    'library.duplicates': async ({ kind, offset, limit }) => (await opening).duplicates(kind, offset, limit),
    'albums.list': async () => (await opening).curator.list(),
    'albums.create': async (album) => (await opening).curator.create(album),
    'albums.rename': async ({ id, name }) => (await opening).curator.rename(id, name),
    'albums.restore': async ({ id }) => (await opening).curator.restore(id),
    'albums.remove': async ({ id }) => {
      ;(await opening).curator.remove(id)
      return undefined
    },
    'albums.addItems': async ({ id, itemIds }) => (await opening).curator.addItems(id, itemIds),
    'albums.removeItems': async ({ id, itemIds }) => (await opening).curator.removeItems(id, itemIds),
    'albums.setThreshold': async ({ id, threshold }) => (await opening).curator.setThreshold(id, threshold),
    'words.get': async () => (await opening).curator.words,
    'words.add': async ({ list, word }) => (await opening).changeWords((curator) => curator.addWord(list, word)),
    'words.remove': async ({ list, word }) => (await opening).changeWords((curator) => curator.removeWord(list, word)),
  },
  {},
)
