/** Opens the library's store for the indexer: migrated if it is old, rebuilt if it is damaged, mended after a kill. */
import { basename } from 'node:path'
import type { EncoderIdentity } from '../store/schema'
import { Backup } from '../store/backup'
import { freeBytes as freeBytesOnDisk } from '../store/disk'
import { migrateStore } from '../store/migration'
import { Recogniser } from '../recognition/recogniser'
import { isMissing, rebuildStore } from '../store/rebuild'
import { openStoreForWriting, storeError, type Store } from '../store/store'
import { isRemote } from '../store/address'
import type { Home } from '../home'
import { WordsStore } from '../store/words'
import type { Catalog } from './catalog'
import { loadCatalog, type Loaded } from './load'
import { Quarantine } from './quarantine'

export interface OpeningOptions {
  home: Home
  /** Of the encoder in use. See: [Note: hubness] */
  bank: readonly Float32Array[]
  /** Ids of the folders in the library. */
  roots: readonly string[]
  freeBytes: ((folder: string) => Promise<number>) | undefined
}

export interface Opened extends Loaded {
  store: Store
  /** None of a store on the network, which is not rebuilt: whoever runs it keeps copies. */
  backup: Backup | undefined
  /** What the person should know of it. */
  notice: string | undefined
}

/** Throws STORE_NEWER, DISK_FULL or FILE_UNREADABLE; nothing was changed then. */
export async function openStore(encoder: EncoderIdentity, options: OpeningOptions): Promise<Opened> {
  const { home, bank, roots, freeBytes } = options
  if (isRemote(home.store)) return { ...(await load(home.store, encoder)), notice: undefined, backup: undefined }
  const rebuild = async (): Promise<Omit<Opened, 'backup'>> => {
    const { store, backup } = home
    const aside = await rebuildStore(encoder, { store, backup, bank, roots: new Set(roots), freeBytes })
    return { ...(await load(home.store, encoder)), notice: noticeOf(aside) }
  }
  const open = async (): Promise<Omit<Opened, 'backup'>> => {
    await migrateStore(home.store, encoder, { bank, freeBytes })
    if (await isMissing(home, encoder)) return rebuild()
    return { ...(await load(home.store, encoder)), notice: undefined }
  }
  const opened = await open().catch((error: unknown) => {
    const problem = storeError(error)
    if (problem.code === 'STORE_DAMAGED') return rebuild()
    throw problem
  })
  const free = await (freeBytes ?? freeBytesOnDisk)(home.root)
  try {
    return { ...opened, backup: await Backup.open(home.backup, opened.store, opened.catalog.all(), free) }
  } catch (error) {
    opened.store.close()
    throw storeError(error)
  }
}

export interface OpenedWords {
  recogniser: Recogniser
  words: WordsStore
  quarantine: Quarantine
}

/** What it takes to read words in pictures, or undefined where they cannot be read: the library does without. */
export async function openWords(
  { recogniser: folder, home, threads }: { recogniser?: string; home: Home; threads?: number },
  catalog: Catalog,
): Promise<OpenedWords | undefined> {
  if (folder === undefined) return undefined
  let recogniser: Recogniser
  let words: WordsStore
  try {
    recogniser = await Recogniser.open(folder, threads)
    words = await WordsStore.open(home.store)
    await words.forgetExcept((hash) => catalog.hasContent(hash))
  } catch (error) {
    console.error('words in pictures are not read:', error)
    return undefined
  }
  const quarantine = new Quarantine(home.wordsJournalFile, ({ root, path, size, mtime }) => {
    const item = catalog.at(root, path)
    return item?.size === size && item.mtime === mtime
  })
  return { recogniser, words, quarantine }
}

async function load(folder: string, encoder: EncoderIdentity): Promise<Loaded & { store: Store }> {
  const store = await openStoreForWriting(folder, encoder)
  try {
    return { store, ...(await loadCatalog(store)) }
  } catch (error) {
    store.close()
    throw storeError(error)
  }
}

function noticeOf(aside: string | undefined): string {
  const kept = aside === undefined ? '' : ` The damaged part is kept as “${basename(aside)}” and may be deleted.`
  return `The library was damaged and has been put together again; your photos are untouched.${kept}`
}
