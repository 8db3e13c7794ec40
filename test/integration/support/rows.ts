// Item rows for unit tests.
import { metadataVersion } from '../../../main/engine/media/metadata'
import { noMetadata, type ItemRow } from '../../../main/engine/store/schema'

let made = 0

/** A ready photo at `path` in root "r"; everything else as given. */
export function itemRow(path: string, changes: Partial<ItemRow> = {}): ItemRow {
  const slash = path.lastIndexOf('/')
  return {
    id: `${made++}`.padStart(32, '0'),
    root: 'r',
    path,
    folder: slash === -1 ? '' : path.slice(0, slash),
    name: path.slice(slash + 1),
    kind: 'image',
    size: 1000,
    mtime: 1_500_000_000_000,
    hash: `hash of ${path}`,
    width: 640,
    height: 480,
    duration: null,
    ...noMetadata,
    metadataVersion,
    phash: null,
    favorite: false,
    userRating: null,
    date: 1_500_000_000_000,
    state: 'ready',
    failure: null,
    addedAt: 1_600_000_000_000,
    goneAt: null,
    ...changes,
  }
}
