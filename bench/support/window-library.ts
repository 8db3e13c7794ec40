/** A library for measuring the window: so many photos that are indexed, their thumbnails links to those of a few, each under its own address. */
import { link, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { resolveHome, type Home } from '../../main/engine/home'
import { makeThumbnail, readHeader } from '../../main/engine/media/decode'
import { readPhoto } from '../../main/engine/media/photo'
import { thumbnailPath } from '../../main/engine/media/thumbnails'
import { writeLibraryFile } from '../../main/engine/library/library-file'
import { keepMapped } from '../../main/engine/models/mapped'
import { Searcher } from '../../main/engine/search/searcher'
import { inferenceThreads } from '../../main/engine/threads'
import { openLibrary } from './library'
import { findPhotos, resources } from './photos'
import { fillStore, itemOf, rootId } from './synthetic-library'
import { fileOf, makeTree } from './tree'

/** In a new folder; answers the data folder. */
export async function makeWindowLibrary(folder: string, count: number, photos: string | undefined): Promise<string> {
  const tree = join(folder, 'photos')
  await makeTree(tree, count)
  const made = await makeThumbnails(join(folder, 'thumbnails'), photos)
  const home = resolveHome(join(folder, 'home'))
  const pictureOf = (i: number): Thumbnail => made[(i * 7) % made.length]!
  await fillStore(home, {
    photos,
    vectors: count,
    threads: inferenceThreads(),
    describe: (i) => ({ ...fileOf(tree, i), width: pictureOf(i).width, height: pictureOf(i).height }),
  })
  for (let i = 0; i < 256; i++)
    await mkdir(dirname(thumbnailPath(home.thumbnails, i.toString(16).padStart(2, '0'))), { recursive: true })
  for (let from = 0; from < count; from += 1000) {
    const some = Array.from({ length: Math.min(1000, count - from) }, (_, i) => from + i)
    await Promise.all(some.map((i) => link(pictureOf(i).file, thumbnailPath(home.thumbnails, itemOf(i).hash!))))
  }
  writeLibraryFile(home.libraryFile, {
    version: 1,
    reading: 'off',
    roots: [{ id: rootId, path: tree, addedAt: 0, isSample: false }],
  })
  // As after any start: with its backup, which is made when there is none.
  const library = await openLibrary(home)
  await library.close()
  await writeDown(home)
  return home.root
}

/** What the app's processes leave for the next start some time after they began. */
async function writeDown(home: Home): Promise<void> {
  await keepMapped(home, resources.starterModel)
  const { starterModel: modelFolder } = resources
  const searcher = await Searcher.open({ home, modelFolder, resources, pictureFiles: 'library' })
  await searcher.warmUp()
  await searcher.writeRows()
  await searcher.close()
}

/** Of those few. */
const most = 100

interface Thumbnail {
  file: string
  /** Of the photo. */
  width: number
  height: number
}

async function makeThumbnails(folder: string, photos: string | undefined): Promise<Thumbnail[]> {
  await mkdir(folder)
  const made: Thumbnail[] = []
  for (const path of (await findPhotos(photos ?? resources.samples)).paths.slice(0, most)) {
    const { bytes } = await readPhoto(path)
    const { width, height } = await readHeader(bytes)
    const file = join(folder, `${String(made.length)}.webp`)
    await writeFile(file, await makeThumbnail(bytes))
    made.push({ file, width, height })
  }
  return made
}
