// Items with several vectors: the best one counts, copies take them over, and they go, stay and come back with their item.
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Encoder } from '../../main/engine/encoder/encoder'
import { resolveHome, type Home } from '../../main/engine/home'
import { loadCatalog } from '../../main/engine/library/load'
import { Backup } from '../../main/engine/store/backup'
import { rebuildStore } from '../../main/engine/store/rebuild'
import { partsTableName, type ItemRow, type Part, type PartRow } from '../../main/engine/store/schema'
import { openStoreForWriting, type Store } from '../../main/engine/store/store'
import { StoreWriter } from '../../main/engine/store/writer'
import { decodeForEncoder } from '../../main/engine/media/decode'
import { normaliseExposure } from '../../main/engine/media/exposure'
import { readPhoto } from '../../main/engine/media/photo'
import { newRoot, writeLibraryFile } from '../../main/engine/library/library-file'
import { namesOf, resources, run, sampleNames, samplePath, text, withSearcher } from './support/engine'
import { temporaryFolders } from './support/folders'
import { itemRow } from './support/rows'

const temporary = temporaryFolders()
const root = 'abcdefabcdefabcd'
const rootPath = temporary()
const hashOf = (digit: string): string => digit.repeat(64)

let encoder: Encoder
let bank: Float32Array[]
const pictures = new Map<string, Float32Array>()

let home: Home
let store: Store
let backup: Backup
let writer: StoreWriter
let orphans: ItemRow[]

const film = itemRow('film.mp4', { root, kind: 'video', hash: hashOf('a'), id: 'a'.repeat(32) })
const frames = (...names: string[]): Part[] =>
  names.map((name, i) => ({ kind: 'frame', at: 10 * i, text: null, vector: pictures.get(name)! }))

beforeAll(async () => {
  encoder = await Encoder.open(resources.starterModel)
  bank = await encoder.loadBank()
  for (const name of sampleNames) {
    const { bytes } = await readPhoto(samplePath(name))
    const pixels = normaliseExposure(await decodeForEncoder(bytes, encoder.manifest.image))
    pictures.set(name, (await encoder.embedImages([pixels]))[0]!)
  }
})
afterAll(() => encoder.close())

/** The sample photos, written as the indexer writes them. */
beforeEach(async () => {
  home = resolveHome(temporary())
  writeLibraryFile(home.libraryFile, { version: 1, paused: false, roots: [{ ...newRoot(rootPath, false), id: root }] })
  await open()
  sampleNames.forEach((name, i) => {
    const id = (100 + i).toString(16).padStart(32, '0')
    writer.put(itemRow(name, { root, id, hash: id.repeat(2) }), pictures.get(name))
  })
  await writer.flush()
})

async function open(): Promise<void> {
  store = await openStoreForWriting(home.store, encoder.identity)
  const { catalog } = await loadCatalog(store)
  backup = await Backup.open(home.backup, store, catalog.all(), Infinity)
  orphans = []
  const onOrphan = (item: ItemRow): number => orphans.push(item)
  writer = new StoreWriter(store, { folder: home.root, bank, backup, onOrphan, freeBytes: async () => Infinity })
}

async function close(): Promise<void> {
  await backup.close()
  store.close()
}

const search = (words: string): Promise<{ name: string; score: number | null; relevance: number | null }[]> =>
  withSearcher(home, async (searcher) =>
    (await run(searcher, text(words))).items.map(({ name, score, relevance }) => ({ name, score, relevance })),
  )

