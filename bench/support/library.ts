/** The indexer as benchmarks open it: with the starter model, and an end where something is wrong with the disk. */
import type { Home } from '../../main/engine/home'
import { Library } from '../../main/engine/library/library'
import { inferenceThreads } from '../../main/engine/threads'
import { resources } from './photos'

export function openLibrary(home: Home): Promise<Library> {
  return Library.open({
    home,
    modelFolder: resources.starterModel,
    starterModel: resources.starterModel,
    gazetteer: resources.gazetteer,
    onDiskFull: 'fail',
    threads: inferenceThreads(),
  })
}