async function parts(): Promise<Omit<PartRow, 'vector' | 'hub'>[]> {
  const connection = await connect(home.store)
  const table = await connection.openTable(partsTableName(encoder.identity))
  const rows = (await table.query().toArray()) as { toJSON(): PartRow }[]
  connection.close()
  return rows
    .map((row) => row.toJSON())
    .map(({ id, item, hash, kind, index, at, text: said }) => ({ id, item, hash, kind, index, at, text: said }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

describe('a video', () => {
  it('is found by each of its frames, with the score of the best', async () => {
    writer.put(film, pictures.get('grass.jpg'), frames('chelsea.jpg', 'rocket.jpg'))
    await writer.flush()
    for (const [words, photo] of [
      ['a cat', 'chelsea.jpg'],
      ['a rocket launch', 'rocket.jpg'],
    ] as const) {
      const found = await search(words)
      const [one, other] = [photo, film.name].map((name) => found.find((item) => item.name === name)!)
      expect(found.slice(0, 2)).toEqual(expect.arrayContaining([one, other]))
      expect(other!.score).toBeCloseTo(one!.score!, 6)
    }
    await close()
  })

  it('leaves the scores and the order of photos as they are', async () => {
    const before = await search('a cat sitting on a rug')
    writer.put(film, pictures.get('grass.jpg'), frames('rocket.jpg', 'coins.jpg'))
    await writer.flush()
    const after = (await search('a cat sitting on a rug')).filter(({ name }) => name !== film.name)
    expect(after.map(({ name, score }) => ({ name, score }))).toEqual(
      before.map(({ name, score }) => ({ name, score })),
    )
    await close()
  })

  it('shares its frames with a copy, which keeps them when the first one goes', async () => {
    writer.put(film, pictures.get('grass.jpg'), frames('chelsea.jpg', 'rocket.jpg'))
    await writer.flush()
    const copy = { ...film, id: 'b'.repeat(32), path: 'copy.mp4', name: 'copy.mp4' }
    writer.put(copy)
    writer.remove(film.id)
    await writer.flush()
    expect((await parts()).map(({ item, kind, at }) => ({ item, kind, at }))).toEqual([
      { item: copy.id, kind: 'frame', at: 0 },
      { item: copy.id, kind: 'frame', at: 10 },
    ])
    expect((await search('a rocket launch')).slice(0, 2).map(({ name }) => name)).toContain('copy.mp4')
    expect(orphans).toEqual([])
    await close()
  })

  it('that was changed has the frames of its new content only', async () => {
    writer.put(film, pictures.get('grass.jpg'), frames('chelsea.jpg', 'rocket.jpg', 'coins.jpg'))
    await writer.flush()
    writer.put({ ...film, hash: hashOf('b') }, pictures.get('grass.jpg'), frames('coffee.jpg'))
    await writer.flush()
    expect((await parts()).map(({ hash, index }) => ({ hash, index }))).toEqual([{ hash: hashOf('b'), index: 0 }])
    await close()
  })

  it('is not found while it is gone, and is again with its frames when it comes back', async () => {
    writer.put(film, pictures.get('grass.jpg'), frames('chelsea.jpg'))
    await writer.flush()
    writer.put({ ...film, state: 'gone', goneAt: Date.now() })
    await writer.flush()
    expect((await search('a cat')).map(({ name }) => name)).not.toContain(film.name)
    writer.put(film)
    await writer.flush()
    expect((await search('a cat')).slice(0, 2).map(({ name }) => name)).toContain(film.name)
    await close()
  })

  it('whose frames are nowhere is read again', async () => {
    writer.put(film, pictures.get('grass.jpg'), frames('chelsea.jpg'))
    await writer.flush()
    await store.parts.delete('true')
    writer.put({ ...film, favorite: true })
    await writer.flush()
    expect(orphans.map(({ id }) => id)).toEqual([film.id])
    const { catalog } = await loadCatalog(store)
    expect(catalog.get(film.id)).toMatchObject({ state: 'pending', hash: null })
    await close()
  })
})

describe('words about a photo', () => {
  const photo = (100 + sampleNames.indexOf('coins.jpg')).toString(16).padStart(32, '0')
  const say = async (sentence: string): Promise<void> => {
    writer.putWords(photo, { sentence, vector: await encoder.embedText(sentence) })
    await writer.flush()
  }

  it('find it, whatever it shows, and are replaced and forgotten', async () => {
    const scoreOf = async (words: string): Promise<number> =>
      (await search(words)).find(({ name }) => name === 'coins.jpg')!.score!
    const before = await scoreOf('a sunflower field')
    await say('A sunflower field in summer.')
    expect(await scoreOf('a sunflower field')).toBeGreaterThan(before + 0.1)
    await say('My collection.')
    expect((await parts()).map(({ kind, text: said }) => ({ kind, said }))).toEqual([
      { kind: 'words', said: 'My collection.' },
    ])
    writer.putWords(photo, undefined)
    await writer.flush()
    expect(await parts()).toEqual([])
    expect(await scoreOf('a sunflower field')).toBe(before)
    await close()
  })
})

describe('parts', () => {
  beforeEach(async () => {
    writer.put(film, pictures.get('grass.jpg'), frames('chelsea.jpg', 'rocket.jpg'))
    writer.putWords(film.id, { sentence: 'A film.', vector: await encoder.embedText('A film.') })
    await writer.flush()
  })

  it('go with a file that cannot be read any more, and with their folder', async () => {
    expect(await parts()).toHaveLength(3)
    writer.put({ ...film, state: 'failed', failure: 'corrupt', hash: null })
    await writer.flush()
    expect(await parts()).toEqual([])
    writer.put(film, pictures.get('grass.jpg'), frames('chelsea.jpg'))
    await writer.flush()
    await writer.removeRoot(root)
    expect(await parts()).toEqual([])
    await close()
  })

  it('without an item, left by a kill, are removed at the next start', async () => {
    await store.items.delete(`id = '${film.id}'`)
    await loadCatalog(store)
    expect(await parts()).toEqual([])
    await close()
  })

  it('are there again after a rebuild, but for words, which are made anew', async () => {
    const before = (await parts()).filter(({ kind }) => kind !== 'words')
    await close()
    for (const name of readdirSync(home.store, { recursive: true })) {
      const path = join(home.store, String(name))
      if (statSync(path).isFile()) writeFileSync(path, 'garbage')
    }
    const { store: folder, backup: log } = home
    await rebuildStore(encoder.identity, { store: folder, backup: log, bank, roots: new Set([root]) })
    expect(await parts()).toEqual(before)
    expect(namesOf((await withSearcher(home, (searcher) => run(searcher, text('a rocket launch')))).items)).toContain(
      film.name,
    )
    await open()
    expect((await loadCatalog(store)).catalog.get(film.id)).toMatchObject({ state: 'ready', hash: film.hash })
    await close()
  })

  it('are in a backup that is written anew', async () => {
    const before = (await parts()).filter(({ kind }) => kind !== 'words')
    await close()
    writeFileSync(join(home.backup, `${partsTableName(encoder.identity)}.log`), '')
    await open()
    await close()
    const { store: folder, backup: log } = home
    await rebuildStore(encoder.identity, { store: folder, backup: log, bank, roots: new Set([root]) })
    expect(await parts()).toEqual(before)
  })
})
